// Every screen is clean under axe, in light and dark, wide and narrow.
import { AxeBuilder } from "@axe-core/playwright";
import { demo, expect, signIn, test } from "./people.mjs";

const SCREENS = {
  inbox: "/mail/INBOX",
  compose: "/compose",
  drafts: "/drafts",
  outbox: "/outbox",
  approvals: "/approvals",
  thresholds: "/admin/policy",
  modes: "/admin/modes",
  versions: "/admin/versions",
  lists: "/admin/lists",
  list: "/admin/lists/croydon-practices@northmoor.example",
  verdicts: "/admin/verdicts",
  roles: "/admin/roles",
  withdraw: "/admin/roles?withdraw=hannah.pryce@northmoor.example&role=administrator",
  audit: "/admin/audit?open=1",
};

const LOOKS = [
  { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { colorScheme: "dark", viewport: { width: 1024, height: 768 } },
  { colorScheme: "light", viewport: { width: 390, height: 844 } },
];

async function clean(page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`)).toEqual([]);
}

for (const look of LOOKS) {
  const named = `${look.colorScheme}, ${look.viewport.width} wide`;
  test(`axe finds nothing (${named})`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await page.goto(`${demo.address}/sign-in`);
    await clean(page);
    await signIn(page, "hannah.pryce");
    for (const path of Object.values(SCREENS)) {
      await page.goto(demo.address + path);
      await page.getByRole("main").waitFor();
      await clean(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wide, `${path} scrolls sideways`).toBe(false);
    }
    await page.goto(`${demo.address}/mail/INBOX`);
    await page.getByRole("main").getByRole("listitem").first().getByRole("link").click();
    await page.locator("iframe").waitFor();
    await clean(page);
  });
}

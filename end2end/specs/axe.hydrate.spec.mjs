// Every screen is clean under axe, in light, dark and forced colours, wide and narrow.
import { AxeBuilder } from "@axe-core/playwright";
import { alive, demo, expect, signIn, test, text } from "./people.mjs";

const SCREENS = {
  inbox: "/mail/INBOX",
  search: "/mail/INBOX?q=rota",
  nothing: "/mail/INBOX?q=xyzzy",
  trash: "/mail/Trash",
  compose: "/compose",
  drafts: "/drafts",
  outbox: "/outbox",
  approvals: "/approvals",
  now: "/admin/now",
  stop: "/admin/now?stop=everything",
  thresholds: "/admin/policy",
  units: "/admin/units?most.audience.hold=9&least.audience.hold=70",
  unit: "/admin/units?unit=Primary+Care&audience.hold%40Primary+Care=9000",
  replay: "/admin/replay?values[0][0]=audience.warn&values[0][1]=20",
  import: "/admin/import?text=%5Bpolicy%5D%0Aaudience.hold%20%3D%20250",
  wrong_file: "/admin/import?text=%5Bpolicy%5D%0Aaudience.hold%20%3D%202",
  permits: "/admin/permits",
  modes: "/admin/modes",
  figures: "/admin/figures",
  told_wrong: "/admin/verdicts?told=wrong",
  versions: "/admin/versions",
  lists: "/admin/lists",
  list: "/admin/lists/croydon-practices@northmoor.example",
  rules: "/admin/rules",
  write_rule: "/admin/rules/new?address=wing@northmoor.example&rule=unit+under+%22Primary+Care%22+and&declared=60",
  large_rule: "/admin/rules/new?address=wing@northmoor.example&rule=unit+under+%22Primary+Care%22&used=group&owners=dawn.petrie@northmoor.example&declared=60&senders=dawn.petrie@northmoor.example",
  verdicts: "/admin/verdicts",
  roles: "/admin/roles",
  withdraw: "/admin/roles?withdraw=hannah.pryce@northmoor.example&role=administrator",
  audit: "/admin/audit?open=1",
  nowhere: "/nowhere",
};

const LOOKS = [
  { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { colorScheme: "dark", viewport: { width: 1024, height: 768 } },
  { colorScheme: "light", viewport: { width: 390, height: 844 } },
  { colorScheme: "dark", forcedColors: "active", viewport: { width: 1440, height: 900 } },
];

/** What the guard says of these lists: that it asks, that somebody else decides, that it refuses. */
const PANELS = [
  ["knee-class@northmoor.example", ".audience"],
  ["theatres-all@northmoor.example", ".audience"],
  ["croydon-practices@northmoor.example", "section.block"],
];

async function clean(page, where) {
  await expect(page, where).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`), where).toEqual([]);
}

for (const { viewport, ...look } of LOOKS) {
  const named = `${look.forcedColors ? "forced colours" : look.colorScheme}, ${viewport.width} wide`;

  test(`axe finds nothing (${named})`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.setViewportSize(viewport);
    await page.emulateMedia(look);
    await page.goto(`${demo.address}/sign-in`);
    await clean(page, "sign-in");
    await signIn(page, "hannah.pryce");
    for (const [name, path] of Object.entries(SCREENS)) {
      await page.goto(demo.address + path);
      await page.getByRole("main").waitFor();
      await clean(page, name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wide, `${path} scrolls sideways`).toBe(false);
    }
    await page.goto(`${demo.address}/mail/INBOX`);
    await page.getByRole("main").getByRole("listitem").first().getByRole("link").click();
    await page.locator("iframe").waitFor();
    await clean(page, "an open message");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await clean(page, "the keys");
  });

  test(`axe finds nothing in what the guard says (${named})`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize(viewport);
    await page.emulateMedia(look);
    await signIn(page, "eleanor.whitby");
    for (const [list, panel] of PANELS) {
      await page.goto(`${demo.address}/compose`);
      await alive(page);
      const to = page.getByRole("combobox", { name: "To" });
      await to.fill(list);
      await to.press("Enter");
      await page.locator(panel).first().waitFor();
      await text(page);
      await clean(page, list);
    }
  });
}

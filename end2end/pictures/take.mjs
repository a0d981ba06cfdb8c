// Takes the README's pictures from a demo of its own: `make pictures` writes them beside this file.
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { startDemo } from "../demo_server.mjs";

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const here = (name) => fileURLToPath(new URL(`${name}.png`, import.meta.url));

const demo = await startDemo();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});

/** One picture: somebody signs in on a screen of this size, does something, and is photographed. */
async function picture(name, local, viewport, act) {
  const { address, password } = demo.accounts.find((one) => one.address.startsWith(`${local}@`));
  const context = await browser.newContext({ viewport, locale: "en-GB", timezoneId: "Europe/London", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${demo.address}/sign-in`);
  await page.getByLabel("Email address").fill(address);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("main").getByRole("listitem").first().waitFor();
  await act(page);
  await page.screenshot({ path: here(name) });
  await context.close();
}

async function compose(page, to, subject) {
  await page.goto(`${demo.address}/compose`);
  await page.getByRole("combobox", { name: "To" }).fill(`${to}, `);
  await page.getByLabel("Subject", { exact: true }).fill(subject);
}

try {
  await picture("mailbox", "eleanor.whitby", DESKTOP, async (page) => {
    await page.getByRole("main").getByRole("listitem").first().getByRole("link").click();
    await page.locator("iframe").waitFor();
  });
  await picture("warning", "eleanor.whitby", DESKTOP, async (page) => {
    await compose(page, "theatres-all@northmoor.example", "Rota for December");
    await page.getByText("1,850 people").first().waitFor();
  });
  await picture("block", "ravi.menon", DESKTOP, async (page) => {
    await compose(page, "croydon-practices@northmoor.example", "test");
    await page.getByText("840,000").first().waitFor();
  });
  await picture("console", "hannah.pryce", DESKTOP, async (page) => {
    await page.goto(`${demo.address}/admin/policy`);
    await page.getByRole("main").waitFor();
  });
  await picture("phone", "eleanor.whitby", PHONE, async () => {});
} finally {
  await browser.close();
  await demo.stop();
}

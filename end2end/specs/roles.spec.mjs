// An auditor and a unit administrator on the console, with and without script: what they see, and what they are not
// offered.
import { demo, expect, signIn, test } from "./people.mjs";

const main = (page) => page.getByRole("main");

/** Hannah gives somebody a role, unless the other project of the tests has. */
async function grant(browser, local, role, unit = "") {
  const hannah = await browser.newPage({ javaScriptEnabled: false });
  await signIn(hannah, "hannah.pryce");
  await hannah.goto(`${demo.address}/admin/roles`);
  if (!(await hannah.getByRole("row", { name: new RegExp(`${local}@`) }).isVisible())) {
    await hannah.locator("#grant-address").fill(`${local}@northmoor.example`);
    await hannah.locator("#grant-role").selectOption(role);
    await hannah.locator("#grant-unit").fill(unit);
    await hannah.locator("#grant-reason").fill("Looks after it");
    await hannah.getByRole("button", { name: "Grant role" }).click();
    await expect(main(hannah)).toContainText(/Done, and written in the audit|changed meanwhile/);
  }
  await hannah.close();
}

/** Signs in and comes to the console as soon as the role is in force. */
async function enter(page, local) {
  await signIn(page, local);
  await expect(async () => {
    await page.goto(`${demo.address}/admin`);
    await expect(page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Lists", exact: true })).toBeVisible();
  }).toPass();
}

test("an auditor sees everything of the console and is offered nothing that changes it", async ({ page, browser }) => {
  test.setTimeout(120_000);
  await grant(browser, "tomasz.zielinski", "auditor");
  await enter(page, "tomasz.zielinski");
  await expect(main(page)).toContainText("You see everything here as an auditor, and change nothing.");
  await expect(page.getByRole("link", { name: /^Stop…/ })).toHaveCount(0);

  await page.getByRole("link", { name: "Thresholds" }).click();
  await expect(page.getByLabel("audience.hold")).toBeDisabled();
  await expect(page.getByRole("button", { name: /^Save as v/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Roles" }).click();
  await expect(page.getByRole("row", { name: /hannah\.pryce@/ })).toContainText("Administrator");
  await expect(page.getByRole("link", { name: /^Withdraw/ })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Grant a role" })).toHaveCount(0);
  await page.getByRole("link", { name: "Observe, enforce" }).click();
  await expect(page.getByRole("radio", { name: "Enforce every rule" })).toBeDisabled();
});

test("a unit administrator comes in at the lists of the unit and sees no policy", async ({ page, browser }) => {
  test.setTimeout(120_000);
  await grant(browser, "claire.adeyemi", "unit_administrator", "Primary Care");
  await enter(page, "claire.adeyemi");
  await expect(main(page)).toContainText("You see what concerns your units");
  await expect(main(page).getByRole("heading", { name: "Lists", level: 1 })).toBeVisible();
  const navigation = page.getByRole("navigation", { name: "Console" });
  await expect(navigation.getByRole("link", { name: "Thresholds" })).toHaveCount(0);
  await page.getByRole("searchbox").fill("croydon-pract");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "croydon-practices", exact: true }).click();
  await expect(main(page)).toContainText("Acknowledge jump…");
  await page.goto(`${demo.address}/admin/policy`);
  await expect(main(page)).toContainText("Administrators and auditors see this page");
});

// One threshold at work: changed on a page, refused when it cannot be, in force for everybody.
import { demo, expect, signIn, test } from "./people.mjs";

async function change(page, name, value, reason) {
  await page.goto(`${demo.address}/admin/policy`);
  await page.getByLabel(name).fill(String(value));
  await page.getByLabel("Reason").fill(reason);
  await page.getByRole("button", { name: /Save/ }).click();
}

test("a number outside its range or order is refused at its field, and nothing changes", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await change(page, "audience.warn", 3, "too low");
  await expect(page.getByRole("main")).toContainText(/5/);
  await change(page, "audience.warn", 400, "above confirm");
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
});

test("a change is a version with author and reason, and can be set back", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await change(page, "audience.warn", 10, "a trial on the wards");
  await expect(page.getByRole("main")).toContainText("Saved, and in force.");
  await page.goto(`${demo.address}/admin/versions`);
  await expect(page.getByRole("main")).toContainText("a trial on the wards");
  await expect(page.getByRole("main")).toContainText("Hannah Pryce");
  await expect(page.getByRole("row", { name: /audience\.warn 25 10 people/ })).toBeVisible();
  await change(page, "audience.warn", 25, "back to the default");
  await page.goto(`${demo.address}/admin/versions`);
  await expect(page.getByRole("main")).toContainText("back to the default");
});

test("nobody else changes it", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await page.goto(`${demo.address}/admin/policy`);
  await expect(page.getByRole("button", { name: /Save/ })).toHaveCount(0);
});

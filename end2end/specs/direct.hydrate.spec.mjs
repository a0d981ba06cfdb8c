// A message opened by its address, as by a reload or a link, comes alive like one opened from the list.
import { expect, openMessage, signIn, test } from "./people.mjs";

test("a reloaded message is alive", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Planned work/);
  await page.reload();
  // Measured by the script.
  await expect(page.locator("iframe").first()).toHaveAttribute("height", /^\d+$/);
  await page.getByRole("link", { name: /Reply/ }).first().click();
  await expect(page.getByRole("combobox", { name: "To" })).toBeVisible();
});

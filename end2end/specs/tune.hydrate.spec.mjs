// The slider beside a field: by key, in round numbers, with the chart and the sentence following.
import { demo, expect, signIn, test } from "./people.mjs";

test("a slider moves its field by key, and the field stays the truth", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/policy`);
  const row = page.locator("#audience-hold-row");
  const field = row.getByRole("textbox");
  const slider = row.getByRole("slider");
  await slider.focus();
  await expect(slider).toHaveAttribute("aria-valuetext", "500 people");
  await page.keyboard.press("ArrowLeft");
  await expect(field).toHaveValue("400");
  await expect(row).toContainText("went to 400 people or more.");
  await expect(page.locator("figure.spread").first()).toContainText("hold 400, was 500");
  await page.keyboard.press("PageUp");
  await expect(field).toHaveValue("800");
  await page.keyboard.press("Home");
  await expect(field).toHaveValue("50");
  await page.keyboard.press("End");
  await expect(field).toHaveValue("10,000");
  await field.fill("333");
  await expect(slider).toHaveAttribute("aria-valuetext", "333 people");
  await expect(field).toHaveValue("333");
});

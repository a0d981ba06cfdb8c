// An open message with the script: pictures come larger, headers in a dialog, and a list is left in its place.
import { expect, openMessage, signIn, test } from "./people.mjs";

test("a picture opens over the page, and gives the focus back", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /(?<!Re: )Found: green scarf/);
  const card = page.locator(".attachment-open").first();
  await expect(card.locator("img")).toHaveJSProperty("complete", true);
  await card.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("img")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(card).toBeFocused();
});

test("headers are shown as a table", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Planned work/);
  await page.getByRole("button", { name: "More for this message" }).click();
  await page.getByRole("link", { name: "View headers" }).click();
  await expect(page.getByRole("dialog").getByRole("rowheader", { name: "Subject" })).toBeVisible();
});

test("a message chooses its colours", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Planned work/);
  const body = page.locator("iframe").first().contentFrame().locator("body");
  await expect(body).toHaveCSS("background-color", "rgb(41, 41, 41)");
  await page.getByRole("button", { name: "More for this message" }).click();
  await page.getByRole("link", { name: "Light colours" }).click();
  await expect(body).toHaveCSS("background-color", "rgb(255, 255, 255)");
});

// Forms that are filled in before the script came, as on a slow network: what was typed counts.
import { demo, expect, signIn, test } from "./people.mjs";

/** Holds the page's program back; returns what lets it through. */
async function holdBack(page) {
  let letThrough;
  const held = new Promise((resolve) => (letThrough = resolve));
  await page.route("**/assets/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  return letThrough;
}

test("the words that confirm a stop", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  const letThrough = await holdBack(page);
  await page.goto(`${demo.address}/admin/now?stop=replies`, { waitUntil: "commit" });
  await page.getByLabel("Reason").fill("typed early");
  await page.getByLabel(/to confirm/).fill("STOP REPLIES");
  await page.getByRole("heading", { name: "Now", level: 1 }).click();
  letThrough();
  // Where the focus goes as soon as the form is alive.
  await expect(page.getByRole("link", { name: "Cancel" })).toBeFocused();
  await expect(page.getByRole("button", { name: "Stop replies" })).toBeEnabled();
  await page.getByLabel(/to confirm/).fill("STOP REPLY");
  await expect(page.getByRole("button", { name: "Stop replies" })).toBeDisabled();
});

test("the number that answers a question", async ({ page }) => {
  await signIn(page, "claire.adeyemi");
  const letThrough = await holdBack(page);
  await page.goto(`${demo.address}/compose`, { waitUntil: "commit" });
  await page.getByLabel("To", { exact: true }).fill("trust-announcements@northmoor.example");
  await page.getByLabel("Subject", { exact: true }).fill("Asked early");
  await page.getByLabel("Text").fill("The survey opens on Monday.");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const sends = page.getByRole("button", { name: /^Send to [\d,]+$/ });
  const people = (await sends.textContent()).match(/[\d,]+/)[0];
  await page.getByLabel(/type the number/).fill(people);
  letThrough();
  await expect(page.getByRole("combobox", { name: "To" })).toHaveCount(1);
  await expect(page.getByLabel(/type the number/)).toHaveValue(people);
  await expect(sends).toHaveAttribute("aria-disabled", "false");
  await page.getByLabel(/type the number/).fill("12");
  await expect(sends).toHaveAttribute("aria-disabled", "true");
});

// Writing with the page alive: chips, the number as one types, the question, undo, drafts.
import { demo, alive, expect, openMessage, signIn, test, text } from "./people.mjs";

/** Opens an empty composer and types recipients into To, each made a chip by Enter. */
async function compose(page, ...recipients) {
  await page.goto(`${demo.address}/compose`);
  await alive(page);
  const to = page.getByRole("combobox", { name: "To" });
  for (const recipient of recipients) {
    await to.fill(recipient);
    await to.press("Enter");
  }
  return to;
}

const send = (page) => page.getByRole("button", { name: "Send", exact: true });

test("the chip of a list says how many it really is, and Send is off with the reason", async ({ page }) => {
  await signIn(page, "ravi.menon");
  await compose(page, "croydon-practices@northmoor.example", "tomasz.zielinski@northmoor.example");
  await expect(page.getByText("840,000").first()).toBeVisible();
  await page.getByLabel("Subject", { exact: true }).fill("test");
  await expect(page.locator("section.block")).toContainText("Not sent: this goes to");
  await expect(send(page)).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: /Remove croydon-practices leaves/ }).click();
  await expect(page.locator("section.block")).toHaveCount(0);
});

test("names are completed from the directory, lists with their size", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await page.goto(`${demo.address}/compose`);
  await alive(page);
  const to = page.getByRole("combobox", { name: "To" });
  await to.pressSequentially("physio-te");
  const offered = page.getByRole("option").first();
  await expect(offered).toContainText("60");
  await to.press("ArrowDown");
  await to.press("Enter");
  await expect(page.getByRole("form").or(page.locator("form.composer"))).toContainText(/(59|60) people/);
});

test("a pasted list is split, and what is no address is kept and marked", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await compose(page, "Claire <claire.adeyemi@northmoor.example>; tomasz.zielinski@northmoor.example, nonsense");
  await expect(page.getByRole("button", { name: /^Remove / })).toHaveCount(3);
  await expect(page.getByText("nonsense")).toBeVisible();
});

test("a draft is kept within seconds and found again", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await compose(page, "tomasz.zielinski@northmoor.example");
  await page.getByLabel("Subject", { exact: true }).fill("Parking on Thursday");
  await expect(page.locator(".saved:visible")).toContainText(/Draft saved \d\d:\d\d/);
  const folders = page.getByRole("navigation", { name: "Folders" });
  await expect(folders.getByRole("link", { name: /^Drafts \d+$/ })).toBeVisible();
  await page.goto(`${demo.address}/drafts`);
  await page.getByRole("link", { name: /Parking on Thursday/ }).first().click();
  await expect(page.getByLabel("Subject", { exact: true })).toHaveValue("Parking on Thursday");
});

test("a message to three colleagues can be undone, and arrives when it is not", async ({ page, browser }) => {
  const subject = `Handover ${Date.now()}`;
  await signIn(page, "eleanor.whitby");
  const people = ["tomasz.zielinski", "claire.adeyemi", "dawn.petrie"].map((local) => `${local}@northmoor.example`);
  await compose(page, ...people);
  await page.getByLabel("Subject", { exact: true }).fill(subject);
  await (await text(page)).fill("Beds 4 and 7 are free from noon.");
  await send(page).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("Subject", { exact: true })).toHaveValue(subject);
  await send(page).click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  const reader = await browser.newPage();
  await signIn(reader, "tomasz.zielinski");
  await expect(async () => {
    await reader.reload();
    await expect(reader.getByRole("main").getByRole("link", { name: subject })).toHaveCount(1, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await reader.close();
});

test("a question is answered by typing the number", async ({ page }) => {
  await signIn(page, "claire.adeyemi");
  await compose(page, "trust-announcements@northmoor.example");
  await page.getByLabel("Subject", { exact: true }).fill("Staff survey");
  await (await text(page)).fill("The survey opens on Monday.");
  await send(page).click();
  const dialog = page.getByRole("dialog");
  const number = dialog.getByLabel(/type the number/);
  await expect(number).toBeFocused();
  await number.fill("12");
  await number.press("Enter");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByLabel("Subject", { exact: true })).toHaveValue("Staff survey");
});

test("a new message is written by keyboard alone: the focus stands in To, an answer's in its text", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await page.getByRole("link", { name: "New mail" }).first().focus();
  await page.keyboard.press("Enter");
  await alive(page);
  await expect(page.getByRole("combobox", { name: "To" })).toBeFocused();
  await page.goto(`${demo.address}/mail/INBOX`);
  await openMessage(page, /Planned work/);
  await page.getByRole("link", { name: /^Reply/ }).last().focus();
  await page.keyboard.press("Enter");
  await expect(await text(page)).toBeFocused();
});

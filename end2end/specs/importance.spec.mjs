// What an author marks important is written so that every mail program reads it.
import { demo, expect, openMessage, signIn, test, write } from "./people.mjs";

test("a message of high importance says so to every program, and its draft keeps it", async ({ page, browser }) => {
  const subject = `Blood fridge alarm ${Date.now()}`;
  const plain = test.info().project.use.javaScriptEnabled === false;
  await signIn(page, "eleanor.whitby");
  await page.goto(`${demo.address}/compose`);
  await page.locator("#to-entry").fill("tomasz.zielinski@northmoor.example");
  await page.getByLabel("Subject", { exact: true }).fill(subject);
  await page.getByLabel("Importance").selectOption("High");
  await write(page, "The fridge in the laboratory is warm.");
  if (plain) {
    await page.getByLabel("Subject", { exact: true }).press("Enter");
  } else {
    await page.getByRole("navigation", { name: "Folders" }).getByRole("link", { name: /^Inbox/ }).click();
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
  }
  await page.goto(`${demo.address}/drafts`);
  await page.getByRole("link", { name: new RegExp(subject) }).first().click();
  await expect(page.getByLabel("Importance")).toHaveValue("high");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page).not.toHaveURL(/compose|drafts/);

  const reader = await browser.newPage({ javaScriptEnabled: false });
  await signIn(reader, "tomasz.zielinski");
  await expect(async () => {
    await reader.reload();
    await expect(reader.getByRole("main").getByRole("link", { name: subject })).toHaveCount(1, { timeout: 1_000 });
  }).toPass({ timeout: 45_000 });
  await openMessage(reader, subject);
  const source = await reader.getByRole("link", { name: "View source", includeHidden: true }).getAttribute("href");
  const shown = await (await reader.request.get(demo.address + source)).text();
  expect(shown).toContain("\r\nImportance: high\r\n");
  expect(shown).toContain("\r\nX-Priority: 1\r\n");
  await reader.close();
});

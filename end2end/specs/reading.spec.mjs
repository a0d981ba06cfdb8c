// Reading: by links alone, with strangers' HTML behind walls.
import { demo, expect, openMessage, signIn, test } from "./people.mjs";

test("the list is links, a message opens beside it, its body is in a frame without scripts", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const rows = page.getByRole("main").getByRole("listitem");
  expect(await rows.count()).toBeGreaterThan(10);
  for (const preview of await rows.locator(".row-preview").allInnerTexts()) expect(preview).not.toEqual("");
  await rows.first().getByRole("link").click();
  const frame = page.locator("iframe");
  await expect(frame).toHaveAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
  await expect(frame.contentFrame().locator("body")).not.toBeEmpty();
});

test("a body cannot be opened as a page, nor by another session", async ({ page, browser }) => {
  await signIn(page, "eleanor.whitby");
  await page.getByRole("main").getByRole("listitem").first().getByRole("link").click();
  const path = await page.locator("iframe").getAttribute("src");
  const response = await page.request.get(demo.address + path, { headers: { "sec-fetch-dest": "document" } });
  expect(response.status()).toBe(403);
  const other = await browser.newPage();
  await signIn(other, "tomasz.zielinski");
  const stranger = await other.request.get(demo.address + path, { headers: { "sec-fetch-dest": "iframe" } });
  expect(stranger.status()).toBe(404);
  await other.close();
});

test("a path that leads nowhere says so, signed in or not", async ({ page }) => {
  for (const path of ["/nowhere", "/assets2/x.js", "/mail"]) {
    const response = await page.goto(demo.address + path);
    expect(response.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  }
  await signIn(page, "eleanor.whitby");
  await page.goto(`${demo.address}/mail/INBOX/x`);
  await expect(page.getByRole("link", { name: "Go to the inbox" })).toBeVisible();
});

test("folders show what is unread and lead to their mail", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const folders = page.getByRole("navigation", { name: "Folders" });
  await folders.getByRole("link", { name: /Sent/ }).click();
  await expect(page.getByRole("heading", { name: "Sent" })).toBeVisible();
});

test("mail to everybody cannot be answered to everybody, and can be answered to its sender", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Planned work/);
  const all = page.getByRole("button", { name: /Reply all \(4,2\d\d\)/ }).last();
  await expect(all).toHaveAttribute("aria-disabled", "true");
  await expect(page.locator("#reply-all-off")).toContainText(/4,2\d\d/);
  await page.getByRole("link", { name: /^Reply/ }).last().click();
  await expect(page).toHaveURL(/\/compose/);
});

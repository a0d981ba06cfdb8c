// The list as links and forms: days, filters, search, deep links.
import { demo, expect, signIn, test } from "./people.mjs";

const rows = (page) => page.locator(".rows li:not([hidden]) > a");

test("messages stand under the days and weeks that people would name", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const order = [
    "Today", "Yesterday", "Friday", "Thursday", "Wednesday", "Tuesday", "Monday", "Last week", "Two weeks ago",
    "Earlier this month", "Last month", "Older",
  ];
  const headings = await page.locator(".period").allInnerTexts();
  expect(headings.length).toBeGreaterThan(1);
  const places = headings.map((heading) => order.indexOf(heading));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test("a filter shows what it says and leads back", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const menu = page.getByRole("button", { name: "Filter and view" });
  await menu.click();
  await page.locator("#sift").getByRole("link", { name: "Unread" }).click();
  await expect(page).toHaveURL(/\/mail\/INBOX\?filter=unread$/);
  await expect(page.locator(".sift-bar")).toContainText("Unread");
  expect(await rows(page).count()).toBeGreaterThan(0);
  expect(await page.locator(".rows li > a:not(.unread)").count()).toBe(0);
  await page.getByRole("link", { name: "Back to Inbox" }).click();
  await expect(page).toHaveURL(/\/mail\/INBOX$/);
  await expect(page.locator(".sift-bar")).toHaveCount(0);
  await page.goBack();
  await expect(page.locator(".sift-bar")).toContainText("Unread");

  await page.goto(`${demo.address}/mail/INBOX?filter=files`);
  expect(await rows(page).count()).toBeGreaterThan(0);
  const clips = await page.locator(".rows li", { has: page.getByTitle("has files") }).count();
  expect(clips).toBe(await rows(page).count());
});

test("words are searched for in the folder on screen", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const field = page.getByRole("searchbox", { name: "Search this folder" });
  await field.fill("planned work");
  await field.press("Enter");
  await expect(page).toHaveURL(/\/mail\/INBOX\?q=planned(%20|\+)work/);
  await expect(page.getByRole("heading", { name: "Results" })).toBeVisible();
  await expect(rows(page).first()).toContainText(/planned work/i);
  await expect(page.getByRole("searchbox")).toHaveValue("planned work");
  await page.getByRole("link", { name: "Back to Inbox" }).first().click();
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
});

test("a search in the text opens cold, and one that finds nothing says so", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await page.goto(`${demo.address}/mail/INBOX?q=hoist&in=text`);
  await expect(page.locator(".period").last()).toHaveText("In the text");
  await rows(page).first().click();
  await expect(page).toHaveURL(/\/mail\/INBOX\/\d+\/\d+\?q=hoist&in=text$/);
  await expect(page.locator("iframe")).toBeVisible();
  await page.reload();
  await expect(page.locator("iframe")).toBeVisible();
  await page.goto(`${demo.address}/mail/INBOX?q=hoist+slngs&in=text`);
  await expect(page.getByRole("heading", { name: "Nothing found for “hoist slngs”" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Back to Inbox" }).last().click();
  await expect(rows(page).first()).toBeVisible();
});

test("a link to a message that is gone says so, beside the list", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const answer = await page.goto(`${demo.address}/mail/INBOX/1/4000000000`);
  expect(answer.status()).toBe(404);
  await expect(page.getByText("This is not here any more.")).toBeVisible();
  expect(await rows(page).count()).toBeGreaterThan(10);
  await page.getByRole("link", { name: "Go to the inbox" }).click();
  await expect(page.getByText("No message selected")).toBeVisible();
});

test("without script the boxes that are checked are acted on", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, "with script the bar over the list does it");
  await signIn(page, "eleanor.whitby");
  const row = page.locator(".rows li").first();
  const flagged = row.getByTitle("flagged");
  const before = await flagged.count();
  const commands = page.getByRole("group", { name: "With the checked messages" });
  await row.getByRole("checkbox").check();
  await commands.getByRole("button", { name: before ? "Remove flag" : "Flag", exact: true }).click();
  await expect(flagged).toHaveCount(1 - before);
  await row.getByRole("checkbox").check();
  await commands.getByRole("button", { name: before ? "Flag" : "Remove flag", exact: true }).click();
  await expect(flagged).toHaveCount(before);
});

test("without script rows are as high as one chooses", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, "with script the menu does it at once");
  await signIn(page, "eleanor.whitby");
  await page.getByRole("button", { name: "Filter and view" }).click();
  await page.getByLabel("Rows").selectOption("compact");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-list", "compact");
});

// What people do in the list all day: choose, act, undo; by mouse, by key, by finger.
import { demo, expect, signIn, test } from "./people.mjs";

const items = (page) => page.locator(".rows li:not([hidden])");
/** From whom a row is, its subject and its first words: subjects alone repeat. */
const says = async (page, n) => {
  const parts = [".row-from", ".row-subject", ".row-preview"].map((part) => items(page).nth(n).locator(part));
  return (await Promise.all(parts.map((part) => part.textContent()))).join(" | ").replace(/^(Unread, from|From) /, "");
};
const chosen = (page) => page.locator(".rows input:checked");

/** Signs in and waits for what acts on the list: it is fetched when the mouse first moves. */
async function atTheDesk(page, path = "") {
  await signIn(page, "tomasz.zielinski");
  if (path) await page.goto(demo.address + path);
  await items(page).first().hover();
  await expect(page.locator(".row-tools")).toHaveCount(1);
}

test("each command on a row can be undone, and nothing else moves", async ({ page }) => {
  await atTheDesk(page);
  const names = await Promise.all([0, 1, 2].map((n) => says(page, n)));
  const second = items(page).nth(1);
  const box = await second.boundingBox();
  await second.hover();
  expect(await second.boundingBox()).toEqual(box);
  for (const [name, done] of [["Delete", "1 message deleted."], ["Archive", "1 message archived."]]) {
    await items(page).nth(1).hover();
    await items(page).nth(1).getByRole("button", { name }).click();
    await expect(page.getByText(done)).toBeVisible();
    await expect.poll(() => says(page, 1)).toBe(names[2]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => says(page, 1)).toBe(names[1]);
  }
});

test("rows are chosen by click, range and key, and counted", async ({ page }) => {
  await atTheDesk(page);
  const bar = page.getByRole("group", { name: "Selected messages" });
  await items(page).nth(1).locator("a").click({ modifiers: ["Control"] });
  await expect(bar).toContainText("1 selected");
  await items(page).nth(4).locator("a").click({ modifiers: ["Shift"] });
  await expect(bar).toContainText("4 selected");
  await expect(chosen(page)).toHaveCount(4);
  await items(page).nth(2).getByRole("checkbox").click();
  await expect(bar).toContainText("3 selected");
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
  await expect(chosen(page)).toHaveCount(0);

  await items(page).nth(0).locator("a").focus();
  await page.keyboard.press("Space");
  await expect(bar).toContainText("1 selected");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(bar).toContainText("3 selected");
  await page.keyboard.press("Shift+ArrowUp");
  await expect(bar).toContainText("2 selected");
  const all = await items(page).count();
  await page.keyboard.press("Control+a");
  await expect(bar).toContainText(`${all} selected`);
  await bar.getByRole("button", { name: "Clear selection" }).click();
  await expect(chosen(page)).toHaveCount(0);
});

test("keys act on what is chosen and are undone by one", async ({ page }) => {
  await atTheDesk(page);
  const [first, second] = [await says(page, 0), await says(page, 1)];
  await items(page).nth(0).locator("a").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("e");
  await expect(page.getByText("2 messages archived.")).toBeVisible();
  await expect.poll(() => says(page, 0)).not.toBe(first);
  await page.keyboard.press("Control+z");
  await expect.poll(() => says(page, 0)).toBe(first);
  expect(await says(page, 1)).toBe(second);

  const flags = items(page).nth(0).getByTitle("flagged");
  const before = await flags.count();
  await items(page).nth(0).locator("a").focus();
  await page.keyboard.press("Insert");
  await expect(flags).toHaveCount(1 - before);
  await page.keyboard.press("Control+z");
  await expect(flags).toHaveCount(before);
});

test("letters are never taken from what is typed", async ({ page }) => {
  await atTheDesk(page);
  const names = await says(page, 0);
  await items(page).nth(0).locator("a").focus();
  await page.keyboard.press("/");
  const field = page.getByRole("searchbox");
  await expect(field).toBeFocused();
  await page.keyboard.type("eject quickly");
  await expect(field).toHaveValue("eject quickly");
  await page.keyboard.press("Escape");
  await expect(field).toHaveValue("");
  expect(await says(page, 0)).toBe(names);
});

test("a folder is found by a part of its name", async ({ page }) => {
  await atTheDesk(page);
  const name = await says(page, 0);
  await items(page).nth(0).locator("a").focus();
  await page.keyboard.press("v");
  const dialog = page.getByRole("dialog", { name: "Move 1 message to" });
  await expect(dialog.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("arch");
  await expect(dialog.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("1 message moved to Archive.")).toBeVisible();
  await expect.poll(() => says(page, 0)).not.toBe(name);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => says(page, 0)).toBe(name);
});

test("the list changes before the server answers, and back when it refuses", async ({ page }) => {
  await atTheDesk(page);
  const names = [await says(page, 0), await says(page, 1)];
  let answer;
  const asked = new Promise((resolve) => (answer = resolve));
  await page.route("**/api/act_on_messages", async (route) => {
    await asked;
    await route.fulfill({ status: 500, contentType: "application/json", body: '{"App":{"refused":{"said":"over quota"}}}' });
  });
  await items(page).nth(0).locator("a").focus();
  await page.keyboard.press("Delete");
  await expect.poll(() => says(page, 0)).toBe(names[1]);
  answer();
  await expect(page.getByRole("alert")).toContainText("over quota");
  await expect.poll(() => says(page, 0)).toBe(names[0]);
});

test("after the open message is deleted the next one opens", async ({ page }) => {
  await atTheDesk(page);
  const subject = (n) => items(page).nth(n).locator(".row-subject").innerText();
  const [first, second, before] = [await subject(3), await subject(4), await says(page, 3)];
  expect(second).not.toBe(first);
  await items(page).nth(3).locator("a").click();
  await expect(page.getByRole("heading", { name: first, level: 1 })).toBeVisible();
  await page.getByRole("group", { name: "Commands" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: second, level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => says(page, 3)).toBe(before);
});

test("what is in Deleted is asked about before it is gone for good", async ({ page }) => {
  await atTheDesk(page, "/mail/Trash");
  const name = await says(page, 0);
  await items(page).nth(0).locator("a").focus();
  await page.keyboard.press("Delete");
  const dialog = page.getByRole("dialog", { name: "Delete 1 message for good?" });
  await dialog.getByRole("button", { name: "Keep" }).click();
  await expect(dialog).toBeHidden();
  expect(await says(page, 0)).toBe(name);
});

test("rows are as high as one chooses, from the first byte of the next page on", async ({ page }) => {
  await atTheDesk(page);
  await page.getByRole("button", { name: "Filter and view" }).click();
  const kept = page.waitForResponse(/set_list_view/);
  await page.getByLabel("Compact").check();
  await kept;
  expect((await items(page).first().boundingBox()).height).toBe(40);
  const html = await (await page.request.get(`${demo.address}/mail/INBOX`)).text();
  expect(html).toContain('data-list="compact"');
  const again = page.waitForResponse(/set_list_view/);
  await page.getByLabel("Cosy").check();
  await again;
});

test("a search goes on in the text while its first results are read", async ({ page }) => {
  await atTheDesk(page);
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route("**/api/list_messages", async (route) => {
    if (route.request().postData().includes("in=text")) await held;
    await route.continue();
  });
  const field = page.getByRole("searchbox");
  await field.fill("rota");
  await field.press("Enter");
  await expect(page.getByText("Also searching the text…")).toBeVisible();
  await expect(page.locator(".period").first()).toHaveText("In subject or name");
  const heads = await items(page).count();
  go();
  await expect(page.getByText("Also searching the text…")).toBeHidden();
  await expect(page.locator(".sift-bar")).toContainText("subjects, names and text");
  expect(await items(page).count()).toBeGreaterThanOrEqual(heads);
  await expect(page).toHaveURL(/q=rota&in=text/);
});

test("a search of the text can be cancelled", async ({ page }) => {
  await atTheDesk(page);
  await page.route("**/api/list_messages", async (route) => {
    if (!route.request().postData().includes("in=text")) await route.continue();
  });
  const field = page.getByRole("searchbox");
  await field.fill("rota");
  await field.press("Enter");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByRole("link", { name: "Search the text too" })).toBeVisible();
  await expect(page).toHaveURL(/q=rota$/);
});

test("rows stay in sight while the server is away", async ({ page }) => {
  await atTheDesk(page);
  const many = await items(page).count();
  // Away until it is tried again: the list is also asked for by itself, when something changes.
  await page.evaluate(() => addEventListener("click", () => (window.tried = true), { capture: true }));
  await page.route("**/api/list_messages", async (route) => {
    await ((await page.evaluate(() => window.tried)) ? route.continue() : route.abort("internetdisconnected"));
  });
  await items(page).nth(0).locator("a").focus();
  await page.keyboard.press("Insert");
  const bar = page.locator(".away");
  await expect(bar).toBeVisible();
  await expect(items(page)).toHaveCount(many);
  await bar.getByRole("link", { name: "Try now" }).click();
  await expect(bar).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(page.getByText("Undone.", { exact: true })).toBeVisible();
});

test("the arrows keep their place when the list is read again", async ({ page }) => {
  await atTheDesk(page);
  await items(page).nth(0).locator("a").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const third = await says(page, 2);
  const read = page.waitForResponse(/list_messages/);
  await page.keyboard.press("Insert");
  await read;
  await expect(items(page).nth(2).locator("a")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(items(page).nth(1).locator("a")).toBeFocused();
  expect(await says(page, 2)).toBe(third);
  await page.keyboard.press("Control+z");
  await expect(page.getByText("Undone.", { exact: true })).toBeVisible();
});

test("a finger that rests on a row chooses it", async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await signIn(page, "tomasz.zielinski");
  await page.touchscreen.tap(200, 20);
  await expect(page.locator(".row-tools")).toHaveCount(1);
  const { x, y, width, height } = await items(page).nth(1).boundingBox();
  expect(height).toBe(72);
  const client = await context.newCDPSession(page);
  const at = [{ x: x + width / 2, y: y + height / 2 }];
  await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at });
  await expect(page.getByRole("group", { name: "Selected messages" })).toContainText("1 selected");
  await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await items(page).nth(2).locator("a").tap();
  await expect(page.getByRole("group", { name: "Selected messages" })).toContainText("2 selected");
  await expect(page).toHaveURL(/\/mail\/INBOX$/);
  await context.close();
});

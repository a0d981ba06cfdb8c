// Everything by key alone: what the keys do, what lists them, and how to switch off those that are letters.
import { alive, demo, expect, openMessage, signIn, test, text } from "./people.mjs";

const rows = (page) => page.locator(".rows a.row");
const dialog = (page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });

/** Signs in by key, and goes to the first row. */
async function atFirstRow(page, local) {
  await signIn(page, local);
  // Once the script is there, one row is reached by Tab.
  await page.locator('.rows a.row[tabindex="0"]').waitFor();
  await rows(page).first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(page.locator(".row-tools")).toHaveCount(1);
  await expect(rows(page).first()).toBeFocused();
}

test("a message is read, answered, sent and taken back without a mouse", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const row = page.getByRole("main").getByRole("link", { name: /Re: Falls clinic: room change/ }).first();
  await page.locator('.rows a.row[tabindex="0"]').waitFor();
  await row.focus();
  // The first key waits for what it asks for.
  await page.keyboard.press("o");
  await expect(page.getByRole("heading", { level: 1, name: /Falls clinic/ })).toBeVisible();
  await expect(row).toBeFocused();
  await page.keyboard.press("r");
  await alive(page);
  await expect(page).toHaveURL(/\/compose/);
  const body = await text(page);
  await expect(body).toBeFocused();
  await page.keyboard.type("Thank you, rn? / ge.");
  await expect(body).toContainText("Thank you, rn? / ge.");
  await page.keyboard.press("Control+s");
  await expect(page.locator(".saved:visible")).toContainText(/Draft saved/);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await expect(page).toHaveURL(/\/mail\/INBOX/);
  await expect(page.locator("form.composer")).toHaveCount(0);
  // Not nowhere: the screen that had the focus is gone.
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("textbox", { name: "Subject" })).toHaveValue(/Re: Falls clinic/);
  await expect(await text(page)).toContainText("Thank you, rn? / ge.");
});

test("the row that has the focus is answered, and not the message that is open", async ({ page }) => {
  await atFirstRow(page, "eleanor.whitby");
  await page.keyboard.press("Enter");
  await expect(page.locator(".rows a.row[aria-current]")).toHaveCount(1);
  await expect(page.locator('.reading [data-answer="forward"]').first()).toBeVisible();
  await rows(page).nth(2).focus();
  const uid = (await rows(page).nth(2).getAttribute("href")).match(/(\d+)(\?.*)?$/)[1];
  await page.keyboard.press("Shift+F");
  await expect(page).toHaveURL(/\/compose/);
  await alive(page);
  // The list beside the composer marks the message that is passed on.
  await expect(page.locator(".rows a.row[aria-current]")).toHaveAttribute("href", new RegExp(`/${uid}(\\?|$)`));
});

test("Reply all that is off for the mouse is off for the key, which says why", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Planned work/);
  await expect(page.locator(".row-tools")).toHaveCount(1);
  const off = page.locator('.reply-bar [data-answer="reply_all"]');
  await expect(off).toHaveAttribute("aria-disabled", "true");
  await page.locator(".rows a.row[aria-current]").focus();
  await page.keyboard.press("Shift+R");
  await expect(off).toBeFocused();
  await expect(off).toHaveAccessibleDescription(/Reply all is off/);
  await expect(page).toHaveURL(/\/mail\/INBOX/);
});

test("keys pressed in the text of a message mean what they mean beside it", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Re: Falls clinic: room change/);
  await page.locator("iframe.body-frame").contentFrame().locator("body").click();
  await page.keyboard.press("r");
  await alive(page);
  await expect(page).toHaveURL(/\/compose/);
});

test("Escape clears the selection first, and then closes the message; the focus stays on its row", async ({ page }) => {
  await atFirstRow(page, "eleanor.whitby");
  await page.keyboard.press("Enter");
  await expect(page.locator("iframe.body-frame")).toBeVisible();
  await page.keyboard.press("Space");
  await expect(page.getByRole("group", { name: "Selected messages" })).toContainText("1 selected");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("group", { name: "Selected messages" })).toHaveCount(0);
  await expect(page.locator("iframe.body-frame")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator("iframe.body-frame")).toHaveCount(0);
  await expect(rows(page).first()).toBeFocused();
});

test("F6 leads through the parts of the page and back", async ({ page }) => {
  await atFirstRow(page, "eleanor.whitby");
  await page.keyboard.press("Enter");
  await expect(page.locator("iframe.body-frame")).toBeVisible();
  await rows(page).first().focus();
  const part = () =>
    page.evaluate(() => {
      const parts = [".header", ".commands", "#folders", ".list", ".reading"];
      return parts.find((one) => document.activeElement.closest(one));
    });
  const round = [".reading", ".header", ".commands", "#folders", ".list"];
  for (const expected of round) {
    await page.keyboard.press("F6");
    await expect.poll(part).toBe(expected);
  }
  await expect(rows(page).first()).toBeFocused();
  for (const expected of ["#folders", ".commands", ".header", ".reading", ".list"]) {
    await page.keyboard.press("Shift+F6");
    await expect.poll(part).toBe(expected);
  }
});

test("F6 leads out of the text that is being written", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await page.goto(`${demo.address}/compose`);
  await alive(page);
  await (await text(page)).click();
  await page.keyboard.press("F6");
  await expect(page.getByRole("combobox", { name: "Size of letters" })).toBeFocused();
  await page.keyboard.press("Shift+F6");
  await expect(await text(page)).toBeFocused();
});

test("? lists the keys as they are, and gives the focus back", async ({ page }) => {
  await atFirstRow(page, "eleanor.whitby");
  await page.keyboard.press("?");
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).getByRole("region")).toBeFocused();
  await expect(dialog(page)).toContainText("Reply all, where it is onShift + R");
  // Keys mean nothing to what is behind it.
  const first = await rows(page).first().textContent();
  await page.keyboard.press("e");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(rows(page).first()).toBeFocused();
  expect(await rows(page).first().textContent()).toBe(first);

  const menu = page.getByRole("button", { name: /account/ });
  await menu.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Keyboard shortcuts" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeVisible();
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(menu).toBeFocused();
});

/** Signs in while everything that is fetched later waits; what it gives lets it through. */
async function beforeTheParts(page, local) {
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route("**/assets/part*", async (route) => {
    await held;
    await route.continue();
  });
  await signIn(page, local);
  await page.locator('.rows a.row[tabindex="0"]').waitFor();
  return go;
}

test("a first key acts on the message for which it was pressed, or on none", async ({ page }) => {
  const go = await beforeTheParts(page, "claire.adeyemi");
  const flags = await page.locator(".row-marks .flagged").count();
  await rows(page).first().focus();
  await page.keyboard.press("Insert");
  await page.keyboard.press("ArrowDown");
  await expect(rows(page).nth(1)).toBeFocused();
  go();
  await expect(page.locator(".row-tools")).toHaveCount(1);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(page.locator(".row-marks .flagged")).toHaveCount(flags);
});

test("keys that are pressed together can be the first", async ({ page }) => {
  const go = await beforeTheParts(page, "claire.adeyemi");
  await page.keyboard.down("Shift");
  await page.keyboard.press("?");
  await page.keyboard.up("Shift");
  go();
  await expect(dialog(page)).toBeVisible();
});

test("the menu leads to the keys before they are there", async ({ page }) => {
  const go = await beforeTheParts(page, "claire.adeyemi");
  await page.getByRole("button", { name: /account/ }).click();
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  go();
  await expect(dialog(page)).toBeVisible();
});

test("letters by themselves can be switched off, and stay off", async ({ page }) => {
  await atFirstRow(page, "claire.adeyemi");
  await page.keyboard.press("?");
  const letters = dialog(page).getByRole("checkbox");
  await expect(letters).toBeChecked();
  const kept = page.waitForResponse(/set_letter_keys/);
  await letters.focus();
  await page.keyboard.press("Space");
  await kept;
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-keys", "off");
  await page.locator('.rows a.row[tabindex="0"]').waitFor();
  await rows(page).first().focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("group", { name: "Selected messages" })).toBeVisible();
  const many = await rows(page).count();
  for (const letter of ["e", "?", "n", "/"]) await page.keyboard.press(letter);
  // What is no letter works on.
  await page.keyboard.press("Escape");
  await expect(page.getByRole("group", { name: "Selected messages" })).toHaveCount(0);
  await expect(dialog(page)).toHaveCount(0);
  expect(await rows(page).count()).toBe(many);
  await expect(page).toHaveURL(/\/mail\/INBOX$/);

  await page.getByRole("button", { name: /account/ }).click();
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  const again = page.waitForResponse(/set_letter_keys/);
  await dialog(page).getByRole("checkbox").check();
  await again;
  await expect(page.locator("html")).toHaveAttribute("data-keys", "on");
});

test("G leads to a folder, N to a new message", async ({ page }) => {
  await atFirstRow(page, "claire.adeyemi");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page.getByRole("heading", { level: 1, name: "Drafts" })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page.getByRole("heading", { level: 1, name: "Sent" })).toBeVisible();
  await page.keyboard.press("n");
  await alive(page);
  await expect(page.getByRole("combobox", { name: "To" })).toBeFocused();
  await page.keyboard.type("n?g/");
  await expect(page.getByRole("combobox", { name: "To" })).toHaveValue("n?g/");
});

test("the console has the same keys", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/lists`);
  const field = page.getByRole("searchbox");
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(field).toBeFocused({ timeout: 500 });
  }).toPass();
  await field.fill("");
  await page.keyboard.press("Shift+F6");
  await expect(page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Lists", exact: true })).toBeFocused();
  await page.keyboard.press("F6");
  await expect(field).toBeFocused();
  await page.getByRole("link", { name: "Audit" }).focus();
  await page.keyboard.press("?");
  await expect(dialog(page)).toBeVisible();
});

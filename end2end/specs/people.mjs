// People who use the demo in the tests: what was announced, signing in, finding a message.
import { test as base, expect } from "@playwright/test";

export const demo = JSON.parse(process.env.LEVEE_DEMO);

/** The account with this local part. */
export function account(local) {
  return demo.accounts.find((one) => one.address.startsWith(`${local}@`));
}

/** Signs in by the form and lands in the inbox. */
export async function signIn(page, local) {
  const { address, password } = account(local);
  await page.goto(`${demo.address}/sign-in`);
  await page.getByLabel("Email address").fill(address);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/mail\/INBOX/);
}

/** Opens the message with this subject, from the inbox shown or what is older, and waits for it. */
export async function openMessage(page, subject) {
  const found = page.getByRole("main").getByRole("link", { name: subject });
  const older = page.getByRole("link", { name: "Older messages" });
  await expect(found.or(older).first()).toBeVisible();
  if ((await found.count()) === 0) await older.click();
  await found.first().click();
  await expect(page.getByRole("heading", { name: subject, level: 1 })).toBeVisible();
}

/** Waits until the composer is alive: its plain fields have become comboboxes. */
export async function alive(page) {
  await page.getByRole("combobox", { name: "To" }).waitFor();
}

/** Where a message is written: in the editor's frame, once it is there. */
export async function text(page) {
  await page.getByRole("group", { name: "Formatting" }).getByRole("button", { name: "Bold (Ctrl+B)" }).waitFor();
  return page.frameLocator("iframe.editor-frame.ready").getByRole("textbox", { name: "Text" });
}

/** Writes the text of a message, formatted or, without script, in the form's field. */
export async function write(page, words) {
  const plain = test.info().project.use.javaScriptEnabled === false;
  await (plain ? page.getByLabel("Text") : await text(page)).fill(words);
}

/** A page on which every dialog, error, refusal by a policy and request elsewhere is noted, and none is allowed. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const noted = [];
    page.on("dialog", async (dialog) => {
      if (dialog.type() !== "beforeunload") noted.push(`dialog: ${dialog.message()}`);
      await dialog.accept();
    });
    page.on("pageerror", (error) => noted.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (/Content Security Policy|Refused to|panicked/.test(message.text())) noted.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (["http:", "https:"].includes(url.protocol) && url.origin !== demo.address) noted.push(`request: ${url}`);
    });
    await use(page);
    expect(noted).toEqual([]);
  },
});

export { expect };

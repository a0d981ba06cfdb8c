// Ignoring a conversation, by forms alone: its messages go to Deleted, and so does what arrives of it.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { account, demo, expect, openMessage, signIn, test } from "./people.mjs";

const swaks = promisify(execFile);

/** Sends by SMTP to one colleague; a reply names what it answers. */
async function send(from, to, subject, id, refersTo) {
  const sender = account(from);
  const headers = [["To", account(to).address], ["From", `${sender.name} <${sender.address}>`], ["Subject", subject],
    ["Message-Id", `<${id}@northmoor.example>`]];
  if (refersTo) headers.push(["References", `<${refersTo}@northmoor.example>`]);
  const options = ["--server", demo.submission, "--auth", "PLAIN", "--auth-user", sender.address,
    "--auth-password", sender.password, "--from", sender.address, "--to", account(to).address,
    "--body", "The bins are emptied on Friday.", ...headers.flatMap(([name, value]) => ["--header", `${name}: ${value}`])];
  await swaks("swaks", options, { timeout: 20_000 });
}

const rows = (page) => page.getByRole("main").getByRole("listitem");

/** Reads a mailbox anew until it has, or has not, a message with this subject. */
async function has(page, mailbox, subject, there = true) {
  await expect(async () => {
    await page.goto(`${demo.address}/mail/${mailbox}`);
    await expect(rows(page).filter({ hasText: subject })).toHaveCount(there ? 1 : 0, { timeout: 1_000 });
  }).toPass();
}

test("a conversation is ignored, what arrives follows it, and it is ignored no more", async ({ page }) => {
  test.setTimeout(90_000);
  const at = Date.now();
  const subject = `Bins of ward ${at}`;
  await send("tomasz.zielinski", "claire.adeyemi", subject, `bins-${at}`);
  await signIn(page, "claire.adeyemi");
  await has(page, "INBOX", subject);
  await openMessage(page, subject);
  await page.getByRole("button", { name: "More for this message" }).click();
  await page.getByRole("button", { name: "Ignore conversation" }).click();
  await expect(page).toHaveURL(/\/mail\/INBOX$/);
  await has(page, "INBOX", subject, false);

  await send("ravi.menon", "claire.adeyemi", `Re: ${subject}`, `bins-again-${at}`, `bins-${at}`);
  await expect(async () => {
    await page.goto(`${demo.address}/mail/INBOX`);
    await page.goto(`${demo.address}/mail/Trash`);
    await expect(rows(page).filter({ hasText: `Re: ${subject}` })).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await openMessage(page, `Re: ${subject}`);
  const main = page.getByRole("main");
  await expect(main).toContainText("You ignore this conversation");
  await page.getByRole("button", { name: "Stop ignoring" }).click();
  await expect(page.getByRole("button", { name: "Stop ignoring" })).toHaveCount(0);
  await send("ravi.menon", "claire.adeyemi", `Re: Re: ${subject}`, `bins-last-${at}`, `bins-${at}`);
  await has(page, "INBOX", `Re: Re: ${subject}`);
});

test("by its key, and back by the toast", async ({ page }) => {
  test.skip(test.info().project.use.javaScriptEnabled === false, "keys and toasts need the script");
  const at = Date.now();
  const subject = `Lights of ward ${at}`;
  await send("tomasz.zielinski", "claire.adeyemi", subject, `lights-${at}`);
  await signIn(page, "claire.adeyemi");
  await has(page, "INBOX", subject);
  await openMessage(page, subject);
  await page.keyboard.press("Control+Delete");
  await expect(page.getByText(/^Conversation ignored/)).toBeVisible();
  await expect(rows(page).filter({ hasText: subject })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rows(page).filter({ hasText: subject })).toHaveCount(1);
  await has(page, "INBOX", subject);
});

// What another mail program sent and would be asked about: it waits for its sender, who releases it or keeps it
// back after signing in.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { account, demo, expect, signIn, test } from "./people.mjs";

const swaks = promisify(execFile);
const LIST = "physio-team@northmoor.example,knee-class@northmoor.example";

/** Sends by SMTP, as another mail program does; it is accepted. */
async function send(from, to, subject) {
  const { address, name, password } = account(from);
  const options = ["--server", demo.submission, "--auth", "PLAIN", "--auth-user", address, "--auth-password", password];
  const message = ["--from", address, "--to", to, "--header", `To: ${to}`, "--header", `Subject: ${subject}`,
    "--header", `From: ${name} <${address}>`, "--body", "The lift stands still on Monday."];
  await swaks("swaks", [...options, ...message], { timeout: 20_000 });
}

/** Opens it in the outbox. */
async function openKept(page, subject) {
  await page.goto(`${demo.address}/outbox`);
  await page.getByRole("link", { name: new RegExp(subject) }).click();
  await expect(page.getByRole("heading", { name: subject, level: 1 })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Sent with another mail program, waiting for you");
}

test("its sender reads it, sends it, and can still keep it back", async ({ page }) => {
  const subject = `Lift works ${Date.now()}`;
  await send("tomasz.zielinski", LIST, subject);
  await signIn(page, "tomasz.zielinski");
  await openKept(page, subject);
  const main = page.getByRole("main");
  await expect(main).toContainText(/Do you want to send this to \d+ people\?/);
  await expect(main).toContainText("The lift stands still on Monday.");
  await expect(main).toContainText(/Reference: LV-/);
  await page.getByRole("button", { name: /^Send it to \d+ people/ }).click();
  await expect(main).toContainText("Nobody has received it yet.");
  await expect(main).toContainText("until it leaves");
  // Until its window ends it can still be kept back.
  await page.getByRole("button", { name: "Do not send" }).click();
  await expect(page).toHaveURL(/\/drafts/);
  await expect(page.getByRole("main")).toContainText(subject);
});

test("its sender does not send it, and finds it among the drafts", async ({ page }) => {
  const subject = `Lift rests ${Date.now()}`;
  await send("tomasz.zielinski", LIST, subject);
  await signIn(page, "tomasz.zielinski");
  await openKept(page, subject);
  await page.getByRole("button", { name: "Do not send" }).click();
  await expect(page).toHaveURL(/\/drafts/);
  await expect(page.getByRole("main")).toContainText(subject);
  await page.goto(`${demo.address}/outbox`);
  await expect(page.getByRole("main")).not.toContainText(subject);
});

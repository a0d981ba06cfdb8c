// A mailbox that lives by itself: new mail, marks, what is unread, room, and a connection that comes and goes.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { account, demo, expect, signIn, test } from "./people.mjs";

const swaks = promisify(execFile);

/** Writes from somebody to somebody by SMTP, as another mail program does. */
async function write(from, to, subject) {
  const { address, name, password } = account(from);
  const options = ["--server", demo.submission, "--auth", "PLAIN", "--auth-user", address, "--auth-password", password];
  const message = ["--from", address, "--to", account(to).address, "--header", `Subject: ${subject}`,
    "--header", `From: ${name} <${address}>`, "--body", "Hello."];
  await swaks("swaks", [...options, ...message], { timeout: 20_000 });
}

/** Signs in and waits until the page follows what happens. */
async function follow(page, local) {
  const following = page.waitForResponse(/\/events\?/);
  await signIn(page, local);
  await following;
}

const list = (page) => page.getByRole("main");
const bar = (page, text) => page.locator(".system-bar", { hasText: text });

test("new mail appears by itself, is said and is counted", async ({ page }) => {
  await follow(page, "eleanor.whitby");
  const before = Number((await page.title()).match(/^\((\d+)\)/)?.[1] ?? 0);
  await write("ravi.menon", "eleanor.whitby", "It came by itself");
  await expect(list(page).getByRole("link", { name: "It came by itself" })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "New mail from" })).toContainText("Ravi Menon");
  await expect(page).toHaveTitle(`(${before + 1}) Inbox – Levee`);
  const inbox = page.getByRole("navigation", { name: "Folders" }).getByRole("link", { name: /^Inbox/ });
  await expect(inbox).toContainText(String(before + 1));
});

test("who stands on a row stands on it when mail has come above it", async ({ page }) => {
  await follow(page, "eleanor.whitby");
  await page.locator('main [tabindex="-1"]').first().waitFor();
  const third = page.locator(".rows a.row").nth(2);
  const leads = await third.getAttribute("href");
  await third.focus();
  await write("ravi.menon", "eleanor.whitby", "One more above");
  await expect(page.locator(".rows a.row").first()).toContainText("One more above");
  await expect(page.locator(".rows a.row").nth(3)).toHaveAttribute("href", leads);
  await expect(page.locator(".rows a.row").nth(3)).toBeFocused();
});

test("what another window marks is marked here too", async ({ page, context }) => {
  await follow(page, "eleanor.whitby");
  await write("ravi.menon", "eleanor.whitby", "Read elsewhere");
  const row = page.locator(".rows a.row", { hasText: "Read elsewhere" });
  await expect(row).toHaveClass(/unread/);
  const other = await context.newPage();
  await other.goto(`${demo.address}/mail/INBOX`);
  await other.getByRole("main").getByRole("link", { name: "Read elsewhere" }).first().click();
  await other.locator("iframe").waitFor();
  await expect(row).not.toHaveClass(/unread/);
});

test("a connection that is lost is said, tried again, and said to be back", async ({ page }) => {
  test.setTimeout(60_000);
  await follow(page, "eleanor.whitby");
  const rows = await page.locator(".rows a.row").count();
  await page.route(/\/events\?/, (route) => route.abort("connectionrefused"));
  // Another mailbox asks for another stream; the first failure is not said.
  await page.getByRole("navigation", { name: "Folders" }).getByRole("link", { name: /^Sent/ }).click();
  await page.getByRole("navigation", { name: "Folders" }).getByRole("link", { name: /^Inbox/ }).click();
  await expect(bar(page, "Connection lost.")).toBeVisible();
  await expect(bar(page, "Connection lost.")).toContainText(/Trying again in \d+ s/);
  await expect(page.locator(".rows a.row")).toHaveCount(rows);
  await page.unroute(/\/events\?/);
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(bar(page, "Connected again.")).toBeVisible();
  await expect(page.locator(".system-bar")).toHaveCount(0);
  await write("ravi.menon", "eleanor.whitby", "After the interruption");
  await expect(list(page).getByRole("link", { name: "After the interruption" })).toBeVisible();
});

test("a mail server that does not answer is told apart from a lost connection", async ({ page }) => {
  await page.route(/\/events\?/, (route) =>
    route.fulfill({ contentType: "text/event-stream", body: 'data: "mail_server_down"\n\n' }),
  );
  await follow(page, "eleanor.whitby");
  await expect(bar(page, "The mail server does not answer.")).toBeVisible();
});

test("room is shown at the foot of the folders", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await expect(page.getByRole("navigation", { name: "Folders" }).locator(".room")).toContainText(/ of 2 GB used/);
});

// The door: who gets in, and what those who do not are told.
import { account, demo, expect, signIn, test } from "./people.mjs";

test("a wrong password is said, and the right one opens the inbox", async ({ page }) => {
  await page.goto(`${demo.address}/sign-in`);
  await page.getByLabel("Email address").fill(account("eleanor.whitby").address);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("main")).toContainText(/password/i);
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, "eleanor.whitby");
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
});

test("whoever is signed out is asked to sign in and led back", async ({ page }) => {
  await page.goto(`${demo.address}/mail/Sent`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  const { address, password } = account("eleanor.whitby");
  await page.getByLabel("Email address").fill(address);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/mail\/Sent/);
});

test("signing out ends the session, also for a copy of its cookie", async ({ page, context }) => {
  await signIn(page, "eleanor.whitby");
  const cookies = await context.cookies();
  await page.getByRole("button", { name: /account/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await context.addCookies(cookies);
  await page.goto(`${demo.address}/mail/INBOX`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("the session's cookie is out of reach of scripts and other sites", async ({ page, context }) => {
  await signIn(page, "eleanor.whitby");
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/" });
  const response = await page.goto(`${demo.address}/mail/INBOX`);
  const policy = response.headers()["content-security-policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-inline");
  expect(response.headers()["cache-control"]).toBe("no-store");
});

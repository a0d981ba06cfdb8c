// Held messages: they wait for another person, who releases or rejects them.
import { demo, expect, signIn, test, write } from "./people.mjs";

async function hold(page, subject) {
  await signIn(page, "eleanor.whitby");
  await page.goto(`${demo.address}/compose`);
  await page.locator("#to-entry").fill("theatres-all@northmoor.example");
  await page.getByLabel("Subject", { exact: true }).fill(subject);
  await write(page, "Theatre 3 is closed for maintenance on Friday.");
  await page.getByRole("button", { name: /^Send/ }).first().click();
  await expect(page).toHaveURL(/\/outbox/);
  await expect(page.getByRole("main")).toContainText(subject);
}

test("a held message is rejected with a reason, and comes back to its author's drafts", async ({ page, browser }) => {
  const subject = `Theatre 3 closed ${Date.now()}`;
  await hold(page, subject);
  const approver = await browser.newPage({ javaScriptEnabled: false });
  await signIn(approver, "dawn.petrie");
  await approver.goto(`${demo.address}/approvals`);
  await approver.getByRole("link", { name: new RegExp(subject) }).click();
  await expect(approver.getByRole("main")).toContainText("Theatre 3 is closed for maintenance");
  await approver.getByLabel("Reason").fill("Please name the date.");
  await approver.getByRole("button", { name: /Reject/ }).click();
  await approver.close();
  await page.goto(`${demo.address}/drafts`);
  await expect(page.getByRole("main")).toContainText(subject);
  await expect(page.getByRole("main")).toContainText("Please name the date.");
});

test("an ordinary colleague sees no approvals", async ({ page }) => {
  await signIn(page, "tomasz.zielinski");
  await page.goto(`${demo.address}/approvals`);
  await expect(page.getByRole("main")).not.toContainText("Release");
});

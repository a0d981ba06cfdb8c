// The console: what an administrator looks up and does, by links and plain forms.
import { demo, expect, signIn, test } from "./people.mjs";

const main = (page) => page.getByRole("main");

test("an earlier version is looked at, compared, and holds again", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/policy`);
  await page.getByLabel("hold.expiry").fill("6h");
  await page.getByLabel("Reason").fill("longer nights");
  await page.getByRole("button", { name: /^Save as v/ }).click();
  await expect(main(page)).toContainText("Saved, and in force.");
  await expect(page.getByLabel("hold.expiry")).toHaveValue("6h");

  await page.getByRole("link", { name: "Policy versions" }).click();
  const row = page.getByRole("row", { name: /hold\.expiry/ });
  await expect(row).toContainText("4h");
  await expect(row).toContainText("6h");
  await page.getByLabel("Reason").fill("nights are short again");
  await page.getByRole("button", { name: /^Restore v\d+ as v\d+/ }).click();
  await expect(main(page)).toContainText("nights are short again");
  await page.goto(`${demo.address}/admin/policy`);
  await expect(page.getByLabel("hold.expiry")).toHaveValue("4h");
});

test("a number that would overtake a colleague's is not saved, and the page says whose came first", async ({ page, browser }) => {
  const other = await browser.newPage({ javaScriptEnabled: false });
  await signIn(other, "hannah.pryce");
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/policy`);
  await page.getByLabel("undo.longest").fill("6m");
  await page.getByLabel("Reason").fill("more time for second thoughts");
  await other.goto(`${demo.address}/admin/policy`);
  await other.getByLabel("rate.minute").fill("31");
  await other.getByLabel("Reason").fill("busy clinics");
  await other.getByRole("button", { name: /^Save as v/ }).click();
  await expect(main(other)).toContainText("Saved, and in force.");
  await page.getByRole("button", { name: /^Save as v/ }).click();
  await expect(main(page)).toContainText(/Hannah Pryce saved v\d+ at \d\d:\d\d/);
  await expect(page.getByLabel("undo.longest")).toHaveValue("6m");
  await expect(page.getByLabel("rate.minute")).toHaveValue("31");
  await other.getByLabel("rate.minute").fill("30");
  await other.getByLabel("Reason").fill("calm clinics");
  await other.getByRole("button", { name: /^Save as v/ }).click();
  await other.close();
});

test("the list that the story is about is found, and says what is wrong with it", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/lists`);
  await expect(main(page)).toContainText(/1 to 50 of 3\d,\d{3}/);
  await page.getByRole("searchbox").fill("croydon-pract");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/q=croydon-pract/);
  await page.getByRole("link", { name: "croydon-practices", exact: true }).click();
  await expect(page.getByRole("heading", { name: "croydon-practices" })).toBeVisible();
  await expect(main(page)).toContainText("840,000");
  await expect(main(page)).toContainText("Grown");
  await expect(main(page)).toContainText("Dawn Petrie");
  await expect(page.getByRole("img", { name: /people/ })).toBeVisible();
});

test("a blocked message is found by its reference", async ({ page, browser }) => {
  const sender = await browser.newPage({ javaScriptEnabled: false });
  await signIn(sender, "eleanor.whitby");
  await sender.goto(`${demo.address}/compose`);
  await sender.locator("#to-entry").fill("croydon-practices@northmoor.example");
  await sender.getByLabel("Subject", { exact: true }).fill("test");
  await sender.getByLabel("Text").fill("test");
  await sender.getByRole("button", { name: /^Send/ }).first().click();
  const text = await sender.getByRole("main").innerText();
  const reference = /LV-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0];
  expect(reference, text).toBeTruthy();
  await sender.close();

  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/verdicts`);
  await page.getByRole("searchbox").fill(reference.toLowerCase());
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: reference }).click();
  await expect(page.getByRole("heading", { name: reference })).toBeVisible();
  await expect(main(page)).toContainText("LIST_SIZE_JUMP");
  await expect(main(page)).toContainText("nobody received it");
  await expect(main(page)).not.toContainText("Whitby");
});

test("a role is granted and withdrawn with reasons, and the audit has both", async ({ page }) => {
  const [on, off] = [`on the rota ${Date.now()}`, `off the rota ${Date.now()}`];
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/roles`);
  await page.getByLabel("Email address").fill("nobody.here@northmoor.example");
  await page.locator("#grant-reason").fill("a guess");
  await page.getByRole("button", { name: "Grant role" }).click();
  await expect(main(page)).toContainText("Nobody in the directory has this address.");
  await page.getByLabel("Email address").fill("ravi.menon@northmoor.example");
  await page.locator("#grant-role").selectOption("incident");
  await page.locator("#grant-reason").fill(on);
  await page.getByRole("button", { name: "Grant role" }).click();
  await expect(main(page)).toContainText("Done, and written in the audit.");
  await page.getByRole("link", { name: /Withdraw Incident from .*Ravi/ }).click();
  await page.locator("#withdraw-reason").fill(off);
  await page.getByRole("button", { name: "Withdraw role" }).click();
  await expect(main(page)).toContainText("Done, and written in the audit.");

  await page.goto(`${demo.address}/admin/roles?withdraw=hannah.pryce@northmoor.example&role=administrator`);
  await page.locator("#withdraw-reason").fill("leaving");
  await page.getByRole("button", { name: "Withdraw role" }).click();
  await expect(main(page)).toContainText("This is the last administrator.");

  await page.goto(`${demo.address}/admin/audit?q=${encodeURIComponent("the rota")}`);
  await expect(page.getByRole("row", { name: /Role withdrawn/ }).filter({ hasText: off })).toBeVisible();
  await page.getByRole("row", { name: /Role granted/ }).filter({ hasText: on }).getByRole("link", { name: "Role granted" }).click();
  await expect(page.getByRole("region", { name: "Opened entry" })).toContainText(on);
});

test("rules that only observe are said on every page, and enforced again", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/modes`);
  await page.getByLabel(/^Observe the rules marked below/).check();
  await page.locator("details.rules-marked > summary").click();
  await page.getByLabel(/^ATTACH_MISSING/).check();
  await page.getByLabel("Reason").fill("too many false alarms");
  await page.getByRole("button", { name: /^Save as v/ }).click();
  await page.goto(`${demo.address}/admin/lists`);
  await expect(page.getByRole("status")).toContainText("1 rule is only observed.");
  await page.getByRole("link", { name: "Enforce…" }).click();
  await page.getByLabel("Enforce every rule").check();
  await page.getByLabel("Reason").fill("words are better now");
  await page.getByRole("button", { name: /^Save as v/ }).click();
  await expect(main(page)).toContainText("The new mode is in force.");
  await expect(main(page)).not.toContainText("only observed.");
});

test("a colleague without the role is told who can, and sees nothing", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  for (const path of ["policy", "modes", "versions", "lists", "verdicts", "roles", "audit"]) {
    const answer = await page.goto(`${demo.address}/admin/${path}`);
    expect(answer.status(), path).toBe(403);
    await expect(main(page)).toContainText("see this page");
  }
});

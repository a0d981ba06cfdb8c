// Tuning by one's own history: what was recorded beside the thresholds, a policy as a file, a version for later.
import { readFile } from "node:fs/promises";
import { demo, expect, signIn, test } from "./people.mjs";

const main = (page) => page.getByRole("main");

test("beside a threshold stands what was recorded: a chart, its table, and a sentence", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/policy`);
  await expect(page.getByRole("img", { name: /messages? in 90 days, by people reached/ })).toBeVisible();
  await expect(page.locator("#audience-warn-row")).toContainText(/of [\d,]+ messages? in 90 days went to 25 people or more\./);
  await expect(page.locator("#list-require_senders-row")).toContainText(/of [\d,]+ lists have 500 people or more\./);
  const twin = page.locator("figure.spread").first().locator("details");
  await twin.locator("summary").click();
  const table = page.getByRole("table", { name: "Your own audiences" });
  await expect(table.getByRole("columnheader", { name: "From there up" })).toBeVisible();
  expect(await table.getByRole("row").count()).toBeGreaterThan(1);
});

test("a policy is exported, changed, read again, and put into the thresholds", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/policy`);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export TOML" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^levee-policy-v\d+\.toml$/);
  const text = await readFile(await file.path(), "utf8");

  await page.getByRole("link", { name: "Import", exact: true }).click();
  await page.getByLabel("Policy as TOML").fill(text.replace(/^rate\.minute = .*$/m, "rate.minute = 45"));
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page.getByRole("row", { name: /rate\.minute 30 45 messages looser/ })).toBeVisible();
  await page.getByRole("link", { name: "Put it into the thresholds" }).click();
  await expect(page.getByLabel("rate.minute")).toHaveValue("45");
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page.getByRole("heading", { name: "Replay", level: 1 })).toBeVisible();
});

test("what is wrong in a file is said by its line, and what was pasted stays", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/import`);
  const text = "[policy]\naudience.hold = 2\naudience.wran = 5\n";
  await page.getByLabel("Policy as TOML").fill(text);
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(main(page)).toContainText("Line 3: There is nothing named audience.wran.");
  await expect(page.getByLabel("Policy as TOML")).toHaveValue(/audience\.hold = 2/);
  await expect(page.getByRole("link", { name: "Put it into the thresholds" })).toHaveCount(0);
});

test("a version saved for later is shown, can be compared, and is withdrawn", async ({ page }) => {
  const plain = test.info().project.use.javaScriptEnabled === false;
  const reason = plain ? "quieter nights, by form" : "quieter nights, by script";
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/policy`);
  await page.getByLabel("recall.max").fill(plain ? "40" : "45");
  const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10);
  await page.getByLabel("In force from").fill(`${tomorrow}T09:00`);
  await page.getByLabel("Reason").fill(reason);
  await page.getByRole("button", { name: /^Save as v/ }).click();
  await expect(main(page)).toContainText("It comes into force by itself at its time");
  await expect(page.getByLabel("recall.max")).toHaveValue("25");

  const bar = page.locator(".info-bar").filter({ hasText: reason });
  await bar.getByRole("link", { name: "Compare or withdraw" }).click();
  await expect(page.getByRole("row", { name: plain ? /recall\.max 25 40/ : /recall\.max 25 45/ })).toBeVisible();
  await page.getByLabel("Reason").fill("the trial is called off");
  await page.getByRole("button", { name: /^Withdraw v/ }).click();
  await expect(main(page)).toContainText("Withdrawn: it does not come into force.");
  await page.goto(`${demo.address}/admin/policy`);
  await expect(page.locator(".info-bar").filter({ hasText: reason })).toHaveCount(0);
  await page.goto(`${demo.address}/admin/audit?act=policy.withdraw`);
  await expect(main(page)).toContainText("the trial is called off");
});

test("a moment that has passed is refused, and what was typed stays", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/policy?problem=invalid&why=has_passed&from=2020-01-01T09:00&recall.max=50`);
  await expect(main(page)).toContainText("has passed. Choose a later one.");
  await expect(page.getByLabel("recall.max")).toHaveValue("50");
  await expect(page.getByLabel("In force from")).toHaveValue("2020-01-01T09:00");
});

test("a figure leads to the verdicts behind it", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/now?hours=168`);
  const held = page.getByRole("row", { name: /^Held/ });
  const number = await held.getByRole("link").innerText();
  await held.getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Verdicts", level: 1 })).toBeVisible();
  await expect(main(page)).toContainText("Judged since");
  if (number === "0") await expect(main(page)).toContainText("No verdict fits");
  else await expect(page.locator(".pager")).toContainText(`of ${number}`);
});

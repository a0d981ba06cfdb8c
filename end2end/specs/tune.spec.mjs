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

// Tuning by one's own history: what was judged is judged again under other numbers, looked at, and saved.
import { execFile } from "node:child_process";
import { account, demo, expect, signIn, test } from "./people.mjs";

const main = (page) => page.getByRole("main");

/** Who has written to the same people twice has a habit and is not asked: somebody else in each project. */
const writer = () => (test.info().project.use.javaScriptEnabled === false ? "ravi.menon" : "tomasz.zielinski");

/** Writes to somebody by SMTP and says how it was answered. */
function bySmtp(to, subject) {
  const { address, password } = account(writer());
  const options = ["--server", demo.submission, "--auth", "PLAIN", "--auth-user", address, "--auth-password", password,
    "--from", address, "--to", to, "--header", `Subject: ${subject}`, "--body", `${subject}: it is out.`];
  return new Promise((resolve) => {
    execFile("swaks", options, { timeout: 20_000 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}

test("a lower threshold is tried on what was sent, saved, and holds for other mail programs", async ({ page, browser }) => {
  const list = "physio-team@northmoor.example";
  expect(await bySmtp(list, "Gym rota")).toMatch(/<- +250 2\.0\.0/);

  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/policy`);
  for (const [name, value] of [["audience.warn", 20], ["audience.confirm", 40], ["reply_all.confirm", 25], ["reply_all.warn", 10]]) {
    await page.getByLabel(name).fill(String(value));
  }
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page.getByRole("heading", { name: "Replay", level: 1 })).toBeVisible();
  const rule = page.getByRole("row", { name: /^AUD_CONFIRM/ });
  await expect(rule.getByRole("cell").nth(1)).toHaveText(/^\+\d/);
  const changed = page.getByRole("region", { name: "Table of messages" });
  await expect(changed.getByRole("row", { name: /physio-team.*smtp.*Warned.*Asked.*AUD_CONFIRM/ }).first()).toBeVisible();
  await page.getByRole("link", { name: "90 days" }).click();
  await expect(page.getByRole("link", { name: "90 days" })).toHaveAttribute("aria-current", "true");
  await expect(rule.getByRole("cell").nth(1)).toHaveText(/^\+\d/);

  await page.getByRole("link", { name: "Back to the thresholds" }).click();
  await expect(page.getByLabel("audience.confirm")).toHaveValue("40");
  await page.getByRole("button", { name: "Replay" }).click();
  await page.getByLabel("Reason").fill("teams are asked before they write to all");
  await page.getByRole("button", { name: /^Save as v/ }).click();
  await expect(main(page)).toContainText("Saved, and in force.");
  try {
    // Kept for its sender, who can be asked once signed in.
    expect(await bySmtp(list, "Gym rota, changed")).toMatch(/<- +250/);
    const sender = await browser.newPage({ javaScriptEnabled: test.info().project.use.javaScriptEnabled });
    await signIn(sender, writer());
    await sender.goto(`${demo.address}/outbox`);
    await expect(main(sender)).toContainText("Gym rota, changed");
    await sender.close();
  } finally {
    await page.goto(`${demo.address}/admin/policy`);
    await page.getByLabel("audience.confirm").fill("100");
    await page.getByLabel("audience.warn").fill("25");
    await page.getByLabel("Reason").fill("as before");
    await page.getByRole("button", { name: /^Save as v/ }).click();
    await expect(main(page)).toContainText("Saved, and in force.");
  }
});

test("a number that could not be saved is not tried either", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/replay?base=1&values[0][0]=audience.warn&values[0][1]=1`);
  await expect(main(page)).not.toContainText("would change");
});

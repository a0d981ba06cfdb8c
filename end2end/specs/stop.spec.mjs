// The emergency stop: asked for by words that are typed, told to everybody who writes, held to by every path.
import { execFile } from "node:child_process";
import { account, alive, demo, expect, signIn, test, write } from "./people.mjs";

const main = (page) => page.getByRole("main");
const LIST = "physio-team@northmoor.example";

/** Writes to the list by SMTP, as another mail program does, and says how it was answered. */
function bySmtp(to) {
  const { address, password } = account("eleanor.whitby");
  const options = ["--server", demo.submission, "--auth", "PLAIN", "--auth-user", address, "--auth-password", password,
    "--from", address, "--to", to, "--header", "Subject: Rota", "--body", "The rota is out."];
  return new Promise((resolve) => {
    execFile("swaks", options, { timeout: 20_000 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}

/** Writes to thirty colleagues what cannot wait, through the stop. */
async function breakTheGlass(page) {
  const plain = test.info().project.use.javaScriptEnabled === false;
  const reading = account("tomasz.zielinski").address;
  const others = demo.accounts.map(({ address }) => address).filter((a) => a !== reading && !a.startsWith("eleanor."));
  const subject = `Oxygen in bay 4 ${Date.now()}`;
  if (!plain) await alive(page);
  const to = page.locator("#to-entry");
  await to.fill([reading, ...others.slice(0, 29)].join(", "));
  if (!plain) await to.press("Enter");
  await page.getByLabel("Subject", { exact: true }).fill(subject);
  await write(page, "The supply of bay 4 is off. Use cylinders.");
  if (plain) await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.locator("section.block")).toContainText("An administrator has stopped mail to 25 people or more");
  await page.getByText("This cannot wait").click();
  await page.getByLabel("Why it cannot wait").fill("patients need oxygen");
  await page.getByRole("button", { name: "Send now to 30" }).click();
  await expect(page).not.toHaveURL(/compose|drafts/);
  const reader = await page.context().browser().newPage();
  await signIn(reader, "tomasz.zielinski");
  await expect(async () => {
    await reader.reload();
    await expect(reader.getByRole("main").getByRole("link", { name: subject })).toHaveCount(1, { timeout: 1_000 });
  }).toPass({ timeout: 45_000 });
  await reader.close();
}

async function release(page) {
  await page.goto(`${demo.address}/admin/now?stop=nothing`);
  await page.getByLabel("Reason").fill("it is calm again");
  await page.getByRole("button", { name: "Release the stop" }).click();
  await expect(main(page)).toContainText("Done, and written in the audit.");
}

test("everything is stopped for many, at once and everywhere, and nobody is in doubt why", async ({ page, browser }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin`);
  await expect(page.getByRole("heading", { name: "Now", level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "Stop… Everything" }).click();
  await page.getByLabel("Reason").fill("a drill of the wards");
  await page.getByLabel(/to confirm/).fill("STOP EVERYTHING");
  await page.getByRole("button", { name: "Stop everything" }).click();
  await expect(main(page)).toContainText("Done, and written in the audit.");
  try {
    await expect(page.getByRole("alert").filter({ hasText: "All mail to many is stopped" })).toContainText("a drill of the wards");

    const refused = await bySmtp(LIST);
    expect(refused).toMatch(/<\*\* 550.*5\.7\.1/);
    expect(refused).toContain("An administrator has stopped mail to 25 people or more");
    expect(refused).toContain("a drill of the wards");
    expect(refused).toContain("ESTOP");
    expect(await bySmtp("tomasz.zielinski@northmoor.example")).toMatch(/<- +250 2\.0\.0/);

    const writer = await browser.newPage({ javaScriptEnabled: test.info().project.use.javaScriptEnabled });
    await signIn(writer, "eleanor.whitby");
    await writer.goto(`${demo.address}/compose`);
    await expect(writer.getByRole("status").filter({ hasText: "stopped for now" })).toContainText("a drill of the wards");
    await breakTheGlass(writer);
    await writer.close();
  } finally {
    await release(page);
  }
  await expect(page.getByRole("alert").filter({ hasText: "stopped" })).toHaveCount(0);
  expect(await bySmtp("tomasz.zielinski@northmoor.example")).toMatch(/<- +250 2\.0\.0/);

  await page.goto(`${demo.address}/admin/audit`);
  await expect(page.getByRole("row", { name: /Everything stopped/ }).first()).toContainText("a drill of the wards");
  await expect(page.getByRole("row", { name: /Stop released/ }).first()).toContainText("it is calm again");
  await expect(page.getByRole("row", { name: /Glass broken/ }).first()).toContainText("patients need oxygen");
});

test("other words stop nothing, and the page says which ones do", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/now?stop=replies`);
  await page.getByLabel("Reason").fill("too quick");
  await page.getByLabel(/to confirm/).fill("stop");
  const button = page.getByRole("button", { name: "Stop replies" });
  if (test.info().project.use.javaScriptEnabled === false) {
    await button.click();
    await expect(main(page)).toContainText("These are not the words");
    await expect(page.getByLabel("Reason")).toHaveValue("too quick");
  } else {
    await expect(button).toBeDisabled();
  }
  await page.goto(`${demo.address}/admin/now`);
  await expect(page.getByRole("region", { name: "Emergency stop" })).toContainText("Off");
});

test("what happens is drawn and stands in a table, and nobody else sees it", async ({ page, browser }) => {
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/now?hours=24`);
  await expect(page.getByRole("img", { name: /sends with/ })).toBeVisible();
  await page.getByText("Table", { exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Not delivered" })).toBeVisible();
  await expect(page.getByRole("link", { name: "24 h", exact: true })).toHaveAttribute("aria-current", "true");
  const other = await browser.newPage({ javaScriptEnabled: test.info().project.use.javaScriptEnabled });
  await signIn(other, "eleanor.whitby");
  await other.goto(`${demo.address}/admin/now`);
  await expect(main(other)).toContainText("administrator");
  await expect(other.getByRole("link", { name: /Stop…/ })).toHaveCount(0);
  await other.close();
});

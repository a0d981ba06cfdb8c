// A list that an administrator suspends: the console, the composer and other mail programs say so, and let go it takes
// mail again.
import { execFile } from "node:child_process";
import { account, alive, demo, expect, signIn, test, write } from "./people.mjs";

const main = (page) => page.getByRole("main");
const plain = () => test.info().project.use.javaScriptEnabled === false;

/** One list for each project of the tests: they share a demo. */
const suspended = () => (plain() ? "falls-clinic" : "knee-class");

/** Writes to the list by SMTP, as another mail program does, and says how it was answered. */
function bySmtp(list) {
  const { address, password } = account("eleanor.whitby");
  const options = ["--server", demo.submission, "--auth", "PLAIN", "--auth-user", address, "--auth-password", password,
    "--from", address, "--to", `${list}@northmoor.example`, "--header", "Subject: Rota", "--body", "The rota is out."];
  return new Promise((resolve) => {
    execFile("swaks", options, { timeout: 20_000 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}

/** Lets the list go, if it is suspended. */
async function release(page, list) {
  await page.goto(`${demo.address}/admin/lists/${list}@northmoor.example`);
  await expect(main(page)).toContainText("Size now");
  const summary = page.getByText("Let it go again…");
  if (!(await summary.isVisible())) return;
  await summary.click();
  await page.locator("#resume-reason").fill("its members are right again");
  await page.getByRole("button", { name: "Let it go again" }).click();
  await expect(main(page)).toContainText("Done, and written in the audit.");
}

test("a suspended list takes no mail, and everybody is told whom to ask", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const list = suspended();
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/lists/${list}@northmoor.example`);
  await page.getByText("Suspend list…").click();
  await page.locator("#suspend-reason").fill("its members are being put right");
  const typed = page.locator("#suspend-typed");
  await typed.fill("1");
  const button = page.getByRole("button", { name: /^Suspend for/ });
  await button.click();
  await expect(main(page)).toContainText("This is not the number.");
  await expect(page.locator("#suspend-reason")).toHaveValue("its members are being put right");
  const number = await page.locator("label[for=suspend-typed] b").innerText();
  await typed.fill(number);
  await button.click();
  await expect(main(page)).toContainText("Done, and written in the audit.");
  try {
    const bar = page.getByRole("note").filter({ hasText: "Suspended: nobody can write to it." });
    await expect(bar).toContainText("Hannah Pryce");
    await expect(bar).toContainText("its members are being put right");

    await page.goto(`${demo.address}/admin/lists?lint=suspended&q=${list}`);
    const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: list, exact: true }) });
    await expect(row).toContainText(/Suspended.*by Hannah Pryce/);

    const refused = await bySmtp(list);
    expect(refused).toMatch(/<\*\* 550.*5\.7\.2/);
    expect(refused).toContain("is suspended: nobody can write to it now. Ask Hannah Pryce (hannah.pryce@northmoor.example).");

    const writer = await browser.newPage({ javaScriptEnabled: !plain() });
    await signIn(writer, "eleanor.whitby");
    await writer.goto(`${demo.address}/compose`);
    if (!plain()) await alive(writer);
    const to = writer.locator("#to-entry");
    await to.fill(`${list}@northmoor.example`);
    if (!plain()) await to.press("Enter");
    await writer.getByLabel("Subject", { exact: true }).fill("Rota of the week");
    await write(writer, "The rota is out.");
    if (plain()) await writer.getByRole("button", { name: "Send", exact: true }).click();
    const said = writer.locator("section.block");
    await expect(said).toContainText("is suspended: nobody can write to it now.");
    await expect(said.getByRole("link", { name: "Hannah Pryce", exact: true })).toBeVisible();
    await expect(writer.getByText("This cannot wait")).toHaveCount(0);
    await writer.close();
  } finally {
    await release(page, list);
  }
  await expect(page.getByText("Suspend list…")).toBeVisible();
  expect(await bySmtp(list)).toMatch(/<- +250 2\.0\.0/);
  await page.goto(`${demo.address}/admin/audit?q=${list}`);
  await expect(page.getByRole("row", { name: /List suspended/ }).first()).toContainText("its members are being put right");
  await expect(page.getByRole("row", { name: /List let go again/ }).first()).toContainText("its members are right again");
});

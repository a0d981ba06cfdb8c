// A list that is made on the console by a rule: written with its faults told at the fields, looked at, approved by
// somebody else, put in place, written to, removed.
import { execFile } from "node:child_process";
import { account, demo, expect, signIn, test } from "./people.mjs";

const main = (page) => page.getByRole("main");
const plain = () => test.info().project.use.javaScriptEnabled === false;
const DONE = "Done, and written in the audit.";

/** Writes to the list by SMTP, as another mail program does, and says how it was answered. */
function bySmtp(list) {
  const { address, password } = account("eleanor.whitby");
  const options = ["--server", demo.submission, "--auth", "PLAIN", "--auth-user", address, "--auth-password", password,
    "--from", address, "--to", `${list}@northmoor.example`, "--header", "Subject: Desks", "--body", "Who sits where."];
  return new Promise((resolve) => {
    execFile("swaks", options, { timeout: 20_000 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}

/** Fills in the fields that are given and looks whom the rule reaches. */
async function look(page, fields) {
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByRole("button", { name: "Look whom it reaches" }).click();
}

/** Removes the list or takes the proposal back, with a reason. */
async function end(page, summary, button) {
  await page.getByText(summary).click();
  await page.locator("#end-reason").fill("the desks are gone");
  await page.getByRole("button", { name: button }).click();
  await expect(main(page)).toContainText(DONE);
}

test("a small list is written, mended, put in place and removed", async ({ page }) => {
  test.setTimeout(180_000);
  const list = plain() ? "desks-one" : "desks-two";
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/rules`);
  await page.getByRole("link", { name: "Make a list…" }).click();
  await expect(page.getByRole("heading", { name: "How a rule is written" })).toBeVisible();
  await look(page, {
    Address: `${list}@northmoor.example`, Rule: 'address = "eleanor.whitby@northmoor.example" ore name = "x"',
    Owners: "nobody.here@northmoor.example", "Declared size": "2",
  });
  await expect(page.locator("#rule-rule-about")).toContainText(/At character 46 stands “ore”, where .*end of the rule was expected/);
  await expect(page.locator("#rule-owners-about")).toContainText("nobody.here@northmoor.example is nobody");
  await expect(page.getByRole("heading", { name: "Propose it" })).toHaveCount(0);
  await look(page, {
    Rule: 'address in ("eleanor.whitby@northmoor.example", "tomasz.zielinski@northmoor.example")',
    Owners: "dawn.petrie@northmoor.example",
  });
  await expect(main(page)).toContainText("Nobody else has to approve of so few.");
  await expect(main(page)).toContainText("Tomasz Zieliński");
  await page.locator("#propose-reason").fill("they share desks");
  await page.getByRole("button", { name: "Propose for 2 people" }).click();
  await expect(main(page)).toContainText(DONE);
  await page.getByRole("button", { name: "Put in place for 2 people" }).click();
  await expect(main(page)).toContainText(DONE);
  await expect(main(page)).toContainText("In place");
  expect(await bySmtp(list)).toMatch(/<- +250 2\.0\.0/);

  await page.getByRole("link", { name: "Change its rule…" }).click();
  await expect(page.getByLabel("Rule", { exact: true })).toHaveValue(/tomasz/);
  await page.goBack();
  await end(page, "Remove the list…", "Remove the list");
  await expect(main(page)).toContainText("Removed");
  expect(await bySmtp(list)).toMatch(/<\*\* 5\d\d/);
  await page.goto(`${demo.address}/admin/audit?q=${list}`);
  for (const act of ["proposed", "put in place", "removed"]) {
    await expect(page.getByRole("row", { name: new RegExp(`List by a rule ${act}`) })).toHaveCount(1);
  }
});

test("a large list waits for somebody else, and the number is typed", async ({ page, browser }) => {
  test.setTimeout(240_000);
  const list = plain() ? "ashgrove-one" : "ashgrove-two";
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/rules/new`);
  const fields = {
    Address: `${list}@northmoor.example`, Rule: 'unit under "Acute North/Ashgrove Hospital"',
    Owners: "claire.adeyemi@northmoor.example", "Owner's scope": "Acute North/Ashgrove Hospital", "Declared size": "4,200",
  };
  await look(page, fields);
  await expect(page.locator("#rule-senders-about")).toContainText("somebody has to be named who may send to it");
  await look(page, { "Named senders": "claire.adeyemi@northmoor.example" });
  await expect(main(page)).toContainText("One other administrator or approver has to approve of so many.");
  await expect(main(page)).toContainText("Messages to it are held for");
  await page.locator("#propose-reason").fill("news of the hospital");
  await page.getByRole("button", { name: /^Propose for/ }).click();
  await expect(main(page)).toContainText(DONE);
  await expect(page.getByRole("button", { name: /^Put in place/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Approve for/ })).toHaveCount(0);
  const proposal = page.url().replace(/\?.*/, "");

  const other = await browser.newPage({ javaScriptEnabled: !plain() });
  await signIn(other, "dawn.petrie");
  await other.goto(`${demo.address}/approvals`);
  await other.getByRole("link", { name: "Lists by a rule" }).click();
  await other.getByRole("link", { name: list, exact: true }).click();
  await other.getByRole("button", { name: /^Approve for/ }).click();
  await expect(main(other)).toContainText(DONE);
  await expect(other.getByRole("button", { name: /^Put in place/ })).toHaveCount(0);
  await other.close();

  await page.goto(proposal);
  const typed = page.locator("#rule-typed");
  await typed.fill("1");
  await page.getByRole("button", { name: /^Put in place/ }).click();
  await expect(main(page)).toContainText("This is not the number.");
  await typed.fill(await page.locator("label[for=rule-typed] b").innerText());
  await page.getByRole("button", { name: /^Put in place/ }).click();
  await expect(main(page)).toContainText(DONE);
  await page.goto(`${demo.address}/admin/lists/${list}@northmoor.example`);
  await expect(main(page)).toContainText("Its owner answers for Acute North/Ashgrove Hospital.");
  await page.goto(proposal);
  await end(page, "Remove the list…", "Remove the list");
});

// "This was wrong": said in one press where the verdict stands, taken back, and seen by whoever tunes the rules.
import { demo, expect, signIn, test, write } from "./people.mjs";

const main = (page) => page.getByRole("main");

const withoutScript = () => test.info().project.use.javaScriptEnabled === false;

/** Writes to lists; the page says by itself what the guard thinks of it, or without script when it is asked. */
async function compose(page, lists, subject, words) {
  await page.goto(`${demo.address}/compose`);
  const to = withoutScript() ? page.locator("#to-entry") : page.getByRole("combobox", { name: "To" });
  const addresses = lists.map((list) => `${list}@northmoor.example`);
  if (withoutScript()) await to.fill(addresses.join(", "));
  for (const address of withoutScript() ? [] : addresses) {
    await to.fill(address);
    await to.press("Enter");
  }
  await page.getByLabel("Subject", { exact: true }).fill(subject);
  await write(page, words);
}

test("a blocked sender says so, takes it back, says it again, and whoever tunes the rules sees it", async ({ page, browser }) => {
  const why = `They all work for us ${Date.now()}`;
  await signIn(page, "ravi.menon");
  await compose(page, ["croydon-practices"], `Surgery hours ${Date.now()}`, "The surgery opens at eight.");
  if (withoutScript()) await page.getByRole("button", { name: "Send", exact: true }).click();
  const panel = page.locator("section.block");
  await panel.getByLabel("Why it was wrong, if you like to say").fill(why);
  await panel.getByRole("button", { name: "This was wrong" }).click();
  await expect(panel).toContainText(/You said that this was wrong\. Whoever tunes the rules sees it under LV-/);
  await panel.getByRole("button", { name: "Take back" }).click();
  await expect(panel).not.toContainText("You said that this was wrong");
  await panel.getByLabel("Why it was wrong, if you like to say").fill(why);
  await panel.getByRole("button", { name: "This was wrong" }).click();
  await expect(panel).toContainText(/under LV-/);
  const reference = (await panel.textContent()).match(/under (LV-\w{4}-\w{4})/)[1];
  await expect(panel, "it stays stopped").toContainText("839,999");

  const hannah = await browser.newPage({ javaScriptEnabled: !withoutScript() });
  await signIn(hannah, "hannah.pryce");
  await hannah.goto(`${demo.address}/admin/figures`);
  await hannah.getByRole("link", { name: "Told wrong" }).click();
  await expect(hannah.getByRole("columnheader", { name: "Told wrong" })).toHaveAttribute("aria-sort", "descending");
  const rule = hannah.getByRole("row", { name: /AUD_MAX/ });
  await expect(rule).toBeVisible();
  await rule.locator('a[href*="told=wrong"]').click();
  await expect(hannah).toHaveURL(/code=AUD_MAX.*told=wrong/);
  await expect(hannah.getByLabel("Told wrong")).toBeChecked();
  const row = hannah.getByRole("row", { name: new RegExp(reference) });
  await expect(row).toContainText("told wrong");
  await row.getByRole("link", { name: reference }).click();
  await expect(main(hannah)).toContainText(why);
  await hannah.close();
});

test("what is asked about is called wrong in the question, and goes out all the same", async ({ page }) => {
  await signIn(page, "ravi.menon");
  await compose(page, ["knee-class", "physio-team"], `Knee class moved ${Date.now()}`, "The knee class meets in room 4.");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const question = page.getByRole("dialog", { name: /people/ });
  await question.getByRole("button", { name: "This was wrong" }).click();
  await expect(question).toContainText(/You said that this was wrong/);
  await question.getByRole("button", { name: "Take back" }).click();
  await expect(question.getByRole("button", { name: "This was wrong" })).toBeVisible();
});

test("a held message is called wrong in the outbox", async ({ page }) => {
  const subject = `Theatres close early ${Date.now()}`;
  await signIn(page, "ravi.menon");
  await compose(page, ["theatres-all"], subject, "All theatres close at six.");
  await page.getByRole("button", { name: /^Send/ }).first().click();
  await expect(page).toHaveURL(/\/outbox/);
  await page.getByRole("heading", { name: "Outbox" }).waitFor();
  await page.getByRole("link", { name: new RegExp(subject) }).click();
  await expect(page.getByRole("heading", { name: subject, level: 1 })).toBeVisible();
  await page.getByLabel("Why it was wrong, if you like to say").fill("It is my own list");
  await page.getByRole("button", { name: "This was wrong" }).click();
  await expect(main(page)).toContainText("You said that this was wrong: It is my own list");
  await page.getByRole("button", { name: "Take back", exact: true }).click();
  await expect(page.getByRole("button", { name: "This was wrong" })).toBeVisible();
  await expect(page.getByRole("heading", { name: subject, level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Take back to Drafts" }).click();
  await expect(page).toHaveURL(/\/compose\//);
});

test("a warning is called wrong before it is sent, and the outbox says so", async ({ page }) => {
  test.skip(withoutScript(), "without script a warning is shown only when the draft is opened again");
  const subject = `Physio rota ${Date.now()}`;
  await signIn(page, "ravi.menon");
  await compose(page, ["physio-team"], subject, `The rota for physio is ready, number ${Date.now()} of all.`);
  await page.getByLabel("This is wrong", { exact: true }).check();
  await page.getByLabel("Why it is wrong, if you like to say").fill("We are the team");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page).toHaveURL(/\/mail\//);
  await page.goto(`${demo.address}/outbox`);
  await page.getByRole("link", { name: new RegExp(subject) }).click();
  await expect(main(page)).toContainText("You said that this was wrong: We are the team");
});

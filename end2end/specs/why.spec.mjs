// Why did I get this? By forms and links alone: the list is named, left, and joined again.
import { expect, openMessage, signIn, test } from "./people.mjs";

test("a list says why it reached one, is left, and takes one back", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Found: green scarf/);
  const answer = page.locator("details.reached");
  await expect(answer.getByText("You are a member of")).toBeHidden();
  await answer.getByText("Why did I get this?").click();
  await expect(answer).toContainText("Sent to the list Ashgrove noticeboard, which reaches 4,200 people.");
  await expect(answer).toContainText("You are a member of Ashgrove noticeboard.");
  await expect(answer.getByRole("link", { name: "Claire Adeyemi" })).toBeVisible();

  await answer.getByRole("button", { name: "Leave Ashgrove noticeboard" }).click();
  await expect(answer).toContainText("You left Ashgrove noticeboard on");
  await expect(answer).toContainText("which reaches 4,199 people.");
  await answer.getByRole("button", { name: "Come back" }).click();
  await expect(answer).toContainText("You are a member of Ashgrove noticeboard.");
});

test("the owner is told alone, and asked where nobody leaves by himself", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Planned work/);
  const answer = page.locator("details.reached");
  await answer.getByText("Why did I get this?").click();
  await expect(answer.getByRole("button", { name: /Leave/ })).toHaveCount(0);
  await answer.getByRole("link", { name: "Ask to leave" }).click();
  await expect(page).toHaveURL(/\/compose\?start=ask_to_leave/);
  await expect(page.getByLabel("Subject", { exact: true })).toHaveValue("Please take me off Trust announcements");
  await expect(page.getByRole("main")).toContainText(/Claire Adeyemi|claire\.adeyemi/);
});

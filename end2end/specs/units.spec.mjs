// Numbers of an organisational unit: set, refused at their fields, compared, set back; by forms alone and with script.
import { demo, expect, signIn, test } from "./people.mjs";

const main = (page) => page.getByRole("main");
const plain = () => test.info().project.use.javaScriptEnabled === false;
/** Nobody of these is in another test. */
const unit = () => (plain() ? "Acute North/Ashgrove Hospital/Estates" : "Acute North/Ashgrove Hospital/Physiotherapy");

test("a unit's number is refused beyond its bounds, set, compared, and set back", async ({ page }) => {
  test.setTimeout(90_000);
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/units`);
  await page.getByLabel("Unit", { exact: true }).fill(unit());
  await page.getByRole("button", { name: "Set its numbers…" }).click();
  await expect(main(page).getByRole("heading", { level: 1 })).toHaveText(unit().replaceAll("/", " / "));
  const hold = page.getByLabel("audience.hold");
  await expect(hold).toHaveAttribute("placeholder", "500");

  await hold.fill("9,000");
  await page.getByLabel("Reason").fill("more than anybody may");
  await page.getByRole("button", { name: /^Save over v/ }).click();
  await expect(main(page)).toContainText("This must lie in 50 to 500.");
  await expect(hold).toHaveValue("9000");
  await expect(hold).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Reason")).toHaveValue("more than anybody may");

  await hold.fill("300");
  await page.getByLabel("Reason").fill(`a careful unit, ${unit()}`);
  await page.getByRole("button", { name: /^Save over v/ }).click();
  await expect(main(page)).toContainText("Saved, and in force.");
  await expect(hold).toHaveValue("300");
  await page.goto(`${demo.address}/admin/units`);
  await expect(page.getByRole("row", { name: new RegExp(`${unit().split("/").at(-1)}.*audience\\.hold 300`) })).toBeVisible();
  await page.goto(`${demo.address}/admin/versions`);
  await expect(page.getByRole("row", { name: new RegExp(`audience\\.hold@${unit()} not set 300 people stricter`) })).toBeVisible();

  await page.goto(`${demo.address}/admin/units?unit=${encodeURIComponent(unit())}`);
  await hold.fill("");
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Replay");
  await page.getByLabel("Reason").fill("careful enough without it");
  await page.getByRole("button", { name: /^Save as v/ }).click();
  await expect(main(page)).toContainText("Saved, and in force.");
  await page.goto(`${demo.address}/admin/units`);
  await expect(main(page)).not.toContainText(unit().replaceAll("/", " / "));
});

test("how far units may go is set by administrators, and wrong bounds are told", async ({ page }) => {
  // Both projects share one organisation.
  const number = plain() ? "recall.max" : "disclose.warn";
  await signIn(page, "hannah.pryce");
  await page.goto(`${demo.address}/admin/units`);
  const [least, most] = [page.getByLabel(`At least ${number}`), page.getByLabel(`At most ${number}`)];
  await least.fill("20");
  await most.fill("10");
  await page.getByLabel("Reason").fill("the wrong way round");
  await page.getByRole("button", { name: /^Save over v/ }).click();
  await expect(main(page)).toContainText("The least must be at most the most");
  await least.fill("10");
  await most.fill("20");
  await page.getByRole("button", { name: /^Save over v/ }).click();
  await expect(main(page)).toContainText("Saved, and in force.");
  await expect(most).toHaveValue("20");
  await least.fill("");
  await most.fill("");
  await page.getByLabel("Reason").fill("back");
  await page.getByRole("button", { name: /^Save over v/ }).click();
  await expect(main(page)).toContainText("Saved, and in force.");
  await expect(most).toHaveValue("");
});

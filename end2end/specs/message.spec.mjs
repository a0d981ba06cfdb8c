// An open message by links alone: its quote is folded, its source is text, on paper it stands alone.
import { demo, expect, openMessage, signIn, test } from "./people.mjs";

test("what an answer repeats is folded, and unfolds", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Re: Falls clinic: room change/);
  const frame = page.locator("iframe").first().contentFrame();
  await expect(frame.getByText("I will put a sign at the old door.")).toBeVisible();
  const quote = frame.locator("blockquote").first();
  await expect(quote).toBeHidden();
  await frame.getByText("Quoted text").click();
  await expect(quote).toBeVisible();
});

test("the source is text of one's own session, and the message can be saved", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Re: Falls clinic: room change/);
  const source = await page.getByRole("link", { name: "View source", includeHidden: true }).getAttribute("href");
  const shown = await page.request.get(demo.address + source);
  expect(shown.headers()["content-type"]).toBe("text/plain; charset=utf-8");
  expect(shown.headers()["content-security-policy"]).toBe("default-src 'none'; sandbox");
  expect(await shown.text()).toContain("\r\nSubject: ");
  const save = await page.getByRole("link", { name: "Download (.eml)", includeHidden: true }).getAttribute("href");
  const saved = await page.request.get(demo.address + save);
  expect(saved.headers()["content-disposition"]).toMatch(/^attachment/);
});

test("on paper there is the message alone", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Re: Falls clinic: room change/);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: /Re: Falls clinic/ })).toBeVisible();
  await expect(page.locator("iframe").first()).toBeVisible();
  for (const part of [".list", ".folders", ".commands", ".header", ".reply-bar"]) {
    await expect(page.locator(part).first(), part).toBeHidden();
  }
});

test("an invitation is told as a card, and saved for a calendar", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Invitation: swallowing and positioning/);
  const card = page.getByRole("region", { name: "Event" });
  await expect(card).toContainText("Invitation");
  await expect(card.getByRole("definition").first()).toHaveText(/^(Mon|Tue|Wed|Thu|Fri) \d+ \w+ \d{4}, \d\d:00 to \d\d:00 \(Europe\/London\)$/);
  await expect(card).toContainText("Old gym, Ashgrove");
  const save = await card.getByRole("link", { name: "Save to calendar (.ics)" }).getAttribute("href");
  const saved = await page.request.get(demo.address + save);
  expect(saved.headers()["content-disposition"]).toMatch(/^attachment; filename="invite.ics"/);
  expect(await saved.text()).toMatch(/^BEGIN:VCALENDAR/);
});

test("all files of a message are saved at once", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await openMessage(page, /Hydrotherapy hoist: service visit/);
  const all = page.getByRole("link", { name: /^Download all/ });
  await expect(all).toContainText("2 files");
  const saved = await page.request.get(demo.address + (await all.getAttribute("href")));
  expect(saved.headers()["content-type"]).toBe("application/zip");
  expect((await saved.body()).subarray(0, 4).toString()).toBe("PK\u0003\u0004");
});

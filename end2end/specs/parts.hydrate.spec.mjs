// Screens that are downloaded when they are first opened.
import { alive, demo, expect, signIn, test } from "./people.mjs";

test("a screen whose program cannot be fetched opens as soon as it can", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  let refused = 0;
  await page.route("**/assets/part.*.wasm", (route) => {
    refused += 1;
    return refused <= 3 ? route.abort("internetdisconnected") : route.continue();
  });
  await page.getByRole("link", { name: "New mail" }).first().click();
  await alive(page);
  expect(refused).toBeGreaterThan(3);
});

test("the mailbox does not download what other screens are made of", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const parts = [];
  page.on("request", (request) => /part\..*\.wasm$/.test(request.url()) && parts.push(request.url()));
  await page.reload({ waitUntil: "networkidle" });
  expect(parts).toEqual([]);
});

test("a screen stays as it is until the next one is there", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  let let_through;
  const held = new Promise((resolve) => (let_through = resolve));
  let asked = 0;
  await page.route("**/assets/part.*.wasm", async (route) => {
    asked += 1;
    await held;
    await route.continue();
  });
  await page.getByRole("navigation", { name: "Folders" }).getByRole("link", { name: /^Outbox/ }).click();
  await expect.poll(() => asked).toBeGreaterThan(0);
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await expect(page.getByText("There is no such page")).toHaveCount(0);
  let_through();
  await expect(page.getByRole("heading", { name: "Outbox" })).toBeVisible();
});

test("a link that is pressed before the screen is alive leads on", async ({ page }) => {
  await signIn(page, "hannah.pryce");
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route("**/assets/part.*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${demo.address}/admin/lists`, { waitUntil: "commit" });
  await page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Verdicts" }).click();
  await expect(page).toHaveURL(/admin\/verdicts/);
  go();
  await expect(page.getByRole("heading", { name: "Verdicts", level: 1 })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Lists", level: 1 })).toHaveCount(0);
});

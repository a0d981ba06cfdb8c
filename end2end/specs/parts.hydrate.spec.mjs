// Screens that are downloaded when they are first opened.
import { alive, expect, signIn, test } from "./people.mjs";

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

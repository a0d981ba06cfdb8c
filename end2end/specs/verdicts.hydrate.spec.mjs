// The guard's cases judged in the browser: by the engine that pages judge with, as WebAssembly, the verdicts are those
// of the server, to the letter.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";

const cases = join(import.meta.dirname, "../../app/guard/cases");
const judge = join(dirname(process.env.LEVEE), "judge");
const world = join(cases, "world.toml");

test("every case has one verdict, on the server and in the browser", async ({ page }) => {
  test.slow();
  const files = { "/judge.js": "text/javascript", "/judge_bg.wasm": "application/wasm" };
  await page.route("http://judge.test/**", (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path in files) return route.fulfill({ path: join(judge, path), contentType: files[path] });
    return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Verdicts</title>" });
  });
  await page.goto("http://judge.test/");
  let compared = 0;
  for (const name of readdirSync(cases).filter((name) => name.endsWith(".toml") && name !== "world.toml")) {
    const native = execFileSync(process.env.LEVEE, ["guard", "judge", "--world", world, "--json", join(cases, name)], {
      encoding: "utf8",
      maxBuffer: 64_000_000,
    });
    const texts = [readFileSync(world, "utf8"), readFileSync(join(cases, name), "utf8")];
    const inBrowser = await page.evaluate(async ([world, cases]) => {
      const judge = await import("/judge.js");
      await judge.default({ module_or_path: "/judge_bg.wasm" });
      return judge.judge(world, cases);
    }, texts);
    const verdicts = JSON.parse(native);
    expect(JSON.parse(inBrowser), name).toEqual(verdicts);
    compared += verdicts.length;
  }
  expect(compared).toBeGreaterThan(200);
});

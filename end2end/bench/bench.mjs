// Measures what people wait for and download, and what the guard and the directory cost.
// Writes an array of { name, size, value, unit, bound } to the file named by BENCH.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { startDemo } from "../demo_server.mjs";

const figures = [];
const note = (name, size, value, unit, bound = null) => figures.push({ name, size, value, unit, bound });
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ROUNDS = 7;

/** Figures that a measuring example prints, one JSON object a line. */
function measured(room, example) {
  const options = ["run", "--release", "--locked", "--quiet", "--package", room, "--example", example];
  const lines = execFileSync("cargo", options, { cwd: "..", encoding: "utf8" }).split("\n");
  for (const line of lines.filter((one) => one.startsWith("{"))) figures.push({ bound: null, ...JSON.parse(line) });
}

const demo = await startDemo();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  const { address, password } = demo.accounts.find((one) => one.address.startsWith("eleanor.whitby"));
  const firstLoad = [];
  const toList = [];
  const toMessage = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send("Network.enable");
    let bytes = 0;
    let requests = 0;
    client.on("Network.loadingFinished", (event) => {
      bytes += event.encodedDataLength;
      requests += 1;
    });
    await page.goto(`${demo.address}/sign-in`, { waitUntil: "networkidle" });
    await page.getByLabel("Email address").fill(address);
    await page.getByLabel("Password").fill(password);
    let began = performance.now();
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("main").getByRole("listitem").first().waitFor();
    toList.push(performance.now() - began);
    // All that an empty cache fetches, from the sign-in page to the list with its script.
    await page.waitForLoadState("networkidle");
    firstLoad.push({ bytes, requests });
    began = performance.now();
    await page.getByRole("main").getByRole("listitem").first().getByRole("link").click();
    await page.locator("iframe").waitFor();
    toMessage.push(performance.now() - began);
    await context.close();
  }
  note("first load", 1, median(firstLoad.map((one) => one.bytes)), "bytes", 300_000);
  note("requests of the first load", 1, median(firstLoad.map((one) => one.requests)), "requests");
  note("sign-in to list", ROUNDS, median(toList), "ms");
  note("open message", ROUNDS, median(toMessage), "ms");
} finally {
  await browser.close();
  await demo.stop();
}
measured("levee-guard", "measure_judge");
measured("levee-demo", "measure_directory");
writeFileSync(process.env.BENCH, `${JSON.stringify(figures, null, 2)}\n`);
for (const { name, size, value, unit, bound } of figures) {
  console.log(`${name} (${size}): ${Math.round(value * 100) / 100} ${unit}${bound === null ? "" : `, bound ${bound}`}`);
}

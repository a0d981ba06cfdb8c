// Measures what people wait for and download, what that costs the servers, and what the guard and the directory
// cost. Writes an array of { name, size, value, unit, bound } to the file named by BENCH.
import { chromium } from "@playwright/test";
import { startDemo } from "../demo_server.mjs";
import { Figures } from "./figures.mjs";
import { firstLoad } from "./first_load.mjs";
import { milter } from "./milter.mjs";
import { filled, sizes } from "./sizes.mjs";

const figures = new Figures();
const demo = await startDemo(filled);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  await firstLoad(figures, browser, demo);
  await sizes(figures, browser, demo);
  await milter(figures, demo);
} finally {
  await browser.close();
  await demo.stop();
}
figures.measured("levee-guard", "measure_judge");
figures.measured("levee-demo", "measure_directory");
figures.measured("levee-service", "measure_store");
figures.write(process.env.BENCH);
figures.print();

// What an empty browser fetches before it shows mail, and how long that takes.
import { ROUNDS, median } from "./figures.mjs";
import { signIn } from "./sign_in.mjs";

/** Time without a request after which everything that a screen needs has come, milliseconds. */
const QUIET = 500;

export async function firstLoad(figures, browser, demo) {
  const loads = [];
  const toList = [];
  const toMessage = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send("Network.enable");
    let bytes = 0;
    let requests = 0;
    let latest = performance.now();
    client.on("Network.requestWillBeSent", () => (latest = performance.now()));
    client.on("Network.loadingFinished", (event) => {
      latest = performance.now();
      bytes += event.encodedDataLength;
      requests += 1;
    });
    // Not "networkidle": the stream of events, which comes later, never ends.
    const quiet = async () => {
      while (performance.now() - latest < QUIET) await page.waitForTimeout(QUIET - (performance.now() - latest) + 1);
    };
    toList.push(await signIn(page, demo, "eleanor.whitby", quiet));
    // All that an empty cache fetches, from the sign-in page to the list with its script.
    await quiet();
    loads.push({ bytes, requests });
    const began = performance.now();
    await page.getByRole("main").getByRole("listitem").first().getByRole("link").click();
    await page.locator("iframe").waitFor();
    toMessage.push(performance.now() - began);
    await context.close();
  }
  figures.note("first load", 1, median(loads.map((one) => one.bytes)), "bytes", 300_000);
  figures.note("requests of the first load", 1, median(loads.map((one) => one.requests)), "requests");
  figures.note("sign-in to list", ROUNDS, median(toList), "ms");
  figures.note("open message", ROUNDS, median(toMessage), "ms");
}

// The same things in a small and in a very large mailbox: how long people wait, and what it costs the servers.
// A large mailbox may take no longer than BOUND times as long; only a search reads more of it.
import { ROUNDS, median } from "./figures.mjs";
import { processorTime } from "./processor_time.mjs";
import { firstRow, signIn } from "./sign_in.mjs";

const BOUND = 1.3;
/** Accounts of the demo, and how many messages the demo was told to put into their inboxes. */
export const MAILBOXES = [
  { local: "ravi.menon", size: 1_000 },
  { local: "dawn.petrie", size: 100_000 },
];

/** Options of `levee demo` that fill the mailboxes. */
export const filled = MAILBOXES.flatMap(({ local, size }) => ["--bulk", `${local}=${size}`]);

export async function sizes(figures, browser, demo) {
  const found = [];
  for (const { local, size } of MAILBOXES) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, demo, local);
    found.push({ size, ...(await measure(page, demo)) });
    await context.close();
  }
  for (const { size, waits, costs } of found) {
    for (const [name, value] of Object.entries(waits)) figures.note(name, size, value, "ms");
    for (const [name, value] of Object.entries(costs)) figures.note(name, size, value, "ms");
  }
  const [one, other] = found;
  for (const name of Object.keys(one.waits).filter((name) => name !== SEARCH)) {
    figures.note(`${name}, large to small`, other.size, other.waits[name] / one.waits[name], "times", BOUND);
  }
}

const SEARCH = "search to first results";

async function measure(page, demo) {
  const reload = async () => {
    await page.goto("about:blank");
    await page.goto(`${demo.address}/mail/INBOX`, { waitUntil: "commit" });
    await firstRow(page).waitFor();
  };
  // The mail server makes its index when it sees a mailbox first.
  for (let round = 0; round < 3; round += 1) await reload();
  const before = processorTime(demo);
  const reloads = await timed(reload);
  const after = processorTime(demo);
  const each = (of) => (after[of] - before[of]) / ROUNDS;
  const windows = await timed(
    async () => {
      await page.getByRole("link", { name: "Older messages" }).click();
      await page.getByText(/^51–100 of /).waitFor();
    },
    async () => {
      await reload();
      await alive(page);
    },
  );
  const field = page.getByRole("searchbox");
  const searches = await timed(
    async () => {
      await field.fill("budget");
      await field.press("Enter");
      await page.waitForURL(/[?&]q=budget/);
      await page.getByRole("main").getByRole("link", { name: /budget/i }).first().waitFor();
    },
    async () => {
      await reload();
      await alive(page);
    },
  );
  const waits = { "reload to list": median(reloads), "next window": median(windows), [SEARCH]: median(searches) };
  return { waits, costs: { "CPU of Levee for a reload": each("levee"), "CPU of Dovecot for a reload": each("dovecot") } };
}

/** The script has taken over: only one row is reached by Tab. */
async function alive(page) {
  await page.locator('main [tabindex="-1"]').first().waitFor();
}

/** Milliseconds of each round; what comes beforehand is not counted. */
async function timed(act, beforehand = async () => {}) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await beforehand();
    const began = performance.now();
    await act();
    times.push(performance.now() - began);
  }
  return times;
}

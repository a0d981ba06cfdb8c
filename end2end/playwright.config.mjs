// Two browsers: one without script, in which every *.spec.mjs passes, and one with, in which all do.
import { defineConfig } from "@playwright/test";

const launchOptions = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
};

export default defineConfig({
  testDir: "specs",
  globalSetup: "./demo_server.mjs",
  // One demo, one mailbox each: files run one after the other, so that no test sees another's mail.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  // Generous: a machine that is busy is no fault, and what is waited for ends a wait at once.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: { launchOptions, locale: "en-GB", timezoneId: "Europe/London", viewport: { width: 1440, height: 900 } },
  projects: [
    { name: "without script", testMatch: "*.spec.mjs", testIgnore: "*.hydrate.spec.mjs", use: { javaScriptEnabled: false } },
    { name: "with script", testMatch: "*.spec.mjs" },
  ],
});

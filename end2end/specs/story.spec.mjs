// The day of 14 November 2016, tried again: by a plain form, by a program, by another mail program.
import { execFile } from "node:child_process";
import { account, demo, expect, signIn, test } from "./people.mjs";

const LIST = "croydon-practices@northmoor.example";

test("a blank test to croydon-practices is refused with the number, and nobody receives anything", async ({ page }) => {
  await signIn(page, "ravi.menon");
  await page.goto(`${demo.address}/compose`);
  await page.locator("#to-entry").fill(LIST);
  await page.getByLabel("Subject", { exact: true }).fill("test");
  // With the script it is off by now, and pressing it does nothing.
  await page.getByRole("button", { name: "Send", exact: true }).click({ force: true });
  const refusal = page.locator("section.block");
  // Everybody but the contractor, who is one of the 840,000.
  await expect(refusal).toContainText("839,999 people");
  await expect(refusal).toContainText("The last message to croydon-practices reached 60");
  await expect(refusal).toContainText("Dawn Petrie");
});

test("the server function refuses it as well, whoever calls it", async ({ page, request }) => {
  await signIn(page, "ravi.menon");
  const contact = (address) => ({ name: null, address });
  const draft = { kind: "new", parent: null, to: [contact(LIST)], cc: [], bcc: [], unparsed: [], subject: "test", text: "", quote: "" };
  const id = Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join("");
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const call = (headers) =>
    request.post(`${demo.address}/api/send`, {
      headers: { cookie, "content-type": "application/json", ...headers },
      data: { request: { id, version: 0, draft, confirmation: null } },
    });
  const { value: answer } = await (await call({ origin: demo.address })).json();
  expect(answer.outcome).toBe("blocked");
  expect(answer.audience.people).toBe(840_000 - 1);
  expect(answer.reference).toMatch(/^LV-/);
  // A page of another site gets nowhere at all.
  expect((await call({ origin: "https://evil.example" })).status()).toBe(403);
  expect((await call({ "sec-fetch-site": "cross-site", origin: demo.address })).status()).toBe(403);
});

test("another mail program is refused with the same sentence", async () => {
  const { address, password } = account("ravi.menon");
  const said = await new Promise((resolve) => {
    const options = ["--server", demo.submission, "--auth", "PLAIN", "--auth-user", address, "--auth-password", password,
      "--from", address, "--to", LIST, "--header", "Subject: test", "--body", "test"];
    execFile("swaks", options, { timeout: 20_000 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
  expect(said).toMatch(/<\*\* 550/);
  expect(said).toContain("839,999 people");
  expect(said).toContain("The last message to croydon-practices reached 60");
  expect(said).toMatch(/LV-[0-9A-Z]{4}-[0-9A-Z]{4}/);
});

// Formatted text, files, signatures and several drafts, with the page alive.
import { AxeBuilder } from "@axe-core/playwright";
import { alive, demo, expect, signIn, test, text } from "./people.mjs";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

async function compose(page, recipient) {
  await page.goto(`${demo.address}/compose`);
  await alive(page);
  const to = page.getByRole("combobox", { name: "To" });
  await to.fill(recipient);
  await to.press("Enter");
  return text(page);
}

const formatting = (page) => page.getByRole("group", { name: "Formatting" });
const files = (page) => page.getByRole("list", { name: "Files" });

/** Waits until the message has come to its reader, and opens it. */
async function arrived(browser, local, subject) {
  const reader = await browser.newPage();
  await signIn(reader, local);
  const link = reader.getByRole("main").getByRole("link", { name: subject });
  await expect(async () => {
    await reader.reload();
    await expect(link).toHaveCount(1, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await link.click();
  return reader;
}

test("what is formatted arrives formatted, with its file", async ({ page, browser }) => {
  const subject = `Formatted ${Date.now()}`;
  await signIn(page, "eleanor.whitby");
  const words = await compose(page, "tomasz.zielinski@northmoor.example");
  await page.getByLabel("Subject", { exact: true }).fill(subject);
  await words.click();
  await page.keyboard.press("Control+b");
  await page.keyboard.type("Important");
  await expect(formatting(page).getByRole("button", { name: "Bold (Ctrl+B)" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Control+b");
  await page.keyboard.type(" and plain");
  await page.keyboard.press("Enter");
  await formatting(page).getByRole("button", { name: "Bullets (Ctrl+.)" }).click();
  await page.keyboard.type("first");
  await page.keyboard.press("Enter");
  await page.keyboard.type("second");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach", exact: true }).click();
  await (await chooser).setFiles({ name: "Rota Ü.csv", mimeType: "text/csv", buffer: Buffer.from("a;b\n") });
  await expect(files(page)).toContainText("Rota Ü.csv");
  await expect(files(page)).toContainText("4 bytes");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const reader = await arrived(browser, "tomasz.zielinski", subject);
  const body = reader.frameLocator("iframe");
  await expect(body.locator("b")).toHaveText("Important");
  await expect(body.locator("li")).toHaveText(["first", "second"]);
  await expect(reader.getByRole("list", { name: "Files" })).toContainText("Rota Ü.csv");
  await reader.close();
});

test("a picture goes up and stays in the text", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const words = await compose(page, "tomasz.zielinski@northmoor.example");
  await words.click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Picture", exact: true }).click();
  await (await chooser).setFiles({ name: "plan.png", mimeType: "image/png", buffer: PNG });
  const picture = words.locator("img");
  await expect(picture).toHaveAttribute("src", /^\/draft-file\/[0-9a-f]{32}\/[0-9a-f]{32}$/);
  await expect.poll(() => picture.evaluate((img) => img.naturalWidth)).toBe(1);
  await expect(files(page)).toHaveCount(0);
  await expect(page.locator(".saved:visible")).toContainText(/Draft saved/);
  await page.reload();
  await expect((await text(page)).locator("img")).toHaveCount(1);
});

test("what is pasted keeps its form, and a pasted picture goes up", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: demo.address });
  await signIn(page, "eleanor.whitby");
  const words = await compose(page, "tomasz.zielinski@northmoor.example");
  const copy = (type, bytes) => page.evaluate(([type, bytes]) => {
    const blob = new Blob([Uint8Array.from(bytes)], { type });
    return navigator.clipboard.write([new ClipboardItem({ [type]: blob })]);
  }, [type, [...bytes]]);
  await copy("text/html", Buffer.from("<p>Kept <i>words</i></p>"));
  await words.click();
  await page.keyboard.press("Control+v");
  await expect(words.locator("i")).toHaveText("words");
  await copy("image/png", PNG);
  await page.keyboard.press("Control+v");
  await expect(words.locator("img")).toHaveAttribute("src", /^\/draft-file\//);
});

test("a file dropped goes up, one that is too large is refused at once and says what to do", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await compose(page, "tomasz.zielinski@northmoor.example");
  const drop = (name, size) => page.locator("form.composer").evaluate((form, [name, size]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(size)], name));
    form.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, [name, size]);
  await drop("small.bin", 1000);
  await expect(files(page)).toContainText("1 KB");
  await drop("huge.bin", 30_000_000);
  await expect(page.getByRole("alert").filter({ hasText: "huge.bin" })).toContainText(/The files are too large: .* hold at most \d+ MB together/);
  await page.getByRole("button", { name: "Stop huge.bin" }).click();
  await expect(files(page)).not.toContainText("huge.bin");
  await page.getByRole("button", { name: "Remove small.bin" }).click();
  await expect(files(page)).toHaveCount(0);
});

test("how far a file is stands on its card; one that does not arrive is tried again", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  await compose(page, "tomasz.zielinski@northmoor.example");
  let release;
  const held = new Promise((go) => (release = go));
  let away = true;
  await page.route("**/upload/**", async (route) => {
    if (!away) return route.continue();
    await held;
    await route.abort();
  });
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach", exact: true }).click();
  await (await chooser).setFiles({ name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
  await expect(page.getByRole("progressbar", { name: "Uploading plan.pdf" })).toBeVisible();
  release();
  await expect(files(page)).toContainText("Not attached");
  away = false;
  await page.getByRole("button", { name: "Try plan.pdf again" }).click();
  await expect(page.getByRole("button", { name: "Remove plan.pdf" })).toBeVisible();
});

test("a signature is written once and stands under each new message", async ({ page }) => {
  await signIn(page, "claire.adeyemi");
  await compose(page, "tomasz.zielinski@northmoor.example");
  await page.getByRole("button", { name: "Signature" }).click();
  const dialog = page.getByRole("dialog", { name: "Signature" });
  const field = dialog.frameLocator("iframe").getByRole("textbox");
  await field.fill("Claire Adeyemi, Director");
  await dialog.getByRole("button", { name: "Save and put it here" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(await text(page)).toContainText("Claire Adeyemi, Director");
  const fresh = await compose(page, "tomasz.zielinski@northmoor.example");
  await expect(fresh).toContainText("Claire Adeyemi, Director");
  await page.getByRole("button", { name: "Signature" }).click();
  await expect(field).toContainText("Claire Adeyemi, Director");
  await field.fill("");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog).toHaveCount(0);
});

test("one goes from draft to draft and back, and nothing is lost", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const [first, second] = [`First ${Date.now()}`, `Second ${Date.now()}`];
  await compose(page, "tomasz.zielinski@northmoor.example");
  await page.getByLabel("Subject", { exact: true }).fill(first);
  await (await text(page)).fill("one");
  await expect(page).toHaveURL(/\/compose\/[0-9a-f]{32}$/);
  await compose(page, "tomasz.zielinski@northmoor.example");
  await page.getByLabel("Subject", { exact: true }).fill(second);
  await (await text(page)).fill("two");
  const tabs = page.getByRole("navigation", { name: "Open drafts" });
  // Before the pause after which it is saved by itself.
  await tabs.getByRole("link", { name: first }).click();
  await expect(page.getByLabel("Subject", { exact: true })).toHaveValue(first);
  await expect(await text(page)).toHaveText("one");
  await tabs.getByRole("link", { name: second }).click();
  await expect(page.getByLabel("Subject", { exact: true })).toHaveValue(second);
  await expect(await text(page)).toHaveText("two");
});

test("plain text is one press away, and formatting is another", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  const words = await compose(page, "tomasz.zielinski@northmoor.example");
  await words.fill("kept");
  await page.getByRole("button", { name: "Write as plain text" }).click();
  const plain = page.locator(".composer-text > textarea");
  await expect(plain).toBeVisible();
  await expect(plain).toHaveValue("kept");
  await page.getByRole("button", { name: "Format text" }).click();
  await expect(await text(page)).toHaveText("kept");
});

test("the editor is clean under axe, light and dark, wide and narrow", async ({ page }) => {
  await signIn(page, "eleanor.whitby");
  for (const [colorScheme, width, height] of [["light", 1440, 900], ["dark", 1024, 768], ["light", 390, 844]]) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    const words = await compose(page, "physio-team@northmoor.example");
    await words.fill("Words");
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide, `${width} scrolls sideways`).toBe(false);
  }
});

// A page at 400 %: 1280 by 1024 becomes 320 by 256. Nothing scrolls sideways but what says that it does, nothing is
// covered, and what has to be pressed can be reached.
import { demo, expect, openMessage, signIn, test, write } from "./people.mjs";

const SCREENS = [
  "/mail/INBOX", "/mail/INBOX?q=rota&in=heads", "/mail/INBOX?unread=true", "/compose", "/drafts", "/outbox", "/approvals", "/admin/policy",
  "/admin/modes", "/admin/figures", "/admin/versions", "/admin/lists", "/admin/lists/croydon-practices@northmoor.example",
  "/admin/now?stop=replies", "/admin/permits", "/admin/units?most.audience.hold=9&least.audience.hold=70", "/admin/units?unit=Acute+North/Ashgrove+Hospital/Physiotherapy&audience.hold%40Acute+North/Ashgrove+Hospital/Physiotherapy=9000", "/admin/rules", "/admin/rules/new?address=wing@northmoor.example&rule=unit+under+%22Primary+Care%22&used=group&owners=dawn.petrie@northmoor.example&declared=60&senders=dawn.petrie@northmoor.example", "/admin/replay?values[0][0]=audience.warn&values[0][1]=20", "/admin/import?text=%5Bpolicy%5D%0Aaudience.hold%20%3D%20250", "/admin/verdicts", "/admin/roles", "/admin/audit?open=1", "/nowhere",
];

const SIZES = [[320, 800], [320, 256], [390, 844]];

/** What a page of this width loses, if anything. */
function lost() {
  const found = [];
  const page = document.scrollingElement;
  if (page.scrollWidth > window.innerWidth) found.push(`the page is ${page.scrollWidth} wide`);
  const seen = (element) => {
    const style = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    return width > 2 && height > 2 && style.clipPath === "none" && style.visibility === "visible";
  };
  const name = (element) => `${element.tagName}.${element.getAttribute("class") ?? ""}`;
  let stuck = 0;
  for (const element of document.body.querySelectorAll("*")) {
    if (!seen(element)) continue;
    const style = getComputedStyle(element);
    const { left, right, height, width } = element.getBoundingClientRect();
    const scrolls = /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    // What scrolls sideways can be scrolled by key: it has the focus, or something in it.
    const reached = element.matches("[tabindex='0']") || element.querySelector("a, button, select");
    if (scrolls && !reached) found.push(`${name(element)} scrolls by mouse alone`);
    const within = element.parentElement?.closest(".scroll, .panel, nav, .format-bar, .rows");
    if (element.matches("a, button, input, p, h1, h2, td, dd") && right > window.innerWidth + 4 && left > 0 && !within) {
      found.push(`${name(element)} ends at ${Math.round(right)}`);
    }
    const covers = style.position === "sticky" || (style.position === "fixed" && width > window.innerWidth / 2);
    if (covers && element.matches(":not(svg)")) stuck += height;
  }
  if (stuck > window.innerHeight * 0.55) found.push(`${Math.round(stuck)} of ${window.innerHeight} are covered`);
  return found;
}

for (const [width, height] of SIZES) {
  test(`nothing is lost on a page of ${width} by ${height}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height });
    await page.goto(`${demo.address}/sign-in`);
    expect(await page.evaluate(lost), "/sign-in").toEqual([]);
    await signIn(page, "hannah.pryce");
    for (const path of SCREENS) {
      await page.goto(demo.address + path);
      await page.getByRole("main").waitFor();
      expect(await page.evaluate(lost), path).toEqual([]);
    }
    await page.goto(`${demo.address}/mail/INBOX`);
    await page.getByRole("main").getByRole("listitem").first().getByRole("link").click();
    await page.locator("iframe").waitFor();
    expect(await page.evaluate(lost), "an open message").toEqual([]);
  });
}

test("Send is in reach at 400 %, and so is all that the guard says", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await signIn(page, "ravi.menon");
  await page.goto(`${demo.address}/compose`);
  const send = page.getByRole("button", { name: "Send", exact: true });
  await expect(send).toBeInViewport({ ratio: 1 });
  await page.locator("#to-entry").fill("croydon-practices@northmoor.example");
  await page.getByLabel("Subject", { exact: true }).fill("test");
  await write(page, "test");
  await expect(send).toBeInViewport({ ratio: 1 });
  // The page knows it already where there is a script, and Send is off.
  if (test.info().project.use.javaScriptEnabled === false) await send.click();
  const refusal = page.locator("section.block");
  await expect(refusal).toContainText("839,999 people");
  expect(await page.evaluate(lost)).toEqual([]);
  const last = refusal.getByRole("link").last();
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport();
});

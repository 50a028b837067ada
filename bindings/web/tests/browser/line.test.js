// The line between page and app: broken while somebody types, taken by another tab, ended by another link; and pages
// that are not the app's own.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { startApp } from "./support/app.js";
import { launch, newPage } from "./support/browser.js";
import { audit, lookAt, misfits } from "./support/looks.js";
import { sees, withPointer } from "./support/person.js";
import { startProxy } from "./support/proxy.js";
import { wordsOf } from "./support/words.js";

let browser;
let app;
const words = wordsOf("fa");
before(async () => {
  browser = await launch();
  app = await startApp("fa");
});
after(async () => {
  await browser.close();
  await app.stop();
});

// Each test opens the app by a link of its own.
async function opened(test_, origin = app.origin) {
  const made = await newPage(browser, { locale: "fa" });
  const link = (await app.newLink()).replace(app.origin, origin);
  await made.page.goto(link);
  await made.page.locator("form[data-screen]").waitFor();
  test_.after(() => made.context.close());
  return made;
}

const said = (page) => page.locator("#says");

test("a line that breaks while somebody types comes back, and the text stays", async (t) => {
  const proxy = await startProxy(app.origin);
  t.after(() => proxy.stop());
  const { page, complaints } = await opened(t, proxy.origin);
  const person = withPointer(page);
  await person.press("فارسی");
  await person.press(words("consent-agree"));
  await sees(page, "sign-in");

  const entry = page.getByLabel(words("signin-code"), { exact: true });
  await entry.focus();
  await page.keyboard.type("471");
  await page.keyboard.press("ArrowLeft");
  proxy.cut();
  await said(page).getByText(words("web-lost")).waitFor();
  await page.keyboard.type("9");
  assert.equal(await entry.inputValue(), "4791", "typing goes on where it was");
  assert.deepEqual(await misfits(page), []);
  assert.deepEqual(await lookAt(page, "fa-line-lost"), []);

  await person.press(words("signin-action"));
  await said(page).getByText(words("web-unsent")).waitFor();
  await entry.focus();

  proxy.mend();
  await said(page).waitFor({ state: "hidden", timeout: 20_000 });
  assert.equal(await entry.inputValue(), "4791");
  assert.equal(await entry.evaluate((field) => field === document.activeElement), true, "the focus stays");
  await entry.fill("0");
  await person.press(words("signin-action"));
  await page.locator("[role=alert].error, .notice").first().waitFor();
  assert.deepEqual(complaints, []);
});

test("the button tries at once", async (t) => {
  const proxy = await startProxy(app.origin);
  t.after(() => proxy.stop());
  const { page } = await opened(t, proxy.origin);
  // The page's clock stands from now on, so that no wait of its own passes.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1_000);
  proxy.cut();
  await said(page).waitFor();
  proxy.mend();
  await page.waitForTimeout(1_000);
  assert.equal(await said(page).isVisible(), true, "nothing else tries");
  await withPointer(page).press(words("common-try-again"));
  await said(page).waitFor({ state: "hidden" });
});

test("a second tab is told where the app is open, and takes over when that closes", async (t) => {
  const { page, context } = await opened(t);
  const second = await context.newPage();
  await second.goto(`${app.origin}/`);
  await said(second).getByText(words("web-elsewhere")).waitFor();
  assert.equal(await second.locator("form[data-screen]").count(), 0, "it shows no screen");
  assert.deepEqual(await lookAt(second, "fa-second-tab"), []);

  const screen = await page.locator("form").getAttribute("data-screen");
  assert.equal(await said(page).isHidden(), true, "the first one goes on");
  await page.close();
  await withPointer(second).press(words("common-try-again"));
  await sees(second, screen);
});

test("a page loaded anew goes on", async (t) => {
  const { page } = await opened(t);
  const screen = await page.locator("form").getAttribute("data-screen");
  await page.reload();
  await sees(page, screen);
});

test("another link ends the page before, which says so and tries no more", async (t) => {
  const { page: first } = await opened(t);
  await opened(t);
  await said(first).getByText(words("web-ended")).waitFor();
  assert.equal(await first.getByRole("button", { name: words("common-try-again"), exact: true }).count(), 0);
  assert.equal(await first.locator("form").count(), 0, "it shows nothing of the session any more");
  assert.deepEqual(await lookAt(first, "fa-ended"), []);
  const asked = [];
  first.on("request", (request) => asked.push(request.url()));
  await first.waitForTimeout(2_000);
  assert.deepEqual(asked, []);
});

test("who has no session gets words and nothing else", async (t) => {
  const { page, context } = await newPage(browser, { locale: "fa" });
  t.after(() => context.close());
  const answer = await page.goto(`${app.origin}/`);
  assert.equal(answer.status(), 403);
  await page.getByText(words("web-ended")).waitFor();
  assert.equal(await page.locator("script").count(), 0);
  assert.deepEqual(await audit(page), []);
});

test("a page of another origin gets neither socket nor answer", async (t) => {
  const { context } = await opened(t);
  const foreign = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<title>foreign</title>"));
  await new Promise((resolve) => foreign.listen(0, "127.0.0.1", resolve));
  t.after(() => foreign.close());
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${foreign.address().port}/`);
  const outcome = await page.evaluate(async (origin) => {
    const name = "0".repeat(32);
    const socket = new WebSocket(`${origin.replace("http", "ws")}/socket?page=${name}`);
    const opened = await new Promise((resolve) => {
      socket.onopen = () => resolve("opened");
      socket.onclose = () => resolve("refused");
    });
    const read = await fetch(`${origin}/`, { credentials: "include" }).then(() => "read", () => "refused");
    const frame = document.createElement("iframe");
    frame.src = `${origin}/`;
    await new Promise((resolve) => {
      frame.onload = resolve;
      document.body.append(frame);
    });
    return { opened, read };
  }, app.origin);
  assert.deepEqual(outcome, { opened: "refused", read: "refused" });
  const [, framed] = page.frames();
  assert.match(framed.url(), /^chrome-error:/, "the browser refuses to frame it");
});

test("what is no message, or too big, ends the socket with a reason, and the app goes on", async (t) => {
  const { page } = await opened(t);
  const screen = await page.locator("form").getAttribute("data-screen");
  // A file of the same origin: the session goes with its sockets, and the app's own page has left its seat.
  await page.goto(`${app.origin}/icon.svg`);
  const ends = await page.evaluate(async () => {
    const name = "1".repeat(32);
    const isFree = async () => (await fetch(`/session?page=${name}`)).status === 204;
    while (!(await isFree())) await new Promise((resolve) => setTimeout(resolve, 50));
    const ended = (message) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${location.origin.replace("http", "ws")}/socket?page=${name}`);
        socket.onopen = () => socket.send(message);
        socket.onclose = ({ code, reason }) => resolve([code, reason]);
      });
    return [await ended("{}"), await ended("x".repeat(40_000)), await ended(new Uint8Array(4))];
  });
  assert.deepEqual(ends, [[1008, "not a message"], [1009, "too big"], [1003, "only text"]]);
  await page.goto(`${app.origin}/`);
  await sees(page, screen);
});

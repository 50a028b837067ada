// A list of 5,000 visits, read by windows of 60: scrolling asks for more, what is read keeps its place, and the page
// holds only what is near.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp } from "./support/app.js";
import { launch, newPage } from "./support/browser.js";
import { lookAt } from "./support/looks.js";
import { sees, settled, withPointer } from "./support/person.js";
import { startStill } from "./support/still.js";
import { wordsOf } from "./support/words.js";

const VISITS = 5_000;

let browser;
let app;
let made;
const words = wordsOf("en");
before(async () => {
  browser = await launch();
  app = await startApp("en", "--visits", String(VISITS));
  made = await newPage(browser, { width: 412, height: 800 });
  const { page } = made;
  const person = withPointer(page);
  await page.goto(app.link);
  await person.press("English");
  await person.press(words("consent-agree"));
  await sees(page, "sign-in");
  await person.type(words("signin-code"), app.code);
  await person.press(words("signin-action"));
  await sees(page, "home");
  await settled(page);
  await person.press(words("home-visits"));
  await sees(page, "visits");
  await page.locator("ul li").first().waitFor({ timeout: 60_000 });
});
after(async () => {
  await browser.close();
  await app.stop();
});

// The rows painted: their places, what the first seen one is and where it stands.
const rows = (page) =>
  page.evaluate(() => {
    const places = [...document.querySelectorAll("ul.block > li")].map((row) => Number(row.getAttribute("aria-posinset")));
    const top = document.getElementById("screen").getBoundingClientRect().top;
    const seen = [...document.querySelectorAll("ul.block > li")].find((row) => row.getBoundingClientRect().bottom > top);
    return {
      first: places[0],
      last: places.at(-1),
      inOrder: places.every((place, index) => index === 0 || place === places[index - 1] + 1),
      total: Number(document.querySelector("ul.block > li").getAttribute("aria-setsize")),
      seen: seen && { place: Number(seen.getAttribute("aria-posinset")), top: seen.getBoundingClientRect().top, said: seen.textContent },
    };
  });

const scrollBy = (page, distance) =>
  page.evaluate((by) => {
    document.getElementById("screen").scrollTop += by;
  }, distance);

async function until(page, holds) {
  const late = Date.now() + 10_000;
  for (;;) {
    const now = await rows(page);
    if (holds(now)) return now;
    assert.ok(Date.now() < late, `still ${JSON.stringify(now)}`);
    await page.waitForTimeout(50);
  }
}

test("the first window is there, and says how long the list is", async () => {
  const { page } = made;
  const now = await rows(page);
  assert.deepEqual([now.first, now.total, now.inOrder], [1, VISITS, true]);
  assert.deepEqual(await lookAt(page, "en-visits"), []);
});

test("scrolling down asks for more, row by row without a gap or a jump", async () => {
  const { page } = made;
  await page.setViewportSize({ width: 412, height: 800 });
  let reached = 0;
  for (let step = 0; step < 60 && reached < 400; step += 1) {
    const before = await rows(page);
    await scrollBy(page, 500);
    await page.waitForTimeout(60);
    const now = await rows(page);
    assert.ok(now.inOrder, JSON.stringify(now));
    assert.ok(now.seen.place > before.seen.place && now.seen.place < before.seen.place + 20, JSON.stringify([before, now]));
    reached = now.seen.place;
  }
  const now = await rows(page);
  assert.ok(reached >= 300, `reached ${reached}`);
  assert.ok(now.last - now.first < 300, `${now.last - now.first} rows are kept`);
});

test("what is read keeps its place while rows come and go round it", async () => {
  const { page } = made;
  await page.waitForTimeout(500);
  const before = await rows(page);
  await scrollBy(page, -10);
  await page.waitForTimeout(500);
  const after_ = await rows(page);
  assert.equal(after_.seen.said, before.seen.said);
  assert.ok(Math.abs(after_.seen.top - before.seen.top - 10) <= 2, JSON.stringify([before, after_]));
});

test("a jump to the end shows the last row, and back up the first", async () => {
  const { page } = made;
  await scrollBy(page, 10_000_000);
  await until(page, (now) => now.last === VISITS);
  await scrollBy(page, 10_000_000);
  assert.equal((await rows(page)).last, VISITS);
  await page.evaluate(() => {
    document.getElementById("screen").scrollTop = 0;
  });
  const top = await until(page, (now) => now.first === 1);
  assert.equal(top.seen.place, 1);
});

test("a jump into the middle lands about where the bar stands", async () => {
  const { page } = made;
  await page.evaluate(() => {
    const screen = document.getElementById("screen");
    screen.scrollTop = screen.scrollHeight / 2;
  });
  const now = await until(page, ({ seen, first, last }) => first < VISITS / 2 && last > VISITS / 2 && seen);
  assert.ok(Math.abs(now.seen.place - VISITS / 2) < VISITS / 50, JSON.stringify(now));
});

test("the keyboard alone reads on", async () => {
  const { page } = made;
  await page.evaluate(() => {
    document.getElementById("screen").scrollTop = 0;
  });
  await until(page, (now) => now.first === 1);
  await page.locator("h1").focus();
  const before = (await rows(page)).seen.place;
  for (let press = 0; press < 30; press += 1) {
    await page.keyboard.press("PageDown");
    await page.waitForTimeout(80);
  }
  const now = await rows(page);
  assert.ok(now.seen.place > before + 60, JSON.stringify(now));
  await page.keyboard.press("End");
  await until(page, ({ last }) => last === VISITS);
});

// The same module over a core of the test's own, whose rows and answers it rules.
async function ruled(t) {
  const still = await startStill();
  const { page, context } = await newPage(browser, { width: 412, height: 800 });
  t.after(async () => {
    await context.close();
    still.stop();
  });
  await page.goto(still.origin);
  await page.evaluate(async () => {
    const { paint } = await import("/painter.js");
    const { Lists } = await import("/lists.js");
    const root = document.getElementById("screen");
    const text = (shown) => ({ shown, spoken: shown, language: "en", direction: "ltr" });
    const core = { revision: 1, said: "first", total: 1_000, answers: true, asked: [] };
    const row = (index) => ({ key: `row-${index}`, title: text(`${core.said} ${index}`), detail: null, action: null });
    const rows = (first, count) => Array.from({ length: Math.max(0, Math.min(count, core.total - first)) }, (_, n) => row(first + n));
    const screen = () => ({
      revision: core.revision, id: "visits", title: text("Visits"), direction: "ltr", next: null, back: null, emergency: null,
      announce: "off", focus: null, blocks: [{ key: "visits", kind: "list", total: core.total, first: 0, rows: rows(0, 60) }],
    });
    const show = () => {
      paint(shown, root, () => {}, { lists });
      lists.settle();
    };
    const answer = ({ key, first, count }) => lists.take(key, { revision: core.revision, total: core.total, first, rows: rows(first, count) });
    const ask = (wish) => {
      core.asked.push(wish);
      if (core.answers) setTimeout(() => answer(wish), 5);
      return core.answers !== null;
    };
    const lists = new Lists(root, ask, show);
    let shown = screen();
    core.say = (change) => {
      Object.assign(core, change, { revision: core.revision + 1 });
      shown = screen();
      lists.follow(shown);
      show();
    };
    core.stands = () => {
      lists.lineStands();
      lists.settle();
    };
    globalThis.core = core;
    lists.follow(shown);
    show();
  });
  return page;
}

test("rows that changed under a scrolled list are asked for anew, and the place stays", async (t) => {
  const page = await ruled(t);
  for (let step = 0; step < 12; step += 1) {
    await scrollBy(page, 400);
    await page.waitForTimeout(50);
  }
  const before = await rows(page);
  assert.ok(before.seen.place > 30 && before.seen.said.startsWith("first"));
  await page.evaluate(() => globalThis.core.say({ said: "second" }));
  const now = await until(page, ({ seen }) => seen?.said.startsWith("second"));
  assert.ok(Math.abs(now.seen.place - before.seen.place) <= 1, JSON.stringify([before, now]));
  assert.equal(await page.locator("ul", { hasText: "first" }).count(), 0);
});

test("a screen that says the same again asks for nothing", async (t) => {
  const page = await ruled(t);
  await scrollBy(page, 400);
  await page.waitForTimeout(300);
  const asked = await page.evaluate(() => globalThis.core.asked.length);
  await page.evaluate(() => globalThis.core.say({}));
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => globalThis.core.asked.length), asked);
});

test("a question the broken line swallowed is asked again when it stands", async (t) => {
  const page = await ruled(t);
  await page.evaluate(() => (globalThis.core.answers = false));
  await scrollBy(page, 4_000);
  await page.waitForTimeout(300);
  const before = await rows(page);
  const asked = await page.evaluate(() => globalThis.core.asked.length);
  assert.ok(asked >= 1 && before.last <= 120, `${asked} asked, ${before.last} here`);
  await page.evaluate(() => {
    globalThis.core.answers = true;
    globalThis.core.stands();
  });
  await until(page, ({ last }) => last > before.last);
});

test("a list that became short ends where it ends", async (t) => {
  const page = await ruled(t);
  await scrollBy(page, 20_000);
  await until(page, ({ first }) => first > 100);
  await page.evaluate(() => globalThis.core.say({ total: 80 }));
  const now = await until(page, ({ total, last }) => total === 80 && last === 80);
  assert.ok(now.seen.place <= 80);
  await page.evaluate(() => globalThis.core.say({ total: 9 }));
  assert.deepEqual(await page.evaluate(() => [document.querySelectorAll("li").length, document.querySelector("ul").style.length]), [9, 0]);
});

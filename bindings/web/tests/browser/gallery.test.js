// Every screen the core can show, in every language, also when something failed: nothing keeps a person out.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, newPage } from "./support/browser.js";
import { audit, contrast, misfits, setFontScale } from "./support/looks.js";
import { gallery } from "./support/places.js";
import { paintStill, startStill } from "./support/still.js";

let browser;
let still;
before(async () => {
  assert.ok(existsSync(gallery), `${gallery} is not there: cargo test --package nabz-app --test it gallery`);
  browser = await launch();
  still = await startStill();
});
after(async () => {
  await browser?.close();
  still?.stop();
});

const screens = existsSync(gallery) ? JSON.parse(readFileSync(gallery, "utf8")) : [];

test("both languages and the screens of every errand are in the gallery", () => {
  const languages = new Map(screens.map(({ language }) => [language, 0]));
  for (const { language } of screens) languages.set(language, languages.get(language) + 1);
  assert.deepEqual([...languages.keys()].sort(), ["en", "fa"]);
  for (const [language, count] of languages) assert.ok(count >= 60, `${count} in ${language}`);
});

for (const language of ["en", "fa"]) {
  test(`every screen in ${language}`, { timeout: 120_000 }, async (t) => {
    const { page, context, complaints } = await newPage(browser, { locale: language });
    t.after(() => context.close());
    await page.goto(still.origin);
    const wrong = [];
    for (const { name, screen } of screens.filter((each) => each.language === language)) {
      await paintStill(page, screen);
      await page.emulateMedia({ colorScheme: "light" });
      const found = [...(await audit(page)), ...(await misfits(page))];
      await page.emulateMedia({ colorScheme: "dark" });
      found.push(...(await contrast(page)));
      await setFontScale(page, 2);
      found.push(...(await misfits(page)).map((misfit) => `at twice the size ${misfit}`));
      await setFontScale(page, 1);
      wrong.push(...found.map((finding) => `${name}: ${finding}`));
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(complaints, []);
  });
}

test("nothing moves for who wants no motion, and what is under way is still seen", async (t) => {
  const { page, context } = await newPage(browser, { reducedMotion: "reduce" });
  t.after(() => context.close());
  await page.goto(still.origin);
  const waiting = screens.filter(({ screen }) => screen.blocks.some(({ kind }) => kind === "progress"));
  assert.ok(waiting.length > 0);
  for (const { name, screen } of waiting) {
    await paintStill(page, screen);
    const running = await page.evaluate(() => document.getAnimations().length);
    const { appearance, height } = await page.locator("progress").first().evaluate((bar) => ({
      appearance: bar.matches(":indeterminate") ? getComputedStyle(bar).appearance : "none",
      height: bar.getBoundingClientRect().height,
    }));
    assert.deepEqual([name, running, appearance, height >= 8], [name, 0, "none", true]);
  }
});

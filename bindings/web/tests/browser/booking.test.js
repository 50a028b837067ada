// A person books and holds a visit in the page: in English with a pointer, in Persian with the keyboard alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp } from "./support/app.js";
import { launch, newPage } from "./support/browser.js";
import { lookAt } from "./support/looks.js";
import { sees, withKeyboard, withPointer } from "./support/person.js";
import { bookVisit, holdVisit } from "./support/visit.js";
import { wordsOf } from "./support/words.js";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

// Looks at each screen once and remembers what is wrong.
function looker(page, language) {
  const wrong = [];
  let number = 0;
  return {
    wrong,
    look: async (screen) => {
      number += 1;
      wrong.push(...(await lookAt(page, `${language}-${String(number).padStart(2, "0")}-${screen}`)));
    },
  };
}

const persianDigits = (code) => code.replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]);

for (const { language, ownName, personOf, typed } of [
  { language: "en", ownName: "English", personOf: withPointer, typed: (code) => code },
  { language: "fa", ownName: "فارسی", personOf: withKeyboard, typed: persianDigits },
]) {
  test(`a visit in ${language}`, { timeout: 180_000 }, async () => {
    const app = await startApp(language);
    const { page, context, complaints } = await newPage(browser, { locale: language });
    try {
      await page.goto(app.link);
      assert.equal(new URL(page.url()).search, "", "the spent ticket is gone from the address");
      const words = wordsOf(language);
      const person = personOf(page);
      const { look, wrong } = looker(page, language);
      await bookVisit({ page, app, words, person, ownName, code: typed(app.code), look });
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);

      await person.press(words("emergency-action"));
      await sees(page, "emergency");
      await look("emergency");
      await person.press(words("common-back"));
      await sees(page, "booking");

      await holdVisit({ page, app, words, person, look, inCall: () => liveIsShown(page) });
      await look("after-hang-up");
      assert.deepEqual(wrong, []);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
      await app.stop();
    }
  });
}

// The meter follows the voice: it has stood at several heights within the time a sentence takes.
async function liveIsShown(page) {
  await page.locator(".live output").first().waitFor();
  const heights = await page.evaluate(async () => {
    const bar = document.querySelector(".meter:not([hidden]) i");
    const seen = new Set();
    for (let look = 0; look < 40; look += 1) {
      seen.add(bar?.style.inlineSize);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return [...seen];
  });
  assert.ok(heights.length >= 3, `the meter stood at ${heights}`);
  const texts = await page.locator(".live output").allTextContents();
  assert.ok(texts.every((text) => text.trim() !== ""), `live values are ${texts}`);
}

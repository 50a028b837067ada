// Seeded defects: what the other tests rely on finds what it is there to find.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp } from "./support/app.js";
import { complaintsOf, launch, newPage } from "./support/browser.js";
import { audit, contrast, misfits } from "./support/looks.js";
import { withKeyboard } from "./support/person.js";
import { paintStill, startStill } from "./support/still.js";

const text = (shown, language = "en", direction = "ltr") => ({ shown, spoken: shown, language, direction });
const action = (id) => ({ id, label: text(id), role: "normal", enabled: true, repeatable: false });
const SCREEN = {
  revision: 1, id: "one", title: text("Title"), direction: "ltr", next: action("next"), back: action("back"),
  emergency: { ...action("help"), role: "emergency" }, announce: "polite", focus: null,
  blocks: [
    { key: "p", kind: "paragraph", text: text("Words to read.") },
    { key: "f", kind: "field", label: text("Name"), input: "text", value: "", value_revision: 1, language: "en", secret: false, limit: 9, error: null },
    { key: "c", kind: "choice", label: text("One of"), options: [{ action: action("This one"), chosen: true }] },
    { key: "l", kind: "list", total: 2, first: 0, rows: [{ key: "r", title: text("Row"), detail: null, action: null }] },
  ],
};

let browser;
let still;
let page;
before(async () => {
  browser = await launch();
  still = await startStill();
  ({ page } = await newPage(browser));
});
after(async () => {
  await browser.close();
  still.stop();
});

// A fresh page with the screen, then the defect.
async function spoilt(defect, ...args) {
  await page.goto(still.origin);
  await paintStill(page, SCREEN);
  if (defect) await page.evaluate(defect, ...args);
}

const styled = (rule) =>
  spoilt((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, rule);

test("a sound screen passes every check", async () => {
  await spoilt(null);
  assert.deepEqual([...(await audit(page)), ...(await contrast(page)), ...(await misfits(page))], []);
});

for (const [rule, defect] of [
  ["button-name", () => (document.querySelector(".next").textContent = "")],
  ["label", () => document.querySelector("label").remove()],
  ["html-has-lang", () => document.documentElement.removeAttribute("lang")],
  ["valid-lang", () => (document.querySelector("main p").lang = "persian")],
  ["document-title", () => (document.title = "")],
  ["list", () => document.querySelector("ul").prepend(document.createElement("div"))],
  ["aria-valid-attr-value", () => document.querySelector(".option").setAttribute("aria-pressed", "perhaps")],
  ["aria-hidden-focus", () => document.querySelector("main").setAttribute("aria-hidden", "true")],
]) {
  test(`axe finds ${rule}`, async () => {
    await spoilt(defect);
    const found = await audit(page);
    assert.ok(found.some((finding) => finding.startsWith(rule)), found.join("\n"));
  });
}

for (const [scheme, faint, onStep] of [
  ["light", "#b0b0b0", "#00645a"],
  ["dark", "#404a48", "#7fd0c2"],
]) {
  test(`axe finds words that cannot be read, ${scheme}`, async () => {
    await page.emulateMedia({ colorScheme: scheme });
    for (const where of [".nabz p", ".nabz .next", ".nabz .emergency", ".nabz .option"]) {
      await styled(`${where} { color: ${where === ".nabz .next" ? onStep : faint} !important }`);
      assert.ok((await contrast(page)).length > 0, where);
    }
    await page.emulateMedia({ colorScheme: "light" });
  });
}

for (const [what, rule] of [
  ["beyond the side", ".nabz main { inline-size: 25rem; max-inline-size: none }"],
  ["too small to touch", ".nabz button { min-block-size: 2rem; padding: 0 }"],
  ["cut off", ".nabz p { inline-size: 3rem; white-space: nowrap; overflow: hidden }"],
]) {
  test(`a screen is measured: ${what}`, async () => {
    await styled(rule);
    const found = await misfits(page);
    assert.ok(found.some((finding) => finding.startsWith(what)), found.join("\n"));
  });
}

test("the keyboard alone does not reach what is no button, nor press what shows no focus", async () => {
  await spoilt(() => document.querySelector(".next").setAttribute("tabindex", "-1"));
  await assert.rejects(withKeyboard(page).press("next"), /Tab does not lead there/);
  await styled(".nabz :focus-visible { outline: none }");
  await assert.rejects(withKeyboard(page).press("next"), /the focus cannot be seen/);
});

test("a painter that builds anew loses what was typed, and it shows", async () => {
  await spoilt(null);
  await page.locator("input").fill("half");
  await paintStill(page, { ...SCREEN, revision: 2 });
  assert.equal(await page.locator("input").inputValue(), "half");
  await page.evaluate(() => document.querySelector("form").replaceWith(document.querySelector("form").cloneNode(true)));
  await paintStill(page, { ...SCREEN, revision: 3, id: "another" });
  assert.equal(await page.locator("input").inputValue(), "");
});

test("the policy of the app refuses what is inline, and the refusal is heard", async (t) => {
  const app = await startApp("en");
  t.after(() => app.stop());
  const other = await browser.newPage();
  const complaints = complaintsOf(other);
  await other.goto(app.link);
  await other.locator("form[data-screen]").waitFor();
  assert.deepEqual(complaints, []);
  const ran = await other.evaluate(async () => {
    // While the debugger itself evaluates, eval is free; a moment later it is not.
    await new Promise((resolve) => setTimeout(resolve, 10));
    // Trusted types refuse some of it as soon as it is written, the policy the rest when it would run.
    const tried = (attempt) => {
      try {
        attempt();
      } catch {
        // What counts is that nothing ran.
      }
    };
    tried(() => {
      const script = document.createElement("script");
      script.append("globalThis.ran = true");
      document.body.append(script);
    });
    tried(() => {
      document.body.innerHTML += "<p>";
      globalThis.ran = true;
    });
    tried(() => new Function("globalThis.ran = true")());
    tried(() => document.body.setAttribute("onclick", "globalThis.ran = true"));
    document.body.click();
    document.body.setAttribute("style", "color: red");
    const elsewhere = await fetch("http://127.0.0.1:1/").then(() => "asked", () => "refused");
    return [globalThis.ran === true, getComputedStyle(document.body).color === "rgb(255, 0, 0)", elsewhere];
  });
  assert.deepEqual(ran, [false, false, "refused"]);
  assert.ok(complaints.length >= 3, complaints.join("\n"));
});

// What every screen has to be: readable by a screen reader, inside the window, with room for a thumb.

import axe from "axe-core";
import { join } from "node:path";
import { pictures } from "./places.js";

/** What axe finds that keeps people out: rule, how bad, and where. Empty if nothing is serious or critical. */
export function audit(page) {
  return findings(page, {});
}

/** What cannot be read for lack of contrast. */
export function contrast(page) {
  return findings(page, { runOnly: ["color-contrast"] });
}

async function findings(page, options) {
  // Evaluated by the debugger, so the page's own policy stays as strict as it is.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (asked) => globalThis.axe.run(document, { ...asked, resultTypes: ["violations"] }),
    options,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, impact, nodes }) => nodes.map((node) => `${id} (${impact}): ${node.target} ${node.html.slice(0, 160)}`));
}

/** What does not fit: elements beyond the window's sides, words cut off, targets too small for a thumb. */
export function misfits(page) {
  return page.evaluate(() => {
    const name = (element) => `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.slice(0, 40)}"`;
    const found = [];
    const width = document.documentElement.clientWidth;
    for (const element of document.querySelectorAll("#screen *, #says *")) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || element.closest(".spoken, noscript")) continue;
      if (box.left < -1 || box.right > width + 1) found.push(`beyond the side: ${name(element)}`);
      if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== "visible") {
        found.push(`cut off: ${name(element)}`);
      }
      const isTarget = element.matches("button, input, a[href]");
      if (isTarget && (box.width < 48 || box.height < 48)) found.push(`too small to touch: ${name(element)}`);
    }
    if (document.documentElement.scrollWidth > width) found.push("the page scrolls sideways");
    return found;
  });
}

/** Sets the reader's font size, 1 for the browser's own. */
export function setFontScale(page, scale) {
  return page.evaluate((size) => {
    document.documentElement.style.fontSize = size;
  }, `${scale * 100}%`);
}

/**
 * Looks at a screen as every reader may have it: 320 and 412 px wide, light and dark, and 320 px with the font at twice
 * its size. Leaves a picture of each, as high as the screen, and says what is wrong.
 */
export async function lookAt(page, name) {
  const wrong = [];
  const before = page.viewportSize();
  for (const [width, scheme, scale] of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 640 });
    await setFontScale(page, scale);
    const look = `${width}-${scheme}${scale === 1 ? "" : `-${scale * 100}`}`;
    for (const misfit of await misfits(page)) wrong.push(`${name} ${look}: ${misfit}`);
    if (scale === 1 && width === 320) {
      for (const finding of await audit(page)) wrong.push(`${name} ${look}: ${finding}`);
    }
    const height = await page.evaluate(() => {
      const { scrollHeight, clientHeight } = document.getElementById("screen");
      return innerHeight + scrollHeight - clientHeight;
    });
    await page.setViewportSize({ width, height: Math.min(Math.max(640, height), 4_000) });
    await page.screenshot({ path: join(pictures, `${name}-${look}.png`) });
  }
  await setFontScale(page, 1);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
  return wrong;
}

const LOOKS = [
  [320, "light", 1],
  [320, "dark", 1],
  [412, "light", 1],
  [412, "dark", 1],
  [320, "light", 2],
];

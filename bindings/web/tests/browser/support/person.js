// A person at the page: reads names, presses and types. One with a pointer, one with the keyboard alone.

const SEES_MS = 20_000;

/** Waits until this screen is shown. */
export function sees(page, screen, timeout = SEES_MS) {
  return page.locator(`form[data-screen="${screen}"]`).waitFor({ timeout });
}

/** Waits until nothing is under way on this screen. */
export async function settled(page) {
  await page.locator("#screen progress").waitFor({ state: "detached", timeout: SEES_MS });
}

/** Presses and types with a pointer. */
export function withPointer(page) {
  return {
    press: (name, within = page) => within.getByRole("button", { name, exact: true }).click({ timeout: SEES_MS }),
    type: (label, text) => page.getByLabel(label, { exact: true }).fill(text),
  };
}

/** Goes from one thing to the next with Tab, and presses with Enter; typing goes key by key. */
export function withKeyboard(page) {
  const reach = async (wanted) => {
    await wanted.waitFor({ timeout: SEES_MS });
    const most = await page.locator("button, input").count();
    for (let presses = 0; presses <= most + 1; presses += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error("Tab does not lead there");
  };
  return {
    async press(name, within = page) {
      const button = within.getByRole("button", { name, exact: true });
      await reach(button);
      await seesFocus(page);
      await page.keyboard.press("Enter");
    },
    async type(label, text) {
      await reach(page.getByLabel(label, { exact: true }));
      await page.keyboard.type(text);
    },
  };
}

// What has the focus shows it, and nothing lies over it (WCAG 2.2, 2.4.7 and 2.4.11).
async function seesFocus(page) {
  const hidden = await page.evaluate(() => {
    const focused = document.activeElement;
    const { left, top, width, height } = focused.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return "the focus cannot be seen";
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    return focused.contains(there) ? null : "something lies over what has the focus";
  });
  if (hidden) throw new Error(hidden);
}

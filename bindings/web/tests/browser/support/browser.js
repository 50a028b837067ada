// Debian's Chromium, and pages that report what went wrong in them.

import { chromium } from "playwright-core";

// Without the second half the browser asks its maker's hosts for this and that.
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** The browser. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/**
 * A page in a context of its own, as on a phone 320 px wide. `complaints` collects errors of scripts, refusals of the
 * content security policy and requests that leave this machine.
 */
export async function newPage(browser, { width = 320, height = 640, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, ...options });
  const page = await context.newPage();
  return { page, context, complaints: complaintsOf(page) };
}

/** What goes wrong in a page from now on. */
export function complaintsOf(page) {
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // What the network does is what a test is about, not a mistake of the page.
    const ofNetwork = /WebSocket connection|Failed to load resource/.test(message.text());
    if (message.type() === "error" && !ofNetwork) complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (new URL(request.url()).hostname !== "127.0.0.1") complaints.push(`asked ${request.url()}`);
  });
  return complaints;
}

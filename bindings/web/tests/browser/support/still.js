// A page with the painter and nothing behind it, to paint any screen in.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { root } from "./places.js";

const WEB = join(root, "bindings", "web");
const TYPES = { js: "text/javascript", css: "text/css" };

// As strict about what runs as the served page.
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'";

const css = () => ["painter/frame.css", "painter/blocks.css", "app/app.css"].map((file) => read(file)).join("\n");
const read = (file) => readFileSync(join(WEB, file), "utf8");

const FILES = {
  "/": () =>
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    '<title>still</title><link rel="stylesheet" href="/still.css"><div id="says" hidden></div><div id="screen"></div></html>',
  "/still.css": css,
  "/painter.js": () => read("painter/painter.js"),
  "/lists.js": () => read("app/lists.js"),
};

/** Serves it; the address is `origin`. */
export async function startStill() {
  const server = createServer(({ url }, answer) => {
    const file = FILES[url];
    if (!file) return answer.writeHead(404).end();
    const type = TYPES[url.split(".")[1]] ?? "text/html";
    answer.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(file());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Paints a screen of the gallery, as the page of the app would. */
export function paintStill(page, screen) {
  return page.evaluate(async (shown) => {
    const { paint } = await import("/painter.js");
    document.documentElement.lang = shown.title.language;
    document.documentElement.dir = shown.direction;
    document.title = shown.title.shown;
    paint(shown, document.getElementById("screen"), () => {});
  }, screen);
}

// The words of a language, by message id: what a test presses is what a person reads.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.js";

/** `wordsOf("fa")("home-book")`: the message's text. Only plain messages: one line, nothing set in. */
export function wordsOf(language) {
  const folder = join(root, "locales", language);
  const texts = new Map();
  for (const file of readdirSync(folder)) {
    for (const [, id, text] of readFileSync(join(folder, file), "utf8").matchAll(/^([a-z][a-z0-9-]*) = (.+)$/gm)) {
      texts.set(id, text);
    }
  }
  return (id) => {
    const text = texts.get(id);
    if (!text || text.includes("{")) throw new Error(`no plain message ${id} in ${language}`);
    return text;
  };
}

// `nabz app --web` as a child process, and what a person types into its terminal.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { nabz } from "./places.js";

const STARTS_MS = 30_000;

/** Starts the app against a sandbox clinic of its own. */
export async function startApp(language, ...flags) {
  const child = spawn(nabz, ["app", "--lang", language, "--web", "--port", "0", ...flags], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const said = async (pattern) => {
    const late = new Promise((_, reject) => {
      setTimeout(() => reject(new Error(`the app did not say ${pattern}`)), STARTS_MS).unref();
    });
    for (;;) {
      const { value, done } = await Promise.race([lines.next(), late]);
      if (done) throw new Error(`the app ended before it said ${pattern}`);
      const found = value.match(pattern);
      if (found) return found[1];
    }
  };
  const code = await said(/code is (\S+)\./);
  const link = await said(/^Open (\S+)$/);
  return {
    /** What the patient types to sign in. */
    code,
    /** Opens the page, once. */
    link,
    /** `http://127.0.0.1:…` */
    origin: new URL(link).origin,

    /** Another link; the session before ends when it is opened. */
    newLink() {
      child.stdin.write("\n");
      return said(/^Open (\S+)$/);
    },

    /** Goes on to the visit's time. */
    skipToVisit() {
      child.stdin.write("w\n");
    },

    /** Ends the app as a person would. */
    async stop() {
      child.stdin.end("q\n");
      const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(late);
    },
  };
}

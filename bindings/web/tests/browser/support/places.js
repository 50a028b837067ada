// Where things lie.

import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../../../..");

/** Where cargo builds. */
export const target = process.env.CARGO_TARGET_DIR ? resolve(root, process.env.CARGO_TARGET_DIR) : join(root, "target");

/** The binary; built before: `cargo build --package nabz`. */
export const nabz = process.env.NABZ ?? join(target, "debug", "nabz");

/** Every screen as data; written before: `cargo test --package nabz-app --test it gallery`. */
export const gallery = join(target, "ui", "screens.json");

/** Pictures to look at. */
export const pictures = join(target, "ui", "web");

mkdirSync(pictures, { recursive: true });

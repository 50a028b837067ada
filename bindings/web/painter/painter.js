// Paints the screens of Nabz with the browser's own elements.
//
// A screen is finished data: every word, its language, its direction and its spoken form stand in it. This file holds
// no word and no decision about health, language or network. A painter per block kind turns data into elements; one
// repaint then settles them into what stands already, by key, so that focus, scroll and half-typed text stay.
//
// Strict content security policies are fine with it: no markup is parsed, no style or handler is written inline.

// What each root shows now: the screen, the listener and the prefix that keeps ids of several roots apart.
const shown = new WeakMap();
let roots = 0;

/**
 * Paints a screen into `root`, over whatever this function painted there before.
 *
 * `onAction(revision, action, values)` hears each press: the revision it was made on, the opaque action id, and
 * `[key, text]` of every field. What a page has besides the screen: `line`, five texts that name the bars of a line
 * from none to good, and `lists`, whose `run(key)` gives the rows `{ rows, first, total }` to paint for a list of which
 * the screen carries only the first.
 */
export function paint(screen, root, onAction, { line = [], lists = null } = {}) {
  const before = shown.get(root);
  const prefix = before?.prefix ?? `nabz-${(roots += 1)}`;
  shown.set(root, { screen, onAction, prefix });
  if (!before) listen(root);

  const fresh = screenElement(screen, { prefix, line, lists });
  const held = focusIn(root);
  if (before?.screen.id === screen.id) {
    settle(root.firstElementChild, fresh);
  } else {
    root.replaceChildren(fresh);
    root.scrollTop = 0;
  }
  if (before) placeFocus(root, held, before.screen, screen, prefix);
}

/**
 * Shows the present value of a `live` block: `{ key, value, permille }`. Does nothing if that block is not on the screen.
 */
export function paintLive({ key, value, permille = null }, root) {
  const prefix = shown.get(root)?.prefix;
  const block = root.ownerDocument.getElementById(idOf(prefix, key));
  const output = block?.querySelector("output");
  if (!output) return;
  const fresh = worded("span", value);
  if (!output.firstChild?.isEqualNode(fresh)) output.replaceChildren(fresh);
  const meter = block.querySelector(".meter");
  meter.hidden = permille === null;
  meter.firstElementChild.style.inlineSize = `${(permille ?? 0) / 10}%`;
}

// One painter per block kind. `at` holds the block's id, how loudly changes of this screen are announced, and what the
// page has besides the screen.
const painters = {
  heading: ({ text }) => worded("h2", text),

  paragraph: ({ text }) => worded("p", text),

  notice: ({ tone, text }, at) =>
    element("div", { class: "notice", "data-tone": tone, ...announced(tone === "problem", at) }, worded("p", text)),

  row: ({ label, value }) => element("dl", { class: "row" }, ...pair(label, value)),

  list: (block, at) => {
    const { rows, first, total } = at.lists?.run(block.key) ?? block;
    return element("ul", {}, ...rows.map((row, index) => listRow(row, first + index + 1, total)));
  },

  action: ({ action }) => button(action, { class: "inside" }),

  field: (block, at) => field(block, at),

  choice: ({ label, options }, at) =>
    element(
      "div",
      { role: "group", "aria-labelledby": `${at.id}-label` },
      worded("p", label, { id: `${at.id}-label`, class: "label" }),
      ...options.map(({ action, chosen }) => button(action, { class: "option", "aria-pressed": String(chosen) })),
    ),

  slots: ({ days }, at) => element("div", { class: "slots" }, ...days.map((day, index) => slotDay(day, index, at))),

  price: ({ lines, own_share }) =>
    element(
      "dl",
      { class: "price" },
      ...lines.map(({ label, amount }) => element("div", {}, ...pair(label, amount))),
      element("div", { class: "own-share" }, ...pair(own_share.label, own_share.amount)),
    ),

  call_stage: ({ who, about, state, line }, at) =>
    element(
      "section",
      { class: "call", "aria-labelledby": `${at.id}-who` },
      worded("h2", who, { id: `${at.id}-who` }),
      worded("p", about, { class: "about" }),
      lineMeter(line, `${at.id}-state`, at.line[line]),
      worded("p", state, { class: "state", id: `${at.id}-state`, ...announced(false, at) }),
    ),

  progress: ({ text, permille }, at) =>
    element(
      "div",
      { class: "progress", ...announced(false, at) },
      worded("p", text, { id: `${at.id}-text` }),
      element("progress", { max: 1000, value: permille, "aria-labelledby": `${at.id}-text` }),
    ),

  live: ({ label }, at) =>
    element(
      "div",
      { class: "live" },
      worded("p", label, { id: `${at.id}-label` }),
      // The output says in words what the meter shows.
      element("div", { class: "meter", "aria-hidden": "true", "data-live": true, hidden: true }, element("i", {})),
      element("output", { "aria-labelledby": `${at.id}-label`, "aria-live": "off", "data-live": true }),
    ),
};

function screenElement(screen, page) {
  const { prefix } = page;
  const { title, direction, blocks, next, back, emergency } = screen;
  return element(
    "form",
    { class: "nabz", "data-screen": screen.id, lang: title.language, dir: direction, novalidate: true },
    element(
      "header",
      {},
      back && button(back, { class: "back", "data-key": "back" }),
      emergency && button(emergency, { class: "emergency", "data-key": "emergency" }),
    ),
    element(
      "main",
      {},
      worded("h1", title, { id: `${prefix}-title`, tabindex: -1 }),
      ...blocks.map((block) => blockElement(block, screen, page)),
    ),
    next && element("footer", {}, button(next, { class: "next", type: "submit" })),
  );
}

function blockElement(block, { announce, focus }, page) {
  const id = idOf(page.prefix, block.key);
  const made = painters[block.kind]?.(block, { id, announce, ...page });
  if (!made) return null;
  made.classList.add("block");
  made.dataset.key = block.key;
  made.id = id;
  if (focus === block.key && !made.querySelector(focusable)) made.tabIndex = -1;
  return made;
}

function listRow({ key, title, detail, action }, position, total) {
  const words = [worded("span", title, { class: "title" }), detail && worded("span", detail, { class: "detail" })];
  const opens = action && action.label.shown !== title.shown && worded("span", action.label, { class: "opens" });
  const inside = action ? [button(action, { class: "open" }, ...words, opens)] : words;
  return element("li", { "data-key": key, "aria-posinset": position, "aria-setsize": total }, ...inside);
}

function slotDay({ day, times }, index, at) {
  const heading = `${at.id}-day-${index}`;
  const choices = times.map((time) =>
    element("li", { "data-key": time.id }, button(time, { "aria-describedby": heading })),
  );
  return element("section", { "aria-labelledby": heading }, worded("h2", day, { id: heading }), element("ul", {}, ...choices));
}

function field({ key, label, input, value, value_revision, language, secret, limit, error }, at) {
  const entry = element("input", {
    id: `${at.id}-entry`,
    type: secret ? "password" : input === "phone" ? "tel" : "text",
    inputmode: input === "digits" ? "numeric" : null,
    lang: language,
    dir: input === "text" ? label.direction : "ltr",
    maxlength: limit,
    autocomplete: "off",
    "data-field": key,
    "data-value-revision": value_revision,
    "aria-invalid": error ? "true" : null,
    "aria-describedby": error ? `${at.id}-error` : null,
  });
  // A property, not an attribute: the text belongs to the person until the core raises `value_revision`.
  entry.value = value;
  return element(
    "div",
    { class: "field" },
    worded("label", label, { for: entry.id }),
    entry,
    error && worded("p", error, { id: `${at.id}-error`, class: "error", role: "alert" }),
  );
}

function button(action, attributes, ...content) {
  return element(
    "button",
    {
      type: "button",
      "data-action": action.id,
      "data-role": action.role,
      // Not `disabled`: the button keeps the focus and a screen reader still finds it.
      "aria-disabled": action.enabled ? null : "true",
      ...attributes,
    },
    ...(content.length > 0 ? content : [worded("span", action.label)]),
  );
}

function lineMeter(line, labelledBy, name) {
  if (line === null || line === undefined) return null;
  const bars = [1, 2, 3, 4].map((bar) => element("i", { "data-on": bar <= line ? "" : null }));
  const range = { "aria-valuemin": 0, "aria-valuemax": 4, "aria-valuenow": line, "aria-valuetext": name?.spoken };
  return element("div", { class: "line", role: "meter", "aria-labelledby": labelledBy, ...range }, ...bars);
}

const pair = (term, value) => [worded("dt", term), worded("dd", value)];

const announced = (urgent, { announce }) => (urgent ? { role: "alert" } : { role: "status", "aria-live": announce });

const idOf = (prefix, key) => `${prefix}-${encodeURIComponent(key)}`;

/**
 * An element with a finished text in its own language and direction. Where the voice says it otherwise than it is
 * written, eyes get one and the screen reader the other.
 */
export function worded(tag, text, attributes = {}) {
  const made = element(tag, { ...attributes, lang: text.language, dir: text.direction });
  const written = text.shown.replace(/[\u2066-\u2069]/g, "");
  if (!text.spoken || text.spoken === written) {
    made.textContent = text.shown;
  } else {
    made.append(element("span", { "aria-hidden": "true" }, text.shown), element("span", { class: "spoken" }, text.spoken));
  }
  return made;
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

function listen(root) {
  root.addEventListener("submit", (event) => event.preventDefault());
  root.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[data-action]");
    if (!pressed || pressed.getAttribute("aria-disabled") === "true") return;
    const { screen, onAction } = shown.get(root);
    const values = [...root.querySelectorAll("input[data-field]")].map((entry) => [entry.dataset.field, entry.value]);
    onAction(screen.revision, pressed.dataset.action, values);
  });
}

// Makes `old` what `fresh` is, touching only what differs.
function settle(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  // What stands in a live element came by `paintLive`.
  if (old.hasAttribute("data-live")) return;
  if (old.dataset.valueRevision !== fresh.dataset.valueRevision) old.value = fresh.value;
  for (const { name } of [...old.attributes]) {
    // A style is never painted: it is the room a page gave to rows of a list that are not painted.
    if (!fresh.hasAttribute(name) && name !== "style") old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  settleChildren(old, fresh);
}

function settleChildren(old, fresh) {
  const unclaimed = [...old.childNodes];
  const claim = (wanted) => {
    const at = unclaimed.findIndex((node) => means(node, wanted));
    return at < 0 ? null : unclaimed.splice(at, 1)[0];
  };
  const wanted = [...fresh.childNodes].map((node) => ({ node, kept: claim(node) }));
  for (const gone of unclaimed) gone.remove();

  let place = old.firstChild;
  for (const { node, kept } of wanted) {
    if (kept) settle(kept, node);
    if (kept && kept === place) place = place.nextSibling;
    else old.insertBefore(kept ?? node, place);
  }
}

const means = (one, other) => one.nodeName === other.nodeName && one.dataset?.key === other.dataset?.key;

const focusable = "input, button";

const focusIn = (root) => (root.contains(root.ownerDocument.activeElement) ? root.ownerDocument.activeElement : null);

// A new screen takes the focus, and so does a block that newly asks for it. Otherwise it stays where it was (an element
// that had to be moved loses it on its way); where that vanished, the title has it.
function placeFocus(root, held, before, now, prefix) {
  const wandered = before.id !== now.id || before.focus !== now.focus;
  if (!wandered && held && root.contains(held)) return held.focus({ preventScroll: true });
  if (!wandered && !held) return;
  const block = now.focus && root.ownerDocument.getElementById(idOf(prefix, now.focus));
  const target = block ? (block.querySelector(focusable) ?? block) : root.ownerDocument.getElementById(`${prefix}-title`);
  target.focus();
}

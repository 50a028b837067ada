// Stands behind painter.js in one module: presses, types and repaints as an app would, and writes what held.

const text = (shown, spoken = shown, language = "en", direction = "ltr") => ({ shown, spoken, language, direction });
const act = (id, extra = {}) => ({ id, label: text(id), role: "normal", enabled: true, repeatable: false, ...extra });
const paragraph = (key) => ({ key, kind: "paragraph", text: text(key) });
const named = (key, extra = {}) => ({
  key, kind: "field", label: text(key), input: "text", value: "", value_revision: 1, language: "fa", secret: false,
  limit: 9, error: null, ...extra,
});
const screenOf = (blocks, extra = {}) => ({
  revision: 1, id: "one", title: text("Title"), direction: "ltr", blocks, next: act("next"), back: null,
  emergency: act("help", { role: "emergency" }), announce: "off", focus: null, ...extra,
});

const scenarios = {
  "a press names its revision, its action and what stands in the fields"(root) {
    const heard = [];
    const hear = (...press) => heard.push(press);
    paint(screenOf([named("name")]), root, hear);
    root.querySelector("input").value = "مریم";
    paint(screenOf([named("name")], { revision: 2 }), root, hear);
    root.querySelector(".next").click();
    return same(heard, [[2, "next", [["name", "مریم"]]]]);
  },

  "a press on something not enabled says nothing"(root) {
    const heard = [];
    paint(screenOf([{ key: "a", kind: "action", action: act("a", { enabled: false }) }]), root, (...p) => heard.push(p));
    root.querySelector("[data-action=a]").click();
    return heard.length === 0 && root.querySelector("[data-action=a]").getAttribute("aria-disabled") === "true";
  },

  "a repaint keeps the element, the focus and the half-typed text"(root) {
    paint(screenOf([named("name")]), root, () => {});
    const entry = root.querySelector("input");
    entry.focus();
    entry.value = "mar";
    entry.setSelectionRange(1, 2);
    const error = text("Too short");
    paint(screenOf([paragraph("before"), named("name", { value: "core", error })], { revision: 2 }), root, () => {});
    const kept = root.querySelector("input");
    return kept === entry && document.activeElement === entry && entry.value === "mar" && entry.selectionStart === 1 &&
      entry.getAttribute("aria-invalid") === "true" && root.querySelector("main > :nth-child(2)").dataset.key === "before";
  },

  "the core replaces the text by raising value_revision"(root) {
    paint(screenOf([named("name")]), root, () => {});
    root.querySelector("input").value = "typed";
    paint(screenOf([named("name", { value: "core", value_revision: 2 })]), root, () => {});
    return root.querySelector("input").value === "core";
  },

  "blocks that change places keep their elements and the focus"(root) {
    paint(screenOf([named("a"), named("b"), paragraph("c")]), root, () => {});
    const [a, b] = root.querySelectorAll("input");
    b.focus();
    paint(screenOf([paragraph("c"), named("b"), named("a")]), root, () => {});
    const order = [...root.querySelectorAll("main > .block")].map((block) => block.dataset.key);
    return same(order, ["c", "b", "a"]) && document.activeElement === b && root.querySelectorAll("input")[1] === a;
  },

  "a new screen takes the focus to its title, and a block that asks for it to itself"(root) {
    paint(screenOf([]), root, () => {});
    paint(screenOf([named("name")], { id: "two" }), root, () => {});
    const title = document.activeElement === root.querySelector("h1");
    paint(screenOf([named("name"), paragraph("why")], { id: "two", focus: "name" }), root, () => {});
    const entry = document.activeElement === root.querySelector("input");
    paint(screenOf([named("name"), paragraph("why")], { id: "two", focus: "why" }), root, () => {});
    return title && entry && document.activeElement.dataset.key === "why";
  },

  "where the focused thing vanished, the title has the focus"(root) {
    paint(screenOf([{ key: "a", kind: "action", action: act("a") }]), root, () => {});
    root.querySelector("[data-action=a]").focus();
    paint(screenOf([paragraph("b")]), root, () => {});
    return document.activeElement === root.querySelector("h1");
  },

  "a repaint takes no focus from elsewhere on the page"(root) {
    const other = root.parentNode.appendChild(document.createElement("button"));
    paint(screenOf([named("name")]), root, () => {});
    other.focus();
    paint(screenOf([paragraph("b")], { revision: 2 }), root, () => {});
    return document.activeElement === other;
  },

  "every text carries its language and direction"(root) {
    const persian = text("سلام", "سلام", "fa", "rtl");
    paint(screenOf([{ key: "p", kind: "paragraph", text: persian }]), root, () => {});
    const made = root.querySelector("p");
    return made.lang === "fa" && made.dir === "rtl" && root.querySelector("form").dir === "ltr";
  },

  "eyes read what is written, the voice says what is spoken"(root) {
    const dose = text("2×/day", "twice a day");
    paint(screenOf([{ key: "p", kind: "paragraph", text: dose }]), root, () => {});
    const [seen, said] = root.querySelectorAll("p > span");
    return seen.ariaHidden === "true" && seen.textContent === "2×/day" && said.textContent === "twice a day" &&
      said.getBoundingClientRect().width <= 1;
  },

  "isolates alone make no second wording"(root) {
    paint(screenOf([{ key: "p", kind: "paragraph", text: text("For \u2068Ali\u2069", "For Ali") }]), root, () => {});
    return root.querySelector("p").children.length === 0;
  },

  "data is never markup"(root) {
    paint(screenOf([{ key: "<b>", kind: "paragraph", text: text("<img src=x onerror=alert(1)>") }]), root, () => {});
    return root.querySelector("img, b") === null && root.querySelector("p").textContent.startsWith("<img");
  },

  "a live value fills its meter, and both stay over repaints"(root) {
    const voice = { key: "voice", kind: "live", label: text("Voice") };
    paint(screenOf([voice]), root, () => {});
    const meter = root.querySelector(".meter");
    const before = meter.hidden;
    paintLive({ key: "voice", value: text("Heard"), permille: 250 }, root);
    paint(screenOf([voice], { revision: 2 }), root, () => {});
    const filled = meter.firstElementChild.getBoundingClientRect().width / meter.clientWidth;
    const kept = root.querySelector(".meter") === meter && !meter.hidden && Math.abs(filled - 0.25) < 0.02;
    paintLive({ key: "voice", value: text("Heard"), permille: null }, root);
    return before && kept && meter.hidden;
  },

  "a live value that says the same touches nothing"(root) {
    paint(screenOf([{ key: "voice", kind: "live", label: text("Voice") }]), root, () => {});
    paintLive({ key: "voice", value: text("Heard"), permille: 250 }, root);
    const said = root.querySelector("output").firstChild;
    paintLive({ key: "voice", value: text("Heard"), permille: 300 }, root);
    return root.querySelector("output").firstChild === said;
  },

  "the bars of a line have a name"(root) {
    const stage = { key: "call", kind: "call_stage", who: text("Dr"), about: text("Clinic"), state: text("Talk"), line: 2 };
    const line = ["None", "Poor", "Weak", "Fair", "Good"].map((name) => text(name));
    paint(screenOf([stage]), root, () => {}, { line });
    const meter = root.querySelector("[role=meter]");
    return meter.ariaValueText === "Weak" && meter.querySelectorAll("[data-on]").length === 2;
  },

  "a page may have more rows of a list than the screen"(root) {
    const row = (key) => ({ key, title: text(key), detail: null, action: null });
    const list = { key: "visits", kind: "list", total: 5, first: 0, rows: [row("a")] };
    const lists = { run: (key) => (key === "visits" ? { rows: [row("c"), row("d")], first: 2, total: 5 } : undefined) };
    paint(screenOf([list]), root, () => {}, { lists });
    const made = root.querySelector("ul");
    made.style.paddingBlockStart = "99px";
    paint(screenOf([list], { revision: 2 }), root, () => {}, { lists });
    const places = [...root.querySelectorAll("li")].map((each) => [each.textContent, each.ariaPosInSet, each.ariaSetSize]);
    return same(places, [["c", "3", "5"], ["d", "4", "5"]]) && root.querySelector("ul") === made &&
      made.style.paddingBlockStart === "99px";
  },

  "a live value stays over repaints"(root) {
    const clock = { key: "clock", kind: "live", label: text("Time") };
    paint(screenOf([clock]), root, () => {});
    paintLive({ key: "clock", value: text("0:07") }, root);
    paintLive({ key: "gone", value: text("1") }, root);
    paint(screenOf([clock], { revision: 2 }), root, () => {});
    return root.querySelector("output").textContent === "0:07";
  },

  "the emergency action stands at the edge of the window however far one scrolls"(root) {
    paint(screenOf(Array.from({ length: 80 }, (_, n) => paragraph(`p${n}`))), root, () => {});
    window.scrollTo(0, 1500);
    const { top, bottom, height } = root.querySelector(".emergency").getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight && height >= 48;
  },

  "a block kind of a newer core is left out, the rest stands"(root) {
    paint(screenOf([{ key: "x", kind: "hologram" }, paragraph("p")]), root, () => {});
    return root.querySelectorAll(".block").length === 1;
  },
};

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const failed = Object.entries(scenarios).flatMap(([name, holds]) => {
  document.body.replaceChildren(document.createElement("div"));
  try {
    return holds(document.body.firstElementChild) ? [] : [name];
  } catch (error) {
    return [`${name}: ${error}`];
  }
});
document.title = failed.length === 0 ? `all ${Object.keys(scenarios).length} hold` : failed.join(" | ");

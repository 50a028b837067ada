// Shows the app in this page: screens come over the line and are painted, presses go back. What the page says by
// itself, where no screen can, comes from the core as well.

import { Line } from "./line.js";
import { Lists } from "./lists.js";
import { paint, paintLive, worded } from "./painter.js";

const root = document.getElementById("screen");
const says = document.getElementById("says");
const [said, again] = says.children;

let words = JSON.parse(document.body.dataset.words);
let screen = null;
let trouble = null;

// The ticket is spent; it need not stand in the address any longer.
history.replaceState(null, "", location.pathname);

const line = new Line({
  hear(message) {
    hearers[message.kind]?.(message);
  },
  standing() {
    say(null);
    lists.lineStands();
  },
  down(why) {
    say(why);
  },
});
const lists = new Lists(root, (wish) => line.send({ kind: "window", ...wish }), show);

const hearers = {
  words(message) {
    words = message.words;
    tell();
  },

  screen(message) {
    screen = message.screen;
    document.title = `${plain(screen.title)} · ${plain(words.app)}`;
    document.documentElement.lang = screen.title.language;
    document.documentElement.dir = screen.direction;
    lists.follow(screen);
    show();
    if (trouble === "busy") say(null);
  },

  busy() {
    say("busy");
  },

  live({ values }) {
    for (const value of values) paintLive(value, root);
  },

  window({ key, window }) {
    lists.take(key, window);
  },
};

function show() {
  paint(screen, root, press, { lists, line: words.line });
  lists.settle();
}

function press(revision, action, values) {
  if (!line.send({ kind: "press", revision, action, values }) && trouble !== "elsewhere") say("unsent");
}

// One sentence above the screen, in the words of the core, with a button to try at once. That a press was not sent
// stands until the line does.
function say(why) {
  const same = trouble === why || (trouble === "unsent" && why === "lost");
  if ((same && why !== "unsent") || trouble === "ended") return;
  trouble = why;
  // Somebody else may have the session now: what it showed is not for this page any more.
  if (why === "ended") root.replaceChildren();
  tell();
}

function tell() {
  says.hidden = trouble === null;
  again.hidden = trouble === "ended";
  again.replaceChildren(worded("span", words.again));
  said.replaceChildren(...(trouble === null ? [] : [worded("p", words[trouble])]));
}

const plain = ({ shown }) => shown.replace(/[\u2066-\u2069]/g, "");

again.addEventListener("click", () => line.tryNow());
line.open();

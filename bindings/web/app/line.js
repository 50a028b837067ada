// The line to the server: one WebSocket, opened again with growing patience whenever it breaks.

// A page that hears nothing for so long takes the line for broken: the server says every 5 s that it stands.
const SILENCE_MS = 15_000;

// Waits before the first tries; later ones come at the last.
const WAITS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000];

// The server's close code for a session that a later link ended.
const SESSION_ENDED = 4403;

/**
 * `hear(message)` gets what the server says, `standing()` is called when the line stands, `down(why)` when it does not:
 * `"lost"`, `"elsewhere"` (another tab has it) or `"ended"` (the session is over; nothing is tried any more).
 */
export class Line {
  #listener;
  #page = nameOfPage();
  #socket = null;
  #tries = 0;
  #waiting = null;
  #watch = null;

  constructor(listener) {
    this.#listener = listener;
    for (const event of ["online", "pageshow"]) addEventListener(event, () => this.tryNow());
    document.addEventListener("visibilitychange", () => document.hidden || this.tryNow());
  }

  /** Opens the line and keeps it open from now on. */
  open() {
    this.#connect();
  }

  /** Sends a message; `false` if the line does not stand. */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Tries at once instead of after the next wait. */
  tryNow() {
    if (this.#waiting === null) return;
    clearTimeout(this.#waiting);
    this.#waiting = null;
    this.#tries = 0;
    this.#connect();
  }

  async #connect() {
    const why = await refusal(this.#page);
    if (why === "ended") return this.#listener.down(why);
    if (why) return this.#wait(why);
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/socket?page=${this.#page}`);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#tries = 0;
      this.#listener.standing();
      this.#heard(socket);
    });
    socket.addEventListener("message", ({ data }) => {
      this.#heard(socket);
      this.#listener.hear(JSON.parse(data));
    });
    socket.addEventListener("close", ({ code }) => this.#ended(socket, code));
  }

  #heard(socket) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      // `close` waits for an answer that will not come; what counts is that this socket is over.
      socket.close();
      this.#ended(socket, null);
    }, SILENCE_MS);
  }

  #ended(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    clearTimeout(this.#watch);
    if (code === SESSION_ENDED) this.#listener.down("ended");
    else this.#wait("lost");
  }

  #wait(why) {
    // A page that is loaded anew may come before the server has seen it go.
    if (why !== "elsewhere" || this.#tries > 0) this.#listener.down(why);
    const wait = WAITS_MS[Math.min(this.#tries, WAITS_MS.length - 1)];
    this.#tries += 1;
    // Up to a quarter more, so that many pages do not come back in one moment.
    const delay = wait * (1 + Math.random() / 4);
    this.#waiting = setTimeout(() => {
      this.#waiting = null;
      this.#connect();
    }, delay);
  }
}

// Why the server would not let this page in, or null. A socket that is refused does not tell its page why.
async function refusal(page) {
  try {
    const { status } = await fetch(`/session?page=${page}`, { signal: AbortSignal.timeout(SILENCE_MS) });
    if (status === 403) return "ended";
    if (status === 409) return "elsewhere";
    return status === 204 ? null : "lost";
  } catch {
    return "lost";
  }
}

// A name of its own for each opened page, so that the server knows a page that comes back from a second tab.
function nameOfPage() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

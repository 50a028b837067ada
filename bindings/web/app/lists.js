// Lists that are longer than a screen carries. A run of rows round what is seen is kept and painted; rows before and
// after it are room of about their height. Scrolling asks the core for more, and what is being read keeps its place.

// Rows in one question, and the most the core answers.
const WINDOW = 60;

// Rows kept at most. Beyond, those farthest from what is seen go.
const KEPT = 240;

// More is asked for when less than this many windows' heights of rows are left to scroll.
const AHEAD = 1.5;

export class Lists {
  #root;
  #ask;
  #repaint;
  #screen = null;
  #revision = 0;
  #runs = new Map();

  /**
   * `root` scrolls; `ask({ key, first, count })` asks the core for rows and says whether it could; `repaint()` paints
   * the present screen again.
   */
  constructor(root, ask, repaint) {
    this.#root = root;
    this.#ask = ask;
    this.#repaint = repaint;
    let planned = false;
    const plan = () => {
      if (planned) return;
      planned = true;
      requestAnimationFrame(() => {
        planned = false;
        this.#look();
      });
    };
    root.addEventListener("scroll", plan, { passive: true });
    addEventListener("resize", () => this.#measure());
  }

  /** The rows to paint for the list under this key, if it is one of these. */
  run(key) {
    return this.#runs.get(key);
  }

  /** A new screen came. Lists that mean the same keep what they have until the core says it anew. */
  follow(screen) {
    const stays = this.#screen === screen.id;
    this.#screen = screen.id;
    this.#revision = screen.revision;
    const before = this.#runs;
    this.#runs = new Map();
    for (const { key, kind, rows, first, total } of screen.blocks) {
      if (kind !== "list" || total <= rows.length) continue;
      const said = JSON.stringify([total, rows]);
      const known = stays ? before.get(key) : undefined;
      const grew = known && known.rows.length > rows.length;
      if (known?.said === said) this.#runs.set(key, known);
      else if (known && (grew || known.first !== first)) this.#runs.set(key, { ...known, said, total, stale: true });
      else this.#runs.set(key, { rows, first, total, said, asked: null, stale: false, height: null, before: null });
    }
    // What became short is all on the screen.
    for (const key of before.keys()) if (!this.#runs.has(key)) this.#list(key)?.removeAttribute("style");
  }

  /** Rows came, or none because that list is gone. */
  take(key, window) {
    const run = this.#runs.get(key);
    if (!run) return;
    const { asked } = run;
    run.asked = null;
    if (!window) return;
    const { revision, first, rows, total } = window;
    run.total = total;
    // Answered before the rows changed, or past the end of a list that became short: what is wanted now?
    if (revision < this.#revision || (rows.length === 0 && asked?.first >= total && total > 0)) {
      run.stale = true;
      this.#repaint();
      return;
    }
    if (rows.length === 0) return;
    const anchor = this.#anchor(key);
    this.#hold(key, run);
    if (!run.stale && first === run.first + run.rows.length) {
      const all = [...run.rows, ...rows];
      const over = Math.max(0, all.length - KEPT);
      // Just as much room as they took: nothing moves, also while a key still scrolls.
      run.before += this.#tall(key, over);
      run.rows = all.slice(over);
      run.first += over;
      this.#repaint();
    } else if (!run.stale && first + rows.length === run.first) {
      run.rows = [...rows, ...run.rows].slice(0, KEPT);
      run.first = first;
      this.#repaint();
      run.before = first === 0 ? 0 : Math.max(0, run.before - this.#tall(key, rows.length));
      this.settle();
    } else {
      run.rows = rows;
      run.first = first;
      run.before = null;
      run.stale = false;
      this.#repaint();
    }
    this.#restore(key, anchor);
  }

  /** The line stands again: what was asked before is not answered any more. */
  lineStands() {
    for (const run of this.#runs.values()) run.asked = null;
  }

  /** The screen was painted: gives room to the rows that are not, and looks whether more are wanted. */
  settle() {
    for (const [key, run] of this.#runs) {
      const list = this.#list(key);
      const rows = list?.children;
      if (!rows?.length) continue;
      const tall = rows[rows.length - 1].getBoundingClientRect().bottom - rows[0].getBoundingClientRect().top;
      // Measured once: while rows come and go the list stays as tall as it is, or a browser would end a scroll under way.
      run.height ??= tall / rows.length;
      run.before ??= run.first * run.height;
      const isEnd = run.first + run.rows.length >= run.total;
      const after = isEnd ? 0 : Math.max(0, run.total * run.height - run.before - tall);
      list.style.paddingBlockStart = `${run.before}px`;
      list.style.paddingBlockEnd = `${after}px`;
    }
    this.#look();
  }

  // The window has another width, and so the rows another height.
  #measure() {
    for (const [key, run] of this.#runs) {
      const anchor = this.#anchor(key);
      run.height = null;
      run.before = null;
      this.settle();
      this.#restore(key, anchor);
    }
  }

  // Asks for what is seen and not here, or soon will be.
  #look() {
    const seen = this.#root.getBoundingClientRect();
    const ahead = seen.height * AHEAD;
    for (const [key, run] of this.#runs) {
      const list = this.#list(key);
      if (!list?.children.length || run.asked) continue;
      const top = list.firstElementChild.getBoundingClientRect().top;
      const bottom = list.lastElementChild.getBoundingClientRect().bottom;
      const end = run.first + run.rows.length;
      const whole = list.getBoundingClientRect();
      let first = null;
      if (!run.stale && (whole.bottom < seen.top || whole.top > seen.bottom)) continue;
      if (run.stale || bottom < seen.top || top > seen.bottom) {
        const middle = Math.floor((seen.top + seen.height / 2 - whole.top) / run.height);
        first = Math.max(0, Math.min(middle - WINDOW / 2, run.total - WINDOW));
        // Just past the rows that are here: they are kept, and the next ones join them.
        if (!run.stale && first > run.first && first < end) first = end;
      } else if (bottom < seen.bottom + ahead && end < run.total) first = end;
      else if (top > seen.top - ahead && run.first > 0) first = Math.max(0, run.first - WINDOW);
      if (first === null) continue;
      const before = first < run.first && first + WINDOW > run.first && !run.stale;
      const wish = { key, first, count: before ? run.first - first : WINDOW };
      if (this.#ask(wish)) run.asked = wish;
    }
  }

  // The first row that is seen, and where.
  #anchor(key) {
    const top = this.#root.getBoundingClientRect().top;
    const rows = [...(this.#list(key)?.children ?? [])];
    const row = rows.find((each) => each.getBoundingClientRect().bottom > top);
    return row && { row: row.dataset.key, top: row.getBoundingClientRect().top };
  }

  #restore(key, anchor) {
    const row = anchor && [...(this.#list(key)?.children ?? [])].find((each) => each.dataset.key === anchor.row);
    const moved = row ? row.getBoundingClientRect().top - anchor.top : 0;
    // Setting it ends a scroll under way, even where it stays the same.
    if (Math.abs(moved) >= 1) this.#root.scrollTop += moved;
  }

  // Rows are about to be exchanged: in between the list must not be shorter, or what is seen moves up with its end.
  #hold(key, run) {
    const list = this.#list(key);
    if (list && run.height) list.style.paddingBlockEnd = `${run.total * run.height}px`;
  }

  // How tall the first rows of a list are.
  #tall(key, count) {
    const rows = this.#list(key)?.children ?? [];
    return count > 0 && rows.length > count ? rows[count].getBoundingClientRect().top - rows[0].getBoundingClientRect().top : 0;
  }

  #list(key) {
    return this.#root.querySelector(`ul[data-key="${CSS.escape(key)}"]`);
  }
}

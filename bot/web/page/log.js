// The conversation: one list item for each entry, replaced where an entry with its key comes again.

import { element, icon, unseen } from "./elements.js";
import { film } from "./film.js";

const PASSING = "passing"; // the kind of what is said once and not kept: the page stays as inviting as before
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Log {
  #list;
  #words;
  #actions;
  #items = new Map();
  #kinds = new Map();
  #stages = new Map();
  #staysAtEnd = true;
  #scrolledTo = 0;

  constructor(list, words, actions) {
    this.#list = list;
    this.#words = words;
    this.#actions = actions;
    // Pictures and films find their size late: whoever reads the newest goes on seeing it whole.
    new ResizeObserver(() => this.#staysAtEnd && this.#toEnd()).observe(list);
    // The page itself never scrolls up: who does so is reading, and is left there until the end is reached again.
    addEventListener("scroll", () => {
      if (isAtEnd()) this.#staysAtEnd = true;
      else if (scrollY < this.#scrolledTo) this.#staysAtEnd = false;
      this.#scrolledTo = scrollY;
    }, { passive: true });
  }

  get isEmpty() {
    return [...this.#kinds.values()].every((kind) => kind === PASSING);
  }

  get hasClip() {
    return [...this.#kinds.values()].includes("clip");
  }

  replace(entries) {
    this.#list.replaceChildren();
    this.#items.clear();
    this.#kinds.clear();
    for (const entry of entries) this.#place(entry);
    this.#staysAtEnd = true;
    this.#toEnd("instant");
  }

  show(entry) {
    const isNew = this.#kinds.get(entry.key) !== entry.kind;
    this.#place(entry);
    if (entry.kind === "progress") this.#announceStage(entry);
    if (isNew) {
      this.#staysAtEnd = true;
      this.#toEnd();
    }
  }

  #place(entry) {
    const former = this.#items.get(entry.key);
    if (former && entry.kind === "progress" && this.#kinds.get(entry.key) === "progress") {
      updateProgress(former, entry);
      return;
    }
    const item = this.#builders[entry.kind](entry);
    if (former) {
      item.classList.add("settled");
      former.replaceWith(item);
    } else this.#list.append(item);
    this.#items.set(entry.key, item);
    this.#kinds.set(entry.key, entry.kind);
  }

  #builders = {
    photos: (entry) => {
      const prints = entry.photos.map((address) => element("span", { className: "print" }, element("img", { src: address, alt: this.#words.your_photo })));
      const said = entry.text ? [element("p", {}, entry.text)] : [];
      return element("li", { className: "yours" }, unseen(this.#words.you_sent), element("div", { className: "prints" }, ...prints), ...said);
    },
    words: (entry) => element("li", { className: "yours" }, unseen(this.#words.you_said), element("p", {}, entry.text)),
    say: (entry) => element("li", { className: "said" }, element("p", {}, entry.text)),
    [PASSING]: (entry) => element("li", { className: "said passing" }, element("p", {}, entry.text)),
    ask: (entry) => {
      const shown = entry.photo ? [element("span", { className: "print" }, element("img", { src: entry.photo, alt: "" }))] : [];
      return element("li", { className: "said" }, ...shown, element("p", {}, entry.text), this.#rows(entry.rows));
    },
    ending: (entry) => element("li", { className: "said" }, element("p", {}, entry.text), this.#rows(entry.rows)),
    progress: (entry) => this.#progress(entry),
    clip: (entry) => this.#clip(entry),
  };

  #progress(entry) {
    const bar = element("div", { className: "bar", role: "progressbar", ariaLabel: this.#words.progress, ariaValueMin: 0, ariaValueMax: 100 }, element("i"));
    const item = element("li", { className: "scene", ariaLive: "off" },
      element("figure", { className: "developing" },
        element("div", { className: "film" }, element("img", { src: entry.photo, alt: "" })),
        element("figcaption", {}, element("p", { className: "title" }, entry.title), bar, element("p", { className: "status" })),
      ),
      this.#rows(entry.rows),
    );
    updateProgress(item, entry);
    return item;
  }

  #clip(entry) {
    const download = element("a", { className: "pill download", href: `${entry.film}?download`, download: "", title: this.#words.download, ariaLabel: this.#words.download }, icon("download"));
    const about = element("button", { type: "button", className: "pill about" }, this.#words.about);
    about.addEventListener("click", () => this.#actions.change({ job: entry.key, title: entry.title }));
    const rows = this.#rows(entry.rows);
    rows.lastElementChild?.append(about, download);
    const notes = entry.notes.map((note) => element("p", { className: "notes" }, note));
    return element("li", { className: "scene clip" },
      element("figure", {}, film(entry, this.#words), element("figcaption", {}, element("p", { className: "title" }, entry.title), ...notes)),
      rows,
    );
  }

  #rows(rows) {
    return element("div", { className: "rows" }, ...rows.map((row) => element("div", { className: "row" },
      ...row.map((button) => {
        const pill = element("button", { type: "button", className: "pill" }, button.label);
        pill.addEventListener("click", () => this.#actions.press(button.data));
        return pill;
      }),
    )));
  }

  #announceStage(entry) {
    const stage = entry.text.split(" · ")[0];
    if (this.#stages.get(entry.key) === stage) return;
    this.#stages.set(entry.key, stage);
    this.#actions.announce(stage);
  }

  #toEnd(behavior = still.matches ? "instant" : "smooth") {
    requestAnimationFrame(() => scrollTo({ top: document.documentElement.scrollHeight, behavior }));
  }
}

function isAtEnd() {
  return innerHeight + scrollY >= document.documentElement.scrollHeight - 40;
}

function updateProgress(item, entry) {
  item.querySelector(".title").textContent = entry.title;
  item.style.setProperty("--done", entry.fraction);
  item.querySelector(".bar").ariaValueNow = Math.round(entry.fraction * 100);
  item.querySelector(".status").textContent = entry.text;
}

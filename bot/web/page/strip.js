// The photos that are about to be sent, as prints in the order of their film: put in order by dragging or with the
// arrow keys, put away with a button or the Delete key. Several have a line each for words of their own.

import { element, icon } from "./elements.js";
import { isPicture } from "./pictures.js";

const LARGEST_MEGABYTES = 40;
const MOST = 20;

export class Strip {
  #list;
  #words;
  #actions;
  #photos = []; // { file, address, item, grip, away, caption }

  constructor(list, words, actions) {
    this.#list = list;
    this.#words = words;
    this.#actions = actions;
  }

  get isEmpty() {
    return this.#photos.length === 0;
  }

  get count() {
    return this.#photos.length;
  }

  get first() {
    return this.#photos[0];
  }

  get sent() {
    return this.#photos.map(({ file, caption }) => ({ file, caption: this.count > 1 ? caption.value.trim() : "" }));
  }

  async add(files) {
    let trouble = "";
    for (const file of files) {
      if (file.size > LARGEST_MEGABYTES * 1e6) trouble = this.#words.too_large.replace("{megabytes}", LARGEST_MEGABYTES);
      else if (!await isPicture(file)) trouble = this.#words.no_picture;
      else if (this.count >= MOST) trouble = this.#words.too_many.replace("{most}", MOST);
      else this.#hang(file);
    }
    this.#changed();
    return trouble;
  }

  clear() {
    for (const photo of this.#photos.splice(0)) this.#takeDown(photo);
    this.#changed();
  }

  #hang(file) {
    const photo = { file, address: URL.createObjectURL(file) };
    const print = element("img", { src: photo.address, alt: "", draggable: false });
    // Some pictures only Reverie can read, such as HEIC.
    print.addEventListener("error", () => print.replaceWith(element("span", { className: "named" }, file.name)), { once: true });
    photo.grip = element("button", { type: "button", className: "grip" }, print);
    photo.grip.setAttribute("aria-describedby", "move-hint");
    photo.away = element("button", { type: "button", className: "away" }, icon("cross"));
    photo.caption = element("input", { className: "caption", maxLength: 200, placeholder: this.#words.caption_placeholder, enterKeyHint: "done" });
    photo.item = element("li", {}, photo.grip, photo.away, photo.caption);
    photo.away.addEventListener("click", () => this.#putAway(photo));
    photo.grip.addEventListener("keydown", (event) => this.#obey(photo, event));
    photo.grip.addEventListener("pointerdown", (event) => this.#drag(photo, event));
    photo.caption.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    this.#photos.push(photo);
    this.#list.append(photo.item);
  }

  #takeDown(photo) {
    URL.revokeObjectURL(photo.address);
    photo.item.remove();
  }

  #putAway(photo) {
    const place = this.#photos.indexOf(photo);
    this.#photos.splice(place, 1);
    this.#takeDown(photo);
    this.#changed();
    (this.#photos[Math.min(place, this.count - 1)]?.grip ?? document.getElementById("words")).focus();
  }

  #obey(photo, event) {
    const onwards = document.dir === "rtl" ? -1 : 1;
    const step = { ArrowRight: onwards, ArrowLeft: -onwards, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.#move(photo, this.#photos.indexOf(photo) + step);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.#putAway(photo);
    }
  }

  #move(photo, place) {
    const former = this.#photos.indexOf(photo);
    const now = Math.max(0, Math.min(this.count - 1, place));
    if (now === former) return;
    this.#photos.splice(former, 1);
    this.#photos.splice(now, 0, photo);
    // The others make room: a print that left the page for a moment would lose the finger and the focus.
    photo.item.before(...this.#photos.slice(0, now).map(({ item }) => item));
    photo.item.after(...this.#photos.slice(now + 1).map(({ item }) => item));
    this.#changed();
    this.#actions.announce(this.#fill(this.#words.moved, now));
  }

  // A finger or a mouse carries a print along the strip; it changes places with whatever it passes.
  #drag(photo, event) {
    if (event.button !== 0 || this.count < 2) return;
    photo.grip.setPointerCapture(event.pointerId);
    const follow = ({ clientX }) => {
      photo.item.classList.add("carried");
      const passed = this.#photos.filter(({ item }) => {
        const { left, width } = item.getBoundingClientRect();
        return document.dir === "rtl" ? left + width / 2 > clientX : left + width / 2 < clientX;
      });
      const place = passed.length - (passed.includes(photo) ? 1 : 0);
      this.#move(photo, place);
    };
    const letGo = () => {
      photo.item.classList.remove("carried");
      photo.grip.removeEventListener("pointermove", follow);
    };
    photo.grip.addEventListener("pointermove", follow);
    photo.grip.addEventListener("lostpointercapture", letGo, { once: true });
  }

  #changed() {
    this.#list.hidden = this.isEmpty;
    this.#list.classList.toggle("several", this.count > 1);
    this.#photos.forEach((photo, place) => {
      photo.grip.ariaLabel = this.#fill(this.#words.photo_ready, place);
      photo.away.ariaLabel = this.#fill(this.#words.remove_photo, place);
      photo.caption.ariaLabel = this.#fill(this.#words.caption, place);
      photo.caption.hidden = this.count < 2;
    });
    this.#actions.changed();
  }

  #fill(text, place) {
    return text.replace("{number}", place + 1).replace("{count}", this.count);
  }
}

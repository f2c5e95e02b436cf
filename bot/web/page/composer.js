// Where photos and words are put together, then sent.

import { element } from "./elements.js";
import { gather } from "./gathering.js";
import { Strip } from "./strip.js";

export class Composer {
  #words;
  #actions;
  #strip;
  #sound = null; // the file that will be heard in the film
  #about = null; // the clip that words are about: { job, title }
  #usualPlaceholder;
  #form = document.getElementById("composer");
  #text = document.getElementById("words");
  #aboutLine = document.getElementById("about");
  #soundLine = document.getElementById("sound");
  #frame = document.querySelector(".frame");

  constructor(words, actions) {
    this.#words = words;
    this.#actions = actions;
    this.#usualPlaceholder = words.mood_placeholder;
    this.#strip = new Strip(document.getElementById("strip"), words, {
      changed: () => this.#photosChanged(),
      announce: actions.announce,
    });
    gather((files) => this.#take(files));
    for (const button of document.querySelectorAll(".mood")) {
      button.addEventListener("click", () => this.#useMood(button.textContent));
    }
    this.#aboutLine.querySelector("button").addEventListener("click", () => this.change(null));
    this.#soundLine.querySelector("button").addEventListener("click", () => this.#hold(null));
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    this.#text.addEventListener("input", () => this.#grow());
    this.#text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#send(); }
    });
  }

  // What words would be about now decides what the empty line suggests.
  expects(placeholder) {
    this.#usualPlaceholder = placeholder;
    this.#suggest();
  }

  change(clip) {
    this.#about = clip;
    this.#aboutLine.hidden = !clip;
    if (clip) this.#aboutLine.querySelector("span").textContent = this.#words.about_now.replace("{title}", clip.title);
    this.#suggest();
    this.#text.focus({ preventScroll: true });
  }

  #hold(sound) {
    this.#sound = sound;
    this.#soundLine.hidden = !sound;
    this.#soundLine.querySelector("span").textContent = sound ? `♪ ${sound.name}` : "";
  }

  async #take(files) {
    const sounds = files.filter((file) => file.type.startsWith("audio/"));
    if (sounds.length) this.#hold(sounds[0]);
    this.#actions.tell(await this.#strip.add(files.filter((file) => !sounds.includes(file))));
    if (!this.#strip.isEmpty) {
      this.change(null);
      this.#text.focus({ preventScroll: true });
    }
  }

  #photosChanged() {
    const { first, count } = this.#strip;
    document.body.classList.toggle("holding", count > 0);
    this.#frame.classList.toggle("several", count > 1);
    this.#showLarge(first);
    this.#suggest();
  }

  #showLarge(photo) {
    const mat = this.#frame.querySelector(".mat");
    if (mat.dataset.address === photo?.address) return;
    mat.querySelector("img")?.remove();
    this.#frame.classList.remove("full");
    if (!photo) {
      delete mat.dataset.address;
      return;
    }
    mat.dataset.address = photo.address;
    const large = element("img", { alt: "", src: photo.address });
    large.decode().then(() => {
      if (mat.dataset.address !== photo.address) return;
      mat.append(large);
      this.#frame.classList.add("full");
    }, () => {}); // a format that only Reverie can read, such as HEIC
  }

  #suggest() {
    const suggestion = () => {
      if (this.#strip.count > 1) return this.#words.story_placeholder;
      if (this.#strip.count) return this.#words.mood_placeholder;
      return this.#about ? this.#words.change_placeholder : this.#usualPlaceholder;
    };
    this.#text.placeholder = suggestion();
  }

  #useMood(mood) {
    this.#text.value = mood.toLowerCase();
    this.#send();
  }

  async #send() {
    const said = this.#text.value.trim();
    if (this.#form.ariaBusy === "true" || (!said && !this.#sound && this.#strip.isEmpty)) return;
    this.#text.value = "";
    this.#grow();
    if (this.#strip.isEmpty && !this.#sound) {
      this.#actions.say(said, this.#about?.job ?? "");
      this.change(null);
      return;
    }
    this.#form.ariaBusy = "true";
    try {
      await this.#actions.upload(this.#strip.sent, said, this.#sound, this.#about?.job ?? "");
      this.#hold(null);
      this.change(null);
      this.#strip.clear();
      this.#actions.tell("");
    } catch {
      this.#text.value = said;
      this.#actions.tell(this.#words.upload_failed);
    } finally {
      this.#form.ariaBusy = "false";
    }
  }

  #grow() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }
}

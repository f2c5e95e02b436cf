// Where a photo and words are put together: picked, dropped or pasted, then sent.

const LARGEST_MEGABYTES = 40;

export class Composer {
  #words;
  #actions;
  #photo = null;
  #form = document.getElementById("composer");
  #text = document.getElementById("words");
  #file = document.getElementById("file");
  #held = this.#form.querySelector(".held");
  #frame = document.querySelector(".frame");

  constructor(words, actions) {
    this.#words = words;
    this.#actions = actions;
    for (const button of document.querySelectorAll("[data-pick]")) {
      button.addEventListener("click", () => this.#file.click());
    }
    this.#file.addEventListener("change", () => this.#hold(this.#file.files[0]));
    document.getElementById("put-away").addEventListener("click", () => this.#putAway());
    for (const button of document.querySelectorAll(".mood")) {
      button.addEventListener("click", () => this.#useMood(button.textContent));
    }
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    this.#text.addEventListener("input", () => this.#grow());
    this.#text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#send(); }
    });
    document.addEventListener("paste", (event) => this.#hold([...event.clipboardData.files][0]));
    this.#acceptDrops();
  }

  expects(placeholder) {
    this.#text.placeholder = this.#photo ? this.#words.mood_placeholder : placeholder;
  }

  #acceptDrops() {
    let depth = 0;
    const hover = (change) => {
      depth = Math.max(0, depth + change);
      document.body.classList.toggle("under-photo", depth > 0);
    };
    const bringsFiles = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragenter", (event) => { if (bringsFiles(event)) hover(1); });
    addEventListener("dragleave", (event) => { if (bringsFiles(event)) hover(-1); });
    addEventListener("dragover", (event) => { if (bringsFiles(event)) event.preventDefault(); });
    addEventListener("drop", (event) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      hover(-depth);
      this.#hold(event.dataTransfer.files[0]);
    });
  }

  #hold(file) {
    this.#file.value = "";
    if (!file) return;
    if (file.type && !file.type.startsWith("image/")) {
      this.#actions.tell(this.#words.no_picture);
      return;
    }
    if (file.size > LARGEST_MEGABYTES * 1e6) {
      this.#actions.tell(this.#words.too_large.replace("{megabytes}", LARGEST_MEGABYTES));
      return;
    }
    this.#putAway();
    this.#actions.tell("");
    this.#photo = file;
    const address = URL.createObjectURL(file);
    this.#held.querySelector("img").src = address;
    this.#held.hidden = false;
    const large = new Image();
    large.alt = this.#words.photo_ready;
    large.src = address;
    large.decode().then(() => {
      if (this.#photo !== file) return;
      this.#frame.querySelector(".mat").append(large);
      this.#frame.classList.add("full");
    }, () => {}); // a format that only Reverie can read, such as HEIC
    document.body.classList.add("holding");
    this.#text.placeholder = this.#words.mood_placeholder;
    this.#text.focus({ preventScroll: true });
  }

  #putAway() {
    this.#photo = null;
    URL.revokeObjectURL(this.#held.querySelector("img").src);
    this.#held.hidden = true;
    this.#frame.classList.remove("full");
    this.#frame.querySelector(".mat img")?.remove();
    document.body.classList.remove("holding");
  }

  #useMood(mood) {
    this.#text.value = mood.toLowerCase();
    this.#send();
  }

  async #send() {
    const said = this.#text.value.trim();
    const photo = this.#photo;
    if (this.#form.ariaBusy === "true" || (!said && !photo)) return;
    this.#text.value = "";
    this.#grow();
    if (!photo) {
      this.#actions.say(said);
      return;
    }
    this.#form.ariaBusy = "true";
    try {
      await this.#actions.upload(photo, said);
      this.#putAway();
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

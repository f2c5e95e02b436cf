// The page: what comes over the line is shown in the log, what is composed goes out.

import { Composer } from "./composer.js";
import { Line } from "./line.js";
import { Log } from "./log.js";
import { openMenu } from "./menu.js";

const words = JSON.parse(document.body.dataset.words);
const trouble = document.getElementById("trouble");

const line = new Line({
  onMessage: receive,
  onLost: () => tell(words.offline),
  onFound: () => tell(""),
});
const log = new Log(document.getElementById("log"), words, {
  press: (data) => line.send({ type: "press", data }),
  change: (clip) => composer.change(clip),
  announce,
});
const composer = new Composer(words, { say, upload, tell, announce });
openMenu(say);

function receive(message) {
  if (message.type === "history") log.replace(message.entries);
  else if (message.type === "entry") log.show(message.entry);
  else if (message.type === "cleared") log.replace([]);
  document.body.dataset.stage = log.isEmpty ? "empty" : "talking";
  composer.expects(log.hasClip ? words.change_placeholder : words.mood_placeholder);
}

function say(text, about = "") {
  line.send({ type: "say", text, about });
}

function tell(text) {
  trouble.textContent = text;
}

function announce(text) {
  document.getElementById("announcer").textContent = text;
}

async function upload(photos, said, sound, about) {
  const form = new FormData();
  form.append("words", said);
  form.append("about", about);
  if (sound) form.append("sound", sound);
  for (const { file, caption } of photos) {
    form.append("photo", file);
    form.append("caption", caption);
  }
  const answer = await fetch("/photos", { method: "POST", body: form });
  if (!answer.ok) throw new Error(answer.status === 413 ? "too large" : "not received");
}

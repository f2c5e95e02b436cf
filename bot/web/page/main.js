// The page put together: what comes over the line is shown, what people do is sent.

import { Composer } from "./composer.js";
import { Line } from "./line.js";
import { Log } from "./log.js";

const words = JSON.parse(document.body.dataset.words);
const trouble = document.getElementById("trouble");

const line = new Line({
  onMessage: receive,
  onLost: () => tell(words.offline),
  onFound: () => tell(""),
});
const log = new Log(document.getElementById("log"), words, {
  press: (data) => line.send({ type: "press", data }),
  announce: (text) => { document.getElementById("announcer").textContent = text; },
});
const composer = new Composer(words, {
  say: (text) => line.send({ type: "say", text }),
  upload,
  tell,
});

function receive(message) {
  if (message.type === "history") log.replace(message.entries);
  else if (message.type === "entry") log.show(message.entry);
  else if (message.type === "cleared") log.replace([]);
  document.body.dataset.stage = log.isEmpty ? "empty" : "talking";
  composer.expects(log.hasClip ? words.change_placeholder : words.mood_placeholder);
}

function tell(text) {
  trouble.textContent = text;
}

async function upload(photo, said) {
  const form = new FormData();
  form.append("words", said);
  form.append("photo", photo);
  const answer = await fetch("/photos", { method: "POST", body: form });
  if (!answer.ok) throw new Error(answer.status === 413 ? "too large" : "not received");
}

const menu = document.querySelector(".menu");
for (const button of menu.querySelectorAll("[data-command]")) {
  button.addEventListener("click", () => {
    line.send({ type: "say", text: button.dataset.command });
    menu.open = false;
    document.getElementById("words").focus();
  });
}
document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

const farewell = document.getElementById("farewell");
document.getElementById("forget").addEventListener("click", () => {
  menu.open = false;
  farewell.returnValue = "no";
  farewell.showModal();
});
farewell.addEventListener("close", () => {
  if (farewell.returnValue === "yes") line.send({ type: "say", text: "/forget" });
});

// A finished film: it plays by itself while it is seen, silently until somebody wants to hear it.

import { element, icon } from "./elements.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
const watcher = new IntersectionObserver((seen) => seen.forEach(playWhereSeen), { threshold: 0.5 });

export function film(entry, words) {
  const video = element("video", { src: entry.film, width: entry.width, height: entry.height, muted: true, loop: true, playsInline: true, preload: "metadata" });
  const play = element("button", { type: "button", className: "play", ariaLabel: words.film.replace("{title}", entry.title) }, icon("play"));
  const stage = element("div", { className: `film paused ${entry.form}` }, video, play);
  play.addEventListener("click", () => {
    video.dataset.chosen = "yes";
    if (video.paused) video.play(); else video.pause();
  });
  for (const name of ["play", "pause"]) {
    video.addEventListener(name, () => {
      stage.classList.toggle("paused", video.paused);
      play.ariaPressed = String(!video.paused);
    });
  }
  video.addEventListener("error", () => stage.replaceWith(element("p", { className: "notes" }, words.gone)), { once: true });
  if (entry.sound) stage.append(soundSwitch(video, words));
  watcher.observe(video);
  return stage;
}

function soundSwitch(video, words) {
  const button = element("button", { type: "button", className: "sound" });
  const show = () => {
    button.replaceChildren(icon(video.muted ? "quiet" : "loud"));
    button.ariaLabel = video.muted ? words.sound_on : words.sound_off;
  };
  button.addEventListener("click", () => {
    video.muted = !video.muted;
    if (!video.muted) {
      for (const other of document.querySelectorAll("video")) if (other !== video) other.muted = true;
      video.currentTime = 0;
      video.play();
    }
  });
  video.addEventListener("volumechange", show);
  show();
  return button;
}

function playWhereSeen({ target: video, isIntersecting }) {
  if (!isIntersecting) video.pause();
  else if (!still.matches && !video.dataset.chosen) video.play().catch(() => {}); // a browser may forbid it
}

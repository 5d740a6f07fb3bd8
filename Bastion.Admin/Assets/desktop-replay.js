// Replay of a desktop: Recorder plays, this page draws and says where to. Time is the recording's; the page moves its hand between two reports.
import { clock, readMark } from "./parts/marks.js";
import { Timeline } from "./parts/timeline.js";

const root = document.querySelector("#replay");
const find = id => document.querySelector(`#${id}`);
const [canvas, note, play, skip, speed, pointer, picture, showPointer] = ["canvas", "screen-note", "play", "skip", "speed", "pointer", "picture", "show-pointer"].map(find);

let desktop = null, duration = 0, playing = false, rate = 1, reported = 0, reportedAt = performance.now(), line = 0;
const here = () => Math.min(duration || Infinity, playing ? reported + (performance.now() - reportedAt) / 1000 * rate : reported);
const timeline = new Timeline({ texts: JSON.parse(root.dataset.words), seek, here });

function hear(word) {
  switch (word.t) {
    case "at":
      reported = word.s; reportedAt = performance.now(); rate = word.speed;
      playing = word.playing;
      play.setAttribute("aria-pressed", String(playing));
      if (word.sought) { root.dataset.shown = word.s.toFixed(3); root.dataset.seeks = String(Number(root.dataset.seeks ?? 0) + 1); note.textContent = ""; picture.disabled = false; }
      if (!timeline.dragging) timeline.draw(here());
      break;
    case "timeline":
      duration = word.length;
      timeline.show({ duration, marks: word.marks.map(readMark), cells: word.activity });
      break;
    case "pointer":
      pointer.hidden = false;
      pointer.style.left = `${canvas.offsetLeft + word.x / canvas.width * canvas.clientWidth}px`;
      pointer.style.top = `${canvas.offsetTop + word.y / canvas.height * canvas.clientHeight}px`;
      pointer.classList.toggle("is-pressed", word.pressed);
      break;
    case "failed": note.textContent = root.dataset.sayFailed; break;
  }
}

async function open(from) {
  const mine = ++line;
  note.textContent = root.dataset.sayLoading;
  pointer.hidden = true;
  const { RemoteDesktop } = await import(new URL(root.dataset.module, location.href).href);
  desktop?.close();
  desktop = new RemoteDesktop(canvas);
  const address = showPointer?.checked ? root.dataset.pointer : root.dataset.line;
  try {
    await desktop.connect({
      url: `${address}&at=${from.toFixed(3)}`,
      protocols: ["bastion.replay.v1"],
      width: 1280, height: 800,
      hear: word => { if (mine === line) hear(word); },
      over: () => { if (mine === line) { playing = false; play.setAttribute("aria-pressed", "false"); note.textContent = root.dataset.sayFailed; } },
    });
    desktop.tell({ t: "speed", v: Number(speed.value) });
    desktop.tell({ t: "skip", on: skip.checked });
  } catch { if (mine === line) note.textContent = root.dataset.sayFailed; }
}

function seek(seconds) {
  const wanted = Math.min(duration, Math.max(0, seconds));
  reported = wanted; reportedAt = performance.now();
  desktop?.tell({ t: "seek", s: wanted });
  timeline.draw(wanted);
  timeline.remember(wanted);
}

play.addEventListener("click", () => {
  if (!playing && duration > 0 && here() >= duration - 0.05) seek(0);
  desktop?.tell({ t: playing ? "pause" : "play" });
});
speed.addEventListener("change", () => desktop?.tell({ t: "speed", v: Number(speed.value) }));
skip.addEventListener("change", () => desktop?.tell({ t: "skip", on: skip.checked }));
showPointer?.addEventListener("change", () => open(here()));
picture.addEventListener("click", () => canvas.toBlob(blob => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${root.dataset.name}-${clock(here()).replaceAll(":", "")}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}, "image/png"));
document.addEventListener("bastion:seek", event => seek(Number(event.detail)));
setInterval(() => { if (playing && !timeline.dragging) timeline.draw(here()); }, 100);
addEventListener("pagehide", () => desktop?.close());
open(Number(root.dataset.at) || 0).catch(() => { note.textContent = root.dataset.sayFailed; });

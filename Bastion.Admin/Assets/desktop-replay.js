// Replay of a desktop: Recorder plays, this page draws and says where to. Time is the recording's; the page moves its hand between two reports.
import { LISTED, clock, drawing, readMark, toneOf, words } from "./parts/marks.js";

const root = document.querySelector("#replay");
const find = id => document.querySelector(`#${id}`);
const [canvas, note, position, play, at, length, skip, speed, list, pointer, picture, showPointer] =
  ["canvas", "screen-note", "position", "play", "at", "length", "skip", "speed", "marks-list", "pointer", "picture", "show-pointer"].map(find);
const texts = JSON.parse(root.dataset.words);
const SVG = "http://www.w3.org/2000/svg";

let desktop = null, marks = [], duration = 0, playing = false, rate = 1, reported = 0, reportedAt = performance.now(), dragging = false, line = 0;
const here = () => Math.min(duration || Infinity, playing ? reported + (performance.now() - reportedAt) / 1000 * rate : reported);

function hear(word) {
  switch (word.t) {
    case "at":
      reported = word.s; reportedAt = performance.now(); rate = word.speed;
      playing = word.playing;
      play.setAttribute("aria-pressed", String(playing));
      if (word.sought) { root.dataset.shown = word.s.toFixed(3); root.dataset.seeks = String(Number(root.dataset.seeks ?? 0) + 1); note.textContent = ""; picture.disabled = false; }
      if (!dragging) draw(here());
      break;
    case "timeline":
      duration = word.length;
      length.textContent = clock(duration);
      marks = word.marks.map(readMark);
      drawTrack(word.activity);
      drawList();
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

function draw(seconds) {
  const x = duration > 0 ? seconds / duration * 1000 : 0;
  find("track-head").setAttribute("x", String(Math.max(0, x - 1.5)));
  find("track-done").setAttribute("width", String(x));
  if (!dragging) position.value = String(x);
  at.textContent = clock(seconds);
  find("comment-at").value = seconds.toFixed(1);
  position.setAttribute("aria-valuetext", clock(seconds));
  let current = null;
  for (const item of list.querySelectorAll("a")) { if (Number(item.dataset.at) <= seconds + 0.05) current = item; item.removeAttribute("aria-current"); }
  current?.setAttribute("aria-current", "true");
}

function seek(seconds) {
  const wanted = Math.min(duration, Math.max(0, seconds));
  reported = wanted; reportedAt = performance.now();
  desktop?.tell({ t: "seek", s: wanted });
  draw(wanted);
  const url = new URL(location.href);
  url.searchParams.set("t", wanted.toFixed(0));
  history.replaceState(null, "", url);
}

function drawTrack(cells) {
  const activity = find("track-activity"), drawn = find("track-marks");
  activity.replaceChildren();
  drawn.replaceChildren();
  const add = (to, attributes) => {
    const rect = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries(attributes)) rect.setAttribute(name, String(value));
    to.append(rect);
  };
  const most = Math.max(1, ...cells), wide = 1000 / cells.length;
  cells.forEach((amount, i) => {
    if (amount === 0) return;
    const height = 3 + 12 * Math.log1p(amount) / Math.log1p(most);
    add(activity, { class: "k-act", x: i * wide, y: 38 - height, width: wide, height });
  });
  let frozen = null;
  const ice = (from, until) => add(activity, { class: "k-ice", x: from, y: 18, width: Math.max(2, until - from), height: 20 });
  for (const mark of marks) {
    const x = mark.at / (duration || 1) * 1000;
    if (mark.kind === "frozen") frozen ??= x;
    if ((mark.kind === "resumed" || mark.kind === "ended") && frozen !== null) { ice(frozen, x); frozen = null; }
    if (LISTED.has(mark.kind)) add(drawn, { class: `k-mark is-${toneOf(mark.kind)}`, x: Math.min(997, x), y: 4, width: 3, height: 12 });
  }
  if (frozen !== null) ice(frozen, 1000);
}

function drawList() {
  list.replaceChildren();
  for (const mark of marks.filter(x => LISTED.has(x.kind))) {
    const item = document.createElement("li"), link = document.createElement("a"), when = document.createElement("time"), what = document.createElement("span");
    link.href = `#t=${mark.at.toFixed(0)}`;
    link.dataset.at = String(mark.at);
    link.className = `is-${toneOf(mark.kind)}`;
    when.textContent = clock(mark.at);
    what.textContent = words(mark, texts);
    link.append(when, drawing(mark.kind), what);
    link.addEventListener("click", event => { event.preventDefault(); seek(mark.at); });
    item.append(link);
    list.append(item);
  }
}

const stops = () => [...new Set(marks.filter(x => LISTED.has(x.kind)).map(x => x.at))].sort((a, b) => a - b);
find("previous").addEventListener("click", () => seek(stops().filter(x => x < here() - 1).at(-1) ?? 0));
find("next").addEventListener("click", () => { const next = stops().find(x => x > here() + 0.2); if (next !== undefined) seek(next); });
play.addEventListener("click", () => {
  if (!playing && duration > 0 && here() >= duration - 0.05) seek(0);
  desktop?.tell({ t: playing ? "pause" : "play" });
});
position.addEventListener("input", () => { dragging = true; draw(Number(position.value) / 1000 * duration); });
position.addEventListener("change", () => { dragging = false; seek(Number(position.value) / 1000 * duration); });
speed.addEventListener("change", () => desktop?.tell({ t: "speed", v: Number(speed.value) }));
skip.addEventListener("change", () => desktop?.tell({ t: "skip", on: skip.checked }));
showPointer?.addEventListener("change", () => open(here()));
find("full").addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen(); else document.querySelector(".b-player").requestFullscreen();
});
picture.addEventListener("click", () => canvas.toBlob(blob => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${root.dataset.name}-${clock(here()).replaceAll(":", "")}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}, "image/png"));
addEventListener("keydown", event => {
  if (event.target.closest?.("input, select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowLeft") { event.preventDefault(); seek(here() - 5); }
  if (event.key === "ArrowRight") { event.preventDefault(); seek(here() + 5); }
});
document.addEventListener("bastion:seek", event => seek(Number(event.detail)));
setInterval(() => { if (playing && !dragging) draw(here()); }, 100);
addEventListener("pagehide", () => desktop?.close());
open(Number(root.dataset.at) || 0).catch(() => { note.textContent = root.dataset.sayFailed; });

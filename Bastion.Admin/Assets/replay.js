// Replay: the whole recording as asciicast, drawn by asciinema-player under our own transport.
import { create } from "asciinema-player";
import { LISTED, clock, drawing, readMark, toneOf, words } from "./parts/marks.js";

const root = document.querySelector("#replay");
const find = id => document.querySelector(`#${id}`);
const [screen, note, position, play, at, length, skip, speed, channelChoice, list] =
  ["screen", "screen-note", "position", "play", "at", "length", "skip", "speed", "channel", "marks-list"].map(find);
const texts = JSON.parse(root.dataset.words);
const SVG = "http://www.w3.org/2000/svg";
const IDLE = 2;

let header, events = [], marks = [], duration = 0, player = null, playing = false, channel = 0;
let real = [], shown = [];

async function load() {
  const answer = await fetch(root.dataset.source, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const lines = (await answer.text()).split("\n").filter(x => x !== "");
  header = JSON.parse(lines[0]);
  events = lines.slice(1).map(x => JSON.parse(x));
  duration = events.length ? events.at(-1)[0] : 0;
  marks = events.filter(x => x[1] === "m").map(readMark);
  const channels = [...new Set(events.filter(x => x[1] === "o").map(x => x[3] ?? 0))].sort((a, b) => a - b);
  channel = channels[0] ?? 0;
  if (channels.length > 1) {
    channelChoice.hidden = false;
    for (const one of channels) channelChoice.append(new Option(root.dataset.sayChannel.replace("{0}", one), one));
  }
}

// Skipping silences shortens waits over two seconds; the track goes on showing real time, so both scales are kept.
function squeeze() {
  real = [0]; shown = [0];
  let last = 0, now = 0;
  for (const [time] of events) {
    now += skip.checked ? Math.min(time - last, IDLE) : time - last;
    last = time;
    real.push(time);
    shown.push(now);
  }
}

function translate(value, from, to) {
  let low = 0, high = from.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if (from[middle] <= value) low = middle; else high = middle - 1; }
  return low + 1 < from.length && from[low + 1] > from[low] ? to[low] + (value - from[low]) / (from[low + 1] - from[low]) * (to[low + 1] - to[low]) : to[low];
}
const toShown = seconds => translate(seconds, real, shown);
const toReal = seconds => Math.min(duration, translate(seconds, shown, real));

function build(startAt, autoPlay) {
  player?.dispose();
  squeeze();
  const cast = events.filter(x => (x[1] === "o" || x[1] === "r") && (x[3] ?? 0) === channel).map(([time, code, data]) => [toShown(time), code, data]);
  // The last event of all channels ends the replay of each.
  cast.push([shown.at(-1), "o", ""]);
  player = create({ data: [{ version: 2, width: header.width, height: header.height }, ...cast] }, screen,
    { controls: false, fit: "width", startAt: toShown(startAt), autoPlay, speed: Number(speed.value), cursorMode: "steady", preload: true, poster: `npt:${Math.max(0.01, toShown(startAt)).toFixed(2)}`, theme: "bastion" });
  player.addEventListener("playing", () => setPlaying(true));
  player.addEventListener("pause", () => setPlaying(false));
  player.addEventListener("ended", () => setPlaying(false));
  setPlaying(autoPlay);
}

function setPlaying(value) { playing = value; play.setAttribute("aria-pressed", String(value)); }
const here = () => { const t = player?.getCurrentTime(); return typeof t === "number" ? toReal(t) : 0; };

let dragging = false, wanted = 0;
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

async function seek(seconds) {
  wanted = Math.min(duration, Math.max(0, seconds));
  await player.seek(toShown(wanted));
  draw(wanted);
  const url = new URL(location.href);
  url.searchParams.set("t", wanted.toFixed(0));
  history.replaceState(null, "", url);
}

function drawTrack() {
  const activity = find("track-activity"), drawn = find("track-marks");
  const cells = new Array(200).fill(0);
  for (const [time, code, data] of events) if (code === "o") cells[Math.min(199, Math.floor(time / (duration || 1) * 200))] += data.length;
  const most = Math.max(1, ...cells);
  cells.forEach((amount, i) => {
    if (amount === 0) return;
    const bar = document.createElementNS(SVG, "rect"), height = 3 + 12 * Math.log1p(amount) / Math.log1p(most);
    for (const [name, value] of Object.entries({ class: "k-act", x: i * 5, y: 38 - height, width: 5, height })) bar.setAttribute(name, String(value));
    activity.append(bar);
  });
  let frozen = null;
  for (const mark of marks) {
    const x = mark.at / (duration || 1) * 1000;
    if (mark.kind === "frozen") frozen ??= x;
    if ((mark.kind === "resumed" || mark.kind === "ended") && frozen !== null) { ice(frozen, x); frozen = null; }
    if (!LISTED.has(mark.kind) && mark.kind !== "resize") continue;
    const tick = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ class: `k-mark is-${toneOf(mark.kind)}`, x: Math.min(997, x), y: 4, width: 3, height: 12 })) tick.setAttribute(name, String(value));
    drawn.append(tick);
  }
  if (frozen !== null) ice(frozen, 1000);
  function ice(from, until) {
    const span = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ class: "k-ice", x: from, y: 18, width: Math.max(2, until - from), height: 20 })) span.setAttribute(name, String(value));
    activity.append(span);
  }
}

function drawList() {
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
play.addEventListener("click", async () => {
  if (playing) { await player.pause(); setPlaying(false); return; }
  if (here() >= duration - 0.05) await player.seek(0);
  await player.play();
  setPlaying(true);
});
position.addEventListener("input", () => { dragging = true; draw(Number(position.value) / 1000 * duration); });
position.addEventListener("change", async () => { await seek(Number(position.value) / 1000 * duration); dragging = false; });
for (const control of [speed, skip, channelChoice]) {
  control.addEventListener("change", () => { if (control === channelChoice) channel = Number(channelChoice.value); build(here(), playing); });
}
find("full").addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen(); else document.querySelector(".b-player").requestFullscreen();
});
addEventListener("keydown", event => {
  if (event.target.closest?.("input, select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowLeft") { event.preventDefault(); seek(here() - 5); }
  if (event.key === "ArrowRight") { event.preventDefault(); seek(here() + 5); }
});

try {
  await load();
  length.textContent = clock(duration);
  drawTrack();
  drawList();
  const start = Math.min(duration, Number(root.dataset.at) || 0);
  build(start, false);
  draw(start);
  setInterval(() => { if (playing && !dragging) draw(here()); }, 100);
} catch {
  note.textContent = root.dataset.sayFailed;
}

// Replay: the whole recording as asciicast, drawn by asciinema-player under our own transport.
import { create } from "asciinema-player";
import { readMark } from "./parts/marks.js";
import { Timeline } from "./parts/timeline.js";

const root = document.querySelector("#replay");
const find = id => document.querySelector(`#${id}`);
const [screen, note, play, skip, speed, channelChoice] = ["screen", "screen-note", "play", "skip", "speed", "channel"].map(find);
const CELLS = 200;
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

const timeline = new Timeline({ texts: JSON.parse(root.dataset.words), seek, here });

async function seek(seconds) {
  const wanted = Math.min(duration, Math.max(0, seconds));
  await player.seek(toShown(wanted));
  timeline.draw(wanted);
  timeline.remember(wanted);
}

function activity() {
  const cells = new Array(CELLS).fill(0);
  for (const [time, code, data] of events) if (code === "o") cells[Math.min(CELLS - 1, Math.floor(time / (duration || 1) * CELLS))] += data.length;
  return cells;
}

play.addEventListener("click", async () => {
  if (playing) { await player.pause(); setPlaying(false); return; }
  if (here() >= duration - 0.05) await player.seek(0);
  await player.play();
  setPlaying(true);
});
for (const control of [speed, skip, channelChoice]) {
  control.addEventListener("change", () => { if (control === channelChoice) channel = Number(channelChoice.value); build(here(), playing); });
}

try {
  await load();
  timeline.show({ duration, marks, cells: activity(), also: ["resize"] });
  const start = Math.min(duration, Number(root.dataset.at) || 0);
  build(start, false);
  timeline.draw(start);
  setInterval(() => { if (playing && !timeline.dragging) timeline.draw(here()); }, 100);
} catch {
  note.textContent = root.dataset.sayFailed;
}

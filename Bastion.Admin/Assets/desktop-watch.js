// Over the shoulder of a desktop: the tail of its recording. Nothing that is typed or clicked here goes anywhere.
import "./parts/watching.js";
import { LISTED, clock, drawing, readMark, toneOf, words } from "./parts/marks.js";

const screen = document.querySelector("#screen"), canvas = document.querySelector("#canvas"), note = document.querySelector("#screen-note"), list = document.querySelector("#marks-list");
const texts = JSON.parse(list.dataset.words);
const RETRY = 2000;
let over = false;

function addMark(event) {
  const mark = readMark(event);
  if (!LISTED.has(mark.kind)) return;
  const item = document.createElement("li"), dot = document.createElement("span"), what = document.createElement("div"), when = document.createElement("small");
  dot.className = `b-dot is-${toneOf(mark.kind)}`;
  dot.append(drawing(mark.kind));
  what.textContent = words(mark, texts);
  when.textContent = clock(mark.at);
  what.append(when);
  item.append(dot, what);
  list.prepend(item);
  while (list.children.length > 50) list.lastElementChild.remove();
}

async function watch() {
  const { RemoteDesktop } = await import(new URL(screen.dataset.module, location.href).href);
  note.textContent = screen.dataset.sayWaiting;
  let gone = false;
  const again = () => {
    if (over || gone) return;
    gone = true;
    note.textContent = screen.dataset.sayLost;
    setTimeout(() => watch().catch(again), RETRY);
  };
  const desktop = new RemoteDesktop(canvas);
  addEventListener("pagehide", () => { over = true; desktop.close(); }, { once: true });
  try {
    await desktop.connect({
      url: screen.dataset.line,
      protocols: ["bastion.replay.v1"],
      width: 1280, height: 800,
      hear(word) {
        if (word.t === "timeline") { list.replaceChildren(); word.marks.forEach(addMark); }
        else if (word.t === "mark") addMark(word.mark);
        else if (word.t === "at") { note.textContent = ""; screen.dataset.shown = "1"; }
        else if (word.t === "sealed") { over = true; note.textContent = screen.dataset.sayEnded; }
      },
      over: again,
    });
  } catch { again(); }
}

watch().catch(() => { note.textContent = screen.dataset.sayLost; });

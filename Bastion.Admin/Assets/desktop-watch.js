// Over the shoulder of a desktop: the tail of its recording. Nothing that is typed or clicked here goes anywhere.
import "./parts/watching.js";
import { addMark } from "./parts/marks.js";

const screen = document.querySelector("#screen"), canvas = document.querySelector("#canvas"), note = document.querySelector("#screen-note"), list = document.querySelector("#marks-list");
const texts = JSON.parse(list.dataset.words);
const RETRY = 2000;
let over = false;

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
        if (word.t === "timeline") { list.replaceChildren(); for (const mark of word.marks) addMark(list, mark, texts); }
        else if (word.t === "mark") addMark(list, word.mark, texts);
        else if (word.t === "at") { note.textContent = ""; screen.dataset.shown = "1"; }
        else if (word.t === "sealed") { over = true; note.textContent = screen.dataset.sayEnded; }
      },
      over: again,
    });
  } catch { again(); }
}

watch().catch(() => { note.textContent = screen.dataset.sayLost; });

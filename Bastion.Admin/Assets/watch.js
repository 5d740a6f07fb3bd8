// The live view: the tail of the recording, drawn by asciinema-player. Nothing in the output can open a link, reach the clipboard or run:
// the terminal is a drawing. One stream of server-sent events; the browser comes back by itself when it breaks.
import { create } from "asciinema-player";
import "./parts/watching.js";
import { addMark } from "./parts/marks.js";

const screen = document.querySelector("#screen");
const note = document.querySelector("#screen-note");
const list = document.querySelector("#marks-list");
const texts = JSON.parse(list.dataset.words);

function source({ dispatch }) {
  let stream = null, size = null, past = true;
  const reset = (cols, rows) => { size = [cols, rows]; dispatch("reset", { size: { cols, rows } }); dispatch("playing"); };
  return {
    play() {
      if (stream) return true;
      dispatch("play");
      stream = new EventSource(screen.dataset.source);
      stream.addEventListener("waiting", () => { note.textContent = screen.dataset.sayWaiting; past = true; list.replaceChildren(); size = null; });
      stream.addEventListener("caught-up", () => { note.textContent = ""; past = false; if (!size) reset(80, 24); });
      stream.addEventListener("message", message => {
        const event = JSON.parse(message.data);
        const [, code, data] = event;
        if (code === "r") {
          const [cols, rows] = data.split("x").map(Number);
          if (!size) reset(cols, rows); else dispatch("resize", { cols, rows });
        } else if (code === "o") {
          if (!size) reset(80, 24);
          dispatch("output", data);
        } else if (code === "m") addMark(list, event, texts);
      });
      stream.addEventListener("lost", () => { note.textContent = screen.dataset.sayLost; });
      stream.addEventListener("ended", () => { stream.close(); note.textContent = screen.dataset.sayEnded; });
      stream.addEventListener("error", () => { if (stream.readyState !== EventSource.CLOSED) note.textContent = screen.dataset.sayLost; });
      return true;
    },
    pause() { return true; },
    stop() { stream?.close(); },
    getTiming: () => ({ time: 0, rate: 1 }),
  };
}

create(source, screen, { autoPlay: true, controls: false, fit: "width", cursorMode: "steady", theme: "bastion" });

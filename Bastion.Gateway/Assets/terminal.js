// The web terminal: one WebSocket, binary both ways for bytes, text for what is said about the session.
// Words come from the page and from the server, never from here.
import { Terminal } from "@xterm/xterm";
import { FitAddon } from "@xterm/addon-fit";
import "./terminal.css";
import { Line } from "./terminal/line.js";
import { permitStyles } from "./terminal/styles.js";
import { quieten } from "./terminal/quieten.js";
import { Panels } from "./terminal/panels.js";
import { Window } from "./terminal/window.js";

const page = document.querySelector("[data-terminal]");
if (page) start(page);

function start(root) {
  permitStyles(root.dataset.nonce);
  const panels = new Panels(root);
  const time = new Window(root);
  const screen = root.querySelector("[data-screen]");
  const term = new Terminal({
    cursorBlink: false,
    minimumContrastRatio: 4.5,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--b-mono").trim() || "monospace",
    fontSize: 14,
    lineHeight: 1.2,
    scrollback: 5000,
    screenReaderMode: matchMedia("(forced-colors: active)").matches,
    allowProposedApi: false,
    linkHandler: null,
    logLevel: "off",
    theme: {
      background: "#0a0d0f", foreground: "#d4dce2", cursor: "#d4dce2", cursorAccent: "#0a0d0f", selectionBackground: "#2f4a57",
      black: "#29323a", red: "#ff8f88", green: "#84d8a8", yellow: "#f2c36e", blue: "#8fb4fb", magenta: "#c8b5f7", cyan: "#84dee8", white: "#d4dce2",
      brightBlack: "#8a96a0", brightRed: "#ffa49e", brightGreen: "#a4e6c0", brightYellow: "#f8d796", brightBlue: "#b4cdfd", brightMagenta: "#dacdfa", brightCyan: "#a9e9f0", brightWhite: "#ffffff",
    },
  });
  const fit = new FitAddon();
  term.loadAddon(fit);
  quieten(term);
  term.open(screen);
  fit.fit();
  panels.size(term.cols, term.rows);

  // Every key goes to the device but this one, which gives the keyboard back to the page.
  term.attachCustomKeyEventHandler(event => {
    if (event.key !== "F6" || !event.ctrlKey || !event.shiftKey) return true;
    if (event.type === "keydown") { event.preventDefault(); root.querySelector("[data-full]").focus(); }
    return false;
  });

  const line = new Line(root.dataset, {
    open(word) { panels.live(); time.left(word); term.focus(); },
    bytes(bytes, drawn) { term.write(bytes, drawn); },
    state(word) {
      term.options.disableStdin = word.frozen;
      panels.frozen(word);
      time.frozen(word.frozen);
      if (!word.frozen) term.focus();
    },
    notice(word) { panels.note(word); },
    left(word) { time.left(word); if (word.text) panels.note(word); },
    over(word) { term.options.disableStdin = true; panels.over(word); time.over(); },
  });

  term.onData(text => line.type(text));
  term.onBinary(text => line.typeBytes(Uint8Array.from(text, x => x.charCodeAt(0))));
  term.onResize(size => { panels.size(size.cols, size.rows); line.size(size.cols, size.rows); });
  let settled = 0;
  new ResizeObserver(() => { clearTimeout(settled); settled = setTimeout(() => fit.fit(), 80); }).observe(screen);

  root.querySelector("[data-leave]").addEventListener("click", () => line.leave());
  root.querySelector("[data-full]").addEventListener("click", async () => {
    if (document.fullscreenElement) await document.exitFullscreen(); else await root.requestFullscreen();
    term.focus();
  });
  line.start(term.cols, term.rows);
}

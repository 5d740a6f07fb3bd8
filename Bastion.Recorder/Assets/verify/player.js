// Plays one terminal of a recording: output as it came, at the moments it came.
import { Terminal } from "@xterm/xterm";
import { concat } from "./bytes.js";
import { eventOf } from "./recording.js";

// Frames, as many as one call takes as arguments on any browser.
const MOST_AT_ONCE = 10_000;
const IDLE = 2;
const clock = seconds => new Date(Math.max(0, seconds) * 1000).toISOString().slice(seconds >= 36_000 ? 11 : 12, 19);

export class Player {
  constructor(find, words) {
    Object.assign(this, { find, words, playing: false, now: 0 });
    find("play").addEventListener("click", () => this.toggle());
    find("position").addEventListener("input", () => this.seek(Number(find("position").value) / 1000 * this.length));
    find("channel").addEventListener("change", () => { this.channel = Number(find("channel").value); this.seek(this.now); });
  }

  show(recording) {
    this.stop();
    this.frames = recording.frames;
    this.length = this.frames.at(-1)?.at ?? 0;
    const channels = [...new Set(this.frames.filter(x => x.track <= 2).map(x => x.channel))].sort((a, b) => a - b);
    this.channel = channels[0] ?? 0;
    this.find("channels").hidden = channels.length < 2;
    this.find("channel").replaceChildren(...channels.map(x => new Option(x)));
    this.terminal?.dispose();
    const size = this.frames.filter(x => x.track === 4).map(eventOf).find(x => x.kind === "pty") ?? {};
    this.terminal = new Terminal({ cols: size.columns || 80, rows: size.rows || 24, disableStdin: true, convertEol: false, scrollback: 5000, fontSize: 13 });
    this.terminal.open(this.find("screen"));
    this.find("player").hidden = false;
    this.drawMarks();
    this.seek(0);
  }

  drawMarks() {
    const marks = this.frames.filter(x => x.track === 4).map(frame => ({ frame, event: eventOf(frame) })).filter(x => !["resize", "channel.open", "channel.close", undefined].includes(x.event.kind));
    this.find("marks").replaceChildren(...marks.map(({ frame, event }) => {
      const item = document.createElement("li"), button = document.createElement("button"), what = event.command ?? event.text ?? event.cause ?? event.what ?? event.status ?? event.path ?? "";
      button.type = "button";
      button.textContent = clock(frame.at);
      button.addEventListener("click", () => this.seek(frame.at));
      const known = this.words(`mark.${event.kind}`, what);
      item.append(button, document.createTextNode(known === `mark.${event.kind}` ? `${event.kind} ${what}` : known));
      return item;
    }));
  }

  seek(seconds) {
    this.now = Math.min(this.length, Math.max(0, seconds));
    this.terminal.reset();
    this.next = 0;
    this.advance();
  }

  // Everything that came until now. Written at once: the terminal pauses between two writes, and a seek over hours has a hundred thousand of them.
  advance() {
    let waiting = [];
    const write = () => {
      if (waiting.length > 0) this.terminal.write(concat(...waiting));
      waiting = [];
    };
    while (this.next < this.frames.length && this.frames[this.next].at <= this.now) {
      const frame = this.frames[this.next++];
      if (frame.channel !== this.channel) continue;
      if (frame.track <= 2) {
        waiting.push(frame.payload);
        if (waiting.length === MOST_AT_ONCE) write();
      } else if (frame.track === 4) {
        const event = eventOf(frame);
        if (event.kind === "resize" && event.columns > 0 && event.columns <= 1000 && event.rows > 0 && event.rows <= 1000) {
          write();
          this.terminal.resize(event.columns, event.rows);
        }
      }
    }
    write();
    this.find("at").textContent = `${clock(this.now)} / ${clock(this.length)}`;
    this.find("position").value = String(this.length > 0 ? this.now / this.length * 1000 : 0);
  }

  toggle() {
    if (this.playing) { this.stop(); return; }
    if (this.now >= this.length) this.seek(0);
    this.playing = true;
    this.find("play").textContent = this.words("pause");
    let last = performance.now();
    const step = time => {
      if (!this.playing) return;
      this.now += (time - last) / 1000 * Number(this.find("speed").value);
      last = time;
      const coming = this.frames[this.next]?.at ?? this.length;
      if (this.find("skip").checked && coming - this.now > IDLE) this.now = coming - IDLE / 4;
      if (this.now >= this.length) { this.now = this.length; this.advance(); this.stop(); return; }
      this.advance();
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  stop() {
    this.playing = false;
    this.find("play").textContent = this.words("play");
  }
}

// The track of a replay with its marks, the list beside it, and the keys: the same for a terminal and a desktop. What plays is told by `seek`.
import { LISTED, clock, drawing, toneOf, words } from "./marks.js";

const SVG = "http://www.w3.org/2000/svg";
const find = id => document.querySelector(`#${id}`);

export class Timeline {
  #list = find("marks-list"); #position = find("position"); #at = find("at"); #length = find("length");
  #seek; #here; #texts; #duration = 0; #marks = []; #dragging = false;

  /// `seek` goes to an instant in seconds, `here` answers the present one.
  constructor({ texts, seek, here }) {
    this.#texts = texts;
    this.#seek = seek;
    this.#here = here;
    find("previous").addEventListener("click", () => seek(this.#stops().filter(x => x < here() - 1).at(-1) ?? 0));
    find("next").addEventListener("click", () => { const next = this.#stops().find(x => x > here() + 0.2); if (next !== undefined) seek(next); });
    const meant = () => Number(this.#position.value) / 1000 * this.#duration;
    this.#position.addEventListener("input", () => { this.#dragging = true; this.draw(meant()); });
    this.#position.addEventListener("change", async () => { await seek(meant()); this.#dragging = false; });
    find("full").addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen(); else document.querySelector(".b-player").requestFullscreen();
    });
    addEventListener("keydown", event => {
      if (event.target.closest?.("input, select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "ArrowLeft") { event.preventDefault(); seek(here() - 5); }
      if (event.key === "ArrowRight") { event.preventDefault(); seek(here() + 5); }
    });
  }

  get dragging() { return this.#dragging; }

  /// `cells`: how much happened, in equal parts of the whole. `also`: kinds that are on the track and not in the list.
  show({ duration, marks, cells, also = [] }) {
    this.#duration = duration;
    this.#marks = marks;
    this.#length.textContent = clock(duration);
    this.#drawTrack(cells, also);
    this.#drawList();
  }

  /// The hand, the clock, and which mark was last.
  draw(seconds) {
    const x = this.#duration > 0 ? seconds / this.#duration * 1000 : 0;
    find("track-head").setAttribute("x", String(Math.max(0, x - 1.5)));
    find("track-done").setAttribute("width", String(x));
    if (!this.#dragging) this.#position.value = String(x);
    this.#at.textContent = clock(seconds);
    find("comment-at").value = seconds.toFixed(1);
    this.#position.setAttribute("aria-valuetext", clock(seconds));
    let current = null;
    for (const item of this.#list.querySelectorAll("a")) { if (Number(item.dataset.at) <= seconds + 0.05) current = item; item.removeAttribute("aria-current"); }
    current?.setAttribute("aria-current", "true");
  }

  /// The address of the page names the instant, to be sent to somebody.
  remember(seconds) {
    const url = new URL(location.href);
    url.searchParams.set("t", seconds.toFixed(0));
    history.replaceState(null, "", url);
  }

  #stops() { return [...new Set(this.#marks.filter(x => LISTED.has(x.kind)).map(x => x.at))].sort((a, b) => a - b); }

  #drawTrack(cells, also) {
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
    for (const mark of this.#marks) {
      const x = mark.at / (this.#duration || 1) * 1000;
      if (mark.kind === "frozen") frozen ??= x;
      if ((mark.kind === "resumed" || mark.kind === "ended") && frozen !== null) { ice(frozen, x); frozen = null; }
      if (LISTED.has(mark.kind) || also.includes(mark.kind)) add(drawn, { class: `k-mark is-${toneOf(mark.kind)}`, x: Math.min(997, x), y: 4, width: 3, height: 12 });
    }
    if (frozen !== null) ice(frozen, 1000);
  }

  #drawList() {
    this.#list.replaceChildren();
    for (const mark of this.#marks.filter(x => LISTED.has(x.kind))) {
      const item = document.createElement("li"), link = document.createElement("a"), when = document.createElement("time"), what = document.createElement("span");
      link.href = `#t=${mark.at.toFixed(0)}`;
      link.dataset.at = String(mark.at);
      link.className = `is-${toneOf(mark.kind)}`;
      when.textContent = clock(mark.at);
      what.textContent = words(mark, this.#texts);
      link.append(when, drawing(mark.kind), what);
      link.addEventListener("click", event => { event.preventDefault(); this.#seek(mark.at); });
      item.append(link);
      this.#list.append(item);
    }
  }
}

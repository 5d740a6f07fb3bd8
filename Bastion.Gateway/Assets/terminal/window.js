// How much of the window is gone: the thin bar under the head, and the end that the countdown counts to.
// The server says what is left in milliseconds; the visitor's clock is never asked for the hour.
export class Window {
  #bar; #until; #ends; #from; #left = 0; #at = 0; #length;

  constructor(root) {
    this.#bar = root.querySelector("[data-bar]");
    this.#until = root.querySelector("[data-until]");
    this.#ends = root.querySelector("[data-ends]");
    this.#from = Number(root.dataset.from);
    this.#length = Number(root.dataset.to) - this.#from;
    const clock = Date.parse(document.documentElement.dataset.clock);
    this.left(Number(root.dataset.to) - clock, true);
    setInterval(() => this.#draw(), 1000);
  }

  left(ms, first = false) {
    if (typeof ms !== "number") return;
    this.#at = performance.now();
    const moved = !first && Math.abs(ms - this.#left) > 5000;
    this.#left = ms;
    const clock = Date.parse(document.documentElement.dataset.clock) + performance.now();
    if (moved || first) {
      const end = new Date(clock + ms);
      this.#length = Math.max(ms, end.getTime() - this.#from);
      if (!first) { this.#until.dataset.until = end.toISOString(); this.#ends.hidden = true; }
    }
    this.#draw();
  }

  frozen(yes) { this.#bar.setAttribute("class", yes ? "s-ice" : "s-green"); }

  over() { this.#bar.setAttribute("class", "s-grey"); }

  #draw() {
    const left = Math.max(0, this.#left - (performance.now() - this.#at));
    const done = this.#length > 0 ? Math.min(1, Math.max(0, 1 - left / this.#length)) : 0;
    this.#bar.setAttribute("width", String(Math.round(done * 1000)));
  }
}

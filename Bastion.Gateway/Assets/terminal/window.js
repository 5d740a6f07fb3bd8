// How much of the window is gone: the thin bar under the head, and the end that the countdown counts to.
// The server says what is left, in milliseconds; the visitor's clock is never asked for the hour.
export class Window {
  #bar; #until; #ends; #from; #length; #left; #at; #over = false;

  constructor(root) {
    this.#bar = root.querySelector("[data-bar]");
    this.#until = root.querySelector("[data-until]");
    this.#ends = root.querySelector("[data-ends]");
    this.#from = Number(root.dataset.from);
    this.#length = Number(root.dataset.to) - this.#from;
    this.#set(Number(root.dataset.to) - this.#now());
    setInterval(() => this.#draw(), 1000);
  }

  left(word) {
    if (typeof word.left !== "number") return;
    const end = this.#now() + word.left;
    this.#length = end - this.#from;
    this.#until.dataset.until = new Date(end).toISOString();
    if (word.ends) this.#ends.textContent = word.ends;
    this.#set(word.left);
  }

  frozen(yes) { this.#bar.setAttribute("class", yes ? "s-ice" : "s-green"); }

  over() { this.#over = true; this.#bar.setAttribute("class", "s-grey"); }

  // The server's clock: its hour when the page was made, and what has passed since.
  #now() { return Date.parse(document.documentElement.dataset.clock) + performance.now(); }

  #set(left) {
    this.#left = left;
    this.#at = performance.now();
    this.#draw();
  }

  #draw() {
    if (this.#over) return;
    const left = Math.max(0, this.#left - (performance.now() - this.#at));
    const done = this.#length > 0 ? Math.min(1, Math.max(0, 1 - left / this.#length)) : 0;
    this.#bar.setAttribute("width", String(Math.round(done * 1000)));
  }
}

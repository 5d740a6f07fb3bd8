// What stands around the terminal: state line, frozen veil, message, and the last panel that says why and what next.
export class Panels {
  #root;

  constructor(root) {
    this.#root = root;
    this.#part("note-close").addEventListener("click", () => { this.#part("note").hidden = true; });
  }

  #part(name) { return this.#root.querySelector(`[data-${name}]`); }

  live() { this.#part("state").textContent = this.#root.dataset.sayLive; }

  size(columns, rows) { this.#part("size").textContent = `${columns} \u00d7 ${rows}`; }

  frozen(word) {
    const veil = this.#part("veil");
    veil.hidden = !word.frozen;
    veil.classList.toggle("is-blind", word.blind === true);
    this.#part("state").textContent = word.frozen ? this.#root.dataset.sayFrozen : this.#root.dataset.sayLive;
    if (!word.frozen) { if (word.text) this.note({ text: word.text }); return; }
    veil.querySelector("h2").textContent = word.title ?? "";
    veil.querySelector("p").textContent = word.text ?? "";
    this.#part("veil-box").focus();
  }

  note(word) {
    this.#part("note-by").textContent = word.by ?? "";
    this.#part("note-text").textContent = word.text ?? "";
    this.#part("note").hidden = false;
  }

  over(word) {
    this.#part("veil").hidden = true;
    this.#part("note").hidden = true;
    this.#part("recorded").hidden = true;
    this.#part("leave").hidden = true;
    this.#part("state").textContent = this.#root.dataset.sayOver;
    const end = this.#part("end");
    end.querySelector("h2").textContent = word.title ?? "";
    end.querySelector("p").textContent = word.text ?? "";
    const link = this.#part("end-link");
    if (word.link) { link.textContent = word.link; link.href = word.href; }
    this.#part("end-again").hidden = word.again === false || word.t === "refused";
    this.#root.querySelector("[data-countdown]").hidden = true;
    end.hidden = false;
    this.#part("end-box").focus();
  }
}

// Polite live region: eight seconds, or until closed when the toast carries an action.
const area = () => document.querySelector(".b-toasts");

function arm(item) {
  item.querySelector("[data-toast-close]")?.addEventListener("click", () => item.remove());
  if (!item.querySelector("a, button:not([data-toast-close])")) setTimeout(() => item.remove(), 8000);
}

export function toast(text) {
  const model = document.querySelector("#toast");
  if (!area() || !model || !text) return;
  const item = model.content.firstElementChild.cloneNode(true);
  item.querySelector("[data-text]").textContent = text;
  area().append(item);
  arm(item);
}

export function startToasts() {
  for (const item of document.querySelectorAll(".b-toasts > .b-toast")) arm(item);
}

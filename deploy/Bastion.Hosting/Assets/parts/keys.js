// Single keys outside fields; "?" lists them. A key can do only what a control with the same data-key can.
// The choice to turn them off is kept in this browser (WCAG 2.1.4).
const off = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };

function help() {
  const dialog = document.querySelector("#keys");
  const list = dialog?.querySelector("[data-keys]");
  if (!dialog || dialog.open) return;
  list.replaceChildren();
  const seen = new Set();
  for (const control of document.querySelectorAll("[data-key]")) {
    if (seen.has(control.dataset.key) || control.offsetParent === null) continue;
    seen.add(control.dataset.key);
    const key = document.createElement("dt"), what = document.createElement("dd"), cap = document.createElement("kbd");
    cap.textContent = control.dataset.key;
    key.append(cap);
    const copy = control.cloneNode(true);
    for (const part of copy.querySelectorAll("kbd, .b-count")) part.remove();
    what.textContent = (control.getAttribute("aria-label") || copy.textContent || control.placeholder || "").trim();
    list.append(key, what);
  }
  const box = dialog.querySelector("[data-keys-off]");
  box.checked = off();
  dialog.showModal();
}

function step(by) {
  const items = [...document.querySelectorAll("[data-item]")];
  if (items.length === 0) return false;
  const here = items.findIndex(x => x.contains(document.activeElement));
  const next = items[Math.min(items.length - 1, Math.max(0, here < 0 ? 0 : here + by))];
  (next.matches("a, button") ? next : next.querySelector("a, button"))?.focus();
  return true;
}

export function startKeys() {
  document.querySelector("[data-keys-off]")?.addEventListener("change", event => {
    try { localStorage.setItem("keys", event.target.checked ? "off" : "on"); } catch { /* lasts for the page */ }
  });
  document.addEventListener("click", event => { if (event.target.closest("[data-keys-help]")) help(); });
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input:not([type=checkbox], [type=radio], [type=range]), select, textarea, [contenteditable], .b-term, dialog")) return;
    if (event.key === "?") { event.preventDefault(); help(); return; }
    if (off()) return;
    if (event.key === "Enter" && event.target.closest?.("a, button, summary")) return;
    const target = [...document.querySelectorAll("[data-key]")].find(x => x.dataset.key === event.key && !x.disabled);
    if (!target) {
      if ((event.key === "j" && step(1)) || (event.key === "k" && step(-1))) event.preventDefault();
      return;
    }
    event.preventDefault();
    if (target.matches("input, textarea, select")) target.focus(); else target.click();
  });
}

// Behaviour shared by every page. Each part works on data attributes and does nothing when they are absent.
// Words come from the page (data-say-*), never from here.
import { startCountdowns } from "./parts/countdown.js";
import { startDialogs } from "./parts/dialogs.js";
import { startKeys } from "./parts/keys.js";
import { startLive } from "./parts/live.js";
import { startToasts, toast } from "./parts/toasts.js";

const root = document.documentElement;

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.addEventListener("click", () => {
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = next;
    try { localStorage.setItem("theme", next); } catch { /* private mode: the choice lasts for the page */ }
  });
}

document.addEventListener("click", async event => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const text = document.getElementById(copy.dataset.copy).textContent.trim();
    try { await navigator.clipboard.writeText(text); toast(copy.dataset.sayDone); }
    catch { toast(copy.dataset.sayFailed); }
  }
  if (event.target.closest("[data-print]")) print();
});

// A choice that changes the page at once (a filter); without script the form has its button.
for (const control of document.querySelectorAll("[data-submit-on-change]")) {
  control.addEventListener("change", () => control.form.requestSubmit());
}

// One press sends one form: a second press while the first is on its way is ignored.
document.addEventListener("submit", event => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
});

// After a refused post the summary takes the focus, so that a screen reader starts there.
document.querySelector("[data-take-focus]")?.focus();

startToasts();
startDialogs();
startCountdowns();
startKeys();
startLive();

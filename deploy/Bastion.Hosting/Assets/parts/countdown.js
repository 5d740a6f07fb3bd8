// Counts on the server's clock (data-clock on <html>), never on the visitor's.
// Announced once at 15 and 5 minutes, then each minute, through the element with data-countdown-voice.
const clock = Date.parse(document.documentElement.dataset.clock ?? "");
const started = performance.now();
export const now = () => Number.isNaN(clock) ? Date.now() : clock + (performance.now() - started);

function words(ms) {
  const s = Math.max(0, Math.ceil(ms / 1000)), h = Math.floor(s / 3600), m = Math.floor(s % 3600 / 60);
  if (h >= 48) return `${Math.floor(h / 24)}\u00a0${document.documentElement.lang === "fr" ? "j" : "d"}`;
  if (h > 0) return `${h}\u00a0h ${String(m).padStart(2, "0")}\u00a0min`;
  if (m >= 10) return `${m}\u00a0min`;
  return `${m}:${String(s % 60).padStart(2, "0")}`;
}

let announced = null;
function tick() {
  for (const item of document.querySelectorAll("[data-until]")) {
    const left = Date.parse(item.dataset.until) - now();
    const text = words(left);
    if (item.textContent !== text) item.textContent = text;
    const box = item.closest("[data-urgency]");
    if (box) {
      box.classList.toggle("is-amber", left < 15 * 60e3 && left >= 5 * 60e3);
      box.classList.toggle("is-red", left < 5 * 60e3);
    }
    const voice = item.closest("[data-countdown]")?.querySelector("[data-countdown-voice]");
    if (voice) {
      const minutes = Math.ceil(left / 60e3);
      const due = minutes === 15 || (minutes <= 5 && minutes >= 1);
      if (due && announced !== minutes) { announced = minutes; voice.textContent = `${minutes}\u00a0min`; }
    }
    if (left <= 0 && item.dataset.then === "reload" && !item.dataset.done) { item.dataset.done = "1"; setTimeout(() => location.reload(), 1500); }
  }
}

export function startCountdowns() {
  if (!document.querySelector("[data-until]") && !document.querySelector("[data-live]")) return;
  tick();
  setInterval(tick, 1000);
}

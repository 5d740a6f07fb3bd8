// Who looks says so every few seconds while the page is visible; a hidden tab is nobody. "Still watching" is confirmed by hand every quarter of an hour.
const watching = document.querySelector("#watching");
if (watching) {
  const tap = watching.querySelector("[data-tap]");
  const ASK_AFTER = 14 * 60 * 1000;
  let tapped = true, tappedAt = Date.now();
  const beat = async () => {
    if (document.visibilityState !== "visible") return;
    const body = new URLSearchParams(new FormData(watching));
    if (tapped) { body.set("tap", "1"); tappedAt = Date.now(); }
    tapped = false;
    tap.hidden = Date.now() - tappedAt < ASK_AFTER;
    try { await fetch(watching.action, { method: "POST", body, headers: { "X-Live": "1" } }); } catch { /* said by the stream above */ }
  };
  watching.addEventListener("submit", event => { event.preventDefault(); tapped = true; beat(); });
  document.addEventListener("visibilitychange", beat);
  setInterval(beat, Number(watching.dataset.every) * 1000);
  beat();
}

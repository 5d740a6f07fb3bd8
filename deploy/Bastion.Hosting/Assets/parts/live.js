// Live parts of a page: one stream of server-sent events says "something changed", the page is asked again and the
// elements marked data-live (each with an id) are replaced by their new form. A part that holds the focus in a field,
// or an open dialog, is left alone until the next change. Without script the page simply stays as it was sent.
let pending = false, running = false;

function busy(part) {
  const active = document.activeElement;
  return part.querySelector("dialog[open]") || (active && part.contains(active) && active.matches("input, textarea, select"));
}

async function refresh() {
  if (running) { pending = true; return; }
  running = true;
  try {
    const answer = await fetch(location.href, { headers: { "X-Live": "1" }, credentials: "same-origin" });
    if (answer.redirected || answer.status === 401) { location.reload(); return; }
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (!fresh || busy(part) || fresh.innerHTML === part.innerHTML) continue;
      const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
      part.replaceWith(document.adoptNode(fresh));
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    }
    document.dispatchEvent(new CustomEvent("bastion:refreshed"));
  } catch { /* the next event or the reconnection tries again */ }
  finally {
    running = false;
    if (pending) { pending = false; refresh(); }
  }
}

export function startLive() {
  const source = document.querySelector("[data-live-events]")?.dataset.liveEvents;
  if (!source) return;
  const stream = new EventSource(source);
  let first = true;
  stream.addEventListener("hello", () => { if (!first) refresh(); first = false; });
  stream.addEventListener("changed", refresh);
  addEventListener("pagehide", () => stream.close());
}

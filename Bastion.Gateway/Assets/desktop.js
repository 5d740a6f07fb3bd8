// The web desktop: RDP on a canvas, and around it what the terminal has too. Words come from the page and from the server, never from here.
import "./desktop.css";
import { Panels } from "./terminal/panels.js";
import { Window } from "./terminal/window.js";

const protocol = "bastion.desktop.v1";
const remembered = "desktop.layout";
const page = document.querySelector("[data-desktop]");
if (page) start(page);

async function start(root) {
  const find = name => root.querySelector(`[data-${name}]`);
  const panels = new Panels(root), time = new Window(root), stage = find("screen"), canvas = find("canvas");
  const layout = find("layout"), scale = find("scale"), dialog = root.querySelector("#paste-dialog");
  layout.value = localStorage.getItem(remembered) ?? (document.documentElement.lang === "fr" ? "1036" : "1033");
  if (layout.selectedIndex < 0) layout.selectedIndex = 0;
  // The device learns the keyboard when the session opens: another one needs another session.
  layout.addEventListener("change", () => { localStorage.setItem(remembered, layout.value); });
  let closed = false, frozen = false;
  const over = word => { if (!closed) { closed = true; canvas.tabIndex = -1; for (const tool of root.querySelectorAll(".p-tools button:not([data-full]):not([data-leave]), .p-tools select")) tool.disabled = true; panels.over(word); time.over(); } };
  const lost = text => over({ title: root.dataset.sayLostTitle, text });

  let RemoteDesktop, ticket;
  try {
    ({ RemoteDesktop } = await import(new URL(root.dataset.module, location.href).href));
  } catch { lost(root.dataset.sayNoModule); return; }
  try {
    const answer = await fetch(root.dataset.ticket, { method: "POST", headers: { "X-Form": root.dataset.form }, credentials: "same-origin" });
    if (answer.status === 401 || answer.status === 403) { location.reload(); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    ({ ticket } = await answer.json());
  } catch { lost(root.dataset.sayNoTicket); return; }

  const desktop = new RemoteDesktop(canvas);
  const into = root.dataset.clipboardIn !== "", from = root.dataset.clipboardOut !== "";
  const fit = () => {
    stage.classList.toggle("is-real", scale.value === "real");
    panels.size(canvas.width, canvas.height);
  };
  const hear = word => {
    switch (word.t) {
      case "open": time.left(word); break;
      case "state":
        frozen = word.frozen === true;
        desktop.mute(frozen);
        panels.frozen(word);
        time.frozen(frozen);
        if (!frozen) canvas.focus();
        break;
      case "notice": panels.note(word); break;
      case "left": time.left(word); if (word.text) panels.note(word); break;
      case "refused":
      case "ended": over(word); break;
    }
  };
  find("leave").addEventListener("click", () => { if (closed) location.assign(root.dataset.back); else desktop.tell({ t: "leave" }); });
  const even = (value, least, most) => Math.min(most, Math.max(least, Math.floor(value / 4) * 4));
  try {
    await desktop.connect({
      url: root.dataset.line,
      protocols: [protocol, `ticket.${ticket}`],
      greeting: { t: "start", layout: Number(layout.value) },
      width: even(stage.clientWidth, 800, 2560),
      height: even(stage.clientHeight, 600, 1600),
      hear,
      over: () => lost(root.dataset.sayLost),
      resized: fit,
      clipboard: into || from ? { send: into, received: from ? text => { navigator.clipboard?.writeText(text).catch(() => {}); } : undefined } : undefined,
    });
  } catch { lost(root.dataset.sayLost); return; }
  if (closed) return;
  layout.disabled = true;
  desktop.listen(() => find("full").focus());
  if (frozen) desktop.mute(true); else panels.live();
  fit();
  canvas.focus();
  scale.addEventListener("change", fit);
  for (const button of root.querySelectorAll("[data-keys]")) {
    button.disabled = false;
    button.addEventListener("click", () => { desktop.press(...button.dataset.keys.split(" ")); canvas.focus(); });
  }
  const paste = find("paste");
  if (paste && dialog) {
    paste.disabled = false;
    const text = dialog.querySelector("textarea");
    paste.addEventListener("click", () => { desktop.release(); dialog.showModal(); });
    dialog.addEventListener("close", async () => {
      if (dialog.returnValue === "yes" && text.value !== "") await desktop.paste(text.value.replace(/\r?\n/g, "\r\n"));
      text.value = "";
      canvas.focus();
    });
  }
  find("full").addEventListener("click", async () => {
    if (document.fullscreenElement) await document.exitFullscreen(); else await root.requestFullscreen();
    canvas.focus();
  });
}

// Marks of a recording: what they look like and what they say. Text from a recording only ever becomes text.
const LOOKS = {
  frozen: ["ice", "M8 0v16M1 4l14 8M15 4 1 12"],
  resumed: ["green", "M4 2v12l10-6z"],
  notice: ["violet", "M2 2h12v9H6l-4 3z"],
  warning: ["amber", "M8 1 15 14H1z"],
  extended: ["blue", "M8 2v6l4 3M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1"],
  exec: ["petrol", "M3 4l4 4-4 4M8 13h5"],
  shell: ["petrol", "M3 4l4 4-4 4M8 13h5"],
  subsystem: ["petrol", "M3 4l4 4-4 4M8 13h5"],
  refused: ["red", "M3 3l10 10M13 3 3 13"],
  "file.act": ["blue", "M3 1h7l3 3v11H3z"],
  "file.refused": ["red", "M3 1h7l3 3v11H3zM5 7l6 6"],
  gap: ["amber", "M8 1 15 14H1z"],
  pty: ["grey", "M2 3h12v10H2z"],
  resize: ["grey", "M2 3h12v10H2z"],
  ended: ["grey", "M4 4h8v8H4z"],
  truncated: ["red", "M8 1 15 14H1z"],
};
const SAME = { "window-change": "resize", window: "resize", freeze: "frozen", resume: "resumed", message: "notice", start: "opened", open: "opened", end: "ended", finish: "ended" };

/// Kinds worth a place in the list; the others (env, signals, …) only exist in the recording.
export const LISTED = new Set(["opened", "exec", "shell", "subsystem", "refused", "frozen", "resumed", "notice", "warning", "extended", "ended", "truncated", "file.act", "file.refused", "gap"]);

const LONGEST = 50;

export function readMark(event) {
  const [at, , data, channel = 0] = event;
  const cut = data.indexOf("|");
  const raw = cut < 0 ? data : data.slice(0, cut);
  return { at, kind: SAME[raw] ?? raw, text: cut < 0 ? "" : data.slice(cut + 1), channel };
}

export const toneOf = kind => LOOKS[kind]?.[0] ?? "grey";

export function words(mark, texts) {
  const name = texts[mark.kind] ?? mark.kind;
  // Closed lists come as their codes.
  const said = texts[`cause.${mark.text}`] ?? texts[`end.${mark.text}`];
  if (said && (mark.kind === "frozen" || mark.kind === "resumed" || mark.kind === "ended")) return words({ ...mark, text: said }, { [mark.kind]: name });
  return mark.text ? `${name}\u00a0: ${mark.text}`.replace("\u00a0: ", document.documentElement.lang === "fr" ? "\u00a0: " : ": ") : name;
}

export function drawing(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "bi");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", LOOKS[kind]?.[1] ?? "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6");
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.6");
  svg.append(path);
  return svg;
}

export function clock(seconds) {
  const s = Math.max(0, Math.floor(seconds)), two = n => String(n).padStart(2, "0");
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s % 3600 / 60))}:${two(s % 60)}`;
}

/// Puts an event of a session that goes on at the head of the list, if it is one of those that are listed there.
export function addMark(list, event, texts) {
  const mark = readMark(event);
  if (!LISTED.has(mark.kind)) return;
  const item = document.createElement("li"), dot = document.createElement("span"), what = document.createElement("div"), when = document.createElement("small");
  dot.className = `b-dot is-${toneOf(mark.kind)}`;
  dot.append(drawing(mark.kind));
  what.textContent = words(mark, texts);
  when.textContent = clock(mark.at);
  what.append(when);
  item.append(dot, what);
  list.prepend(item);
  while (list.children.length > LONGEST) list.lastElementChild.remove();
}

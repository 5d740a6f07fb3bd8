// verify.html: asks for a pack, says whether it holds, and shows what it holds.
import { verifyPack } from "./verify/pack.js";
import { Player } from "./verify/player.js";
import { say } from "./verify/words.js";

const find = id => document.getElementById(id);
let language = navigator.language?.startsWith("en") ? "en" : "fr", report = null;
const words = (name, ...what) => say(language, name, ...what);
const player = new Player(find, (...x) => words(...x));
const shown = value => value instanceof Date ? value.toLocaleString(language, { timeZoneName: "short" }) : value;

function item(parent, sentence, detail) {
  const one = document.createElement("li");
  one.textContent = sentence;
  if (detail) { const small = document.createElement("small"); small.textContent = detail; one.append(small); }
  parent.append(one);
}

function speak() {
  document.documentElement.lang = language;
  document.title = words("title");
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = words(one.dataset.say);
  find("language").textContent = words("other");
  player.stop();
  if (report) draw();
}

function draw() {
  const verdict = find("verdict"), kind = report.flaws.length ? "bad" : report.unchecked.length ? "part" : "good";
  verdict.hidden = false;
  verdict.className = kind;
  verdict.querySelector("h2").textContent = words(kind);
  verdict.querySelector("p").textContent = words(`${kind}Text`);
  for (const id of ["flaws", "unchecked", "passed"]) find(id).replaceChildren();
  for (const flaw of report.flaws) item(find("flaws"), words(`flaw.${flaw.code}`), `${flaw.culprit}: ${flaw.why}`);
  for (const one of report.unchecked) item(find("unchecked"), words(`skip.${one.code}`, ...one.what.map(shown)));
  for (const one of report.passed) item(find("passed"), words(`pass.${one.code}`, ...one.what.map(shown)));
  drawDocuments();
  drawJournal();
  drawRecordings();
}

function drawDocuments() {
  find("documents").hidden = report.documents.length === 0;
  find("documents").querySelector("ul").replaceChildren(...report.documents.map(({ name, content }) => {
    const one = document.createElement("li"), link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: name.endsWith(".pdf") ? "application/pdf" : "application/octet-stream" }));
    link.download = link.textContent = name;
    one.append(link);
    return one;
  }));
}

function drawJournal() {
  find("journal").hidden = report.entries.length === 0;
  find("journal").querySelector("tbody").replaceChildren(...report.entries.map(entry => {
    const row = document.createElement("tr");
    for (const value of [entry.index, shown(entry.storedAt), entry.kind, entry.actor, entry.reason]) { const cell = document.createElement("td"); cell.textContent = String(value); row.append(cell); }
    return row;
  }));
}

function drawRecordings() {
  const readable = report.recordings.filter(x => x.frames.length > 0);
  find("recordings").hidden = readable.length === 0;
  find("recordings").querySelector("nav").replaceChildren(...readable.map((recording, i) => {
    const button = document.createElement("button"), opened = report.entries.find(x => x.kind === "recording.opened" && x.subject === recording.id);
    button.type = "button";
    button.textContent = words("recordingOf", i + 1, opened ? shown(opened.storedAt) : recording.id);
    button.addEventListener("click", () => {
      for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
      player.show(recording);
    });
    return button;
  }));
}

find("language").addEventListener("click", () => { language = language === "fr" ? "en" : "fr"; speak(); });
find("ask").addEventListener("submit", async event => {
  event.preventDefault();
  const file = id => find(id).files[0];
  for (const id of ["verdict", "documents", "journal", "recordings"]) find(id).hidden = true;
  try {
    report = await verifyPack(file("pack"), {
      passphrase: find("passphrase").value || null,
      trust: file("trust") ? JSON.parse(await file("trust").text()) : null,
      witnessed: file("witnessed") ? [await file("witnessed").text()] : [],
      onProgress: name => { find("progress").textContent = words("reading", name); },
    });
  } catch (error) {
    report = { passed: [], flaws: [{ code: "pack", culprit: "pack", why: error.message }], unchecked: [], recordings: [], documents: [], entries: [] };
  }
  find("progress").textContent = "";
  draw();
});
speak();

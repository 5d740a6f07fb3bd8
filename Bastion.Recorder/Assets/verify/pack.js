// The whole pack, in the order of docs/formats/evidence-pack.md section 5. A flaw names its culprit: a file, an entry, a recording.
import { aesKey, base64, hex, opened, p256, pem, sha256, signedByP256, subtle, text, utf8, concat } from "./bytes.js";
import { cosignedBy, holds, indexOf, openLeaf, readNote, signedBy } from "./log.js";
import { RecordingFlaw, checkRecording, eventOf } from "./recording.js";
import { readStamp } from "./stamp.js";
import { openZip } from "./zip.js";

// Milliseconds.
const CLOCK_TOLERANCE = 2_000, EXPORT_TOLERANCE = 600_000;

export async function verifyPack(blob, { passphrase = null, trust = null, witnessed = [], onProgress = () => {} } = {}) {
  const report = { passed: [], flaws: [], unchecked: [], recordings: [], documents: [], entries: [], manifest: null, seen: [] };
  const pass = (code, ...what) => report.passed.push({ code, what });
  const flaw = (code, culprit, why) => report.flaws.push({ code, culprit, why });
  try {
    await run(blob, { passphrase, trust, witnessed, onProgress, report, pass, flaw, skip: (code, ...what) => report.unchecked.push({ code, what }) });
  } catch (error) {
    flaw("pack", "pack", error.message);
  }
  return report;
}

async function run(blob, it) {
  const { report, pass, flaw, skip, trust } = it;
  const zip = await openZip(blob), manifestBytes = await zip.file("manifest.json");
  const manifest = report.manifest = JSON.parse(text(manifestBytes));
  if (manifest.format !== "bastion evidence pack" || manifest.version !== 1) throw new Error("manifest.json is not of an evidence pack, version 1");
  const spki = pem(text(await zip.file(manifest.keys.recorder))), recorder = await p256(spki);
  const leaseBytes = [];
  for (const file of manifest.keys.leases) leaseBytes.push(pem(text(await zip.file(file))));
  const leases = await Promise.all(leaseBytes.map(p256));
  let signed = false;
  try { signed = await signedByP256(recorder, concat(utf8("bastion evidence pack v1\n"), manifestBytes), base64(text(await zip.file("manifest.sig")).trim())); } catch { /* no signature */ }
  if (signed) pass("manifest", manifest.madeAt); else flaw("manifest", "manifest.json", "not signed by the Recorder whose key is in the pack");
  await checkFiles(zip, manifest, it);
  report.fingerprint = hex(await sha256(spki));
  if (trust) await checkTrust(manifest, report.fingerprint, leaseBytes, it);
  else skip("trust", report.fingerprint);
  let keys = null;
  if (it.passphrase === null) skip("passphrase");
  else {
    keys = await openKeys(await zip.file("keys.json"), it.passphrase);
    if (!keys) flaw("passphrase", "keys.json", "the passphrase does not open it");
  }
  const journal = JSON.parse(text(await zip.file("journal.json")));
  const head = await checkHead(zip, manifest, journal, it);
  await checkEntries(manifest, journal, head, keys, it);
  await checkRecordings(zip, manifest, keys, recorder, leases, it);
  if (keys) await checkDocuments(zip, manifest, keys, it);
}

async function checkFiles(zip, manifest, { report, pass, flaw, onProgress }) {
  const before = report.flaws.length;
  for (const file of manifest.files) {
    onProgress(file.name);
    try {
      if (hex(await sha256(await zip.file(file.name))) !== file.sha256) flaw("file", file.name, "not the file that the manifest names");
    } catch (error) {
      flaw("file", file.name, error.message);
    }
  }
  const named = new Set([...manifest.files.map(x => x.name), "manifest.json", "manifest.sig"]);
  for (const name of zip.names) if (!named.has(name)) flaw("file", name, "the manifest does not name it");
  if (report.flaws.length === before) pass("files", manifest.files.length);
}

async function checkTrust(manifest, fingerprint, leases, { report, trust, pass, flaw }) {
  const before = report.flaws.length;
  if (!trust.recorder?.includes(fingerprint)) flaw("key", manifest.keys.recorder, "not a key of Recorder that you trust");
  for (const [i, bytes] of leases.entries()) if (!trust.leases?.includes(hex(await sha256(bytes)))) flaw("key", manifest.keys.leases[i], "not a key of Admin that you trust");
  if (!trust.journal?.includes(manifest.keys.journal)) flaw("key", "journal", "not a key of the journal that you trust");
  if (report.flaws.length === before) pass("trust");
}

async function openKeys(file, passphrase) {
  const json = JSON.parse(text(file));
  if (json.kdf !== "PBKDF2-HMAC-SHA-256" || json.cipher !== "AES-256-GCM" || !(json.iterations >= 1 && json.iterations <= 1e7)) throw new Error("keys.json is made in a way that is not known here");
  const base = await subtle.importKey("raw", utf8(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveBits"]);
  const key = await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: base64(json.salt), iterations: json.iterations }, base, 256);
  const plain = await opened(await aesKey(key), base64(json.nonce), base64(json.keys), utf8("bastion evidence pack v1 keys\n"));
  return plain && JSON.parse(text(plain));
}

async function checkHead(zip, manifest, journal, { report, trust, witnessed, pass, flaw, skip }) {
  const head = readNote(journal.checkpoint);
  if (!head || head.origin !== manifest.origin) { flaw("checkpoint", "journal.json", "it holds no head of this journal"); return null; }
  if (await signedBy(head, manifest.keys.journal)) pass("checkpoint", head.size); else flaw("checkpoint", "journal.json", "the head is not signed with the journal's key");
  const witnesses = trust?.witnesses ?? manifest.keys.witnesses;
  for (const key of witnesses) {
    const name = key.split("+")[0], at = await cosignedBy(head, key);
    if (at) { report.seen.push(at); pass("witness", name, at); }
    else if (trust) flaw("witness", name, "it did not sign this head: rolled back, forked or rewritten, or made while it did not answer");
    else skip("witness", name);
  }
  if (witnesses.length === 0) skip("noWitness");
  for (const note of witnessed) await compareWitnessed(head, note, witnesses, { pass, flaw });
  for (const file of manifest.timestamps) {
    const stamp = await readStamp(await zip.file(file), head.body);
    if (!stamp) flaw("timestamp", file, "it does not stamp this head");
    else if (trust?.timestampAuthorities?.length && !trust.timestampAuthorities.some(x => hex(pem(x)) === hex(stamp.certificate))) flaw("timestamp", file, `${stamp.by} is not an authority that you trust`);
    else { report.seen.push(stamp.at); pass("timestamp", stamp.at, stamp.by); }
  }
  report.head = head;
  return head;
}

async function compareWitnessed(head, note, witnesses, { pass, flaw }) {
  const seen = readNote(note);
  let by = null;
  for (const key of witnesses) if (seen && await cosignedBy(seen, key)) by = key;
  if (!by) { flaw("witness", "the witness's checkpoint", "no witness that is known here signed it"); return; }
  const name = by.split("+")[0];
  if (seen.origin !== head.origin) flaw("witness", name, "its checkpoint is of another journal");
  else if (seen.size === head.size && hex(seen.root) !== hex(head.root)) flaw("witness", name, `it has seen another history of ${seen.size} entries: the journal was forked`);
  else if (!await cosignedBy(head, by)) flaw("witness", name, `it has seen ${seen.size} entries, and never the pack's head of ${head.size}: rolled back or rewritten`);
  else pass("witnessed", name, seen.size);
}

async function checkEntries(manifest, journal, head, keys, { report, pass, flaw, skip }) {
  const before = report.flaws.length;
  let closed = 0;
  for (const { index, leaf, path } of journal.entries) {
    const name = `entry ${index}`;
    try {
      const bytes = base64(leaf);
      if (indexOf(bytes) !== index || !head || !await holds(bytes, index, head.size, head.root, path.map(base64))) { flaw("proof", name, "its proof does not lead to the signed head"); continue; }
      const key = keys?.entries[index];
      if (!key) { closed++; continue; }
      const entry = await openLeaf(bytes, base64(key));
      if (entry) report.entries.push(entry); else flaw("entry", name, "it cannot be opened with its key");
    } catch (error) {
      flaw("entry", name, error.message);
    }
  }
  report.entries.sort((a, b) => a.index - b.index);
  if (keys && closed === 0 && report.flaws.length === before) checkRow(manifest, report.entries, report.seen, flaw);
  if (keys && closed > 0) skip("erasedEntries", closed);
  if (report.flaws.length === before) pass(keys && closed === 0 ? "row" : "entries", journal.entries.length);
}

// Each entry names the one before; the export's own is the last.
function checkRow(manifest, entries, seen, flaw) {
  if (entries.at(-1)?.index !== manifest.exported || entries.at(-1).kind !== "evidence.exported") { flaw("gap", "journal.json", "the entry of the export itself is not the last one"); return; }
  let previous = 0;
  for (const entry of entries) {
    if (entry.intervention.toLowerCase() !== manifest.intervention.toLowerCase()) flaw("entry", `entry ${entry.index}`, "it is about another intervention");
    else if (entry.previous !== previous) flaw("gap", `entry ${entry.index}`, entry.previous === 0 ? "it says it is the first" : `the entry before it, ${entry.previous - 1}, is not in the pack`);
    previous = entry.index + 1;
  }
  for (let i = 1; i < entries.length; i++) {
    if (entries[i].storedAt < entries[i - 1].storedAt - CLOCK_TOLERANCE) flaw("clock", `entry ${entries[i].index}`, `stored at ${entries[i].storedAt.toISOString()}, before the entry before it: the clock was set back`);
  }
  const last = entries.at(-1);
  for (const at of seen) if (Math.abs(at - last.storedAt) > EXPORT_TOLERANCE) flaw("clock", `entry ${last.index}`, `it says ${last.storedAt.toISOString()}, and its head was seen by others at ${at.toISOString()}`);
}

async function checkRecordings(zip, manifest, keys, recorder, leases, { report, pass, flaw, onProgress }) {
  for (const line of manifest.recordings) {
    if (!line.file) { flaw("missing", line.id, "the journal knows of it and there is no such recording"); continue; }
    onProgress(line.file);
    const wrapped = keys?.recordings[line.id];
    if (keys && !wrapped && line.state === "sealed") flaw("keys", line.id, "its key is not in the pack although it was not erased");
    const recording = { id: line.id, frames: [], line };
    try {
      const own = wrapped ? { replay: base64(wrapped.replay), input: wrapped.input ? base64(wrapped.input) : null } : null;
      recording.found = await checkRecording(await zip.file(line.file), line.id, own, recorder, leases, frame => recording.frames.push(frame));
      if (keys) compareWithJournal(recording.found, line, report.entries, flaw);
      pass(own ? "recording" : "sealedOnly", line.id, recording.found.records, recording.found.frames, recording.found.end, recording.found.recovered);
      if (own && recording.found.hasInput && !own.input) pass("input", line.id);
      report.recordings.push(recording);
    } catch (error) {
      flaw(error instanceof RecordingFlaw ? error.code : "missing", line.id, error.message);
    }
  }
  if (!keys) return;
  const held = new Set(manifest.recordings.map(x => x.id.toLowerCase())), recorded = new Set();
  for (const entry of report.entries.filter(x => x.kind === "recording.opened" && x.service === 3)) {
    recorded.add(entry.session);
    if (!held.has(entry.subject.toLowerCase())) flaw("missing", entry.subject, `entry ${entry.index} says that it was opened, and it is not in the pack`);
  }
  for (const entry of report.entries) if (entry.kind === "session.activated" && !recorded.has(entry.session)) flaw("gap", `session ${entry.session}`, `entry ${entry.index} says that it was active, and no recording was opened for it`);
}

function compareWithJournal(found, line, entries, flaw) {
  const known = entries.find(x => x.kind === "recording.sealed" && x.service === 3 && x.subject.toLowerCase() === line.id.toLowerCase());
  if (!known) flaw("journal", line.id, "the journal does not say that it was sealed");
  else if (known.facts.get("head") !== found.head || known.facts.get("reason") !== found.end) flaw("journal", line.id, "its seal is another than the journal's");
}

async function checkDocuments(zip, manifest, keys, { report, pass, flaw }) {
  const facts = report.entries.find(x => x.index === manifest.exported)?.facts ?? new Map();
  const named = new Set([...facts.keys()].filter(x => x.startsWith("document.")).map(x => x.slice(9)));
  for (const document of manifest.documents) {
    named.delete(document.name);
    const key = keys.documents[document.file];
    let content = null;
    try { content = key && await opened(await aesKey(base64(key)), new Uint8Array(12), await zip.file(document.file), utf8(document.file)); } catch { /* said below */ }
    if (!content) { flaw("document", document.file, "it cannot be opened with its key"); continue; }
    const hash = hex(await sha256(content));
    if (hash !== document.sha256 || facts.get(`document.${document.name}`) !== hash) { flaw("document", document.name, "not the one that was exported"); continue; }
    pass("document", document.name);
    report.documents.push({ name: document.name, content });
  }
  for (const name of named) flaw("document", name, "the journal says that it was exported, and it is not in the pack");
}

export { eventOf };

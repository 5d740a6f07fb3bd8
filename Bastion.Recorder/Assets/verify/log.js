// The journal: signed heads (C2SP signed-note, tlog-checkpoint, tlog-cosignature), proofs (RFC 9162 2.1.3.2), leaves (docs/formats/journal.md).
import { aesKey, base64, concat, hex, opened, same, sha256, subtle, text, utf8, view } from "./bytes.js";
import { Wire } from "./wire.js";

const LOG = 1, COSIGNER = 4, LEAF_HEAD = 38;

async function keyOf(verifierKey, type) {
  const parts = verifierKey.split("+");
  const [name, hash] = parts, bytes = base64(parts.slice(2).join("+"));
  if (bytes.length !== 33 || bytes[0] !== type) return null;
  const wanted = (await sha256(concat(utf8(`${name}\n`), bytes))).subarray(0, 4);
  if (hex(wanted) !== hash) return null;
  return { name, hash: wanted, key: await subtle.importKey("raw", bytes.subarray(1), "Ed25519", true, ["verify"]) };
}

const good = (key, message, signature) => subtle.verify("Ed25519", key.key, signature, utf8(message));

// Null when the text is no head of a log.
export function readNote(note) {
  const split = note.indexOf("\n\n");
  if (split < 0) return null;
  const lines = note.slice(0, split).split("\n");
  if (lines.length !== 3 || lines[0] === "" || !/^(0|[1-9][0-9]{0,15})$/.test(lines[1])) return null;
  try {
    const root = base64(lines[2]);
    return root.length === 32 ? { origin: lines[0], size: Number(lines[1]), root, body: note.slice(0, split + 1), lines: note.slice(split + 2).split("\n").filter(x => x !== "").slice(0, 64) } : null;
  } catch {
    return null;
  }
}

function signaturesOf(note, key) {
  const found = [];
  for (const line of note.lines) {
    if (!line.startsWith(`— ${key.name} `)) continue;
    try {
      const bytes = base64(line.slice(key.name.length + 3));
      if (same(bytes.subarray(0, 4), key.hash)) found.push(bytes.subarray(4));
    } catch { /* not a signature */ }
  }
  return found;
}

export async function signedBy(note, verifierKey) {
  const key = await keyOf(verifierKey, LOG);
  if (!key || key.name !== note.origin) return false;
  for (const signature of signaturesOf(note, key)) if (signature.length === 64 && await good(key, note.body, signature)) return true;
  return false;
}

// When this witness signed it; null when it did not.
export async function cosignedBy(note, verifierKey) {
  const key = await keyOf(verifierKey, COSIGNER);
  if (!key) return null;
  for (const bytes of signaturesOf(note, key)) {
    if (bytes.length !== 72) continue;
    const seconds = view(bytes).getBigUint64(0);
    if (await good(key, `cosignature/v1\ntime ${seconds}\n${note.body}`, bytes.subarray(8))) return new Date(Number(seconds) * 1000);
  }
  return null;
}

export async function holds(leaf, index, size, root, path) {
  if (index >= size) return false;
  let fn = BigInt(index), sn = BigInt(size) - 1n, hash = await sha256(concat([0], leaf));
  for (const sibling of path) {
    if (sn === 0n || sibling.length !== 32) return false;
    if (fn % 2n === 1n || fn === sn) {
      hash = await sha256(concat([1], sibling, hash));
      while (fn % 2n === 0n && fn !== 0n) { fn >>= 1n; sn >>= 1n; }
    } else {
      hash = await sha256(concat([1], hash, sibling));
    }
    fn >>= 1n; sn >>= 1n;
  }
  return sn === 0n && same(hash, root);
}

export function indexOf(leaf) {
  if (leaf.length <= LEAF_HEAD + 24 || leaf[0] !== 2) throw new Error("it is no leaf of version 2");
  return Number(view(leaf).getBigUint64(1));
}

// Null when the key does not open it.
export async function openLeaf(leaf, key) {
  const plain = await opened(await aesKey(key), new Uint8Array(12), leaf.subarray(LEAF_HEAD), leaf.subarray(0, LEAF_HEAD));
  if (!plain) return null;
  const entry = new Wire(plain.subarray(8));
  const actor = entry.message(4);
  return {
    index: indexOf(leaf), service: leaf[9], previous: Number(view(plain).getBigUint64(0)),
    storedAt: new Date(Number(view(leaf).getBigUint64(10) / 1000n)),
    kind: entry.text(2), actor: actor?.text(3) ?? "", intervention: entry.text(5), session: entry.text(7), subject: entry.text(8), reason: entry.text(9), source: entry.text(10), facts: entry.map(11),
  };
}

export const noteText = bytes => text(bytes);

// One pass over a recording: all that docs/formats/recording.md section 6 says. Without keys order, chain and signatures are checked.
import { Fields, aesKey, concat, hex, hkdf, inflated, opened, same, sha256, signedByP256, text, utf8, view } from "./bytes.js";

const HEAD = 40, TAG = 16, MAX = 4 << 20;
const MAGIC = [0x89, 0x42, 0x52, 0x45, 0x43, 0x0d, 0x0a, 0x1a, 0, 1, 0, 1];

export class RecordingFlaw extends Error {
  constructor(code, at, what) { super(`byte ${at}: ${what}`); this.code = code; }
}

export const idBytes = id => Uint8Array.from(id.replaceAll("-", "").match(/../g), x => parseInt(x, 16));

export async function checkRecording(file, id, keys, recorder, leases, onFrame) {
  const check = await startRecording(file, id, keys, recorder, leases, onFrame);
  while (await nextRecord(check, file));
  return endRecording(check);
}

export async function startRecording(file, id, keys, recorder, leases, onFrame) {
  const wanted = idBytes(id);
  if (file.length < 36 || !MAGIC.every((x, i) => file[i] === x) || !same(file.subarray(12, 28), wanted)) throw new RecordingFlaw("preamble", 0, "the file does not start as this recording");
  return {
    wanted, keys, recorder, leases, onFrame, at: 36, chain: await sha256(concat(utf8("bastion recording v1\n"), file.subarray(0, 36))),
    records: 0, frames: 0, sequence: 0, recovered: false, end: null, hasInput: false, main: null, input: null, lease: null,
  };
}

// One record more; false behind the last one.
export async function nextRecord(state, file) {
  const at = state.at;
  if (at >= file.length) return false;
  const record = next(file, at);
  const head = readHead(record, state, at);
  const hashed = HEAD + head.clear + head.main + head.input;
  state.chain = await sha256(concat(state.chain, record.subarray(0, hashed)));
  if (!same(state.chain, record.subarray(hashed, hashed + 32))) throw new RecordingFlaw("chain", at, `the hash of record ${state.records} does not follow from the one before`);
  await checkSignature(head, record.subarray(hashed + 32, record.length - 4), state.chain, state.wanted, state.recorder, at);
  try {
    await checkParts(head, record, state, at);
  } catch (flaw) {
    throw flaw instanceof RecordingFlaw ? flaw : new RecordingFlaw("content", at, flaw.message);
  }
  state.records++;
  state.at += record.length;
  return true;
}

export function endRecording({ at, chain, records, frames, recovered, end, hasInput, lease }) {
  if (end === null) throw new RecordingFlaw("seal", at, "it ends without a seal");
  return { records, frames, recovered, end, hasInput, lease, head: hex(chain) };
}

function next(file, at) {
  if (file.length - at < HEAD) throw new RecordingFlaw("incomplete", at, "what stands behind the last record is no record");
  const length = view(file).getUint32(at) + 8;
  if (length > MAX || length < HEAD + 36) throw new RecordingFlaw("length", at, "no record starts where one should");
  if (at + length > file.length) throw new RecordingFlaw("incomplete", at, "the last record is cut");
  const record = file.subarray(at, at + length), numbers = view(record);
  const sum = HEAD + numbers.getUint32(28) + numbers.getUint32(32) + numbers.getUint32(36) + 32 + numbers.getUint16(6) + 4;
  if (sum !== length || numbers.getUint32(length - 4) + 8 !== length) throw new RecordingFlaw("length", at, "the lengths of the record differ");
  return record;
}

function readHead(record, state, at) {
  const numbers = view(record);
  const head = {
    kind: record[4], flags: record[5], signature: numbers.getUint16(6), number: numbers.getBigUint64(8), first: numbers.getBigUint64(16),
    frames: numbers.getUint32(24), clear: numbers.getUint32(28), main: numbers.getUint32(32), input: numbers.getUint32(36),
  };
  if (state.end !== null) throw new RecordingFlaw("trailing", at, "a record stands behind the seal");
  if (head.kind < 1 || head.kind > 4 || head.flags > 3 || (head.flags & 1) !== (head.kind === 4 ? 1 : 0) || ((head.flags & 2) !== 0 && head.kind !== 2)
    || head.number !== BigInt(state.records) || head.first !== BigInt(state.frames) || (head.kind === 1) !== (state.records === 0) || (head.kind !== 2 && head.frames !== 0)) {
    throw new RecordingFlaw("order", at, `this is not record ${state.records}, frame ${state.frames}`);
  }
  return head;
}

async function checkSignature(head, signature, chain, id, recorder, at) {
  if (head.signature !== (head.kind >= 3 ? 64 : 0)) throw new RecordingFlaw("signature", at, "a signature is missing, or stands where none should");
  if (head.signature === 0) return;
  const signed = concat(utf8(`bastion recording v1 ${head.kind === 4 ? "seal" : "recovery"}\n`), id, chain);
  if (!await signedByP256(recorder, signed, signature)) throw new RecordingFlaw("signature", at, "it is not signed by this Recorder");
}

async function checkParts(head, record, state, at) {
  const clear = record.subarray(HEAD, HEAD + head.clear), fields = new Fields(clear);
  if (head.kind === 1 || head.kind === 3) {
    const salt = fields.next(32);
    state.main = state.keys?.replay ? await aesKey(await hkdf(state.keys.replay, salt, "bastion recording v1 replay")) : null;
    state.input = state.keys?.input ? await aesKey(await hkdf(state.keys.input, salt, "bastion recording v1 input")) : null;
    if (head.kind === 3) state.recovered = true;
  } else if (head.kind === 2) {
    state.sequence++;
    if (fields.u64() !== BigInt(state.sequence) || !fields.atEnd) throw new RecordingFlaw("order", at, `this is not batch ${state.sequence}`);
  } else {
    fields.u64();
    if (fields.u64() !== BigInt(state.sequence) || fields.u64() !== BigInt(state.frames) || fields.u8() !== (state.recovered ? 1 : 0)) {
      throw new RecordingFlaw("order", at, "the seal counts something else than what is there");
    }
    fields.text();
    state.end = fields.text();
  }
  const nonce = new Uint8Array(12);
  view(nonce).setBigUint64(3, head.number);
  nonce[11] = head.flags & 1;
  const bound = record.subarray(0, HEAD + head.clear), mainAt = HEAD + head.clear, inputAt = mainAt + head.main;
  state.hasInput ||= head.input > 0;
  let typed = null;
  if (head.input > 0 && state.input) {
    typed = await opened(state.input, nonce, record.subarray(inputAt, inputAt + head.input), bound);
    if (!typed) throw new RecordingFlaw("cipher", at, "what was typed is not what was written");
  }
  if (head.main > 0 && state.main) {
    let plain = await opened(state.main, nonce, record.subarray(mainAt, inputAt), bound);
    if (!plain) throw new RecordingFlaw("cipher", at, "it is not what was written");
    if (head.flags & 2) plain = await unpacked(plain);
    if (head.kind === 1) await checkOpening(plain, state, at);
    else if (head.kind === 2) readFrames(plain, head, typed, state.frames, state.onFrame);
  }
  state.frames += head.frames;
}

async function unpacked(packed) {
  const length = view(packed).getUint32(0);
  if (length > MAX) throw new Error("a packed part is too large");
  const content = await inflated(packed.subarray(4), length);
  if (content.length !== length) throw new Error("a packed part has another length than it says");
  return content;
}

async function checkOpening(plain, state, at) {
  const fields = new Fields(plain), lease = fields.blob(), signature = fields.blob();
  for (const key of state.leases) if (await signedByP256(key, lease, signature)) { state.lease = lease; return; }
  throw new RecordingFlaw("lease", at, "the lease it was opened with is not signed by Admin");
}

function readFrames(plain, head, typed, first, onFrame) {
  const fields = new Fields(plain), monotonic = Number(view(fields.next(8)).getBigInt64(0)), utc = Number(view(fields.next(8)).getBigInt64(0));
  let input = 0;
  for (let i = 0; i < head.frames; i++) {
    const track = fields.u8(), channel = fields.u32(), after = fields.u32(), length = fields.u32();
    if (track < 1 || track > 4) throw new Error("a frame is on none of the tracks");
    const payload = track === 3 ? typed?.subarray(input, input + length) : fields.next(length);
    if (track === 3) input += length;
    onFrame?.({ index: first + i, track, channel, at: (monotonic + after) / 1e6, utc: (utc + after) / 1e6, payload, length });
  }
  if (!fields.atEnd || input !== Math.max(0, head.input - TAG)) throw new Error("the frames do not fill their parts");
}

export function eventOf(frame) {
  try { return JSON.parse(text(frame.payload)); } catch { return {}; }
}

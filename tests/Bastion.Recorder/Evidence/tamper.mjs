// Recordings alone, looked at by the code of verify.html. On standard input u32 length and JSON {flips: [[byte, bits]], cuts: [length], whole}, then for each
// recording u32 length and JSON {id, replay, input, signer}, u32 length and its bytes. Each is checked as it is; then the last one is changed in all those
// ways. What stands before a changed record is gone through once, and each change looked at by a copy of the checker from that record on; every so
// many-th, `whole` of them, from the first byte. One line of JSON at the end.
import { stdin } from "node:process";
import { base64, p256, view } from "../../../Bastion.Recorder/Assets/verify/bytes.js";
import { RecordingFlaw, checkRecording, endRecording, nextRecord, startRecording } from "../../../Bastion.Recorder/Assets/verify/recording.js";

const parts = [];
for await (const part of stdin) parts.push(part);
const all = new Uint8Array(Buffer.concat(parts));
let at = 0;
function message() {
  const length = view(all).getUint32(at);
  at += 4 + length;
  return all.slice(at - length, at);
}
const json = () => JSON.parse(Buffer.from(message()).toString());

async function isFound(look) {
  try {
    await look();
    return false;
  } catch (flaw) {
    if (flaw instanceof RecordingFlaw) return true;
    throw flaw;
  }
}

const what = json(), missed = [];
let honest = 0, bytes, started;
while (at < all.length) {
  const { id, replay, input, signer } = json(), key = await p256(base64(signer));
  bytes = message();
  started = file => [file, id, { replay: base64(replay), input: base64(input) }, key, [key]];
  if (await isFound(() => checkRecording(...started(bytes)))) missed.push(`honest recording ${honest}: an alarm`);
  else honest++;
}

async function goesOn(before, file) {
  const check = { ...before };
  while (await nextRecord(check, file));
  return endRecording(check);
}

let flipped = 0, cut = 0;
async function flip([byte, bits], look) {
  bytes[byte] ^= bits;
  if (!await isFound(look)) missed.push(`byte ${byte}`);
  bytes[byte] ^= bits;
  flipped++;
}
const flips = what.flips.sort((a, b) => a[0] - b[0]), cuts = what.cuts.sort((a, b) => a - b);
if (flips.length > 0) {
  const check = await startRecording(...started(bytes));
  let f = 0, c = 0;
  for (; f < flips.length && flips[f][0] < 36; f++) await flip(flips[f], () => checkRecording(...started(bytes)));
  while (check.at < bytes.length) {
    const to = check.at + 8 + view(bytes).getUint32(check.at);
    for (; f < flips.length && flips[f][0] < to; f++) await flip(flips[f], () => goesOn(check, bytes));
    for (; c < cuts.length && cuts[c] < to; c++, cut++) if (!await isFound(() => goesOn(check, bytes.subarray(0, cuts[c])))) missed.push(`cut to ${cuts[c]}`);
    await nextRecord(check, bytes);
  }
  endRecording(check);
  for (let i = 0; i < what.whole; i++) {
    await flip(flips[Math.floor(i * flips.length / what.whole)], () => checkRecording(...started(bytes)));
    flipped--;
  }
}
console.log(JSON.stringify({ honest, flips: flipped, cuts: cut, missed }));

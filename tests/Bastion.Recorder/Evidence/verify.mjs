// Runs the code of verify.html on packs: on standard input u32 length and JSON {trust, witnessed, passphrase}, then for each pack u32 length and the
// zip; one line of JSON for each on standard output. The browser's functions that it uses are those of Node.js.
import { stdin } from "node:process";
import { verifyPack } from "../../../Bastion.Recorder/Assets/verify/pack.js";

// The same passphrase and salt again and again: derived once.
const derived = new Map(), derive = crypto.subtle.deriveBits.bind(crypto.subtle);
crypto.subtle.deriveBits = (algorithm, key, length) => {
  if (algorithm.name !== "PBKDF2") return derive(algorithm, key, length);
  const salt = Buffer.from(algorithm.salt).toString("hex") + algorithm.iterations;
  if (!derived.has(salt)) derived.set(salt, derive(algorithm, key, length));
  return derived.get(salt);
};

const chunks = stdin[Symbol.asyncIterator]();
let waiting = Buffer.alloc(0);
async function take(count) {
  while (waiting.length < count) {
    const { done, value } = await chunks.next();
    if (done) return null;
    waiting = Buffer.concat([waiting, value]);
  }
  const taken = waiting.subarray(0, count);
  waiting = waiting.subarray(count);
  return taken;
}
async function message() {
  const length = await take(4);
  return length && take(length.readUInt32BE());
}

const options = JSON.parse((await message()).toString());
for (let zip; (zip = await message());) {
  const report = await verifyPack(new Blob([zip]), options);
  console.log(JSON.stringify({ flaws: report.flaws.map(x => `${x.code}: ${x.culprit}: ${x.why}`), unchecked: report.unchecked.map(x => x.code), passed: report.passed.map(x => x.code), frames: report.recordings.map(x => x.frames.length) }));
}

// usage: node codes.mjs demo.json [login]   prints who may sign in, with what, and the code of this moment (RFC 6238).
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

const [file, wanted] = process.argv.slice(2);
const demo = JSON.parse(readFileSync(file, "utf8"));

function code(base32, counter) {
  let bits = "";
  for (const letter of base32) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g).map(octet => parseInt(octet, 2)));
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", key).update(message).digest();
  return ((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1e6).toString().padStart(6, "0");
}

const now = Math.floor(Date.now() / 1000);
const step = Math.floor(now / 30);
if (wanted) {
  const person = demo.people.find(p => p.login === wanted);
  if (!person) {
    console.error(`nobody is called ${wanted}`);
    process.exit(1);
  }
  console.log(code(person.totpSecret, step));
} else {
  for (const p of demo.people)
    console.log(`${p.login.padEnd(16)} ${p.role.padEnd(18)} ${p.password.padEnd(22)} code ${code(p.totpSecret, step)}`);
  console.log(`A code is accepted once; these change in ${30 - (now % 30)} s.`);
}

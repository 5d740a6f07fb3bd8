// RFC 3161 timestamps: the little of DER (X.690), CMS (RFC 5652) and X.509 (RFC 5280) that one token needs.
import { hex, same, subtle, text, utf8 } from "./bytes.js";

const HASHES = { "608648016503040201": "SHA-256", "608648016503040202": "SHA-384", "608648016503040203": "SHA-512" };
const CURVES = { "2a8648ce3d030107": ["P-256", 32], "2b81040022": ["P-384", 48] };
const MESSAGE_DIGEST = "2a864886f70d010904", RSA = "2a864886f70d010101", EC = "2a8648ce3d0201";

function node(bytes, at = 0) {
  let length = bytes[at + 1], head = 2;
  if (length & 0x80) {
    const count = length & 0x7f;
    if (count < 1 || count > 4) throw new Error("no DER");
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + bytes[at + 2 + i];
    head += count;
  }
  if (!(at + head + length <= bytes.length)) throw new Error("no DER");
  return { tag: bytes[at], whole: bytes.subarray(at, at + head + length), content: bytes.subarray(at + head, at + head + length) };
}

function children(parent) {
  const all = [];
  for (let at = 0; at < parent.content.length;) { const one = node(parent.content, at); all.push(one); at += one.whole.length; }
  return all;
}

const hashOf = algorithm => HASHES[hex(children(algorithm)[0].content)] ?? fail("a hash that is not known here");
function fail(why) { throw new Error(why); }

// When, and by whom; null when the token does not stamp these bytes or is not signed.
export async function readStamp(token, stamped) {
  try {
    const signed = children(children(children(node(token))[1])[0]);
    const info = node(children(children(signed[2])[1])[0].content), fields = children(info);
    const [algorithm, imprint] = children(fields[2]);
    if (!same(new Uint8Array(await subtle.digest(hashOf(algorithm), utf8(stamped))), imprint.content)) return null;
    const certificates = children(signed.find(x => x.tag === 0xa0));
    const signer = children(children(signed.at(-1))[0]), attributes = signer.find(x => x.tag === 0xa0);
    const digestName = hashOf(signer[2]);
    const content = new Uint8Array(await subtle.digest(digestName, info.whole));
    const digest = children(attributes).map(children).find(x => hex(x[0].content) === MESSAGE_DIGEST);
    if (!same(children(digest[1])[0].content, content)) return null;
    const message = attributes.whole.slice();
    message[0] = 0x31;
    const signature = signer.slice(signer.indexOf(attributes) + 1).find(x => x.tag === 4).content;
    for (const certificate of certificates) {
      if (await isSignedBy(certificate, digestName, message, signature)) return { at: timeOf(text(fields[4].content)), by: nameOf(certificate), certificate: certificate.whole };
    }
    return null;
  } catch {
    return null;
  }
}

const bodyOf = certificate => { const body = children(children(certificate)[0]); return body[0].tag === 0xa0 ? body.slice(1) : body; };

function nameOf(certificate) {
  return children(bodyOf(certificate)[4]).flatMap(children).map(x => text(children(x)[1].content)).join(", ");
}

async function isSignedBy(certificate, hash, message, signature) {
  const spki = bodyOf(certificate)[5], [algorithm, curve] = children(children(spki)[0]);
  const kind = hex(algorithm.content);
  if (kind === RSA) {
    const key = await subtle.importKey("spki", spki.whole, { name: "RSASSA-PKCS1-v1_5", hash }, false, ["verify"]);
    return subtle.verify("RSASSA-PKCS1-v1_5", key, signature, message);
  }
  const known = kind === EC ? CURVES[hex(curve.content)] : null;
  if (!known) return false;
  const key = await subtle.importKey("spki", spki.whole, { name: "ECDSA", namedCurve: known[0] }, false, ["verify"]);
  const raw = new Uint8Array(known[1] * 2);
  children(node(signature)).forEach((x, i) => { const number = x.content[0] === 0 ? x.content.subarray(1) : x.content; raw.set(number, known[1] * (i + 1) - number.length); });
  return subtle.verify({ name: "ECDSA", hash }, key, raw, message);
}

function timeOf(general) {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d(?:\.\d+)?)Z$/.exec(general);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, Number(second)));
}

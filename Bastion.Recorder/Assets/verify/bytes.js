// Bytes, numbers and the browser's own cryptography. Nothing else is used: no library, no network.
export const subtle = globalThis.crypto.subtle;
export const utf8 = text => new TextEncoder().encode(text);
export const text = bytes => new TextDecoder().decode(bytes);
export const hex = bytes => Array.from(bytes, x => x.toString(16).padStart(2, "0")).join("");

export function base64(string) {
  if (typeof string !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(string) || string.length % 4 !== 0) throw new Error("no base64");
  return Uint8Array.from(atob(string), x => x.charCodeAt(0));
}

export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, x) => sum + x.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
}

export function same(a, b) {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

export const view = bytes => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
export const sha256 = async bytes => new Uint8Array(await subtle.digest("SHA-256", bytes));

// Big-endian fields one after the other; beyond the end is an error.
export class Fields {
  constructor(bytes) { this.bytes = bytes; this.at = 0; }
  get atEnd() { return this.at === this.bytes.length; }
  next(count) {
    if (!(count >= 0) || this.at + count > this.bytes.length) throw new Error("a field reaches beyond its part");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
  u8() { return this.next(1)[0]; }
  u32() { return view(this.next(4)).getUint32(0); }
  u64() { return view(this.next(8)).getBigUint64(0); }
  blob() { return this.next(this.u32()); }
  text() { return text(this.blob()); }
}

export async function hkdf(key, salt, info) {
  const base = await subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info: utf8(info) }, base, 256));
}

export const aesKey = key => subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);

// The plaintext, or null when it is not what was written.
export async function opened(key, nonce, encrypted, bound) {
  try {
    return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: bound, tagLength: 128 }, key, encrypted));
  } catch {
    return null;
  }
}

export async function inflated(bytes, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(...parts);
    length += value.length;
    if (length > most) { await reader.cancel(); throw new Error("it unpacks to more than it may"); }
    parts.push(value);
  }
}

export function pem(string) {
  const body = /-----BEGIN [A-Z ]+-----([\s\S]*?)-----END/.exec(string);
  if (!body) throw new Error("no PEM");
  return base64(body[1].replace(/\s+/g, ""));
}

export const p256 = spki => subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]);
export const signedByP256 = (key, message, signature) => subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, message);

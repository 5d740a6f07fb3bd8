// The files of a zip by their names (PKWARE APPNOTE): the central directory, and for each file its own head, which must agree.
import { inflated, text, view } from "./bytes.js";

const MAX_FILES = 10_000;
const WHOLE = 1 << 30;

export async function openZip(blob) {
  const read = async (from, length) => new Uint8Array(await blob.slice(from, from + length).arrayBuffer());
  const tailAt = Math.max(0, blob.size - 65_557), tail = await read(tailAt, blob.size - tailAt);
  let end = tail.length - 22;
  while (end >= 0 && view(tail).getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Error("this is no zip file");
  const closing = view(tail);
  const count = closing.getUint16(end + 10, true), size = closing.getUint32(end + 12, true), offset = closing.getUint32(end + 16, true);
  if (count > MAX_FILES || offset + size > blob.size) throw new Error("this zip is too large, or cut");
  const directory = await read(offset, size), files = new Map();
  let at = 0;
  for (let i = 0; i < count; i++) {
    const head = view(directory);
    if (at + 46 > directory.length || head.getUint32(at, true) !== 0x02014b50) throw new Error("the zip's directory is damaged");
    const nameLength = head.getUint16(at + 28, true), extra = head.getUint16(at + 30, true), comment = head.getUint16(at + 32, true);
    const name = text(directory.subarray(at + 46, at + 46 + nameLength));
    if (files.has(name)) throw new Error(`the zip has two files named ${name}`);
    files.set(name, { method: head.getUint16(at + 10, true), packed: head.getUint32(at + 20, true), bytes: head.getUint32(at + 24, true), at: head.getUint32(at + 42, true) });
    at += 46 + nameLength + extra + comment;
  }
  return {
    names: [...files.keys()],
    has: name => files.has(name),
    async file(name) {
      const file = files.get(name);
      if (!file) throw new Error(`the pack has no ${name}`);
      if (file.bytes > WHOLE || file.packed > WHOLE) throw new Error(`${name} is too large for a browser; use bastion-verify`);
      const head = await read(file.at, 30);
      if (head.length < 30 || view(head).getUint32(0, true) !== 0x04034b50) throw new Error(`${name}: no file starts there`);
      const nameLength = view(head).getUint16(26, true), from = file.at + 30 + nameLength + view(head).getUint16(28, true);
      if (text(await read(file.at + 30, nameLength)) !== name) throw new Error(`${name}: another file stands there`);
      const bytes = await read(from, file.packed);
      const content = file.method === 0 ? bytes : file.method === 8 ? await inflated(bytes, file.bytes) : null;
      if (!content || content.length !== file.bytes) throw new Error(`${name} is cut`);
      return content;
    },
  };
}

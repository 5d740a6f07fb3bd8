// Fields of a protobuf message (protobuf.dev/programming-guides/encoding), as far as entries and leases need them.
import { text } from "./bytes.js";

export class Wire {
  constructor(bytes) {
    this.parts = [];
    this.numbers = new Map();
    let at = 0;
    const varint = () => {
      let value = 0n;
      for (let shift = 0n; shift < 64n; shift += 7n) {
        if (at >= bytes.length) throw new Error("the message ends inside a number");
        const next = bytes[at++];
        value |= BigInt(next & 0x7f) << shift;
        if (next < 0x80) return value;
      }
      throw new Error("a number is too long");
    };
    while (at < bytes.length) {
      const tag = varint(), number = Number(tag >> 3n), kind = Number(tag & 7n);
      if (kind === 0) this.numbers.set(number, varint());
      else if (kind === 1) at += 8;
      else if (kind === 5) at += 4;
      else if (kind === 2) {
        const length = Number(varint());
        if (at + length > bytes.length) throw new Error("a field reaches beyond its message");
        this.parts.push([number, bytes.subarray(at, at + length)]);
        at += length;
      } else throw new Error("a field of a kind that is not used");
    }
  }
  bytes(number) { return this.parts.findLast(x => x[0] === number)?.[1]; }
  text(number) { const bytes = this.bytes(number); return bytes ? text(bytes) : ""; }
  message(number) { const bytes = this.bytes(number); return bytes ? new Wire(bytes) : null; }
  map(number) {
    return new Map(this.parts.filter(x => x[0] === number).map(x => { const pair = new Wire(x[1]); return [pair.text(1), pair.text(2)]; }));
  }
}

// The WebSocket: a ticket first, then bytes. What the terminal has drawn is acknowledged, so that a flood waits at the server;
// what is typed waits here until the session has taken what went before, so that a large paste waits here.
const protocol = "bastion.terminal.v1";
const ackEvery = 32 * 1024;
const chunk = 16 * 1024;
const inputWindow = 64 * 1024;
const longestPaste = 4 * 1024 * 1024;

export class Line {
  #say; #data; #socket = null; #drawn = 0; #queue = []; #queued = 0; #sent = 0; #closed = false; #encoder = new TextEncoder();

  constructor(data, say) {
    this.#data = data;
    this.#say = say;
  }

  async start(columns, rows) {
    let ticket;
    try {
      const answer = await fetch(this.#data.ticket, { method: "POST", headers: { "X-Form": this.#data.form }, credentials: "same-origin" });
      if (answer.status === 401 || answer.status === 403) { location.reload(); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      ({ ticket } = await answer.json());
    } catch {
      this.#end({ title: this.#data.sayLostTitle, text: this.#data.sayNoTicket });
      return;
    }
    const socket = new WebSocket(new URL(this.#data.line, location.href.replace(/^http/, "ws")), [protocol, `ticket.${ticket}`]);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.#tell({ t: "start", c: columns, r: rows }));
    socket.addEventListener("message", event => this.#hear(event.data));
    socket.addEventListener("close", () => this.#end({ title: this.#data.sayLostTitle, text: this.#data.sayLost }));
    this.#socket = socket;
  }

  type(text) { this.typeBytes(this.#encoder.encode(text)); }

  typeBytes(bytes) {
    if (this.#queued + bytes.length > longestPaste) return;
    for (let at = 0; at < bytes.length; at += chunk) this.#queue.push(bytes.subarray(at, at + chunk));
    this.#queued += bytes.length;
    this.#flush();
  }

  size(columns, rows) { this.#tell({ t: "size", c: columns, r: rows }); }

  leave() {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#tell({ t: "leave" });
    else location.assign(this.#data.back);
  }

  #flush() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    while (this.#queue.length > 0 && this.#sent + this.#queue[0].length <= inputWindow) {
      const piece = this.#queue.shift();
      this.#queued -= piece.length;
      this.#sent += piece.length;
      this.#socket.send(piece);
    }
  }

  #tell(word) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(word));
  }

  #hear(data) {
    if (typeof data !== "string") {
      this.#say.bytes(new Uint8Array(data), () => this.#ack(data.byteLength));
      return;
    }
    const word = JSON.parse(data);
    switch (word.t) {
      case "open": this.#say.open(word); break;
      case "state": this.#say.state(word); break;
      case "notice": this.#say.notice(word); break;
      case "left": this.#say.left(word); break;
      case "took": this.#sent -= word.n; this.#flush(); break;
      case "refused":
      case "ended": this.#end(word); break;
    }
  }

  #ack(bytes) {
    this.#drawn += bytes;
    if (this.#drawn < ackEvery && bytes >= 4096) return;
    this.#tell({ t: "ack", n: this.#drawn });
    this.#drawn = 0;
  }

  #end(word) {
    if (this.#closed) return;
    this.#closed = true;
    this.#queue.length = 0;
    this.#say.over(word);
  }
}

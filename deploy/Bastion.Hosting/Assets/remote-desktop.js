// RDP in the browser: IronRDP, as WebAssembly, on a canvas. One WebSocket carries both parts of a session: binary messages are the protocol's,
// text messages are words between page and server, and never reach the WebAssembly.
import { Backend, enableCredssp, init } from "@devolutions/iron-remote-desktop-rdp";
import { scancodes } from "./parts/scancodes.js";

let loading = null;
const load = () => loading ??= init("ERROR");

// The WebAssembly part makes its socket itself, by its address alone. What page it belongs to is said here.
const Native = globalThis.WebSocket;
const lines = new Map();

// Words that say why it is over may be behind the protocol's own goodbye; they come before the line is closed.
const LAST_WORDS = 3000;
globalThis.WebSocket = class extends Native {
  constructor(url, protocols) {
    const line = lines.get(String(url));
    super(url, line?.protocols ?? protocols ?? []);
    if (!line) return;
    lines.delete(String(url));
    line.socket = this;
    this.addEventListener("open", () => { if (line.greeting) this.send(JSON.stringify(line.greeting)); });
    this.addEventListener("message", event => {
      if (typeof event.data !== "string") return;
      event.stopImmediatePropagation();
      line.hear(JSON.parse(event.data));
    });
    this.addEventListener("close", () => line.closed());
  }
};

export class RemoteDesktop {
  #canvas; #line = null; #session = null; #cursor = "default"; #silent = false; #clipboard = null;

  constructor(canvas) { this.#canvas = canvas; }

  get size() { const size = this.#session?.desktopSize(); return size ? { width: size.width, height: size.height } : null; }

  /// Answers when pictures come; `over` is called once, when the session is, with a reason that is not for people.
  async connect({ url, protocols, ticket = "-", width, height, greeting, hear, over, clipboard, resized }) {
    await load();
    const address = new URL(url, location.href.replace(/^http/, "ws")).href;
    let said = false;
    const end = reason => { if (!said) { said = true; over?.(String(reason ?? "")); } };
    let closed;
    const gone = new Promise(done => { closed = done; });
    const finish = async reason => {
      await Promise.race([gone, new Promise(done => setTimeout(done, LAST_WORDS))]);
      this.#line?.socket?.close();
      end(reason);
    };
    const why = error => typeof error?.backtrace === "function" ? error.backtrace() : error;
    this.#line = { protocols, greeting, hear: hear ?? (() => {}), closed: () => { closed(); end("closed"); }, socket: null };
    lines.set(address, this.#line);
    this.#clipboard = clipboard ?? null;
    const builder = new Backend.SessionBuilder();
    builder.proxyAddress(address);
    builder.destination("device");
    builder.serverDomain("");
    builder.username("bastion");
    builder.password("");
    builder.authToken(ticket);
    builder.renderCanvas(this.#canvas);
    builder.setCursorStyleCallbackContext(this);
    builder.setCursorStyleCallback((kind, data, x, y) => this.#point(kind, data, x, y));
    builder.extension(enableCredssp(false));
    builder.desktopSize(new Backend.DesktopSize(width, height));
    builder.canvasResizedCallback(() => resized?.());
    if (clipboard?.received) builder.remoteClipboardChangedCallback(data => this.#received(data));
    if (clipboard) builder.forceClipboardUpdateCallback(() => this.paste(""));
    try {
      this.#session = await builder.connect();
    } catch (error) {
      await finish(why(error));
      throw error;
    }
    this.#session.run().then(info => finish(info.reason()), error => finish(why(error)));
  }

  tell(word) {
    const socket = this.#line?.socket;
    if (socket?.readyState === Native.OPEN) socket.send(JSON.stringify(word));
  }

  close() { try { this.#session?.shutdown(); } catch { /* it is over already */ } this.#line?.socket?.close(); }

  /// Keys, pointer and wheel go to the device until `mute`.
  listen(leave) {
    const canvas = this.#canvas;
    canvas.tabIndex = 0;
    const place = event => {
      const box = canvas.getBoundingClientRect();
      const at = (value, from, length, count) => Math.min(count - 1, Math.max(0, Math.round((value - from) / length * count)));
      return [at(event.clientX, box.left, box.width, canvas.width), at(event.clientY, box.top, box.height, canvas.height)];
    };
    const button = (event, down) => {
      if (event.button > 2) return;
      event.preventDefault();
      if (down) { canvas.focus({ preventScroll: true }); canvas.setPointerCapture(event.pointerId); }
      this.#send(Backend.DeviceEvent.mouseMove(...place(event)), down ? Backend.DeviceEvent.mouseButtonPressed(event.button) : Backend.DeviceEvent.mouseButtonReleased(event.button));
    };
    canvas.addEventListener("pointerdown", event => button(event, true));
    canvas.addEventListener("pointerup", event => button(event, false));
    canvas.addEventListener("pointermove", event => this.#send(Backend.DeviceEvent.mouseMove(...place(event))));
    canvas.addEventListener("contextmenu", event => event.preventDefault());
    canvas.addEventListener("wheel", event => {
      event.preventDefault();
      const vertical = event.deltaY !== 0;
      this.#send(Backend.DeviceEvent.wheelRotations(vertical, -(vertical ? event.deltaY : event.deltaX), event.deltaMode));
    }, { passive: false });
    const key = (event, down) => {
      if (event.key === "F6" && event.ctrlKey && event.shiftKey) { if (down) { event.preventDefault(); this.release(); leave?.(); } return; }
      const code = scancodes[event.code];
      if (code === undefined) return;
      // The browser's own paste gives the text without asking to read the clipboard at other times.
      const pastes = down && this.#clipboard?.send && event.code === "KeyV" && (event.ctrlKey || event.metaKey);
      if (pastes) return;
      event.preventDefault();
      event.stopPropagation();
      this.#send(down ? Backend.DeviceEvent.keyPressed(code) : Backend.DeviceEvent.keyReleased(code));
    };
    canvas.addEventListener("keydown", event => key(event, true));
    canvas.addEventListener("keyup", event => key(event, false));
    canvas.addEventListener("focus", event => this.#locks(event));
    canvas.addEventListener("blur", () => this.release());
    document.addEventListener("paste", async event => {
      if (document.activeElement !== canvas || !this.#clipboard?.send) return;
      event.preventDefault();
      await this.paste(event.clipboardData.getData("text/plain"));
      this.press("ControlLeft", "KeyV");
    });
  }

  mute(silent) { if (silent) this.release(); this.#silent = silent; }

  /// Presses keys together and releases them, in reverse.
  press(...codes) {
    const keys = codes.map(code => scancodes[code]);
    this.#send(...keys.map(code => Backend.DeviceEvent.keyPressed(code)));
    this.#send(...keys.reverse().map(code => Backend.DeviceEvent.keyReleased(code)));
  }

  release() { try { this.#session?.releaseAllInputs(); } catch { /* it is over already */ } }

  async paste(text) {
    const data = new Backend.ClipboardData();
    if (text) data.addText("text/plain", text);
    try { await this.#session?.onClipboardPaste(data); } catch { /* it is over already */ }
  }

  #send(...events) {
    if (!this.#session || this.#silent) return;
    const all = new Backend.InputTransaction();
    for (const event of events) all.addEvent(event);
    try { this.#session.applyInputs(all); } catch { /* it is over already */ }
  }

  #locks() {
    // Which locks are on is only known with a key; caps and num lock are told at the next one by the device itself.
    this.#canvas.style.cursor = this.#cursor;
  }

  #point(kind, data, x, y) {
    this.#cursor = kind === "none" ? "none" : kind === "url" && data ? `url(${data}) ${Math.round(x ?? 0)} ${Math.round(y ?? 0)}, default` : "default";
    this.#canvas.style.cursor = this.#cursor;
  }

  #received(data) {
    for (const item of data.items()) {
      const value = item.value();
      if (item.mimeType() === "text/plain" && typeof value === "string") this.#clipboard?.received?.(value);
    }
  }
}

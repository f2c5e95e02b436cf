// The line to Reverie: a WebSocket that comes back by itself, and keeps what is said while it is away.

const LONGEST_PAUSE_MS = 15000;

export class Line {
  #socket = null;
  #unsent = [];
  #pauseMs = 500;
  #handlers;

  constructor(handlers) {
    this.#handlers = handlers;
    this.#connect();
  }

  send(message) {
    const text = JSON.stringify(message);
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
    else this.#unsent.push(text);
  }

  #connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/live`);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#pauseMs = 500;
      this.#handlers.onFound();
      for (const text of this.#unsent.splice(0)) socket.send(text);
    });
    socket.addEventListener("message", (event) => this.#handlers.onMessage(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      this.#handlers.onLost();
      setTimeout(() => this.#connect(), this.#pauseMs);
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    });
  }
}

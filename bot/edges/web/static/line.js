// The line to the server: opens again by itself, ever more slowly, and at once when the reader comes back.

const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;

export class Line {
  #person;
  #on;
  #socket = null;
  #timer = 0;
  #wait = FIRST_WAIT;
  #ended = new AbortController();

  /** `on` has three functions: opened(), closed() and received(frame). */
  constructor(person, on) {
    this.#person = person;
    this.#on = on;
    const signal = this.#ended.signal;
    window.addEventListener("online", () => this.#hurry(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry(), { signal });
    this.#open();
  }

  /** Send a frame; false when the line is down. */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  end() {
    this.#ended.abort();
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws?person=${this.#person}`);
    const current = (act) => (event) => this.#ended.signal.aborted || this.#socket !== socket || act(event);
    this.#socket = socket;
    socket.addEventListener("open", current(() => this.#opened()));
    socket.addEventListener("close", current(() => this.#closed()));
    socket.addEventListener("message", current((event) => this.#on.received(JSON.parse(event.data))));
  }

  #opened() {
    this.#wait = FIRST_WAIT;
    this.#on.opened();
  }

  #closed() {
    this.#socket = null;
    this.#on.closed();
    // Not all pages at the same moment: a server that has just come back is easily knocked over again.
    this.#timer = setTimeout(() => this.#open(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #hurry() {
    if (this.#socket) return;
    clearTimeout(this.#timer);
    this.#open();
  }
}

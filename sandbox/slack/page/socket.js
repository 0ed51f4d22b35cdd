/** The live connection: sends frames with running numbers, reconnects by itself. */

const FIRST_RETRY = 300;
const LAST_RETRY = 4000;
const ANSWER_WITHIN = 30000;

export class Connection {
  /**
   * @param onFrame  called with every frame but "done"
   * @param onState  called with true when open, false while connecting
   */
  constructor({ onFrame, onState }) {
    this.onFrame = onFrame;
    this.onState = onState;
    this.waiting = new Map();
    this.number = 0;
    this.retry = FIRST_RETRY;
  }

  /** Connects as this person, leaving any earlier connection. */
  connect(user) {
    this.user = user;
    window.clearTimeout(this.timer);
    const old = this.socket;
    this.socket = null;
    old?.close();
    this.giveUp("You are someone else now.");
    this.open();
  }

  open() {
    const scheme = window.location.protocol === "https:" ? "wss:" : "ws:";
    const query = this.user ? `?user=${encodeURIComponent(this.user)}` : "";
    let opened = false;
    const socket = new WebSocket(`${scheme}//${window.location.host}/page/ws${query}`);
    this.socket = socket;
    this.onState(false);
    socket.addEventListener("open", () => {
      if (socket !== this.socket) return;
      opened = true;
      this.retry = FIRST_RETRY;
      this.onState(true);
    });
    socket.addEventListener("message", (event) => {
      if (socket === this.socket) this.receive(JSON.parse(event.data));
    });
    socket.addEventListener("close", () => {
      if (socket !== this.socket) return;
      this.lost();
      if (!opened) this.forgetStranger();
    });
  }

  lost() {
    this.socket = null;
    this.onState(false);
    this.giveUp("The connection was lost before the answer came.");
    this.timer = window.setTimeout(() => this.open(), this.retry);
    this.retry = Math.min(LAST_RETRY, this.retry * 1.6);
  }

  /** Refused by a workspace that is there: it knows nobody of this id (any more). */
  async forgetStranger() {
    const { user } = this;
    const there = await fetch("/page/icon.svg", { cache: "no-store" }).catch(() => null);
    if (there?.ok && user === this.user) this.user = null;
  }

  receive(frame) {
    if (frame.type !== "done") {
      this.onFrame(frame);
      return;
    }
    const answer = this.take(frame.id);
    if (frame.error) answer?.reject(new Error(frame.error));
    else answer?.resolve(frame);
  }

  take(id) {
    const answer = this.waiting.get(id);
    this.waiting.delete(id);
    window.clearTimeout(answer?.timer);
    return answer;
  }

  giveUp(reason) {
    for (const id of [...this.waiting.keys()]) this.take(id).reject(new Error(reason));
  }

  /** Sends one frame; resolves with its "done", rejects with a sentence for the person. */
  send(frame) {
    if (this.socket?.readyState !== WebSocket.OPEN) {
      return Promise.reject(new Error("Not connected right now. Try again in a moment."));
    }
    this.number += 1;
    const id = this.number;
    const answered = new Promise((resolve, reject) => {
      const timer = window.setTimeout(
        () => this.take(id)?.reject(new Error("No answer came within 30 seconds.")), ANSWER_WITHIN,
      );
      this.waiting.set(id, { resolve, reject, timer });
    });
    this.socket.send(JSON.stringify({ ...frame, id }));
    return answered;
  }
}

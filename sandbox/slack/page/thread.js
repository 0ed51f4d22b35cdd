/** The pane beside the conversation with one thread. */

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { el, iconButton } from "./dom.js";

export class Thread {
  constructor({ store, send, surfaceFor, close }) {
    this.store = store;
    this.conversation = new Conversation(
      { store, send, surfaceFor, openThread: null, testid: "thread-messages" },
    );
    this.composer = new Composer({
      store, testid: "thread-composer", label: "Reply in thread",
      deliver: (text) => this.deliver(text, send),
    });
    this.where = el("small", {});
    this.node = el(
      "aside", { class: "thread", "aria-label": "Thread", hidden: true, data: { testid: "thread" },
        on: { keydown: (event) => event.key === "Escape" && !event.defaultPrevented && close() } },
      el("header", { class: "side-head" }, el("h2", {}, "Thread ", this.where),
        iconButton("close", "Close thread", close, { "data-testid": "thread-close" })),
      this.conversation.node, this.composer.node,
    );
  }

  show(channel, ts) {
    this.channel = channel;
    this.ts = ts;
    this.node.hidden = false;
    this.where.textContent = this.store.conversationLabel(this.store.conversations.get(channel));
    this.conversation.show(channel, ts);
    this.composer.turnTo(`${channel}/${ts}`, "Reply…");
    this.composer.input.focus();
  }

  hide() {
    this.node.hidden = true;
    this.ts = null;
  }

  async deliver(text, send) {
    const type = text.startsWith("/") ? "command" : "say";
    return send({ type, channel: this.channel, text, thread_ts: this.ts });
  }
}

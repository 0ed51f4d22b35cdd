/** A scrolling list of messages, of a channel or of a thread, that stays put while it is read. */

import { dayKey, dayLabel } from "./dates.js";
import { drawUnpressed, el, icon, keepingFocus, reconcile } from "./dom.js";
import { drawMessage } from "./message.js";
import { openPicker } from "./picker.js";

const PAGE = 100;
const SAME_BREATH = 300;
const NEAR_END = 90;

const versions = new WeakMap();
let lastVersion = 0;

/** A number that changes with every new copy of a message. */
function versionOf(message) {
  if (!versions.has(message)) {
    lastVersion += 1;
    versions.set(message, lastVersion);
  }
  return versions.get(message);
}

export class Conversation {
  /**
   * @param surfaceFor  (channel, message) → the surface its blocks are drawn on
   * @param openThread  (ts) → shows a thread; null inside a thread
   */
  constructor({ store, send, surfaceFor, openThread, testid }) {
    Object.assign(this, { store, send, surfaceFor, openThread });
    this.list = el("div", { class: "message-list" });
    this.latest = el("button", { type: "button", class: "to-latest", hidden: true,
      on: { click: () => this.toEnd() } }, icon("down"), "New messages");
    this.scroller = el("div", {
      class: "messages", tabindex: 0, role: "region", data: { testid },
      on: { scroll: () => this.scrolled() },
    }, this.list);
    this.node = el("div", { class: "conversation" }, this.scroller, this.latest);
    this.pinned = true;
    this.limit = PAGE;
    new ResizeObserver(() => this.pinned && this.toEnd()).observe(this.list);
    new ResizeObserver(() => this.pinned && this.toEnd()).observe(this.scroller);
  }

  /** Shows another conversation (or the same for another person), from its end. */
  show(channel, threadTs = null) {
    this.channel = channel;
    this.threadTs = threadTs;
    this.limit = PAGE;
    this.pinned = true;
    this.latest.hidden = true;
    this.list.replaceChildren();
    this.scroller.setAttribute("aria-label", threadTs ? "Thread" : "Messages");
    this.refresh();
  }

  refresh({ arrived = false } = {}) {
    this.hasArrived = this.hasArrived || arrived;
    drawUnpressed(this.draw);
  }

  draw = () => {
    const arrived = this.hasArrived;
    this.hasArrived = false;
    const all = this.threadTs
      ? this.store.threadOf(this.channel, this.threadTs)
      : this.store.messagesOf(this.channel).filter(atTop);
    const messages = all.slice(-this.limit);
    const items = [];
    if (all.length > messages.length) items.push(this.earlier(all.length - messages.length));
    let previous = null;
    for (const message of messages) {
      const separator = this.separator(message, previous);
      if (separator) items.push(separator);
      items.push(this.item(message, separator ? null : previous));
      previous = message;
    }
    if (!messages.length) items.push(nothingYet());
    keepingFocus(this.list, () => reconcile(this.list, items));
    if (this.pinned) this.toEnd();
    else if (arrived) this.latest.hidden = false;
  };

  separator(message, previous) {
    const day = dayKey(Number(message.ts), this.store.zone);
    if (previous && day === dayKey(Number(previous.ts), this.store.zone)) return null;
    const label = dayLabel(Number(message.ts), this.store.zone);
    return { key: `day ${day}`, mark: label,
      draw: () => el("div", { class: "day" }, el("span", {}, label)) };
  }

  item(message, previous) {
    const compact = followsOn(message, previous);
    const replies = this.threadTs ? null : this.replies(message);
    const mark = [versionOf(message), compact, replies?.count, replies?.last].join(" ");
    const acts = this.openThread && {
      openThread: this.openThread,
      shortcuts: this.store.shortcuts,
      more: (node, target) => this.more(node, target),
    };
    const surface = this.surfaceFor(this.channel, message);
    return {
      key: message.ts, mark,
      draw: () => drawMessage(message, this.channel,
        { surface, names: this.store, compact, replies, acts }),
    };
  }

  replies({ ts, ephemeral }) {
    if (ephemeral) return null;
    const thread = this.store.threadOf(this.channel, ts)
      .filter((message) => message.ts !== ts && !message.ephemeral);
    return { count: thread.length, last: thread.at(-1)?.ts };
  }

  earlier(count) {
    return {
      key: "earlier", mark: count,
      draw: () => el("button", { type: "button", class: "earlier", on: { click: () => {
        this.limit += PAGE;
        this.pinned = false;
        this.refresh();
      } } }, `Show earlier messages (${count})`),
    };
  }

  more(node, message) {
    openPicker(node, {
      label: "Message shortcuts",
      options: this.store.shortcuts.map(({ callback_id: key, name }) => ({ key, label: name })),
      onPick: ({ key }) => this.send({ type: "shortcut", callback_id: key, channel: this.channel,
        message_ts: message.ts }),
    });
  }

  /** Brings one message into sight and marks it. */
  reveal(ts) {
    const node = [...this.list.children].find((child) => child.dataset.ts === ts);
    if (!node) return;
    this.pinned = false;
    node.scrollIntoView({ block: "center" });
    node.classList.add("revealed");
  }

  scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    this.pinned = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.pinned) this.latest.hidden = true;
  }

  toEnd() {
    this.pinned = true;
    this.latest.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}

function atTop(message) {
  return !message.thread_ts || message.thread_ts === message.ts || message.reply_broadcast ||
    message.subtype === "thread_broadcast";
}

function followsOn(message, previous) {
  return Boolean(previous) && previous.user === message.user && !message.ephemeral &&
    !previous.ephemeral && message.username === previous.username &&
    Number(message.ts) - Number(previous.ts) < SAME_BREATH;
}

function nothingYet() {
  return { key: "nothing", mark: "", draw: () => el("p", { class: "nothing" },
    "Nothing here yet. Type a message, or press one of the commands below.") };
}

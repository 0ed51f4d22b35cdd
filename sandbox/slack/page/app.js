/** Puts the page together: connection, store, and what is drawn when something changes. */

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { drawUnpressed, el } from "./dom.js";
import { uploadFile } from "./files.js";
import { Header } from "./header.js";
import { Home } from "./home.js";
import { keepLinksHere } from "./links.js";
import { spoken } from "./message.js";
import { Modals } from "./modals.js";
import { Panel } from "./panel.js";
import { allowedRoute, readLink, readRoute, sameRoute, writeRoute } from "./routes.js";
import { Sidebar } from "./sidebar.js";
import { Connection } from "./socket.js";
import { Store } from "./store.js";
import { Surface } from "./surface.js";
import { Thread } from "./thread.js";
import { announce, mountToasts, toast } from "./toasts.js";

class App {
  constructor() {
    this.store = new Store();
    this.route = null;
    this.surfaces = new Map();
    this.asked = [];
    this.connection = new Connection({
      onFrame: (frame) => this.store.apply(frame),
      onState: (connected) => this.connected(connected),
    });
    const { store } = this;
    const send = (frame) => this.send(frame);
    const messageSurface = (channel, message) => this.messageSurface(channel, message);
    const viewSurface = (view) => this.surface({ type: "view", view_id: view.id });
    const acts = {
      become: (user) => this.become(user), go: (route) => this.go(route),
      direct: (user) => this.direct(user),
      toggleSidebar: () => this.drawer("sidebar"), togglePanel: () => this.drawer("panel"),
      change: (fields) => send({ type: "channel", ...fields }),
    };
    this.sidebar = new Sidebar({ store, acts });
    this.header = new Header({ store, acts });
    this.conversation = new Conversation({ store, send, surfaceFor: messageSurface,
      openThread: (ts) => this.openThread(ts), testid: "messages" });
    this.composer = new Composer({ store, testid: "composer", label: "Message or command",
      chips: true, deliver: (text) => this.deliver(text) });
    this.home = new Home({ store, surfaceFor: viewSurface });
    this.thread = new Thread({ store, send, surfaceFor: messageSurface,
      close: () => this.closeThread() });
    this.panel = new Panel({ store, control: (fields) => send({ type: "control", ...fields }),
      close: () => this.drawer("panel") });
    this.modals = new Modals({ send, surfaceFor: viewSurface });
  }

  start() {
    this.bar = el("div", { class: "connection", role: "status", hidden: true,
      data: { testid: "connection" } }, el("span", { class: "spinner", "aria-hidden": "true" }),
      "Connecting…");
    this.shade = el("div", { class: "shade", on: { click: () => this.closeDrawers() } });
    this.main = el("main", { class: "main" }, this.header.node, this.conversation.node,
      this.home.node, this.composer.node);
    this.root = el("div", { class: "app" },
      this.sidebar.node, this.main, this.thread.node, this.panel.node, this.shade);
    document.body.replaceChildren(
      el("button", { type: "button", class: "skip", on: { click: () => this.composer.input.focus() } },
        "Skip to the message box"), this.bar, this.root);
    mountToasts();
    this.listen();
    this.connection.connect(new URLSearchParams(window.location.search).get("user"));
  }

  drawModals = () => this.modals.update(this.store.views);

  listen() {
    const { store } = this;
    store.on(["snapshot"], () => this.refreshAll());
    store.on(["channels"], () => this.channelsChanged());
    store.on(["messages"], (change) => this.messagesChanged(change));
    store.on(["home"], () => drawUnpressed(this.home.draw));
    store.on(["views"], () => drawUnpressed(this.drawModals));
    store.on(["view_errors"], (errors) => this.modals.showErrors(errors));
    store.on(["panel"], () => drawUnpressed(this.panel.draw));
    store.on(["notice"], (notice) => this.notice(notice));
    window.addEventListener("hashchange", () => {
      const wished = readRoute(window.location.hash);
      if (store.ready && wished && !sameRoute(wished, this.route)) this.go(wished);
    });
    document.addEventListener("keydown", (event) => this.key(event));
    keepLinksHere((channel, ts) => {
      this.go({ kind: "channel", id: channel });
      this.conversation.reveal(ts);
    });
  }

  // Frames out

  async send(frame) {
    try {
      return (await this.connection.send(frame)).ok !== false;
    } catch (error) {
      toast(error.message, "error");
      return false;
    }
  }

  async deliver(text) {
    const channel = this.channel;
    if (!channel) return false;
    this.conversation.toEnd();
    if (!text.startsWith("/")) return this.send({ type: "say", channel, text });
    this.asked.push(channel);
    try {
      return await this.send({ type: "command", channel, text });
    } finally {
      this.asked.shift();
    }
  }

  // Surfaces

  surface(container) {
    return new Surface({ container, names: this.store, send: (frame) => this.send(frame),
      upload: (file) => uploadFile(file, this.store.me) });
  }

  messageSurface(channel, message) {
    const key = `${channel}/${message.ts}`;
    if (!this.surfaces.has(key)) {
      this.surfaces.set(key, this.surface({ type: "message", channel_id: channel,
        message_ts: message.ts, is_ephemeral: Boolean(message.ephemeral),
        ...(message.thread_ts && { thread_ts: message.thread_ts }) }));
    }
    return this.surfaces.get(key);
  }

  // Where one is

  /** The conversation that is in front, the app's direct one under its Messages tab. */
  get channel() {
    if (this.route?.kind === "channel") return this.route.id;
    const { app } = this.store;
    return this.route?.tab === "messages" && app ? this.store.directWith(app.id)?.id : null;
  }

  go(wished) {
    this.route = allowedRoute(wished, this.store);
    if (window.location.hash !== writeRoute(this.route)) {
      window.history.replaceState(null, "", writeRoute(this.route));
    }
    this.closeThread();
    this.closeDrawers();
    this.showRoute();
    if (this.route.kind === "app") this.entered();
  }

  /** Entering a tab of the app is told to it, and its direct conversation is opened on demand. */
  entered() {
    if (this.route.tab === "home") this.send({ type: "open_home" });
    else if (!this.channel) this.send({ type: "open_dm", user: this.store.app.id });
  }

  showRoute() {
    const { channel } = this;
    const onHome = this.route.kind === "app" && this.route.tab === "home";
    this.home.node.hidden = !onHome;
    this.conversation.node.hidden = onHome;
    this.composer.node.hidden = onHome;
    if (onHome) this.home.draw();
    if (channel) {
      this.store.unread.delete(channel);
      this.conversation.show(channel);
      const label = this.store.conversationLabel(this.store.conversations.get(channel));
      this.composer.turnTo(channel, `Message ${label} or /command`);
    }
    this.header.draw(this.route);
    this.sidebar.draw(this.route);
  }

  async direct(user) {
    if (!this.store.directWith(user) && !(await this.send({ type: "open_dm", user }))) return;
    const found = this.store.directWith(user);
    if (found) this.go({ kind: "channel", id: found.id });
  }

  become(user) {
    if (user === this.store.me) return;
    this.modals.update([]);
    this.closeThread();
    this.closeDrawers();
    this.surfaces.clear();
    this.home.surface = null;
    this.store.forgetPerson();
    window.history.replaceState(null, "", `?user=${user}${window.location.hash}`);
    this.connection.connect(user);
  }

  // Changes in

  connected(connected) {
    this.store.connected = connected;
    this.bar?.toggleAttribute("hidden", connected);
    document.body.classList.toggle("offline", !connected);
  }

  refreshAll() {
    const linked = readLink(window.location);
    const wished = this.route ?? linked.route;
    const first = !this.route || this.seenAs !== this.store.me;
    this.route = allowedRoute(wished, this.store);
    this.composer.drawChips();
    this.panel.draw();
    this.modals.update(this.store.views);
    document.body.classList.add("ready");
    document.body.dataset.me = this.store.me;
    if (!first) {
      this.refreshQuietly();
      return;
    }
    this.seenAs = this.store.me;
    window.history.replaceState(null, "", `?user=${this.store.me}${writeRoute(this.route)}`);
    this.showRoute();
    if (this.route.kind === "app") this.entered();
    else this.composer.input.focus({ preventScroll: true });
    if (linked.message) this.conversation.reveal(linked.message);
  }

  /** After a reconnection: the same place, with what changed meanwhile. */
  refreshQuietly() {
    if (this.channel) this.conversation.refresh();
    if (this.thread.ts) this.thread.conversation.refresh();
    this.home.draw();
    this.header.draw(this.route);
    this.sidebar.draw(this.route);
  }

  channelsChanged() {
    if (!this.route) return;
    if (this.channel && !this.store.conversations.has(this.channel)) this.go(this.route);
    if (this.channel && this.conversation.channel !== this.channel) this.showRoute();
    this.header.draw(this.route);
    this.sidebar.draw(this.route);
  }

  messagesChanged({ channel, message, isNew }) {
    const mine = message?.user === this.store.me;
    if (channel === this.channel) this.conversation.refresh({ arrived: isNew && !mine });
    if (this.thread.ts && this.thread.channel === channel) {
      this.thread.conversation.refresh({ arrived: isNew && !mine });
    }
    if (!isNew || mine) return;
    announce(spoken(message, this.store));
    if (channel === this.channel) return;
    this.store.unread.set(channel, (this.store.unread.get(channel) ?? 0) + 1);
    this.header.draw(this.route);
    this.sidebar.draw(this.route);
  }

  notice({ text, level = "info", channel = null }) {
    if (this.modals.open && level === "error") this.modals.say(text);
    else toast(text, level);
    const place = channel ?? this.asked.at(-1);
    if (place) this.store.putLocal(place, text);
  }

  // Panes and keys

  openThread(ts) {
    this.root.classList.add("with-thread");
    this.thread.show(this.channel, ts);
  }

  closeThread() {
    const held = this.thread.node.contains(document.activeElement);
    this.root.classList.remove("with-thread");
    this.thread.hide();
    if (held) this.composer.input.focus();
  }

  drawer(name) {
    const shown = this.root.classList.toggle(`show-${name}`);
    this.root.classList.remove(name === "panel" ? "show-sidebar" : "show-panel");
    if (shown) this.root.querySelector(`#${name}`).querySelector("button")?.focus();
  }

  closeDrawers() {
    this.root.classList.remove("show-sidebar", "show-panel");
  }

  key(event) {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") this.closeDrawers();
    const typing = event.target.closest("input, textarea, select, dialog, .picker");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const { input } = this.composer;
    if (!input.value) input.value = "/";
    input.focus();
    this.composer.typed();
  }
}

new App().start();

/** The bar over the conversation: its name, who is in it, the app's tabs, the drawers' buttons. */

import { promptDialog } from "./dialogs.js";
import { el, icon, iconButton } from "./dom.js";
import { avatar } from "./message.js";
import { openPicker } from "./picker.js";

export class Header {
  /** @param acts  {go(route), toggleSidebar(), togglePanel(), change(fields)} */
  constructor({ store, acts }) {
    Object.assign(this, { store, acts });
    this.title = el("div", { class: "title" });
    this.menu = iconButton("menu", "Channels and people", acts.toggleSidebar,
      { class: "icon-button menu", "data-testid": "menu", "aria-controls": "sidebar" });
    this.panelButton = el("button", { type: "button", class: "button panel-toggle",
      "aria-controls": "panel", data: { testid: "panel-toggle" }, on: { click: acts.togglePanel } },
      icon("sliders"), el("span", {}, "Sandbox"));
    this.channelMenu = iconButton("more", "Change this channel", () => this.openMenu(),
      { "data-testid": "channel-menu", "aria-haspopup": "listbox", hidden: true });
    this.tabs = el("div", { class: "tabs", role: "tablist", "aria-label": "App",
      on: { keydown: (event) => this.tabKey(event) } });
    this.node = el("header", { class: "topbar" },
      el("div", { class: "topbar-row" }, this.menu, this.title, this.channelMenu, this.panelButton),
      this.tabs);
  }

  draw(route) {
    const elsewhere = [...this.store.unread.values()].reduce((sum, count) => sum + count, 0);
    this.menu.classList.toggle("has-unread", elsewhere > 0);
    this.tabs.hidden = route.kind !== "app";
    const channel = route.kind === "channel" && this.store.conversations.get(route.id);
    this.channel = channel && !channel.im ? channel : null;
    this.channelMenu.hidden = !this.channel;
    if (route.kind === "app") this.drawApp(route);
    else this.drawConversation(this.store.conversations.get(route.id));
    document.title = `${elsewhere ? `(${elsewhere}) ` : ""}${this.title.dataset.name} – ` +
      this.store.workspace.name;
  }

  drawApp(route) {
    const { app } = this.store;
    this.setTitle(app.real_name || app.name, avatar(app, "small"), el("span", { class: "badge" }, "APP"));
    const held = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...["home", "messages"].map((tab) => el("button", {
      type: "button", role: "tab", id: `tab-${tab}`, class: "tab",
      "aria-selected": String(route.tab === tab), tabindex: route.tab === tab ? 0 : -1,
      data: { testid: `tab-${tab}` },
      on: { click: () => this.acts.go({ kind: "app", tab }) },
    }, tab === "home" ? "Home" : "Messages")));
    if (held) this.tabs.querySelector("[aria-selected=true]").focus();
  }

  tabKey(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const other = this.tabs.querySelector("[aria-selected=false]");
    other.focus();
    other.click();
  }

  drawConversation(channel) {
    if (channel.im) {
      const user = this.store.users.get(this.store.partner(channel));
      this.setTitle(this.store.conversationLabel(channel), avatar(user, "small"));
      return;
    }
    const { app } = this.store;
    const outside = app && !channel.members.includes(app.id);
    const count = `${channel.members.length} member${channel.members.length === 1 ? "" : "s"}`;
    this.setTitle(
      channel.name, icon(channel.private ? "lock" : "hash"),
      el("small", { class: "title-note", dir: "auto" },
        [count, channel.archived ? "archived" : "", outside ? `${app.real_name || app.name} is not in this channel` : channel.topic]
          .filter(Boolean).join(" · ")),
    );
  }

  /** What people may do to the channel, as in its menu in Slack. */
  openMenu() {
    const { channel } = this;
    const app = this.store.app;
    const name = app?.real_name || app?.name;
    const inside = app && channel.members.includes(app.id);
    const options = [
      channel.archived ? { key: "unarchive", label: "Unarchive" } : { key: "archive", label: "Archive" },
      { key: "rename", label: "Rename…" },
      !channel.archived && { key: "convert", label: channel.private ? "Make public" : "Make private" },
      app && (inside ? { key: "remove_app", label: `Remove ${name}` }
        : { key: "invite_app", label: `Invite ${name}` }),
    ].filter(Boolean);
    openPicker(this.channelMenu, { label: `Change #${channel.name}`, options,
      onPick: ({ key }) => this.change(channel, key) });
  }

  async change(channel, act) {
    const fields = { channel: channel.id, act };
    if (act === "rename") {
      fields.name = await promptDialog(`Rename #${channel.name}`, "New name", channel.name);
      if (!fields.name) return;
    }
    this.acts.change(fields);
  }

  setTitle(name, sign, note = null) {
    this.title.dataset.name = name;
    this.title.replaceChildren(sign, el("h1", { dir: "auto" }, name), note ?? "");
  }
}

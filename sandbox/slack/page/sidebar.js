/** The left side: workspace, whom one acts as, channels, direct messages, the app. */

import { el, icon } from "./dom.js";
import { avatar } from "./message.js";

export class Sidebar {
  /** @param acts  {become(user), go(route), direct(user)} */
  constructor({ store, acts }) {
    Object.assign(this, { store, acts });
    this.node = el("nav", { class: "sidebar", id: "sidebar", "aria-label": "Workspace" });
  }

  draw(route) {
    const held = this.node.contains(document.activeElement)
      ? document.activeElement.dataset.testid : null;
    const top = this.node.scrollTop;
    const { store } = this;
    const channels = store.channels().filter((channel) => !channel.im);
    this.node.replaceChildren(
      el("div", { class: "workspace" }, el("span", { dir: "auto" }, store.workspace.name),
        el("small", {}, "local Slack")),
      this.people(),
      group("Channels", channels.map((channel) => this.channelRow(channel, route))),
      store.app ? group("Apps", this.appRows(store.app, route)) : "",
      group("Direct messages", store.people().filter(({ id }) => id !== store.me)
        .map((user) => this.personRow(user, route))),
    );
    this.node.scrollTop = top;
    if (held) this.node.querySelector(`[data-testid="${held}"]`)?.focus({ preventScroll: true });
  }

  people() {
    const { store } = this;
    return el(
      "div", { class: "acting", role: "group", "aria-labelledby": "acting-label",
        data: { testid: "person-switcher", me: store.me } },
      el("h2", { id: "acting-label" }, "You are acting as"),
      el("div", { class: "acting-list" }, store.people().map((user) => el(
        "button",
        { type: "button", class: "person", "aria-pressed": String(user.id === store.me),
          title: [user.real_name, user.title].filter(Boolean).join(" · "),
          data: { testid: `person-${user.id}` },
          on: { click: () => this.acts.become(user.id) } },
        avatar(user, "small"),
        el("span", {}, el("span", { class: "person-name", dir: "auto" },
          user.real_name || user.name),
          user.title ? el("small", {}, user.title) : null),
      ))),
    );
  }

  row({ label, sign, target, current, unread, testid, note, onClick }) {
    return el(
      "li", {},
      el("button",
        { type: "button", class: unread ? "row unread" : "row",
          "aria-current": current ? "page" : null, data: { testid, target },
          on: { click: onClick } },
        sign, el("span", { class: "row-label", dir: "auto" }, label),
        note ? el("span", { class: "sr-only" }, note) : null,
        unread ? el("span", { class: "count", "aria-label": `${unread} unread` }, String(unread)) : null),
    );
  }

  channelRow(channel, route) {
    return this.row({
      label: channel.name, sign: icon(channel.private ? "lock" : "hash"), target: channel.id,
      note: channel.private ? "private channel" : null,
      current: route.kind === "channel" && route.id === channel.id,
      unread: this.store.unread.get(channel.id), testid: `channel-${channel.id}`,
      onClick: () => this.acts.go({ kind: "channel", id: channel.id }),
    });
  }

  appRows(app, route) {
    const direct = this.store.directWith(app.id);
    const unread = direct && this.store.unread.get(direct.id);
    return [this.row({
      label: app.real_name || app.name, sign: avatar(app, "tiny"), target: app.id,
      current: route.kind === "app", unread, testid: `app-${app.id}`,
      onClick: () => this.acts.go({ kind: "app", tab: unread ? "messages" : "home" }),
    })];
  }

  personRow(user, route) {
    const direct = this.store.directWith(user.id);
    return this.row({
      label: user.real_name || user.name, sign: avatar(user, "tiny"), target: user.id,
      current: route.kind === "channel" && Boolean(direct) && route.id === direct.id,
      unread: direct && this.store.unread.get(direct.id), testid: `dm-${user.id}`,
      onClick: () => this.acts.direct(user.id),
    });
  }
}

function group(title, rows) {
  return el("section", { class: "group" }, el("h2", {}, title), el("ul", {}, rows));
}

/** One message: who, when, its blocks or text, files, unfurled links, and what can be done with it. */

import { drawBlocks } from "./blocks.js";
import { fullInstant, timeOfDay } from "./dates.js";
import { el, icon, iconButton, outsideLink } from "./dom.js";
import { fileCard } from "./files.js";
import { mrkdwn, plainFromMrkdwn } from "./mrkdwn.js";
import { picture } from "./pictures.js";
import { textNode } from "./text.js";

const HUES = [205, 152, 262, 24, 338, 180, 45, 290];

/** A square with initials; the app has its own sign. */
export function avatar(user, size = "") {
  const bot = user?.is_bot;
  const name = user?.real_name || user?.name || "?";
  const initials = name.split(/\s+/).slice(0, 2).map((word) => [...word][0]).join("").toUpperCase();
  const sum = [...(user?.id ?? name)].reduce((total, char) => total + char.codePointAt(0), 0);
  const node = el("span", { class: `avatar ${size} ${bot ? "avatar-app" : ""}`, "aria-hidden": "true" },
    bot ? el("img", { src: "/page/icon.svg", alt: "" }) : initials);
  if (!bot) node.style.setProperty("--hue", HUES[sum % HUES.length]);
  return node;
}

/** The sentence that a screen reader hears for a message. */
export function spoken(message, names) {
  const who = message.username ?? names.userName(message.user) ?? "Someone";
  return `${who}: ${plainFromMrkdwn(message.text ?? "", names).slice(0, 240)}`;
}

/**
 * @param compact  follows a message of the same person: no picture, no name
 * @param replies  {count, last} of its thread, or null
 * @param acts     {openThread(ts), more(node, message)} or null where nothing can be done
 */
export function drawMessage(message, channel, { surface, names, compact, replies, acts }) {
  const user = names.users.get(message.user);
  const unix = Number(message.ts);
  const time = el("time", { class: "time", title: fullInstant(unix, names.zone) },
    timeOfDay(unix, names.zone));
  const classes = ["message", compact && "compact", message.ephemeral && "ephemeral",
    message.system && "system"].filter(Boolean);
  return el(
    "article",
    {
      class: classes.join(" "), tabindex: -1,
      "aria-label": `${spoken(message, names).slice(0, 120)}, ${time.textContent}`,
      data: { testid: "message", ts: message.ts, channel, surface: surface.key,
        ephemeral: String(Boolean(message.ephemeral)) },
    },
    el("div", { class: "gutter" }, compact ? time : avatar(user ?? { name: message.username })),
    el("div", { class: "body" },
      message.ephemeral ? onlyYou() : null,
      compact ? null : head(message, user, time),
      content(message, surface),
      replies?.count ? replyLine(message, replies, acts, names) : null),
    acts && !message.system ? tools(message, acts) : null,
  );
}

function onlyYou() {
  return el("div", { class: "only-you", data: { testid: "only-you" } }, icon("eye"),
    "Only visible to you");
}

function head(message, user, time) {
  const name = message.username ?? (user?.real_name || user?.name) ?? message.user ?? "Someone";
  const app = message.bot || user?.is_bot;
  return el("div", { class: "head" },
    el("strong", { class: "name", dir: "auto" }, name),
    app ? el("span", { class: "badge" }, "APP") : null,
    time);
}

function content(message, surface) {
  const node = el("div", { class: "content" });
  if (message.blocks?.length) node.append(...drawBlocks(message.blocks, surface));
  else if (message.text) node.append(el("div", { class: "text" }, mrkdwn(message.text, surface.names)));
  if (message.edited && !message.blocks?.length) {
    const last = node.querySelector(".text")?.lastElementChild ?? node;
    (last.matches(".line") ? last : node).append(el("span", { class: "edited" }, " (edited)"));
  }
  const attached = [...(message.attachments ?? []), ...(message.unfurls ?? [])];
  node.append(...attached.map((one, index) => attachment(one, index, surface)));
  node.append(...(message.files ?? []).map(fileCard));
  return node;
}

function attachment(given, index, surface) {
  const { names } = surface;
  const color = /^#?[0-9a-f]{6}$/i.exec(given.color ?? "")?.[0].replace(/^#?/, "#");
  const node = el(
    "div", { class: `attachment color-${given.color ?? "none"}`, data: { testid: "attachment" } },
    given.pretext ? el("div", { class: "text" }, mrkdwn(given.pretext, names)) : null,
    given.author_name || given.service_name
      ? el("div", { class: "attachment-author" }, given.author_name ?? given.service_name) : null,
    given.title ? el("strong", { class: "attachment-title" }, given.title_link ?? given.from_url
      ? outsideLink(given.title_link ?? given.from_url, given.title) : given.title) : null,
    given.text ? el("div", { class: "text" }, mrkdwn(given.text, names)) : null,
    given.fields ? el("div", { class: "fields" }, given.fields.map((field) => el("div", { class: "field" },
      el("strong", {}, field.title), textNode({ type: "mrkdwn", text: field.value ?? "" }, names)))) : null,
    given.blocks ? drawBlocks(given.blocks, surface, { more: `attached-${index}-` }) : null,
    given.image_url ? picture({ ...given, alt_text: given.fallback ?? given.title }, "large") : null,
    given.footer ? el("div", { class: "attachment-footer" }, given.footer) : null,
  );
  if (color) node.style.setProperty("--bar", color);
  return node;
}

function replyLine(message, { count, last }, acts, names) {
  return el(
    "button",
    { type: "button", class: "replies", data: { testid: "replies" },
      on: { click: () => acts.openThread(message.thread_ts ?? message.ts) } },
    icon("reply"),
    el("strong", {}, `${count} ${count === 1 ? "reply" : "replies"}`),
    el("span", {}, `Last at ${timeOfDay(Number(last), names.zone)}`),
  );
}

function tools(message, acts) {
  const thread = message.ephemeral ? null
    : iconButton("reply", "Reply in thread", () => acts.openThread(message.thread_ts ?? message.ts),
      { "data-testid": "reply-in-thread" });
  const more = acts.shortcuts.length && !message.ephemeral
    ? iconButton("more", "More actions", (event) => acts.more(event.currentTarget, message),
      { "data-testid": "more-actions", "aria-haspopup": "listbox", "aria-expanded": "false" })
    : null;
  return thread || more ? el("div", { class: "tools" }, thread, more) : null;
}

/** rich_text and table blocks. */

import { el, outsideLink, safeUrl } from "./dom.js";
import { emojiFromCodes } from "./emoji.js";
import {
  broadcast, channelMention, dateNode, emojiNode, groupMention, userMention,
} from "./mrkdwn.js";
import { picture } from "./pictures.js";
import { plainString } from "./text.js";

const STYLE_TAGS = [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"],
  ["underline", "u"]];

export function richText(block, names) {
  return el("div", { class: "rich-text" }, (block.elements ?? []).map((part) => piece(part, names)));
}

function piece(part, names) {
  const inside = () => inlines(part.elements ?? [], names);
  switch (part.type) {
    case "rich_text_list": return list(part, names);
    case "rich_text_quote": return el("blockquote", { dir: "auto" }, inside());
    case "rich_text_preformatted": return el("pre", { class: "pre" }, inside());
    case "rich_text_section": return el("div", { class: "rich-section", dir: "auto" }, inside());
    default: return el("div", { class: "unknown" }, `[${part.type}]`);
  }
}

function list(part, names) {
  const ordered = part.style === "ordered";
  return el(
    ordered ? "ol" : "ul",
    { class: `rich-list indent-${Math.min(8, part.indent ?? 0)} ${part.border ? "bordered" : ""}`,
      start: ordered ? (part.offset ?? 0) + 1 : null },
    (part.elements ?? []).map((item) =>
      el("li", { dir: "auto" }, item.type === "rich_text_list"
        ? list(item, names) : inlines(item.elements ?? [], names))),
  );
}

function inlines(elements, names) {
  return elements.map((element) => styled(element.style, leaf(element, names)));
}

function styled(style, node) {
  return STYLE_TAGS.reduce(
    (inner, [name, tag]) => (style?.[name] ? el(tag, {}, inner) : inner), node,
  );
}

function leaf(element, names) {
  switch (element.type) {
    case "text": return element.text ?? "";
    case "link": return outsideLink(element.url, element.text || element.url);
    case "user": return userMention(element.user_id, names);
    case "channel": return channelMention(element.channel_id, names);
    case "usergroup": return groupMention(element.usergroup_id, names);
    case "broadcast": return broadcast(element.range);
    case "emoji": return emoji(element);
    case "date": return dateNode(element.timestamp, element.format, element.url, element.fallback, names);
    case "color": return el("code", {}, element.value ?? "");
    default: return `[${element.type}]`;
  }
}

function emoji({ name, unicode }) {
  const known = emojiNode(name ?? "");
  if (known) return known;
  const drawn = unicode && emojiFromCodes(unicode);
  return drawn ? el("span", { class: "emoji", title: `:${name}:` }, drawn) : `:${name}:`;
}

/** A table scrolls inside itself; its first row is the head. */
export function table(block, names) {
  const [head = [], ...rows] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  const cell = (tag, value, column) => {
    const { align = "left", is_wrapped: wrapped = false } = settings[column] ?? {};
    return el(tag, { class: `align-${align} ${wrapped ? "wrapped" : ""}`, dir: "auto",
      scope: tag === "th" ? "col" : null }, cellContent(value, names));
  };
  return el(
    "div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Table" },
    el("table", {},
      el("thead", {}, el("tr", {}, head.map((value, column) => cell("th", value, column)))),
      el("tbody", {}, rows.map((row) =>
        el("tr", {}, row.map((value, column) => cell("td", value, column)))))),
  );
}

function cellContent(value, names) {
  if (value?.type === "rich_text") return richText(value, names);
  return String(value?.text ?? value?.value ?? "");
}

/** A video is shown as its picture and a link: the page plays nothing from outside. */
export function video(block) {
  const link = block.title_url ?? block.video_url;
  return el(
    "div", { class: "video" },
    el("strong", {}, outsideLink(link, plainString(block.title))),
    block.description ? el("div", { class: "plain" }, plainString(block.description)) : null,
    safeUrl(block.thumbnail_url ?? "") && block.thumbnail_url
      ? outsideLink(link, picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "large"))
      : null,
  );
}

/** Slack's mrkdwn as DOM: formatting, mentions, links, dates, emoji; everything else is text. */

import { formatDate, fullInstant } from "./dates.js";
import { el, outsideLink, safeUrl } from "./dom.js";
import { emojiFor, withEmoji } from "./emoji.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const STYLES = { "*": "strong", _: "em", "~": "s" };
const STYLED = Object.fromEntries(Object.keys(STYLES).map((mark) => [mark, new RegExp(
  `[${mark}](?=\\S)((?:<[^<>\\n]*>|\`[^\`\\n]+\`|[^\\n${mark}])+?)(?<=\\S)[${mark}](?![\\p{L}\\p{N}])`,
  "yu",
)]));
const LETTER = /[\p{L}\p{N}]/u;
const TOKENS = {
  reference: /<([^<>\n]+)>/y,
  code: /`([^`\n]+)`/y,
  emoji: /:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/iy,
  url: /https?:\/\/[^\s<>|`*]+/y,
};

/** Undoes the three entities that Slack escapes, once. */
export function decode(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** What a reader hears or reads when only plain text fits: names, labels, no markup. */
export function plainFromMrkdwn(text, names) {
  const node = el("div", {}, mrkdwn(text, names));
  return [...node.children].map((line) => line.textContent).join(" ").replace(/\s+/g, " ").trim();
}

/** A fragment of block nodes (lines, quotes, preformatted) for mrkdwn `text`. */
export function mrkdwn(text, names) {
  const fragment = document.createDocumentFragment();
  const pieces = text.split(/```\n?([\s\S]+?)\n?```/g);
  pieces.forEach((piece, index) => {
    if (index % 2) fragment.append(el("pre", { class: "pre" }, literal(piece, names)));
    else if (piece.trim() || pieces.length === 1) {
      fragment.append(...lines(index ? piece.replace(/^\n/, "") : piece, names));
    }
  });
  return fragment;
}

function lines(text, names) {
  const nodes = [];
  const rows = text.split("\n");
  if (rows.length > 1 && rows.at(-1) === "") rows.pop();
  for (let index = 0; index < rows.length; index += 1) {
    const quoted = [];
    if (/^(?:&gt;|>){3}/.test(rows[index])) {
      quoted.push(...rows.splice(index).map((row, at) => (at ? row : unquote(row, 3))));
    } else {
      while (index < rows.length && /^(?:&gt;|>)/.test(rows[index])) {
        quoted.push(unquote(rows[index], 1));
        index += 1;
      }
    }
    if (quoted.length) {
      nodes.push(el("blockquote", {}, quoted.map((row) => line(row, names))));
      index -= 1;
    } else if (index < rows.length) nodes.push(line(rows[index], names));
  }
  return nodes;
}

function unquote(row, depth) {
  return row.replace(new RegExp(`^(?:&gt;|>){${depth}} ?`), "");
}

function line(row, names) {
  const bullet = /^(\s*)(?:[•◦▪–-]|\d+[.)])\s/.exec(row);
  const depth = bullet ? Math.min(3, Math.floor(bullet[1].length / 2)) : null;
  return el(
    "div",
    { class: bullet ? `line line-bullet indent-${depth}` : "line", dir: "auto" },
    row ? inline(bullet ? row.trimStart() : row, names) : el("br"),
  );
}

/** Inline nodes of one line. */
export function inline(text, names) {
  const nodes = [];
  let plain = "";
  let index = 0;
  const flush = () => {
    if (plain) nodes.push(decode(plain));
    plain = "";
  };
  while (index < text.length) {
    const found = tokenAt(text, index, names);
    if (found) {
      flush();
      nodes.push(found.node);
      index += found.length;
    } else {
      plain += text[index];
      index += 1;
    }
  }
  flush();
  return nodes;
}

function tokenAt(text, index, names) {
  const char = text[index];
  if (char === "<") return take(TOKENS.reference, text, index, (match) => reference(match[1], names));
  if (char === "`") {
    return take(TOKENS.code, text, index, (match) => el("code", {}, literal(match[1], names)));
  }
  if (char === ":") {
    return take(TOKENS.emoji, text, index, (match) => emojiNode(match[1], match[2]));
  }
  if (STYLES[char] && !LETTER.test(text[index - 1] ?? "")) return styled(text, index, names);
  if (char === "h" && !LETTER.test(text[index - 1] ?? "")) return bareUrl(text, index);
  return null;
}

function take(pattern, text, index, build) {
  pattern.lastIndex = index;
  const match = pattern.exec(text);
  const node = match && build(match);
  return node ? { node, length: match[0].length } : null;
}

function styled(text, index, names) {
  const mark = text[index];
  return take(STYLED[mark], text, index, (match) => el(STYLES[mark], {}, inline(match[1], names)));
}

function bareUrl(text, index) {
  TOKENS.url.lastIndex = index;
  const match = TOKENS.url.exec(text);
  if (!match) return null;
  const shown = match[0].replace(/(?:[.,;:!?)\]'"]|&gt;)+$/, "");
  return { node: outsideLink(decode(shown), decode(shown)), length: shown.length };
}

export function emojiNode(name, tone = null) {
  const emoji = emojiFor(name, tone);
  return emoji && el("span", { class: "emoji", title: `:${name}:` }, emoji);
}

/** Text in code: references show their label, entities are undone, nothing else is read. */
function literal(text, names) {
  return text.split(/(<[^<>\n]+>)/g).map((piece) => {
    const inside = /^<([^<>\n]+)>$/.exec(piece)?.[1];
    return (inside && reference(inside, names)) || decode(piece);
  });
}

/** What stands between < and >, or null where Slack would show it as it is. */
function reference(inside, names) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : withEmoji(decode(inside.slice(bar + 1)));
  if (/^@[UW]/.test(target)) return userMention(target.slice(1), names, label);
  if (/^#[CGD]/.test(target)) return channelMention(target.slice(1), names, label);
  if (target.startsWith("!")) return special(target.slice(1), label, names);
  if (!/^(?:https?:|mailto:|tel:)/.test(target) || !safeUrl(decode(target))) return null;
  return outsideLink(decode(target), label ?? decode(target).replace(/^(?:mailto|tel):/, ""));
}

export function userMention(id, names, label = null) {
  const me = id === names.me;
  return el(
    "span", { class: me ? "mention mention-me" : "mention", data: { user: id } },
    `@${names.userName(id) ?? label ?? id}`,
  );
}

export function channelMention(id, names, label = null) {
  return el(
    "a", { class: "mention", href: `#${encodeURIComponent(id)}`, data: { channel: id } },
    `#${names.channelName(id) ?? label ?? id}`,
  );
}

export function broadcast(word, label = null) {
  return el("span", { class: "mention mention-all" }, label ?? `@${word}`);
}

export function groupMention(id, names, label = null) {
  const handle = names.groupHandle(id) ?? label?.replace(/^@/, "") ?? id;
  return el("span", { class: "mention", data: { group: id } }, `@${handle}`);
}

function special(target, label, names) {
  if (/^(?:here|channel|everyone)$/.test(target)) return broadcast(target);
  if (target.startsWith("subteam^")) return groupMention(target.split("^")[1], names, label);
  if (target.startsWith("date^")) {
    const [, unix, format, link] = target.split("^");
    return dateNode(Number(unix), decode(format ?? ""), link && decode(link), label, names);
  }
  return label ? document.createTextNode(label) : null;
}

/** A moment in the viewer's zone; its fallback where the moment cannot be read. */
export function dateNode(unix, format, link, fallback, names) {
  const readable = Number.isFinite(unix) && unix > 0 && format;
  const text = readable ? formatDate(unix, format, names.zone) : (fallback ?? "");
  const time = el("time", { title: readable ? fullInstant(unix, names.zone) : null }, text);
  return link ? outsideLink(link, time) : time;
}

/** Text objects: plain_text word for word, mrkdwn formatted. */

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

/** The characters of a plain_text object; shortcodes become emoji only where it asks for that. */
export function plainString(object) {
  const text = object?.text ?? "";
  return object?.emoji ? withEmoji(text) : text;
}

export function plainText(object) {
  return el("span", { class: "plain", dir: "auto" }, plainString(object));
}

/** Either kind of text object as a block node. */
export function textNode(object, names, className = "text") {
  if (object?.type === "mrkdwn") return el("div", { class: className }, mrkdwn(object.text, names));
  return el("div", { class: `${className} plain`, dir: "auto" }, plainString(object));
}

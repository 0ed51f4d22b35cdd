/** Block Kit's layout blocks, drawn as Slack draws them. */

import { el, icon, uniqueId } from "./dom.js";
import { drawElement, unknown } from "./elements.js";
import { picture } from "./pictures.js";
import { richText, table, video } from "./richtext.js";
import { errorLine } from "./surface.js";
import { plainString, plainText, textNode } from "./text.js";

const DRAW = {
  section, header, divider, context, actions, input, image,
  rich_text: (block, surface) => richText(block, surface.names),
  table: (block, surface) => table(block, surface.names),
  video: (block) => video(block),
  file: (block) => el("div", { class: "file-card" }, icon("file"),
    el("strong", {}, block.external_id ?? block.file_id ?? "File")),
};

/**
 * Nodes for a list of blocks on a surface. Missing ids are filled in as Slack does.
 * @param errors  {block_id: text} to show under input blocks
 * @param more    these blocks follow others on the same surface (attachments)
 */
export function drawBlocks(blocks, surface, { errors = {}, more = "" } = {}) {
  if (!more) surface.begin();
  return blocks.map((given, index) => {
    const block = withIds(given, `${more}${index}`);
    const draw = DRAW[block.type] ?? unknown;
    const node = draw(block, surface, errors[block.block_id]);
    node.classList.add("block", `block-${block.type}`);
    node.dataset.blockId = block.block_id;
    return node;
  });
}

function withIds(block, index) {
  const named = { ...block, block_id: block.block_id ?? `block-${index}` };
  const identify = (element, at) =>
    (element.type ? { ...element, action_id: element.action_id ?? `action-${at}` } : element);
  if (block.accessory) named.accessory = identify(block.accessory, 0);
  if (block.element) named.element = identify(block.element, 0);
  if (block.type === "actions") named.elements = block.elements.map(identify);
  return named;
}

function section(block, surface) {
  const { accessory } = block;
  const words = el(
    "div", { class: "section-words" },
    block.text ? textNode(block.text, surface.names) : null,
    block.fields ? el("div", { class: "fields" },
      block.fields.map((field) => textNode(field, surface.names, "text field"))) : null,
  );
  if (!accessory) return el("div", {}, words);
  const kind = accessory.type === "image" ? "image" : accessory.type === "button" ? "button" : "wide";
  return el("div", { class: `has-accessory accessory-${kind}` }, words,
    el("div", { class: "accessory" }, drawElement(accessory, block, surface)));
}

function header(block) {
  return el("div", {}, el("h3", {}, plainText(block.text)));
}

function divider() {
  return el("hr");
}

function context(block, surface) {
  return el("div", {}, (block.elements ?? []).map((element) =>
    (element.type === "image" ? picture(element, "context-image")
      : textNode(element, surface.names, "text context-text"))));
}

function actions(block, surface) {
  return el("div", { role: "group", "aria-label": "Actions" },
    block.elements.map((element) => drawElement(element, block, surface)));
}

function image(block) {
  const title = block.title ? plainString(block.title) : "";
  return el("figure", {},
    title ? el("figcaption", { dir: "auto" }, title) : null,
    picture(block, "large"));
}

function input(block, surface, error) {
  const labelId = uniqueId("label");
  const hintId = block.hint ? uniqueId("hint") : null;
  const errorId = uniqueId("error");
  const described = {
    label: plainString(block.label), labelId,
    describedBy: [error ? errorId : null, hintId].filter(Boolean).join(" ") || null,
  };
  const drawn = drawElement(block.element, block, surface, described);
  if (error) drawn.setAttribute("aria-invalid", "true");
  return el(
    "div", { class: error ? "has-error" : "" },
    el("div", { class: "input-label", id: labelId }, plainText(block.label),
      block.optional ? el("span", { class: "optional" }, " (optional)") : null),
    drawn,
    error ? errorLine(errorId, error) : null,
    block.hint ? el("p", { class: "hint plain", id: hintId, dir: "auto" }, plainString(block.hint)) : null,
  );
}

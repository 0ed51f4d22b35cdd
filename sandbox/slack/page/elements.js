/** Interactive elements that act at once: buttons and overflow menus; and the table of all kinds. */

import { el, icon, safeUrl } from "./dom.js";
import { fileInput } from "./files.js";
import { choiceInput, dateInput, richTextInput, textInput } from "./inputs.js";
import { openPicker } from "./picker.js";
import { picture } from "./pictures.js";
import { selectMenu } from "./selects.js";
import { plainString, plainText } from "./text.js";

const TEXT_INPUTS = ["plain_text_input", "email_text_input", "url_text_input", "number_input"];
const SELECTS = ["static_select", "users_select", "conversations_select", "channels_select"];

const DRAW = {
  button,
  workflow_button: button,
  overflow,
  image,
  checkboxes: choiceInput,
  radio_buttons: choiceInput,
  datepicker: dateInput,
  timepicker: dateInput,
  datetimepicker: dateInput,
  file_input: fileInput,
  rich_text_input: richTextInput,
  ...Object.fromEntries(TEXT_INPUTS.map((type) => [type, textInput])),
  ...Object.fromEntries(SELECTS.flatMap((type) => [
    [type, selectMenu], [`multi_${type}`, selectMenu],
  ])),
};

/** Draws an element of any kind; one that Slack knows and this page does not is a visible box. */
export function drawElement(element, block, surface, described = {}) {
  const draw = DRAW[element.type];
  return draw ? draw(element, block, surface, described) : unknown(element);
}

export function unknown({ type, text }) {
  const words = typeof text === "string" ? text : text?.text;
  return el("div", { class: "unknown", data: { type } },
    el("strong", {}, `[${type}]`), words ? el("div", { class: "plain" }, words) : null);
}

function hooks(element, block) {
  return { actionId: element.action_id, blockId: block.block_id };
}

function button(element, block, surface) {
  const press = (event) => surface.act(
    block, element,
    { ...(element.value !== undefined && { value: element.value }),
      ...(element.url !== undefined && { url: element.url }) },
    event.currentTarget,
  );
  const href = element.url && safeUrl(element.url);
  const node = el(
    href ? "a" : "button",
    {
      class: `button ${element.style ?? ""}`,
      type: href ? null : "button",
      href: href || null,
      target: href ? "_blank" : null,
      rel: href ? "noopener noreferrer" : null,
      "aria-label": element.accessibility_label ?? null,
      title: plainString(element.text),
      data: { ...hooks(element, block), value: element.value },
      on: { click: press },
    },
    plainText(element.text),
  );
  surface.redrawn(element, node);
  return node;
}

function overflow(element, block, surface) {
  const options = element.options.map((option, index) => ({
    key: String(index), label: plainString(option.text),
    note: option.description && plainString(option.description), option,
  }));
  const pick = (node, { option }) => {
    const href = option.url && safeUrl(option.url);
    if (href) window.open(href, "_blank", "noopener");
    surface.act(block, element, { selected_option: option }, node);
  };
  return el(
    "button",
    {
      type: "button", class: "button button-more", "aria-label": "More actions",
      "aria-haspopup": "listbox", "aria-expanded": "false", data: hooks(element, block),
      on: {
        click: ({ currentTarget: node }) => openPicker(node, {
          label: "More actions", options, onPick: (picked) => pick(node, picked),
        }),
      },
    },
    icon("more"),
  );
}

function image(element) {
  return picture(element, "thumb");
}

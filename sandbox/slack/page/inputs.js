/** Elements that people fill in: text, numbers, dates and times, choices, rich text. */

import { el } from "./dom.js";
import { plainString, textNode } from "./text.js";

const HTML_TYPES = {
  email_text_input: "email", url_text_input: "url", number_input: "text",
  datepicker: "date", timepicker: "time", datetimepicker: "datetime-local",
};

const TYPING_PAUSE = 300;

function hooks(element, block, describedBy, labelId) {
  return {
    "aria-labelledby": labelId, "aria-describedby": describedBy,
    data: { actionId: element.action_id, blockId: block.block_id },
  };
}

/** plain_text_input, email, url and number: one line or many. */
export function textInput(element, block, surface, { labelId = null, describedBy = null } = {}) {
  const state = surface.register(block, element, { value: element.initial_value || null });
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const tell = (node) => block.dispatch_action &&
    surface.act(block, element, { value: surface.get(block, element)?.value ?? null }, node);
  let pause;
  const node = el(element.multiline ? "textarea" : "input", {
    class: "text-input", dir: "auto", autocomplete: "off",
    type: element.multiline ? null : (HTML_TYPES[element.type] ?? "text"),
    inputmode: element.type === "number_input" ? "decimal" : null,
    rows: element.multiline ? 4 : null,
    maxlength: element.max_length ?? null,
    placeholder: plainString(element.placeholder) || null,
    ...hooks(element, block, describedBy, labelId),
    prop: { value: state.value ?? "" },
    on: {
      input: () => {
        surface.set(block, element, { value: node.value || null });
        if (!triggers.includes("on_character_entered")) return;
        clearTimeout(pause); // told once the typing pauses, as Slack does
        pause = setTimeout(() => tell(null), TYPING_PAUSE);
      },
      keydown: (event) => {
        if (event.key !== "Enter" || event.isComposing || element.multiline) return;
        if (!block.dispatch_action || !triggers.includes("on_enter_pressed")) return;
        event.preventDefault();
        event.stopPropagation();
        tell(node);
      },
    },
  });
  if (element.focus_on_load) node.setAttribute("autofocus", "");
  return node;
}

/** rich_text_input, typed as plain lines; its value has the shape of a rich_text block. */
export function richTextInput(element, block, surface, { labelId = null, describedBy = null } = {}) {
  const initial = element.initial_value ?? null;
  const state = surface.register(block, element, { rich_text_value: initial });
  const shape = (text) => (text ? {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  } : null);
  const words = (value) => (value?.elements ?? [])
    .map((part) => (part.elements ?? []).map((piece) => piece.text ?? "").join("")).join("\n");
  const node = el("textarea", {
    class: "text-input", rows: 4, dir: "auto",
    placeholder: plainString(element.placeholder) || null,
    ...hooks(element, block, describedBy, labelId),
    prop: { value: words(state.rich_text_value) },
    on: { input: () => surface.set(block, element, { rich_text_value: shape(node.value) }) },
  });
  return node;
}

/** Per kind of date element: the state's field and the way between it and the browser's value. */
const DATES = {
  datepicker: { field: "selected_date", initial: "initial_date" },
  timepicker: { field: "selected_time", initial: "initial_time" },
  datetimepicker: {
    field: "selected_date_time", initial: "initial_date_time",
    read: (text) => Math.floor(new Date(text).getTime() / 1000),
    show: (unix) => {
      const at = new Date(unix * 1000);
      return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
    },
  },
};

export function dateInput(element, block, surface, { label = null, describedBy = null } = {}) {
  const { field, initial, read = (text) => text, show = (value) => value } = DATES[element.type];
  const state = surface.register(block, element, { [field]: element[initial] ?? null });
  const shown = (value) => (value === null ? "" : show(value));
  const node = el("input", {
    class: "date-input", type: HTML_TYPES[element.type],
    "aria-describedby": describedBy,
    "aria-label": label ?? (plainString(element.placeholder) || "Pick a moment"),
    title: plainString(element.placeholder) || null,
    data: { actionId: element.action_id, blockId: block.block_id },
    prop: { value: shown(state[field]) },
    on: {
      change: async () => {
        // While a year is typed the browser reports 0002, 0020, 0202: not yet a date.
        if (node.value && /^0/.test(node.value) && element.type !== "timepicker") return;
        const before = surface.get(block, element)[field];
        const value = node.value ? read(node.value) : null;
        if (value === before) return;
        const kept = await surface.changed(block, element, { [field]: value }, node);
        if (!kept) node.value = shown(before);
      },
    },
  });
  return node;
}

/** checkboxes and radio_buttons. */
export function choiceInput(element, block, surface, { labelId = null, describedBy = null } = {}) {
  const many = element.type === "checkboxes";
  const field = many ? "selected_options" : "selected_option";
  const initial = many ? (element.initial_options ?? []) : (element.initial_option ?? null);
  const state = surface.register(block, element, { [field]: initial });
  const group = `${surface.key}/${block.block_id}/${element.action_id}`;
  const chosen = new Set([state[field]].flat().filter(Boolean).map(({ value }) => value));
  const inputs = element.options.map((option) => el("input", {
    type: many ? "checkbox" : "radio", name: group, value: option.value,
    data: { actionId: element.action_id, blockId: block.block_id, value: option.value },
    prop: { checked: chosen.has(option.value) },
    on: { change: () => change() },
  }));
  const check = (values) => inputs.forEach((input) => {
    input.checked = values.includes(input.value);
  });
  const change = async () => {
    const before = [surface.get(block, element)[field]].flat().filter(Boolean);
    const picked = element.options.filter((_option, index) => inputs[index].checked);
    const fields = { [field]: many ? picked : (picked[0] ?? null) };
    const kept = await surface.changed(block, element, fields, node);
    if (!kept) check(before.map(({ value }) => value));
  };
  const node = el(
    "div",
    { class: "choices", role: many ? "group" : "radiogroup",
      "aria-labelledby": labelId, "aria-describedby": describedBy },
    element.options.map((option, index) => choiceRow(option, inputs[index], surface.names)),
  );
  return node;
}

function choiceRow(option, input, names) {
  return el("label", { class: "choice" }, input,
    el("span", {}, textNode(option.text, names),
      option.description ? textNode(option.description, names, "text choice-note") : null));
}

/** Select menus of one or many: own options, people, conversations, channels. */

import { el, icon } from "./dom.js";
import { openPicker } from "./picker.js";
import { plainString } from "./text.js";

/** Per kind: the field of the state, the element's initial field, and where its options are from. */
const KINDS = {
  static_select: { field: "selected_option", initial: "initial_option", options: staticOptions },
  users_select: { field: "selected_user", initial: "initial_user", options: people },
  channels_select: { field: "selected_channel", initial: "initial_channel", options: channels },
  conversations_select: {
    field: "selected_conversation", initial: "initial_conversation", options: conversations,
  },
};

export function selectMenu(element, block, surface, { label = null, describedBy = null } = {}) {
  const multi = element.type.startsWith("multi_");
  const kind = KINDS[element.type.replace(/^multi_/, "")];
  const field = multi ? `${kind.field}s` : kind.field;
  const options = kind.options(element, surface.names);
  const initial = element[multi ? `${kind.initial}s` : kind.initial] ?? (multi ? [] : null);
  const state = surface.register(block, element, { [field]: initial });
  const menu = new SelectMenu({ element, block, surface, multi, field, options, name: label });
  menu.node = menu.draw(describedBy);
  menu.show(state[field]);
  return menu.node;
}

class SelectMenu {
  constructor(fields) {
    Object.assign(this, fields);
    this.placeholder = plainString(this.element.placeholder) ||
      (this.multi ? "Select options" : "Select an option");
  }

  draw(describedBy) {
    this.label = el("span", { class: "select-label", dir: "auto" });
    return el(
      "button",
      {
        type: "button", class: "select", "aria-haspopup": "listbox", "aria-expanded": "false",
        "aria-describedby": describedBy,
        data: { actionId: this.element.action_id, blockId: this.block.block_id },
        on: { click: () => this.open(), keydown: (event) => this.key(event) },
      },
      this.label, icon("caret"),
    );
  }

  key(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    this.open();
  }

  keys(value) {
    const list = this.multi ? value : [value];
    return list.filter(Boolean).map((one) => one.value ?? one);
  }

  show(value) {
    const chosen = this.keys(value);
    const labels = chosen.map((key) => this.options.find((option) => option.key === key)?.label
      ?? (value?.text && plainString(value.text)) ?? key);
    this.label.textContent = labels.join(", ") || this.placeholder;
    this.label.classList.toggle("placeholder", !labels.length);
    const name = this.name ?? this.placeholder;
    this.node.setAttribute("aria-label", labels.length ? `${name}: ${labels.join(", ")}` : name);
  }

  open() {
    const chosen = this.keys(this.surface.get(this.block, this.element)[this.field]);
    const optional = this.block.type === "input" && this.block.optional && !this.multi;
    const clear = optional && chosen.length ? [{ key: "", label: "Clear selection" }] : [];
    openPicker(this.node, {
      label: this.placeholder, options: [...clear, ...this.options], chosen, multi: this.multi,
      onPick: (picked) => this.pick(picked),
    });
  }

  async pick(picked) {
    const before = this.surface.get(this.block, this.element)[this.field];
    const valueOf = (key) => {
      const option = this.options.find((each) => each.key === key);
      return option ? (option.option ?? option.key) : null;
    };
    const value = this.multi
      ? picked.slice(0, this.element.max_selected_items ?? picked.length).map(valueOf)
      : valueOf(picked.key);
    this.show(value);
    const fields = { [this.field]: value };
    const kept = await this.surface.changed(this.block, this.element, fields, this.node);
    if (!kept) this.show(before);
  }
}

function staticOptions(element) {
  const shape = (option, group = null) => ({
    key: option.value, label: plainString(option.text),
    note: option.description && plainString(option.description), group, option,
  });
  if (!element.option_groups) return (element.options ?? []).map((option) => shape(option));
  return element.option_groups.flatMap((group) =>
    group.options.map((option) => shape(option, plainString(group.label))),
  );
}

function people(_element, names) {
  return names.people().map(({ id, name, real_name: real }) => ({
    key: id, label: real || name, note: `@${name}`,
  }));
}

function channels(_element, names) {
  return names.channels().filter((channel) => !channel.im)
    .map(({ id, name, private: closed }) => ({ key: id, label: `${closed ? "🔒 " : "#"}${name}` }));
}

function conversations(element, names) {
  const include = element.filter?.include ?? ["public", "private", "im"];
  const kindOf = (channel) => (channel.im ? "im" : channel.private ? "private" : "public");
  return names.channels().filter((channel) => include.includes(kindOf(channel)))
    .map((channel) => ({ key: channel.id, label: names.conversationLabel(channel) }));
}

/** The list that opens under a select, an overflow menu or a "more" button. */

import { el, icon, uniqueId } from "./dom.js";

const FILTER_FROM = 7;
let open = null;

/**
 * Opens a list under `anchor`. Arrow keys move, Enter chooses, Esc closes, typing filters.
 * @param options  [{key, label, note?, group?}]
 * @param chosen   keys that are chosen now
 * @param onPick   called with the option; with `multi`, with the list of keys when it closes
 */
export function openPicker(anchor, { label, options, chosen = [], multi = false, onPick }) {
  const again = open?.anchor === anchor;
  closePicker();
  if (again) return;
  open = new Picker(anchor, { label, options, chosen, multi, onPick });
}

export function closePicker() {
  open?.close();
}

class Picker {
  constructor(anchor, { label, options, chosen, multi, onPick }) {
    Object.assign(this, { anchor, options, multi, onPick, before: [...chosen] });
    this.chosen = new Set(chosen);
    this.listId = uniqueId("list");
    this.list = el("ul", {
      role: "listbox", id: this.listId, "aria-label": label, tabindex: -1,
      "aria-multiselectable": multi ? "true" : null,
    });
    this.input = el("input", {
      type: "text", role: "combobox", class: "picker-filter", "aria-label": `Find: ${label}`,
      "aria-controls": this.listId, "aria-expanded": "true", "aria-autocomplete": "list",
      autocomplete: "off", placeholder: "Type to find", on: { input: () => this.fill() },
    });
    const short = options.length < FILTER_FROM && !multi;
    this.node = el("div", {
      class: "picker", popover: "manual", data: { testid: "picker" },
      on: { keydown: (event) => this.key(event) },
    }, short ? null : this.input, this.list);
    this.focusable = short ? this.list : this.input;
    this.show();
  }

  show() {
    (this.anchor.closest("dialog") ?? document.body).append(this.node);
    this.outside = (event) => {
      if (!this.node.contains(event.target) && !this.anchor.contains(event.target)) this.close();
    };
    this.moved = (event) => {
      if (!this.node.contains(event.target)) this.place();
    };
    document.addEventListener("pointerdown", this.outside, true);
    document.addEventListener("scroll", this.moved, true);
    window.addEventListener("resize", this.moved);
    this.anchor.setAttribute("aria-expanded", "true");
    this.fill();
    this.node.showPopover();
    this.place();
    this.focusable.focus({ preventScroll: true });
  }

  place() {
    if (!this.anchor.isConnected) return;
    const at = this.anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.node;
    const below = window.innerHeight - at.bottom - 8;
    const top = below >= height || below >= at.top ? at.bottom + 4 : at.top - height - 4;
    const left = Math.min(at.left, window.innerWidth - width - 8);
    this.node.style.minWidth = `${Math.min(at.width, window.innerWidth - 16)}px`;
    this.node.style.left = `${Math.max(8, left)}px`;
    this.node.style.top = `${Math.max(8, Math.min(top, window.innerHeight - height - 8))}px`;
  }

  fill() {
    const sought = this.input.value.trim().toLowerCase();
    this.shown = this.options.filter(({ label, note }) =>
      `${label} ${note ?? ""}`.toLowerCase().includes(sought),
    );
    const rows = [];
    let group = null;
    this.shown.forEach((option, index) => {
      if (option.group && option.group !== group) {
        group = option.group;
        rows.push(el("li", { class: "picker-group", role: "presentation" }, group));
      }
      rows.push(this.row(option, index));
    });
    this.list.replaceChildren(...rows);
    if (!rows.length) {
      this.list.append(el("li", { class: "picker-none", role: "presentation" }, "Nothing matches"));
    }
    const first = this.shown.findIndex(({ key }) => this.chosen.has(key));
    this.point(Math.max(0, first));
  }

  row(option, index) {
    const picked = this.chosen.has(option.key);
    return el(
      "li",
      {
        role: "option", id: `${this.listId}-${index}`, class: "picker-option",
        "aria-selected": String(picked), data: { key: option.key },
        on: { click: () => this.pick(option), pointermove: () => this.point(index) },
      },
      el("span", { class: "picker-check" }, picked ? icon("check") : null),
      el("span", { class: "picker-label", dir: "auto" }, option.label,
        option.note ? el("small", {}, option.note) : null),
    );
  }

  point(index) {
    this.at = index;
    const id = `${this.listId}-${index}`;
    for (const row of this.list.children) row.classList.toggle("at", row.id === id);
    this.focusable.setAttribute("aria-activedescendant", this.shown.length ? id : "");
    document.getElementById(id)?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const last = this.shown.length - 1;
    const moves = {
      ArrowDown: () => this.point(this.at >= last ? 0 : this.at + 1),
      ArrowUp: () => this.point(this.at <= 0 ? last : this.at - 1),
      Home: () => this.point(0),
      End: () => this.point(last),
      Enter: () => this.shown[this.at] && this.pick(this.shown[this.at]),
      Escape: () => this.close(),
      Tab: () => this.close(),
    };
    const move = moves[event.key];
    if (!move || (event.isComposing && event.key === "Enter")) return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
    move();
  }

  pick(option) {
    if (!this.multi) {
      this.close();
      this.onPick(option);
      return;
    }
    if (!this.chosen.delete(option.key)) this.chosen.add(option.key);
    const at = this.at;
    this.fill();
    this.point(at);
  }

  close() {
    if (open === this) open = null;
    document.removeEventListener("pointerdown", this.outside, true);
    document.removeEventListener("scroll", this.moved, true);
    window.removeEventListener("resize", this.moved);
    const held = this.node.contains(document.activeElement);
    this.node.remove();
    this.anchor.setAttribute("aria-expanded", "false");
    if (held) this.anchor.focus({ preventScroll: true });
    const now = this.options.map(({ key }) => key).filter((key) => this.chosen.has(key));
    const same = now.length === this.before.length && now.every((key) => this.before.includes(key));
    if (this.multi && !same) this.onPick(now);
  }
}

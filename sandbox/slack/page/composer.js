/** The message and command box: drafts, history, completion; Enter sends. */

import { exampleCommands, suggest } from "./completion.js";
import { el, iconButton, uniqueId } from "./dom.js";
import { whileBusy } from "./surface.js";

export class Composer {
  /**
   * @param deliver  (text) → promise; a rejected one gives the text back
   * @param chips    offer example commands as one-press chips
   */
  constructor({ store, deliver, testid, label, chips = false }) {
    Object.assign(this, { store, deliver });
    this.sent = [];
    this.recalled = 0;
    this.draftKey = "";
    const listId = uniqueId("suggestions");
    this.suggestions = el("ul", { class: "suggestions", role: "listbox", id: listId,
      "aria-label": "Suggestions", hidden: true, data: { testid: `${testid}-suggestions` } });
    this.input = el("textarea", {
      rows: 1, role: "combobox", "aria-label": label, "aria-controls": listId, dir: "auto",
      "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off",
      autocapitalize: "off", spellcheck: "true", data: { testid },
      on: {
        input: () => this.typed(),
        keydown: (event) => this.key(event),
        blur: () => this.hide(),
        click: () => this.complete(),
      },
    });
    this.button = iconButton("send", "Send now", () => this.submit(),
      { class: "icon-button send", "data-testid": `${testid}-send`, disabled: true });
    this.chips = el("div", { class: "chips", role: "group", "aria-label": "Commands to try" });
    this.node = el("div", { class: "composer" },
      chips ? this.chips : null,
      el("div", { class: "composer-box" }, this.suggestions, this.input, this.button));
  }

  /** Turns to another conversation: keeps the draft of the one before, brings back this one's. */
  turnTo(key, placeholder) {
    if (key !== this.draftKey) {
      this.store.drafts.set(this.draftKey, this.input.value);
      this.draftKey = key;
      this.input.value = this.store.drafts.get(key) ?? "";
    }
    this.input.placeholder = placeholder;
    this.hide();
    this.fit();
  }

  drawChips() {
    const examples = exampleCommands(this.store);
    this.chips.hidden = !examples.length;
    this.chips.replaceChildren(el("span", { class: "chips-label" }, "Try"),
      ...examples.map(({ text, note }) => el("button", {
        type: "button", class: "chip", title: note ?? null, data: { testid: "chip", command: text },
        on: { click: ({ currentTarget: chip }) => whileBusy([chip], () => this.send(text)) },
      }, text)));
  }

  typed() {
    this.recalled = 0;
    this.fit();
    this.complete();
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(160, this.input.scrollHeight)}px`;
    this.button.disabled = !this.input.value.trim();
  }

  complete() {
    const found = suggest(this.input.value, this.input.selectionStart, this.store);
    if (!found) {
      this.hide();
      return;
    }
    this.found = found;
    this.suggestions.replaceChildren(...found.items.map((item, index) => el(
      "li",
      { role: "option", id: `${this.suggestions.id}-${index}`, "aria-selected": "false",
        on: { pointerdown: (event) => {
          event.preventDefault();
          this.accept(item);
        } } },
      el("strong", {}, item.label), el("small", { dir: "auto" }, item.note),
    )));
    this.suggestions.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(-1);
  }

  point(index) {
    this.at = index;
    [...this.suggestions.children].forEach((row, at) =>
      row.setAttribute("aria-selected", String(at === index)));
    const row = this.suggestions.children[index];
    this.input.setAttribute("aria-activedescendant", row?.id ?? "");
    row?.scrollIntoView({ block: "nearest" });
  }

  hide() {
    this.found = null;
    this.at = -1;
    this.suggestions.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-activedescendant", "");
  }

  accept(item) {
    const { from, to } = this.found;
    this.input.setRangeText(item.insert, from, to, "end");
    this.hide();
    this.fit();
    if (item.insert.endsWith(" ")) this.complete();
    this.input.focus();
  }

  key(event) {
    if (event.isComposing) return;
    if (this.found && this.listKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && (!this.input.value || this.recalled)) {
      this.recall(event, 1);
    } else if (event.key === "ArrowDown" && this.recalled) {
      this.recall(event, -1);
    }
  }

  /** Keys while suggestions show; Enter still sends unless a suggestion was moved to. */
  listKey(event) {
    const { length } = this.found.items;
    const keys = {
      ArrowDown: () => this.point((this.at + 1) % length),
      ArrowUp: () => this.point(this.at <= 0 ? length - 1 : this.at - 1),
      Tab: () => this.accept(this.found.items[Math.max(0, this.at)]),
      Enter: () => this.accept(this.found.items[this.at]),
      Escape: () => this.hide(),
    };
    const plain = event.key === "Enter" && (this.at < 0 || event.shiftKey);
    if (!keys[event.key] || plain || (event.key === "Tab" && event.shiftKey)) return false;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
    return true;
  }

  recall(event, step) {
    const at = Math.max(0, Math.min(this.sent.length, this.recalled + step));
    if (at === this.recalled) return;
    event.preventDefault();
    this.recalled = at;
    this.input.value = at ? this.sent.at(-at) : "";
    this.fit();
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.hide();
    this.fit();
    this.input.focus();
    const key = this.draftKey;
    if (await whileBusy([this.button], () => this.send(text))) return;
    if (key !== this.draftKey) this.store.drafts.set(key, text);
    else if (!this.input.value) this.input.value = text;
    this.fit();
  }

  async send(text) {
    this.recalled = 0;
    if (this.sent.at(-1) !== text) this.sent.push(text);
    return this.deliver(text);
  }
}

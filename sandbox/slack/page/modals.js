/** The stack of modals: the top one is drawn, entries survive updates, Esc closes. */

import { drawBlocks } from "./blocks.js";
import { el, iconButton, keepingFocus, uniqueId } from "./dom.js";
import { closePicker } from "./picker.js";
import { whileBusy } from "./surface.js";
import { plainText } from "./text.js";
import { problemsOf } from "./validation.js";

export class Modals {
  /** @param surfaceFor  (view) → the surface that keeps this view's entries */
  constructor({ send, surfaceFor }) {
    Object.assign(this, { send, surfaceFor });
    this.stack = [];
    this.errors = {};
    this.surfaces = new Map();
  }

  get top() {
    return this.stack.at(-1) ?? null;
  }

  get open() {
    return Boolean(this.dialog);
  }

  /** Takes the whole stack as the workspace now has it. */
  update(stack) {
    const before = this.top;
    const same = JSON.stringify(before) === JSON.stringify(stack.at(-1) ?? null);
    this.stack = stack;
    const alive = new Set(stack.map(({ id }) => id));
    for (const id of this.surfaces.keys()) if (!alive.has(id)) this.surfaces.delete(id);
    if (!this.top) this.close();
    else if (!same || !this.dialog) {
      this.errors = {};
      this.draw(before?.id === this.top.id);
    }
  }

  /** Errors that the app answered a submission with, shown at their blocks. */
  showErrors(errors) {
    if (!this.top) return;
    this.errors = errors;
    this.draw(true);
    const first = this.dialog.querySelector(".has-error :is(input, textarea, button)");
    first?.focus();
  }

  surface(view) {
    if (!this.surfaces.has(view.id)) this.surfaces.set(view.id, this.surfaceFor(view));
    return this.surfaces.get(view.id);
  }

  draw(isUpdate) {
    const view = this.top;
    const surface = this.surface(view);
    closePicker();
    const dialog = this.dialog ?? this.make();
    const scroll = isUpdate ? dialog.querySelector(".dialog-body")?.scrollTop : 0;
    const titleId = uniqueId("modal");
    const form = this.form(view, surface, titleId);
    const old = dialog.querySelector(":scope > form");
    const fill = () => (old ? old.replaceWith(form) : dialog.append(form));
    if (isUpdate) keepingFocus(dialog, fill);
    else fill();
    dialog.setAttribute("aria-labelledby", titleId);
    dialog.dataset.viewId = view.id;
    dialog.dataset.callbackId = view.callback_id ?? "";
    if (!dialog.open) dialog.showModal();
    dialog.querySelector(".dialog-body").scrollTop = scroll ?? 0;
    if (!isUpdate) this.focusFirst();
  }

  make() {
    this.dialog = el("dialog", { class: "dialog", data: { testid: "modal" }, on: {
      cancel: (event) => {
        event.preventDefault();
        if (event.target === this.dialog) this.dismiss();
      },
      close: () => this.top && this.dialog && !this.dialog.open && this.dialog.showModal(),
    } });
    document.body.append(this.dialog);
    return this.dialog;
  }

  form(view, surface, titleId) {
    const known = new Set(view.blocks.map((block, index) => block.block_id ?? `block-${index}`));
    const stray = Object.entries(this.errors).filter(([block]) => !known.has(block));
    this.problem = el("p", { class: "banner", role: "alert", hidden: !stray.length,
      data: { testid: "modal-problem" } }, stray.map(([, text]) => text).join(" "));
    return el(
      "form",
      { class: "dialog-form", novalidate: true, data: { surface: surface.key }, on: { submit: (event) => {
        event.preventDefault();
        if (view.submit) this.submit(view, surface);
      } } },
      el("header", { class: "dialog-head" },
        this.stack.length > 1
          ? iconButton("back", "Back", () => this.dismiss(), { "data-testid": "modal-back" }) : null,
        el("h2", { id: titleId }, plainText(view.title)),
        iconButton("close", "Close", () => this.dismiss(this.stack[0]), { "data-testid": "modal-x" })),
      el("div", { class: "dialog-body", tabindex: -1 }, this.problem,
        drawBlocks(view.blocks, surface, { errors: this.errors })),
      el("footer", { class: "dialog-foot" },
        el("button", { type: "button", class: "button", data: { testid: "modal-close" },
          on: { click: () => this.dismiss() } }, view.close ? plainText(view.close) : "Cancel"),
        view.submit ? el("button", { type: "submit", class: "button primary",
          data: { testid: "modal-submit" } }, plainText(view.submit)) : null),
    );
  }

  focusFirst() {
    const body = this.dialog.querySelector(".dialog-body");
    const field = body.querySelector("[autofocus]") ??
      body.querySelector(":is(input, textarea, select, .select):not([type=hidden])") ??
      this.dialog.querySelector("[data-testid=modal-submit]") ?? body;
    field.focus();
  }

  async submit(view, surface) {
    const problems = problemsOf(view.blocks, surface);
    if (Object.keys(problems).length) {
      this.showErrors(problems);
      return;
    }
    if (Object.keys(this.errors).length) {
      this.errors = {};
      this.draw(true);
    }
    const button = this.dialog.querySelector("[data-testid=modal-submit]");
    if (button.getAttribute("aria-busy") === "true") return;
    const frame = { type: "submit_view", view_id: view.id, state: surface.state() };
    await whileBusy([button], () => this.send(frame));
  }

  /** Closes the top view, as Esc, Back and Cancel do; the cross names the first: all close. */
  dismiss(view = this.top) {
    if (view) this.send({ type: "close_view", view_id: view.id });
  }

  /** Something went wrong while this modal was in front: said where it is seen. */
  say(text) {
    this.problem.textContent = text;
    this.problem.hidden = false;
    this.problem.scrollIntoView({ block: "nearest" });
  }

  close() {
    const { dialog } = this;
    this.dialog = null;
    this.errors = {};
    closePicker();
    dialog?.close();
    dialog?.remove();
  }
}

/** Small questions, drawn over everything else; Esc means no. */

import { el, uniqueId } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { plainText } from "./text.js";

/** Asks as Slack's confirm object says; resolves to true only where the person agreed. */
export function confirmDialog(confirm, names) {
  const id = uniqueId("confirm");
  const dialog = el(
    "dialog",
    { class: "dialog dialog-small", "aria-labelledby": id, data: { testid: "confirm" } },
    el("header", { class: "dialog-head" },
      el("h2", { id }, plainText(confirm.title ?? { text: "Are you sure?" }))),
    el("div", { class: "dialog-body" }, confirmText(confirm.text, names)),
  );
  return new Promise((resolve) => {
    const finish = (agreed) => {
      dialog.close();
      dialog.remove();
      resolve(agreed);
    };
    const style = confirm.style === "danger" ? "danger" : "primary";
    dialog.append(el("footer", { class: "dialog-foot" },
      choice(confirm.deny, "Cancel", "", () => finish(false), "confirm-deny"),
      choice(confirm.confirm, "Yes", style, () => finish(true), "confirm-agree")));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[data-testid=confirm-agree]").focus();
  });
}

/** Asks for one line; resolves to it, or to null where the person thought better of it. */
export function promptDialog(title, label, value) {
  const id = uniqueId("prompt");
  const input = el("input", { type: "text", value, id: `${id}-input`, autocomplete: "off",
    data: { testid: "prompt-input" } });
  const dialog = el("dialog",
    { class: "dialog dialog-small", "aria-labelledby": id, data: { testid: "prompt" } },
    el("header", { class: "dialog-head" }, el("h2", { id }, title)),
    el("div", { class: "dialog-body" }, el("label", { for: `${id}-input` }, label), input));
  return new Promise((resolve) => {
    const finish = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    dialog.append(el("footer", { class: "dialog-foot" },
      choice(null, "Cancel", "", () => finish(null), "prompt-deny"),
      choice(null, "Save", "primary", () => finish(input.value.trim()), "prompt-agree")));
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== input) return;
      event.preventDefault(); // else it would press the button that gets the focus back
      finish(input.value.trim());
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(null);
    });
    document.body.append(dialog);
    dialog.showModal();
    input.select();
  });
}

function confirmText(text, names) {
  if (!text) return null;
  return text.type === "mrkdwn" ? el("div", {}, mrkdwn(text.text, names)) : plainText(text);
}

function choice(label, fallback, style, onClick, testid) {
  return el(
    "button", { type: "button", class: `button ${style}`, data: { testid }, on: { click: onClick } },
    label ? plainText(label) : fallback,
  );
}

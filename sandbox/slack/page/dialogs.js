/** Confirm dialogs, drawn over everything else; Esc means no. */

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

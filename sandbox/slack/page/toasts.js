/** Short notices over the page, read out too; they leave by themselves. */

import { el, iconButton } from "./dom.js";

const STAY = { info: 5000, error: 9000 };

const region = el("div", { class: "toasts", role: "status", "aria-live": "polite",
  data: { testid: "toasts" } });
const announcer = el("div", { class: "sr-only", "aria-live": "polite", data: { testid: "announcer" } });

export function mountToasts() {
  document.body.append(region, announcer);
}

/** Shows a notice; over an open modal too, where everything outside is out of reach. */
export function toast(text, level = "info") {
  const host = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const note = el("div", { class: `toast toast-${level}`, data: { testid: "toast", level } },
    el("span", { dir: "auto" }, text), iconButton("close", "Dismiss", () => note.remove()));
  if (host === document.body) region.append(note);
  else {
    const above = el("div", { class: "toasts", role: "status" }, note);
    host.append(above);
  }
  window.setTimeout(() => note.remove(), STAY[level] ?? STAY.info);
}

/** Reads a sentence to those who listen to the page. */
export function announce(text) {
  announcer.textContent = text;
}

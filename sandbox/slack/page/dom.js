/** Builds DOM nodes. Text from outside only ever enters as text nodes and checked attributes. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  hash: "M6 2 4.6 14M11.4 2 10 14M2.5 5.6h12M1.5 10.4h12",
  lock: "M4 7.2h8a.8.8 0 0 1 .8.8v5.2a.8.8 0 0 1-.8.8H4a.8.8 0 0 1-.8-.8V8a.8.8 0 0 1 .8-.8ZM5.2 7V5a2.8 2.8 0 0 1 5.6 0v2",
  home: "M2 7.5 8 2.5l6 5M3.8 6.5v7h3v-4h2.4v4h3v-7",
  menu: "M2 4h12M2 8h12M2 12h12",
  close: "m3.5 3.5 9 9M12.5 3.5l-9 9",
  caret: "m4 6.2 4 4 4-4",
  send: "M2.5 13.5 14 8 2.5 2.5 4 7.2 9 8l-5 .8-1.5 4.7Z",
  reply: "M2.5 3h11v8h-6l-3 2.8V11h-2V3Z",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  file: "M4 1.8h5L12.5 5v9.2H4V1.8ZM8.8 2v3.2h3.5",
  sliders: "M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M8 4.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M4 11.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
  check: "m3 8.5 3.2 3.2L13 4.5",
  back: "m9.8 4-4 4 4 4",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8ZM6 8a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
  down: "M8 2.5v11M3.5 9 8 13.5 12.5 9",
};

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "data") {
    for (const [key, text] of Object.entries(value)) {
      if (text !== null && text !== undefined) node.dataset[key] = text;
    }
  } else if (name === "prop") {
    Object.assign(node, value);
  } else {
    node.setAttribute(name, value === true ? "" : value);
  }
}

/** An element; falsy children are left out, strings become text nodes. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

/** A small line icon; decorative, so it is hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onClick, attributes = {}) {
  return el(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label,
      ...attributes, on: { click: onClick } },
    icon(name),
  );
}

/** The address if it is one a browser may open from here, else null (no javascript: and the like). */
export function safeUrl(url, schemes = ["http:", "https:", "mailto:", "tel:"]) {
  try {
    const parsed = new URL(url, window.location.origin);
    return schemes.includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link that opens outside this page; plain text where its address is not a safe one. */
export function outsideLink(url, ...children) {
  const href = safeUrl(url);
  if (!href) return el("span", {}, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, ...children);
}

let counter = 0;

/** An id that is unique on this page, for labels and aria references. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

let pressing = false;
const waiting = new Set();
document.addEventListener("pointerdown", () => { pressing = true; }, true);
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    pressing = false;
    window.setTimeout(() => {
      const draws = [...waiting];
      waiting.clear();
      for (const draw of draws) draw();
    });
  }, true);
}

/** Draws now, or once the pointer is up: a button replaced under a finger would lose its press. */
export function drawUnpressed(draw) {
  if (pressing) waiting.add(draw);
  else draw();
}

/**
 * Makes the children of `parent` match `items` ({key, mark, draw}), keeping each node whose mark
 * did not change, so that a live update never disturbs what is beside it.
 */
export function reconcile(parent, items) {
  const old = new Map([...parent.children].map((node) => [node.reconcileKey, node]));
  let cursor = parent.firstChild;
  for (const { key, mark, draw } of items) {
    const known = old.get(key);
    old.delete(key);
    let node = known;
    if (!known || known.reconcileMark !== mark) {
      node = draw(known ?? null);
      node.reconcileKey = key;
      node.reconcileMark = mark;
      if (known) {
        if (cursor === known) cursor = known.nextSibling;
        known.replaceWith(node);
        continue;
      }
    }
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  for (const gone of old.values()) gone.remove();
}

function controlsOf(node, action) {
  return [...node.querySelectorAll("[data-action-id]")].filter(
    (one) => action !== null && one.dataset.actionId === action,
  );
}

/**
 * Runs `change` and gives focus and text selection back to the control with the same ids, or, where
 * the app names its blocks anew each time, to the one at the same place among those alike.
 */
export function keepingFocus(root, change) {
  const active = document.activeElement;
  const held = active && root.contains(active) ? describeFocus(active) : null;
  change();
  if (!held || (document.activeElement && document.activeElement !== document.body)) return;
  const within = (held.surface && root.querySelector(`[data-surface="${held.surface}"]`)) || root;
  const alike = controlsOf(within, held.action);
  const next = alike.find((node) => node.dataset.blockId === held.block) ?? alike[held.place];
  const target = next ?? (within === root ? null : within);
  target?.focus({ preventScroll: true });
  if (next && held.range && next.setSelectionRange) next.setSelectionRange(...held.range);
}

function describeFocus(active) {
  const holder = active.closest("[data-action-id]");
  const surface = active.closest("[data-surface]")?.dataset.surface ?? null;
  const around = active.closest("[data-surface]") ?? document;
  const peers = holder ? controlsOf(around, holder.dataset.actionId) : [];
  const textual = active.tagName === "TEXTAREA" || active.type === "text";
  return {
    action: holder?.dataset.actionId ?? null,
    block: holder?.dataset.blockId ?? null,
    place: peers.indexOf(holder),
    surface: surface && CSS.escape(surface),
    range: textual ? [active.selectionStart, active.selectionEnd] : null,
  };
}

/** One drawn message, Home or modal: its container, the state of its inputs, and its presses. */

import { confirmDialog } from "./dialogs.js";
import { icon } from "./dom.js";

/** Fields of an action that Slack repeats from the element beside what was chosen. */
const REPEATED = ["text", "placeholder", "initial_option", "initial_options", "initial_date",
  "initial_time", "initial_user", "initial_channel", "initial_conversation", "confirm", "style"];

export class Surface {
  /**
   * @param container  what Slack calls the container of an action
   * @param names      people, channels and zone of the viewer
   * @param send       sends a frame, resolves when the app has acknowledged it
   * @param upload     stores a picked file, resolves to Slack's file object
   */
  constructor({ container, names, send, upload }) {
    this.container = container;
    this.names = names;
    this.send = send;
    this.upload = upload;
    this.values = {};
    this.kept = {};
    this.pressed = new Map(); // what was pressed and is not acknowledged, and the nodes that show it
  }

  get key() {
    const { type, channel_id: channel, message_ts: ts, view_id: view } = this.container;
    return type === "view" ? view : `${channel}/${ts}`;
  }

  /** Starts a redraw: what was entered is kept for elements of the same ids and type. */
  begin() {
    this.kept = this.values;
    this.values = {};
  }

  /** Registers a stateful element and returns its current state. */
  register(block, element, initial) {
    const before = this.kept[block.block_id]?.[element.action_id];
    const now = before?.type === element.type ? before : { type: element.type, ...initial };
    (this.values[block.block_id] ??= {})[element.action_id] = now;
    return now;
  }

  set(block, element, fields) {
    this.values[block.block_id][element.action_id] = { type: element.type, ...fields };
  }

  get(block, element) {
    return this.values[block.block_id]?.[element.action_id];
  }

  state() {
    return { values: structuredClone(this.values) };
  }

  /**
   * A stateful element changed. Tells the app unless it sits in a quiet input block.
   * @returns false where a confirm dialog was denied, so that the element can step back
   */
  async changed(block, element, fields, node) {
    const before = this.get(block, element);
    this.set(block, element, fields);
    if (block.type === "input" && !block.dispatch_action) return true;
    // What is entered while an earlier change is on its way counts too: it is sent beside it.
    const free = node?.getAttribute("aria-busy") === "true" ? null : node;
    const sent = await this.act(block, element, fields, free);
    if (!sent) this.values[block.block_id][element.action_id] = before;
    return sent;
  }

  /** Sends one action as Slack puts it into `actions[]`; the control shows it until answered. */
  async act(block, element, fields, node) {
    if (node?.getAttribute("aria-busy") === "true") return false;
    if (element.confirm && !(await confirmDialog(element.confirm, this.names))) return false;
    const repeated = Object.fromEntries(
      REPEATED.filter((name) => element[name] !== undefined).map((name) => [name, element[name]]),
    );
    const action = {
      type: element.type,
      action_id: element.action_id,
      block_id: block.block_id,
      ...repeated,
      ...fields,
      action_ts: (Date.now() / 1000).toFixed(6),
    };
    const frame = { type: "action", container: this.container, action };
    if (Object.keys(this.values).length) frame.state = this.state();
    const press = pressOf(element, fields);
    const nodes = new Set([node]);
    this.pressed.set(press, nodes);
    await whileBusy(nodes, () => this.send(frame));
    this.pressed.delete(press);
    return true;
  }

  /** Drawn anew while it is pressed: the new node shows that too. */
  redrawn(element, node) {
    const nodes = this.pressed.get(pressOf(element, element));
    if (!nodes) return;
    nodes.add(node);
    node.setAttribute("aria-busy", "true");
  }
}

function pressOf(element, { value }) {
  return JSON.stringify([element.action_id, value ?? null]);
}

/** Marks `nodes` busy while `work` runs, those that join meanwhile too: every press is seen. */
export async function whileBusy(nodes, work) {
  for (const node of nodes) node?.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    for (const node of nodes) {
      node?.removeAttribute("aria-busy");
      node?.classList.add("answered");
      window.setTimeout(() => node?.classList.remove("answered"), 600);
    }
  }
}

export function errorLine(id, text) {
  const node = document.createElement("p");
  node.className = "field-error";
  node.id = id;
  node.setAttribute("role", "alert");
  node.append(icon("close"), text);
  return node;
}

/** The sandbox's own panel: the bot as a process, the digest, what can be broken, notes. */

import { fullInstant, timeOfDay } from "./dates.js";
import { el, iconButton, outsideLink } from "./dom.js";
import { whileBusy } from "./surface.js";

/** What each switch of a target does, in words. */
const WAYS = {
  down: "answers 503", slow: "answers slowly", "wrong-json": "says it is starting",
  refuse: "refuses connections", expired: "certificate expired",
  "wrong-host": "certificate of another host", "self-signed": "self-signed certificate",
  "renewal-overdue": "renewal overdue", "wrong-record": "answers another address",
  gone: "the name is gone", silent: "answers nothing", "open-to-all": "lets anybody in",
  "closed-to-all": "lets nobody in", red: "the last run failed", running: "a run is under way",
  limited: "GitHub's limit is used up", missed: "does not report", empty: "reports an empty backup",
  failed: "reports a failure",
};

export class Panel {
  /** @param control  (frame fields) → promise, settled when the sandbox has done it */
  constructor({ store, control, close }) {
    Object.assign(this, { store, control });
    this.unfolded = new Set();
    this.contents = el("div", { class: "panel-body" });
    this.node = el(
      "aside", { class: "panel", id: "panel", "aria-label": "Sandbox", data: { testid: "panel" } },
      el("header", { class: "side-head" }, el("h2", {}, "Sandbox"),
        iconButton("close", "Close the sandbox panel", close, { "data-testid": "panel-close" })),
      this.contents,
    );
  }

  draw = () => {
    const { panel } = this.store;
    const held = this.contents.contains(document.activeElement)
      ? document.activeElement.dataset.testid : null;
    const busy = new Set([...this.contents.querySelectorAll("[aria-busy=true]")]
      .map((node) => node.dataset.testid));
    this.contents.replaceChildren(...(panel ? [
      this.bot(panel.bot), this.notes(panel.notes ?? []), this.targets(panel.targets ?? []),
    ] : [el("p", { class: "nothing" }, "Waiting for the sandbox…")]));
    for (const testid of busy) this.button(testid)?.setAttribute("aria-busy", "true");
    if (held) this.button(held)?.focus({ preventScroll: true });
  };

  button(testid) {
    return [...this.contents.querySelectorAll("[data-testid]")]
      .find((node) => node.dataset.testid === testid);
  }

  /** A press stays visibly under way even where the panel is drawn anew meanwhile. */
  async press(testid, frame) {
    if (this.button(testid)?.getAttribute("aria-busy") === "true") return;
    await whileBusy([this.button(testid)], () => this.control(frame));
    this.button(testid)?.removeAttribute("aria-busy");
  }

  pressable(testid, label, frame, { style = "", pressed = null } = {}) {
    return el("button", {
      type: "button", class: `button ${style}`, data: { testid },
      "aria-pressed": pressed === null ? null : String(pressed),
      on: { click: () => this.press(testid, frame) },
    }, label);
  }

  bot(bot) {
    const { sign, words } = stateOf(bot);
    return el(
      "section", {},
      el("h3", {}, "The bot"),
      el("p", { class: "status", role: "status", data: { testid: "bot-status", state: sign } },
        el("span", { class: `dot ${sign}`, "aria-hidden": "true" }), el("strong", {}, words)),
      el("dl", { class: "facts" },
        fact("Process", bot.pid ?? "none", "bot-pid"),
        fact("Restarts", bot.restarts ?? 0, "bot-restarts"),
        fact("Connected by", bot.mode === "http" ? "HTTP" : "Socket Mode", "bot-mode")),
      el("div", { class: "panel-buttons" },
        this.pressable("kill-bot", "Kill the bot", { name: "kill_bot" }, { style: "danger" }),
        this.pressable("schedule-digest", "Schedule a digest in a minute", { name: "schedule_digest" })),
    );
  }

  notes(list) {
    if (!list.length) return "";
    const { zone } = this.store;
    return el("section", {}, el("h3", {}, "Notes"),
      el("ul", { class: "notes", data: { testid: "panel-notes" } },
        [...list].reverse().map(({ at, text }) => el("li", { dir: "auto" },
          el("time", { title: fullInstant(at, zone) }, timeOfDay(at, zone, true)), text))));
  }

  targets(targets) {
    if (!targets.length) return "";
    return el("section", {}, el("h3", {}, "Services that are probed"),
      el("ul", { class: "targets" }, targets.map((target) => this.target(target))));
  }

  target(target) {
    const broken = target.broken || Boolean(target.active?.length);
    const verb = broken ? "mend" : "break";
    const first = target.switches?.[0];
    const frame = { name: verb, target: target.id };
    if (verb === "break" && first) frame.switch = first;
    const healthy = target.healthy && !broken;
    return el(
      "li", { data: { testid: `target-${target.id}`, broken: String(broken) } },
      el("div", { class: "target-head" },
        el("span", { class: `dot ${healthy ? "good" : "bad"}`, "aria-hidden": "true" }),
        el("span", { class: "target-name" }, el("strong", { dir: "auto" }, target.name ?? target.id),
          target.url ? el("small", {}, outsideLink(target.url, target.url)) : null),
        el("span", { class: "target-state" }, healthy ? "well" : "broken")),
      broken ? el("p", { class: "target-why" }, target.active.map(way).join(", ")) : null,
      el("div", { class: "panel-buttons" },
        this.pressable(`${verb}-${target.id}`, broken ? "Mend" : "Break", frame,
          { style: broken ? "primary" : "danger" }),
        (target.switches?.length ?? 0) > 1 ? this.switches(target) : null),
    );
  }

  /** All ways to break a target, folded away until asked for. */
  switches(target) {
    const { id } = target;
    const fold = el("details", {
      open: this.unfolded.has(id),
      on: { toggle: () => this.unfolded[fold.open ? "add" : "delete"](id) },
    }, el("summary", { data: { testid: `ways-${id}` } }, "Ways to break it"), this.ways(target));
    return fold;
  }

  ways(target) {
    return el("div", { class: "switches", role: "group", "aria-label": `Ways to break ${target.name}` },
      target.switches.map((name) => {
        const on = target.active?.includes(name) ?? false;
        return this.pressable(`switch-${target.id}-${name}`, way(name),
          { name: on ? "mend" : "break", target: target.id, switch: name },
          { style: "switch", pressed: on });
      }));
  }
}

function way(name) {
  return WAYS[name] ?? name;
}

function fact(name, value, testid) {
  return el("div", {}, el("dt", {}, name), el("dd", { data: { testid } }, String(value)));
}

/** A process that is there but not connected yet cannot answer. */
function stateOf({ running, connected, comes_back: comesBack }) {
  if (running) {
    return connected ? { sign: "good", words: "Running" } : { sign: "waiting", words: "Starting…" };
  }
  return { sign: "bad", words: comesBack ? "Stopped, starts again by itself" : "Stopped" };
}

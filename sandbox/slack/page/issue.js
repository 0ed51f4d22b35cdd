/** An issue of the local Linear, read only: what a link to Linear shows here. */

import { el, iconButton, uniqueId } from "./dom.js";

const QUERY = `query Issue($id: String!) {
  issue(id: $id) {
    identifier title description priorityLabel dueDate
    state { name }
    assignee { name }
    labels(first: 20) { nodes { name } }
  }
}`;
const KEY = "lin_api_sandbox"; // opens nothing but the stand-in

/** "THR-42" of an address of an issue in Linear, else null. */
export function issueKey({ hostname, pathname }) {
  return hostname === "linear.app" ? (/^\/[^/]+\/issue\/([A-Z0-9]+-\d+)/.exec(pathname)?.[1] ?? null) : null;
}

/** Resolves to false where the local Linear knows no such issue. */
export async function showIssue(key, href) {
  const issue = await fetchIssue(key).catch(() => null);
  if (!issue) return false;
  const titleId = uniqueId("issue");
  const dialog = el(
    "dialog", { class: "dialog", "aria-labelledby": titleId, data: { testid: "issue" },
      on: { close: () => dialog.remove() } },
    el("header", { class: "dialog-head" },
      el("h2", { id: titleId, dir: "auto" }, `${issue.identifier} ${issue.title}`),
      iconButton("close", "Close", () => dialog.close(), { "data-testid": "issue-close" })),
    el("div", { class: "dialog-body", tabindex: -1 },
      el("p", { class: "hint" }, "As the local Linear has it. On your workspace the link opens ", href, "."),
      el("dl", { class: "facts" }, facts(issue).map(([name, value]) =>
        el("div", {}, el("dt", {}, name), el("dd", { dir: "auto" }, value)))),
      issue.description
        ? el("pre", { class: "pre", dir: "auto" }, issue.description)
        : el("p", {}, "It has no description.")),
  );
  document.body.append(dialog);
  dialog.showModal();
  return true;
}

async function fetchIssue(key) {
  const answer = await fetch("/linear/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: KEY },
    body: JSON.stringify({ query: QUERY, variables: { id: key } }),
  });
  return (await answer.json()).data?.issue ?? null;
}

function facts({ state, priorityLabel, assignee, dueDate, labels }) {
  return [
    ["State", state.name],
    ["Priority", priorityLabel],
    ["Assignee", assignee?.name ?? "nobody"],
    ["Due", dueDate ?? "no date"],
    ["Labels", labels.nodes.map(({ name }) => name).join(", ") || "none"],
  ];
}

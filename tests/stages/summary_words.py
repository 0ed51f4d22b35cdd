"""What a summary says of a blocker, and what a board shows of it, in the same words."""

from typing import Any

from bot.domain.board import BlockerView
from sandbox.summary_issues import Keyed
from sandbox.summary_people import Cast
from sandbox.summary_text import owners_in
from tests.stages.summary_sandbox import Filled, item_rows

Json = dict[str, Any]
STATES = {
    "todo": "Todo",
    "doing": "In Progress",
    "at_risk": "In Progress",
    "blocked": "Blocked",
    "done": "Done",
    "skipped": "Canceled",
    None: "Backlog",
}
PRIORITIES = {"P0": 1, "P1": 2, "P2": 3, "P3": 4, None: 0}
READINESS = {
    "done": "ready",
    "doing": "at risk",
    "at_risk": "at risk",
    "blocked": "blocked",
    "todo": "blocked",
}
CLOSED = frozenset({"done", "skipped"})


def check_blocker(keyed: Keyed, view: BlockerView, cast: Cast) -> None:
    blocker: Json = dict(keyed.blocker)
    assert facts_shown(view) == facts_said(blocker, keyed.identifier)
    assert items_shown(view, cast) == items_said(blocker, cast)
    assert view.blocker.is_open != (blocker["status"] in CLOSED)
    names = {same_name(name, cast) for name in owners_in(blocker["owner"])}
    shown = names & owners_shown(view, cast)
    # Linear has room for one of them alone, beside those whose the items are
    assert shown == names if _has_theirs(blocker) else bool(shown) == bool(names)


def _has_theirs(blocker: Json) -> bool:
    return any(not owners_in(item.get("owner")) for item in blocker["items"])


def state_of(blocker: Json) -> str:
    if blocker["status"] in {None, "todo"} and "backlog" in blocker.get("status_raw", "").lower():
        return "Backlog"
    return STATES[blocker["status"]]


def same_name(name: str, cast: Cast) -> str:
    """One person may be called by the first name here and by the whole one there."""
    return cast.named[name].real_name.casefold() if name in cast.named else name.casefold()


def owner_said(blocker: Json, item: Json, cast: Cast) -> str:
    """Whose an item is, in the words of the document; a blocker's owners have what names none."""
    owners = owners_in(item.get("owner")) or owners_in(blocker["owner"])
    return ", ".join(same_name(name, cast) for name in owners)


def items_said(blocker: Json, cast: Cast) -> list[Json]:
    """What is needed first, then the actions; dates of actions are the blocker's at the latest."""
    found = []
    depths = [(item.get("section"), item["depth"]) for item in blocker["items"]]
    least = {section: min(d for s, d in depths if s == section) for section, _ in depths}
    for item in blocker["items"]:
        section = "actions" if item.get("section") == "actions" else "needed"
        due = item.get("due") or (blocker["target"] if section == "actions" else None)
        found.append(
            {
                "text": item["text"],
                "state": item["state"],
                "section": section,
                "depth": item["depth"] - least[item.get("section")],
                "owner": owner_said(blocker, item, cast) or None,
                "due": due,
                "note": item.get("note"),
            }
        )
    return sorted(found, key=lambda row: row["section"] == "actions")


def items_shown(view: BlockerView, cast: Cast) -> list[Json]:
    rows = [
        {**row, "owner": ", ".join(names_in(row["owner"], cast)) or None} for row in item_rows(view)
    ]
    return sorted(rows, key=lambda row: row["section"] == "actions")


def names_in(written: str | None, cast: Cast) -> list[str]:
    return [same_name(name, cast) for name in (written or "").split(", ") if name]


def facts_said(blocker: Json, key: str) -> Json:
    return {
        "title": " ".join(blocker["title"].split()) or key,
        "state": state_of(blocker),
        "priority": PRIORITIES[blocker["priority"]],
        "due": blocker["target"],
        "watched": blocker.get("blocking") is False,
        "effort": blocker["effort_hours"],
        "blocks": blocker.get("blocks") or "",
        "why": blocker.get("why") or "",
        "next": blocker.get("next_action") or "",
    }


def facts_shown(view: BlockerView) -> Json:
    blocker, story = view.blocker, view.story
    return {
        "title": blocker.title,
        "state": blocker.state_name,
        "priority": blocker.priority.value,
        "due": blocker.due.isoformat() if blocker.due else None,
        "watched": blocker.watched,
        "effort": list(story.effort_hours) if story.effort_hours else None,
        "blocks": story.blocks,
        "why": story.why,
        "next": story.next_action,
    }


def owners_shown(view: BlockerView, cast: Cast) -> set[str]:
    """On the blocker and on its items; whoever stands for a team counts as the team."""
    owner = view.blocker.owner
    names = {owner.name.removesuffix(" member")} if owner else set()
    said = {same_name(name, cast) for name in names}
    return said.union(*(names_in(row["owner"], cast) for row in item_rows(view)))


def readiness_said(component: Json, filled: Filled) -> str:
    """The worst of the blockers that it names, an open one over what was stated."""
    keys = (component["blocker"] or "").replace(" and ", ",").split(",")
    tied = [view.blocker for key in keys if (view := filled.board.find(key.strip()))]
    if not tied:
        return READINESS.get(component["status"], "unknown")
    if any(one.is_open and not one.watched for one in tied):
        return "blocked"
    return "at risk" if any(one.is_open for one in tied) else "ready"

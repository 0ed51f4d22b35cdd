# ruff: noqa: RUF001  (dashes are what is read here)
"""Whose a field or an item is: the blocker above, an action group, a list's heading, the head."""

import re

from bot.summary.drafts import Draft, Reading
from bot.summary.entries import name_blockers
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.label_words import Label
from bot.summary.labels import Labelled
from bot.summary.scopes import Scope
from bot.summary.status import read_status

_HEAD_ONLY: set[Label] = {"prepared_by", "data_source", "next_review", "overall"}
_HEAD_UNLESS_BLOCKER: set[Label] = {"date", "resolution"}
_DATE_ONLY = re.compile(r"^\W*(?:\d{4}-\d\d?-\d\d?|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4})\W*$")
_COLOURS = {"r": "red", "a": "amber", "y": "amber", "g": "green"}
_NO_BLOCKERS = {"procedure", "legend", "next_milestone", "history", "benefits", "conditions"}
_STUCK = {"blocked", "is blocked"}
_YES_NO = re.compile(
    r"(?:(?P<yes>yes|y|ja|oui|sim|si|x|✅|✓)|(?P<no>no|n|nein|non|nao|não|none|-|–|—|❌|n/a))(?!\w)"
    r"(?:[\s,;.:(–—-]+(?P<rest>.*?)\)?)?$",
    re.IGNORECASE,
)
_RUN: set[Label] = {"owner", "target", "note"}


def add_field(reading: Reading, scope: Scope, labelled: Labelled) -> None:
    if scope.kind not in _NO_BLOCKERS and name_blockers(reading, scope, labelled):
        return
    labelled = _renamed(scope, labelled)
    if scope.kind in {"procedure", "legend"} or _add_apart(reading, scope, labelled):
        return
    if scope.section == "actions" and _add_to_run(scope, labelled):
        return
    group = scope.focus.group or scope.group
    draft = scope.focus.draft or (None if scope.is_title else scope.draft)
    if group is not None:
        group.fields.append(labelled)
    elif draft is not None:
        if not draft.registered:
            reading.register(draft)
        draft.add(labelled)
    else:
        reading.add_head(labelled)


def is_decision(labelled: Labelled) -> bool:
    """As in "Decision: NO-GO", not "Decision: we take Postgres"."""
    named = labelled.label is None and fold(labelled.name).startswith("decision")
    return named and read_status(labelled.value, component=True).status is not None


def _renamed(scope: Scope, labelled: Labelled) -> Labelled:
    """As in "Stand: 20.11.2026", which is a date, and "Decision: NO-GO" over the whole."""
    stuck = _stuck(labelled) if scope.blocker is not None else None
    if stuck is not None:
        return stuck
    if labelled.label == "status" and fold(labelled.name).startswith("rag"):
        colour = _COLOURS.get(fold(labelled.value).strip(" ."), labelled.value)
        return labelled._replace(value=colour)
    if labelled.label == "status" and _DATE_ONLY.match(labelled.value):
        return labelled._replace(label="date")
    if scope.blocker is None and is_decision(labelled):
        return labelled._replace(label="overall")
    return labelled


def is_stuck(labelled: Labelled) -> bool:
    """As in "Blocked: yes"; of "Blocked: the gate is shut" nobody knows."""
    named = fold(labelled.name).rstrip("?") in _STUCK
    return named and _YES_NO.match(plain(labelled.value)) is not None


def _stuck(labelled: Labelled) -> Labelled | None:
    """As in "Blocked: yes, by DPN-5", which is a state; "Blocked: no" tells none."""
    if fold(labelled.name).rstrip("?") not in _STUCK:
        return None
    said = _YES_NO.match(plain(labelled.value))
    if said is None:
        return labelled._replace(
            name="Status", label="status", value=f"blocked by {labelled.value}"
        )
    if said["no"]:
        return labelled._replace(label=None)
    by = (said["rest"] or "").removeprefix("by ").strip()
    value = f"blocked by {by}" if by else "blocked"
    return labelled._replace(name="Status", label="status", value=value)


def _add_apart(reading: Reading, scope: Scope, labelled: Labelled) -> bool:
    """What belongs to the document or to the next milestone, wherever it stands."""
    label = labelled.label
    if scope.kind == "next_milestone":
        if label is not None:
            reading.next_fields.setdefault(label, labelled.value)
        return True
    if label in _HEAD_ONLY or (label in _HEAD_UNLESS_BLOCKER and scope.blocker is None):
        reading.add_head(labelled)
        return True
    if label == "risk" and scope.blocker is None:
        reading.risk_raw = reading.risk_raw or labelled.value
        return True
    return False


def add_to_list(reading: Reading, scope: Scope, labelled: Labelled) -> None:
    """A line inside a checklist: of a single blocker's lists it speaks for the items above it."""
    if not (reading.single and scope.section is not None and _add_to_run(scope, labelled)):
        add_field(reading, scope, labelled)


def _add_to_run(scope: Scope, labelled: Labelled) -> bool:
    if scope.blocker is None or labelled.label not in _RUN:
        return False
    run = scope.blocker.items[scope.run_start :]
    for item in run:
        if labelled.label == "owner":
            item.owners = item.owners or (labelled.value,)
        elif labelled.label == "target":
            item.due_raw = item.due_raw or labelled.value
        else:
            item.notes.append(plain(labelled.value))
    scope.run_closed = True
    return bool(run)


def items_draft(reading: Reading, scope: Scope) -> Draft:
    """The blocker above, else a list under its own heading or bold line."""
    draft = scope.focus.draft or scope.draft
    if draft is None:
        draft = Draft(scope.title or reading.title or "Checklist", scope.line or 1, "section")
        scope.draft = draft
    if not draft.registered:
        reading.register(draft)
    return draft

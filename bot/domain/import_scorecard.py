"""The readiness that a summary document states, for components that are not configured."""

import re

from bot.domain.document import ReadComponent, StatedStatus, SummaryDocument
from bot.domain.editing import Author, one_line
from bot.domain.exported import PREPARED_BY
from bot.domain.ids import BlockerKey
from bot.domain.milestone import Component, Milestone, Readiness

_KEYS = re.compile(r"#?[A-Za-z0-9][\w.#/-]{0,29}")
_STATED: dict[StatedStatus | None, Readiness] = {
    "done": Readiness.READY,
    "at_risk": Readiness.AT_RISK,
    "doing": Readiness.AT_RISK,
    "blocked": Readiness.BLOCKED,
    "todo": Readiness.BLOCKED,
}


def plan_scorecard(
    document: SummaryDocument,
    milestone: Milestone,
    stated: tuple[Component, ...],
    author: Author,
) -> tuple[tuple[Component, ...] | None, tuple[str, ...]]:
    """The components to store, None where they stay as they are; and each change said.

    A document without a scorecard says nothing of one. A verdict that stands keeps who stated it.
    """
    if not document.scorecard:
        return None, ()
    configured = {component.name.casefold() for component in milestone.scorecard}
    before = {component.name.casefold(): component for component in stated}
    found: dict[str, Component] = {}
    for read in document.scorecard:
        component = _component(read, document, author)
        name = component.name.casefold()
        if component.name and name not in configured:
            was = before.get(name)
            found.setdefault(name, was if was and _agree(was, component) else component)
    after = tuple(found.values())
    lines = [_said(before.get(name), component) for name, component in found.items()]
    gone = [
        f"{one.name}: not in the document any more"
        for one in stated
        if one.name.casefold() not in found
    ]
    said = tuple(line for line in (*lines, *gone) if line)
    return (after if after != stated else None), said


def merge_stated(milestone: Milestone, stated: tuple[Component, ...]) -> tuple[Component, ...]:
    """The configured components, then those that a document states and no configuration names."""
    names = {component.name.casefold() for component in milestone.scorecard}
    more = (one for one in stated if one.name.casefold() not in names)
    return (*milestone.scorecard, *more)


def _component(read: ReadComponent, document: SummaryDocument, author: Author) -> Component:
    """Tied to blockers it follows them, and what was stated of it once is of no use."""
    name, tied = one_line(read.component), _keys(read.blocker)
    if tied:
        return Component(name=name, blockers=tied)
    wrote = document.head.prepared_by
    return Component(
        name=name,
        stated=_STATED.get(read.status),
        stated_by=one_line(wrote) if wrote and wrote != PREPARED_BY else author.by,
        stated_on=document.head.dated or author.at.date(),
    )


def _keys(written: str | None) -> tuple[BlockerKey, ...]:
    parts = [part.strip() for part in (written or "").split(",")]
    whole = all(_KEYS.fullmatch(part) and any(c.isdigit() for c in part) for part in parts)
    return tuple(BlockerKey(part) for part in parts) if whole else ()


def _agree(one: Component, other: Component) -> bool:
    return (one.stated, one.blockers) == (other.stated, other.blockers)


def _said(was: Component | None, now: Component) -> str:
    if was and _agree(was, now):
        return ""
    before = f"{_words(was)} → " if was else ""
    return f"{now.name}: {before}{_words(now)}"


def _words(component: Component) -> str:
    if component.blockers:
        return f"follows {', '.join(component.blockers)}"
    return component.stated.value if component.stated else "state not said"

"""Finds what the names in a milestone's selection mean in Linear, and builds the issue filter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.milestone import Selection
from bot.linear.pages import PageReader
from bot.linear.wire import NamedWire
from bot.ports import SelectionError

CLOSED_TYPES = ("completed", "canceled", "duplicate")
RECENT = "-P14D"
"""How far back closed issues are still read: an ISO 8601 duration, as Linear's filters take it."""
_NEAR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One filter to read. ``watched`` is None where the labels decide it issue by issue."""

    filter: Mapping[str, object]
    watched: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    reads: tuple[Read, ...]
    label_ids: frozenset[str] = frozenset()
    watch_ids: frozenset[str] = frozenset()

    def is_watched(self, label_ids: Iterable[str]) -> bool:
        """Whether an issue is only watched: it bears the watch label and not the blockers' one."""
        borne = frozenset(label_ids)
        return bool(borne & self.watch_ids) and not borne & self.label_ids


class SelectionResolver:
    """Names are compared without regard to case, which Linear's own ``eq`` would not do."""

    def __init__(self, pages: PageReader) -> None:
        self._pages = pages

    async def resolve(self, selection: Selection) -> Plan:
        """Raise SelectionError where Linear has nothing of a name, with the near ones."""
        watch_ids = await self._label_ids(selection.watch_label)
        if selection.raw:
            return _raw_plan(dict(selection.raw), watch_ids)
        label_ids = await self._label_ids(selection.label)
        parts = await self._places(selection)
        wanted = sorted(label_ids | watch_ids) if label_ids else []
        if wanted:
            parts["labels"] = {"some": {"id": {"in": wanted}}}
        return Plan(
            reads=(Read(filter=_still_of_interest(parts)),),
            label_ids=label_ids,
            watch_ids=watch_ids,
        )

    async def _places(self, selection: Selection) -> dict[str, object]:
        """The parts of the filter that say where an issue is: team, project, milestone."""
        parts: dict[str, object] = {}
        if selection.team:
            parts["team"] = _one_of(await self._named("teams", "teams", "team", selection.team))
        if selection.project:
            found = await self._named("projects", "projects", "project", selection.project)
            parts["project"] = _one_of(found)
        if selection.project_milestone:
            found = await self._named(
                "project_milestones",
                "projectMilestones",
                "project milestone",
                selection.project_milestone,
            )
            parts["projectMilestone"] = _one_of(found)
        return parts

    async def _label_ids(self, name: str | None) -> frozenset[str]:
        if name is None:
            return frozenset()
        return frozenset(await self._named("labels", "issueLabels", "label", name))

    async def _named(self, query: str, field: str, what: str, name: str) -> list[str]:
        """Ids of everything called so; a team by its key too, anything by its id."""
        there = await self._pages.fetch_all(query, field, {}, NamedWire)
        wanted = name.strip().casefold()
        found = [
            one.id
            for one in there
            if wanted in {one.name.casefold(), (one.key or "").casefold(), one.id}
        ]
        if not found:
            raise SelectionError(_no_such(what, name, there))
        return found


def _no_such(what: str, name: str, there: Iterable[NamedWire]) -> str:
    names = sorted({one.key or one.name for one in there})
    lowered = {one.casefold(): one for one in names}
    close = get_close_matches(name.casefold(), lowered, n=_NEAR, cutoff=0.5)
    near = [lowered[one] for one in close] or names[:_NEAR]
    hint = f"; there is {', '.join(near)}" if near else f"; there is no {what} at all"
    return f"Linear has no {what} {name!r}{hint}"


def _one_of(ids: list[str]) -> dict[str, object]:
    return {"id": {"in": sorted(ids)}}


def _still_of_interest(parts: Mapping[str, object]) -> dict[str, object]:
    """Open issues, whatever types of state Linear may add, and those closed of late."""
    return {
        **parts,
        "or": [
            {"state": {"type": {"nin": list(CLOSED_TYPES)}}},
            {"completedAt": {"gt": RECENT}},
            {"canceledAt": {"gt": RECENT}},
        ],
    }


def _raw_plan(raw: Mapping[str, object], watch_ids: frozenset[str]) -> Plan:
    """The user's own filter is put beside ours, so that it may hold an ``or`` of its own."""
    reads = [Read(filter=_still_of_interest({"and": [raw]}), watched=False)]
    if watch_ids:
        labelled = {"labels": {"some": {"id": {"in": sorted(watch_ids)}}}}
        reads.append(Read(filter=_still_of_interest(labelled), watched=True))
    return Plan(reads=tuple(reads), watch_ids=watch_ids)

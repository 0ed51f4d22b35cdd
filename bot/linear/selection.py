"""What a milestone's selection comes to: the filters to read, and which issues are only watched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot.domain.milestone import Selection
from bot.linear.names import Found, Kind, NameFinder
from bot.linear.raw_names import names_in
from bot.ports import SelectionError

CLOSED_TYPES = ("completed", "canceled", "duplicate")
RECENT = "-P14D"
"""How far back closed issues are still read: an ISO 8601 duration, as Linear's filters take it."""
Filter = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One filter to read. ``watched`` is None where the labels decide it issue by issue."""

    filter: Filter
    watched: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Ids of what the names were found to mean; empty where none was given."""

    team: frozenset[str] = frozenset()
    project: frozenset[str] = frozenset()
    milestone: frozenset[str] = frozenset()
    release: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``meaning`` says what each name was found to mean, for people."""

    reads: tuple[Read, ...]
    label_ids: frozenset[str] = frozenset()
    watch_ids: frozenset[str] = frozenset()
    places: Places = Places()
    meaning: tuple[str, ...] = ()

    def is_watched(self, read: Read, label_ids: Iterable[str]) -> bool:
        """Whether an issue is only watched: it bears the watch label and not the blockers' one."""
        if read.watched is not None:
            return read.watched
        borne = frozenset(label_ids)
        return bool(borne & self.watch_ids) and not borne & self.label_ids

    @property
    def filter(self) -> Filter:
        """One filter for all that is read."""
        filters = [read.filter for read in self.reads]
        return filters[0] if len(filters) == 1 else {"or": filters}


class SelectionResolver:
    """Names are compared without regard to case, which Linear's own ``eq`` would not do."""

    def __init__(self, finder: NameFinder) -> None:
        self._finder = finder

    async def resolve(self, selection: Selection) -> Plan:
        """Raise SelectionError where Linear has nothing of a name, with the near ones."""
        watch = await self._part(Kind.LABEL, "watch_label", selection)
        if selection.raw:
            with _in_part("filter"):
                for kind, name in names_in(dict(selection.raw)):
                    await self._finder.exact(kind, name)
            return _raw_plan(dict(selection.raw), watch)
        label = await self._part(Kind.LABEL, "label", selection)
        team = await self._part(Kind.TEAM, "team", selection)
        project = await self._part(Kind.PROJECT, "project", selection)
        milestone = await self._part(Kind.MILESTONE, "project_milestone", selection)
        release = await self._part(Kind.RELEASE, "release", selection)
        places = Places(
            team=team.ids, project=project.ids, milestone=milestone.ids, release=release.ids
        )
        parts = _parts(places)
        wanted = sorted(label.ids | watch.ids) if label.ids else []
        if wanted:
            parts["labels"] = {"some": {"id": {"in": wanted}}}
        return Plan(
            reads=(Read(filter=_still_of_interest(parts)),),
            label_ids=label.ids,
            watch_ids=watch.ids,
            places=places,
            meaning=(
                *(found.words for found in (team, label, project, milestone, release)),
                _watch_words(watch),
                await self._closed_words(team),
            ),
        )

    async def _part(self, kind: Kind, part: str, selection: Selection) -> Found:
        name = getattr(selection, part)
        if name is None:
            return Found()
        with _in_part(part):
            return await self._finder.find(kind, name)

    async def _closed_words(self, team: Found) -> str:
        """Which of the team's states count as closed; their names are the team's own."""
        if not team.ids:
            return ""
        states = await self._finder.closed_states(team.ids, CLOSED_TYPES)
        return f"closed are {', '.join(states)}" if states else ""


@contextmanager
def _in_part(part: str) -> Iterator[None]:
    """Say which setting was meant."""
    try:
        yield
    except SelectionError as error:
        raise SelectionError(str(error), part=part) from error


def _watch_words(watch: Found) -> str:
    return f"watched: {watch.words}" if watch.ids else ""


def _parts(places: Places) -> dict[str, object]:
    """The parts of the filter that say where an issue is."""
    ids = {
        "team": places.team,
        "project": places.project,
        "projectMilestone": places.milestone,
    }
    parts: dict[str, object] = {name: _one_of(found) for name, found in ids.items() if found}
    if places.release:
        parts["releases"] = {"some": _one_of(places.release)}
    return parts


def _one_of(ids: Iterable[str]) -> dict[str, object]:
    return {"id": {"in": sorted(ids)}}


def _still_of_interest(parts: Filter) -> dict[str, object]:
    """Open issues, whatever types of state Linear may add, and those closed of late."""
    return {
        **parts,
        "or": [
            {"state": {"type": {"nin": list(CLOSED_TYPES)}}},
            {"completedAt": {"gt": RECENT}},
            {"canceledAt": {"gt": RECENT}},
        ],
    }


def _raw_plan(raw: Filter, watch: Found) -> Plan:
    """The user's own filter is put beside ours, so that it may hold an ``or`` of its own."""
    reads = [Read(filter=_still_of_interest({"and": [raw]}), watched=False)]
    if watch.ids:
        labelled = {"labels": {"some": {"id": {"in": sorted(watch.ids)}}}}
        reads.append(Read(filter=_still_of_interest(labelled), watched=True))
    return Plan(
        reads=tuple(reads),
        watch_ids=watch.ids,
        meaning=("a filter of its own", _watch_words(watch)),
    )


def both(filters: Sequence[Filter]) -> dict[str, object]:
    return {"and": list(filters)}

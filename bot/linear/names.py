"""Finds what names mean in Linear. A name of nothing is an error that lists the near ones."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from bot.linear.pages import LISTS, PageReader
from bot.linear.wire import NamedWire
from bot.ports import SelectionError

_NEAR = 5


class Kind(Enum):
    """The word for people, the query that lists them, and the field that answers."""

    TEAM = ("team", "teams", "teams")
    LABEL = ("label", "labels", "issueLabels")
    PROJECT = ("project", "projects", "projects")
    MILESTONE = ("project milestone", "project_milestones", "projectMilestones")
    RELEASE = ("release", "releases", "releases")
    STATE = ("state", "states", "workflowStates")

    @property
    def word(self) -> str:
        return self.value[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``words`` say what was found, for people; "" where nothing was asked for."""

    ids: frozenset[str] = frozenset()
    words: str = ""


class NameFinder:
    def __init__(self, pages: PageReader) -> None:
        self._pages = pages

    async def find(self, kind: Kind, name: str) -> Found:
        """Everything called so; a team by its key too, a release by its version, all by their id.

        Raises SelectionError.
        """
        there = await self._list(kind)
        wanted = name.strip().casefold()
        found = [one for one in there if wanted in _called(one)]
        if not found:
            raise SelectionError(_no_such(kind, name, there))
        usable = [one for one in found if not one.is_group]
        if not usable:
            raise SelectionError(
                f"{kind.word} {name!r} is a group in Linear, which no issue bears: name one of its "
                "labels"
            )
        return Found(ids=frozenset(one.id for one in usable), words=_words(kind, usable))

    async def exact(self, kind: Kind, name: str) -> None:
        """For a filter that Linear itself applies: there, a name in another case finds nothing.

        Raises SelectionError.
        """
        there = await self._list(kind)
        if not any(name in {one.name, one.key, one.id, one.version} for one in there):
            raise SelectionError(_no_such(kind, name, there) + " (the filter heeds case)")

    async def closed_states(self, teams: Collection[str], types: Sequence[str]) -> list[str]:
        """Names of the teams' states of those types, in the order of the types."""
        states = await self._list(Kind.STATE, {"team": {"id": {"in": sorted(teams)}}})
        closed = [one for one in states if one.type in types]
        closed.sort(key=lambda one: (types.index(one.type), one.name))
        return list(dict.fromkeys(one.name for one in closed))

    async def _list(
        self, kind: Kind, filter_: Mapping[str, object] | None = None
    ) -> tuple[NamedWire, ...]:
        _, query, field = kind.value
        variables = {"filter": filter_} if filter_ else {}
        return await self._pages.fetch_all(query, field, variables, NamedWire, LISTS)


def _called(one: NamedWire) -> set[str]:
    names = (one.name, one.key, one.version)
    return {name.casefold() for name in names if name} | {one.id}


def _words(kind: Kind, found: Iterable[NamedWire]) -> str:
    """``team THR (Three Rivers)``; ``label blocker (the workspace's and THR's)``."""
    first, *others = sorted(found, key=lambda one: one.team.key if one.team else "")
    if kind is Kind.LABEL:
        homes = [f"{one.team.key}'s" if one.team else "the workspace's" for one in (first, *others)]
        return f"label {first.name} ({' and '.join(homes)})"
    if first.key and first.key != first.name:
        return f"{kind.word} {first.key} ({first.name})"
    more = f", {len(others) + 1} of that name" if others else ""
    return f"{kind.word} {first.name}{more}"


def _no_such(kind: Kind, name: str, there: Iterable[NamedWire]) -> str:
    names = sorted({one.key or one.name for one in there if not one.is_group})
    lowered = {one.casefold(): one for one in names}
    close = get_close_matches(name.casefold(), lowered, n=_NEAR, cutoff=0.5)
    near = [lowered[one] for one in close] or names[:_NEAR]
    hint = f"; there is {', '.join(near)}" if near else f"; there is no {kind.word} at all"
    return f"Linear has no {kind.word} {name!r}{hint}"

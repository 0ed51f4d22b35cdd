"""Which blockers of a board are asked for: every kind of condition has to hold."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.at_risk import is_late, risk_signs
from bot.domain.blocker import Priority
from bot.domain.board import BlockerView, Board, ItemView, item_owner
from bot.domain.due_spans import NONE, is_due
from bot.domain.ids import TeamKey, UserId
from bot.domain.needs import is_stale
from bot.domain.people import Owner, Person, Team, each_of

Teams = Mapping[UserId, Collection[TeamKey]]
"""The teams that somebody is in, for those whose teams count."""
_MARKS = re.compile(r'["`“”„«»<>]')


class Flag(StrEnum):
    """Conditions that take no value. Values are the words people type."""

    OVERDUE = "overdue"
    STALE = "stale"
    UNOWNED = "unowned"
    AT_RISK = "at-risk"
    DONE = "done"


class OwnerKind(StrEnum):
    """``MINE``, ``GROUP`` and ``NAME`` are as typed; who that is has to be found out."""

    MINE = "mine"
    USER = "user"
    GROUP = "group"
    TEAM = "team"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """One owner asked for. ``value``: an account, a user group, a team's key, a person's name.

    ``teams``: what the person's teams own counts as well.
    """

    kind: OwnerKind
    value: str = ""
    teams: bool = False

    def owns(self, owner: Owner | None, teams: Teams) -> bool:
        """Whether it is theirs, be it together with others."""
        return any(self._is(one, teams) for one in each_of(owner))

    def _is(self, owner: Person | Team, teams: Teams) -> bool:
        if isinstance(owner, Team):
            counted = teams.get(UserId(self.value), ()) if self.teams else ()
            return owner.key in counted or (self.kind, self.value) == (OwnerKind.TEAM, owner.key)
        if self.kind is OwnerKind.USER:
            return owner.slack == self.value
        return self.kind is OwnerKind.NAME and folded(owner.name) == folded(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """All kinds must hold. Several priorities, owners or due dates: one of them is enough.

    ``labels`` are groups: of each group one label is enough, and every group has to be met.
    ``due`` holds words of ``due_spans``.
    """

    flags: frozenset[Flag] = frozenset()
    priorities: tuple[Priority, ...] = ()
    owners: tuple[Owned, ...] = ()
    labels: tuple[tuple[str, ...], ...] = ()
    due: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        return Flag.DONE in self.flags

    @property
    def parts(self) -> tuple["Filter", ...]:
        """Each condition by itself; what is cleared stays apart from what is open."""
        done = self.flags & {Flag.DONE}
        bare = Filter(flags=done)
        found = [replace(bare, flags=done | {flag}) for flag in Flag if flag in self.flags - done]
        found += [replace(bare, labels=(group,)) for group in self.labels]
        if self.priorities:
            found.append(replace(bare, priorities=self.priorities))
        if self.owners:
            found.append(replace(bare, owners=self.owners))
        if self.due:
            found.append(replace(bare, due=self.due))
        return tuple(found) or (bare,)

    def pool(self, board: Board) -> tuple[BlockerView, ...]:
        """What is looked through: the recently cleared ones, or all that are open."""
        return board.cleared if self.is_done else (*board.blockers, *board.watched)

    def matches(self, view: BlockerView, board: Board, teams: Teams) -> bool:
        today = today_of(board)
        return (
            view.blocker.is_open is not self.is_done
            and all(_has(view, flag, board) for flag in self.flags)
            and (not self.priorities or view.blocker.priority in self.priorities)
            and (not self.owners or self._is_theirs(view, teams))
            and all(_is_labelled(view, group) for group in self.labels)
            and (not self.due or any(_falls_due(view, word, today) for word in self.due))
        )

    def found(self, board: Board, teams: Teams) -> tuple[BlockerView, ...]:
        return tuple(view for view in self.pool(board) if self.matches(view, board, teams))

    def their_items(self, view: BlockerView, teams: Teams) -> tuple[ItemView, ...]:
        """The open items of the owners asked for."""
        return tuple(
            shown
            for shown in view.items
            if shown.item.state.is_open and self._is_anybodys(item_owner(view, shown), teams)
        )

    def _is_theirs(self, view: BlockerView, teams: Teams) -> bool:
        """The blocker's owner or that of an open item; of any item once it is cleared."""
        items = (one for one in view.items if one.item.state.is_open or not view.blocker.is_open)
        owners = (view.blocker.owner, *(shown.owner for shown in items))
        return any(self._is_anybodys(owner, teams) for owner in owners)

    def _is_anybodys(self, owner: Owner | None, teams: Teams) -> bool:
        return any(owned.owns(owner, teams) for owned in self.owners)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredBoards:
    """A filter held against one board, or against those of every milestone.

    ``names`` are how its owners are called, ``viewer`` is whom a private answer is for.
    ``teams_unread``: whose teams count could not be asked.
    """

    asked: Filter
    boards: tuple[Board, ...]
    teams: Teams = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    viewer: str = ""
    every: bool = False
    teams_unread: bool = False


def today_of(board: Board) -> date:
    return board.now.astimezone(ZoneInfo(board.timezone)).date()


def clean(text: str) -> str:
    """A name or label without the marks that quote or mention, so that it can be said again."""
    return " ".join(_MARKS.sub(" ", text).split()).strip(",; ")


def folded(text: str) -> str:
    """For comparing names and labels: case, ``-`` and ``_`` make no difference."""
    return " ".join(clean(text).replace("_", " ").replace("-", " ").casefold().split())


def clashes(asked: Filter) -> Iterator[str]:
    """Why nothing can match, where conditions shut each other out or nearly do."""
    if asked.is_done:
        for flag in (Flag.OVERDUE, Flag.STALE, Flag.AT_RISK):
            if flag in asked.flags:
                yield f"what is done is not {flag.value} any more"
    if Flag.UNOWNED in asked.flags and asked.owners:
        yield "unowned means that nobody is assigned, so only an item on it can be theirs"
    if Flag.OVERDUE in asked.flags and asked.due == (NONE,):
        yield "overdue needs a due date, and those without one are asked for"


def _has(view: BlockerView, flag: Flag, board: Board) -> bool:
    today = today_of(board)
    match flag:
        case Flag.OVERDUE:
            return is_late(view, today)
        case Flag.STALE:
            return view.blocker.is_open and is_stale(view, today, ZoneInfo(board.timezone))
        case Flag.UNOWNED:
            return view.is_unowned
        case Flag.AT_RISK:
            return view.blocker.is_open and bool(risk_signs(view, board))
        case Flag.DONE:
            return not view.blocker.is_open


def _is_labelled(view: BlockerView, group: Collection[str]) -> bool:
    labels = {folded(label) for label in view.blocker.labels}
    return any(folded(label) in labels for label in group)


def _falls_due(view: BlockerView, word: str, today: date) -> bool:
    """By the blocker's own date, or that of an open item."""
    if is_due(view.blocker.due, word, today):
        return True
    dates = (one.item.due for one in view.items if one.item.state.is_open)
    return word != NONE and view.blocker.is_open and any(is_due(due, word, today) for due in dates)

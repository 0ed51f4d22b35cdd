"""A blocker that lives only here: added or imported, under a key such as ``PROD-3``."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.domain.blocker import Blocker, Priority, Stage, Story
from bot.domain.checklist import Item
from bot.domain.editing import Author
from bot.domain.ids import BlockerId, BlockerKey, MilestoneKey
from bot.domain.merge import Noted
from bot.domain.milestone import Component
from bot.domain.people import Owner, Person
from bot.domain.telling import Telling

LOCAL: Final = "local:"
"""What the stored id of each begins with."""
ALL_BLOCKERS: Final = BlockerId("*")
"""As the queue of copies calls what every copy of a whole board shows."""
MAX_PREFIX = 10
_NO_PREFIX = "LOCAL"


class LocalStatus(StrEnum):
    """Values are the words people read."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    DONE = "done"

    @property
    def stage(self) -> Stage:
        return _STAGES[self]


_STAGES = {
    LocalStatus.OPEN: Stage.UNSTARTED,
    LocalStatus.IN_PROGRESS: Stage.STARTED,
    LocalStatus.DONE: Stage.COMPLETED,
}


class OriginKind(StrEnum):
    ADDED = "added"
    MESSAGE = "message"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How it came here. ``by``: who did it, a Slack id.

    ``source`` names the document it was imported from; ``author`` (a Slack id, or a name) wrote the
    message it was made of, which is at ``permalink``.
    """

    kind: OriginKind
    by: str
    at: datetime
    source: str = ""
    author: str = ""
    permalink: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedBlocker:
    """What a summary document said of a blocker when it was last imported; `keyed` with a key."""

    title: str
    keyed: bool
    status: LocalStatus = LocalStatus.OPEN
    priority: Priority = Priority.NONE
    owner: str = ""
    due: date | None = None
    blocks: str = ""
    why: str = ""
    next_action: str = ""
    effort_hours: tuple[float, float] | None = None
    note: str = ""
    url: str = ""
    watched: bool = False
    blocked_by: tuple[BlockerKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalBlocker:
    """What is stored of it; its items are in the checklist of the same id.

    ``owner`` is a person or team as written, or several: ``Olga, Bob``. ``became`` is the tracker's
    issue that took over its key. ``version`` counts its changes; a new one has 0, and no ``key``
    where one is to be minted.
    """

    id: BlockerId
    key: BlockerKey
    title: str
    origin: Origin
    status: LocalStatus = LocalStatus.OPEN
    priority: Priority = Priority.NONE
    owner: str = ""
    due: date | None = None
    labels: tuple[str, ...] = ()
    blocks: str = ""
    why: str = ""
    next_action: str = ""
    effort_hours: tuple[float, float] | None = None
    note: str = ""
    url: str = ""
    watched: bool = False
    blocked_by: tuple[BlockerKey, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    became: BlockerId | None = None
    imported: ImportedBlocker | None = None
    version: int = 0

    @property
    def story(self) -> Story:
        return Story(
            blocks=self.blocks,
            why=self.why,
            next_action=self.next_action,
            effort_hours=self.effort_hours,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedScorecard:
    """The readiness that an imported document states; its ``blocker`` stands for all of them."""

    blocker: BlockerId = ALL_BLOCKERS
    components: tuple[Component, ...] = ()
    version: int = 0


Record = LocalBlocker | Telling | StatedScorecard
"""What is kept here of a blocker, or of the whole milestone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locals:
    """All that is kept here of a milestone's blockers: our own, and what was told of others."""

    blockers: tuple[LocalBlocker, ...] = ()
    tellings: tuple[Telling, ...] = ()
    scorecard: StatedScorecard = StatedScorecard()

    def blocker(self, blocker: BlockerId) -> LocalBlocker | None:
        return next((one for one in self.blockers if one.id == blocker), None)

    def keyed(self, key: str) -> LocalBlocker | None:
        """By key, whatever its case."""
        return next((one for one in self.blockers if one.key.upper() == key.upper()), None)

    def telling(self, blocker: BlockerId) -> Telling:
        """Never stored: an empty one of version 0."""
        found = (one for one in self.tellings if one.blocker == blocker)
        return next(found, Telling(blocker=blocker))


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalChange:
    """What one blocker is to become. A note without an item is about the blocker itself.

    ``record`` holds the version it was planned on, None leaves it as it is; ``items`` are changed
    or new ones, planned on the checklist of ``list_version``.
    """

    blocker: BlockerId
    record: Record | None = None
    items: tuple[Item, ...] = ()
    list_version: int | None = None
    notes: tuple[Noted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalBatch:
    """Changes that are stored together or not at all.

    A new blocker without a key gets ``prefix-n``, n above ``taken`` and above all given before.
    """

    milestone: MilestoneKey
    changes: tuple[LocalChange, ...]
    author: Author
    prefix: str = ""
    taken: int = 0


def as_blocker(local: LocalBlocker, owner: Owner | None = None) -> Blocker:
    """As boards, digests and rights know a blocker."""
    return Blocker(
        id=local.id,
        key=local.key,
        title=local.title,
        stage=local.status.stage,
        state_name=local.status.value.capitalize(),
        priority=local.priority,
        assignee=owner if isinstance(owner, Person) else None,
        group=None if isinstance(owner, Person) else owner,
        due=local.due,
        labels=local.labels,
        url=local.url,
        watched=local.watched,
        created_at=local.created_at,
        updated_at=local.updated_at,
        started_at=local.started_at,
        completed_at=local.completed_at,
    )


def is_local(blocker: BlockerId) -> bool:
    return blocker.startswith(LOCAL)


def derive_prefix(key: MilestoneKey, taken: Collection[str] = ()) -> str:
    """From the milestone's key (``steady`` → ``STEADY``), for one that is given no prefix."""
    base = _letters(key) or _NO_PREFIX
    others = (f"{base[: MAX_PREFIX - 1]}{letter}" for letter in "LMNPQRSTUVWXYZ")
    return next((name for name in (base, *others) if name not in taken), base)


def prefix_of_repo(repo: str) -> str:
    """From a repository's own name (``acme/api`` → ``API``), "" where it has no letter."""
    return _letters(repo.rpartition("/")[2])


def _letters(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", name.upper()).lstrip("0123456789")[:MAX_PREFIX]


def highest_number(prefix: str, keys: Iterable[str]) -> int:
    """The highest n of ``prefix-n`` among the keys; 0 where there is none."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,6}})", re.IGNORECASE)
    found = (pattern.fullmatch(key) for key in keys)
    return max((int(match[1]) for match in found if match), default=0)

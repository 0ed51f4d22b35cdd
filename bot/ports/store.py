"""What is kept: checklists, snapshots, copies, digests, posts, probes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.domain.blocker import Snapshot
from bot.domain.checklist import AuditEntry, Checklist, ItemChange, TickOutcome
from bot.domain.digest import DigestFailure, DigestRecord
from bot.domain.editing import Edit
from bot.domain.health import ProbeId, ProbeResult, ProbeState
from bot.domain.health_history import HourBucket
from bot.domain.ids import (
    BlockerId,
    BlockerKey,
    ChannelId,
    DeliveryId,
    MessageTs,
    MilestoneKey,
)
from bot.domain.local import LocalBatch, Locals
from bot.domain.merge import Merge
from bot.domain.messages import Copy, Post


class ChecklistStore(Protocol):
    """Checklists and their audit. Every method may raise StoreUnavailableError."""

    async def load_many(
        self, milestone: MilestoneKey, blockers: Sequence[BlockerId]
    ) -> dict[BlockerId, Checklist]:
        """One round trip; a blocker never stored gets an empty checklist of version 0."""
        ...

    async def tick(self, change: ItemChange) -> TickOutcome:
        """State, revision, audit entry and the mark on its copies, in one step or not at all.

        The same ``delivery`` again returns the first outcome and changes nothing.
        """
        ...

    async def save_merge(self, milestone: MilestoneKey, merge: Merge) -> bool:
        """Apply items read from a description; False if the checklist's version has moved on."""
        ...

    async def load_audit(
        self,
        milestone: MilestoneKey,
        *,
        blocker: BlockerId | None = None,
        since: datetime | None = None,
        limit: int = 200,
    ) -> tuple[AuditEntry, ...]:
        """Newest first."""
        ...


class EditStore(Protocol):
    async def save_edit(self, edit: Edit) -> bool:
        """Items, audit entries and the mark on their copies, in one step or not at all.

        False if the checklist's version has moved on. The same ``delivery`` again is True and
        changes nothing. Raises StoreUnavailableError.
        """
        ...


class LocalBlockerStore(Protocol):
    """Blockers that live only here, and what was told of others. Raises StoreUnavailableError."""

    async def load_locals(self, milestone: MilestoneKey) -> Locals:
        """In the order of their keys, closed ones too."""
        ...

    async def save_locals(self, batch: LocalBatch) -> dict[BlockerId, BlockerKey] | None:
        """Records, keys, items, log and the mark on copies: all changes in one step or none.

        The keys of the local ones. None where a version has moved on or a key is another's: then
        nothing is stored. The same ``delivery`` again gives the first answer and changes nothing.
        """
        ...


class SnapshotStore(Protocol):
    async def save_snapshot(self, milestone: MilestoneKey, snapshot: Snapshot) -> None:
        """With what it changes in the log and the marks on copies, in one step.

        The same again changes nothing; an older one than is stored is left out.
        """
        ...

    async def load_snapshot(self, milestone: MilestoneKey) -> Snapshot | None:
        """The last good one, however old."""
        ...

    async def save_trouble(
        self, milestone: MilestoneKey, trouble: str | None, at: datetime
    ) -> None:
        """Why the last attempt to read the tracker failed; None once it worked again.

        A change of it marks the copies of the whole board, in the same step.
        """
        ...

    async def load_trouble(self, milestone: MilestoneKey) -> str | None: ...


class CopyStore(Protocol):
    """Which messages are on display, per milestone; newest first."""

    async def save_copy(self, copy: Copy) -> None: ...

    async def forget_copy(self, copy: Copy) -> None: ...

    async def load_copies(
        self, milestone: MilestoneKey, blocker: BlockerId | None
    ) -> tuple[Copy, ...]:
        """Copies that show ``blocker``: its own ones and those of the whole milestone.

        None means: of the whole milestone only.
        """
        ...

    async def load_all_copies(self, milestone: MilestoneKey) -> tuple[Copy, ...]: ...


class ClaimState(StrEnum):
    OURS = "ours"
    TAKEN = "taken"
    SENT = "sent"
    DOUBT = "doubt"
    """Somebody claimed it, its lease ran out, and no ``ts`` was stored: it may have been posted."""


@dataclass(frozen=True, slots=True)
class DigestClaim:
    state: ClaimState
    ts: MessageTs | None = None


class DigestStore(Protocol):
    async def claim(
        self, channel: ChannelId, day: date, *, holder: str, now: datetime, lease: timedelta
    ) -> DigestClaim:
        """Claim the one delivery of a channel and local date. Kept at least 72 h.

        OURS also for a claim of the same ``holder`` whose lease still runs. DOUBT hands the claim,
        with a new lease, to the caller, who has to find out before posting.
        """
        ...

    async def save_sent(self, channel: ChannelId, day: date, ts: MessageTs) -> None: ...

    async def release(self, channel: ChannelId, day: date, *, holder: str) -> None:
        """Give a claim back when it is certain that nothing was posted."""
        ...

    async def save_record(self, channel: ChannelId, record: DigestRecord) -> None: ...

    async def load_record(self, channel: ChannelId) -> DigestRecord | None: ...

    async def save_failure(self, channel: ChannelId, failure: DigestFailure) -> None: ...

    async def load_failure(self, channel: ChannelId) -> DigestFailure | None:
        """The last one, also where later dates were delivered since."""
        ...


class OpenState(StrEnum):
    NEW = "new"
    """Nobody has sent it: it is the caller's now."""
    DOUBT = "doubt"
    """Somebody may have: it is the caller's to find out, and to send if it is not there."""
    TAKEN = "taken"
    """Somebody is at it at this moment."""
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Opened:
    state: OpenState
    ts: MessageTs | None = None


class Outbox(Protocol):
    """Posts by our own id, so that none is sent twice and none in doubt is repeated blindly."""

    async def open_post(self, post: Post, now: datetime, lease: timedelta) -> Opened:
        """NEW and DOUBT give it to the caller alone until the lease ends or it is ``left``."""
        ...

    async def leave(self, post_id: str) -> None:
        """The caller is done with it and does not know: DOUBT for whoever opens it next."""
        ...

    async def save_sent(self, post_id: str, ts: MessageTs) -> None: ...

    async def drop(self, post_id: str) -> None:
        """Slack refused it: it is certain that nothing was posted."""
        ...


class ProbeStore(Protocol):
    async def load_states(self, probes: Sequence[ProbeId]) -> dict[ProbeId, ProbeState]: ...

    async def save_result(self, state: ProbeState, result: ProbeResult) -> None:
        """The new state, the latest result, and the result's place in the history, counted once."""
        ...

    async def load_results(self, probes: Sequence[ProbeId]) -> dict[ProbeId, ProbeResult]:
        """The latest result of each."""
        ...

    async def load_history(self, probe: ProbeId, until: datetime) -> tuple[HourBucket, ...]:
        """The kept past up to ``until``, oldest first; hours without a run are left out."""
        ...


class DeliveryLog(Protocol):
    async def is_first(self, key: DeliveryId, life: timedelta) -> bool:
        """Whether this delivery was never seen within ``life``; remembers it."""
        ...

    async def was_seen(self, key: DeliveryId) -> bool:
        """Whether it is remembered; changes nothing."""
        ...


class StoreHealth(Protocol):
    async def ping(self) -> None:
        """Raises StoreUnavailableError."""
        ...

    async def durability(self) -> str | None:
        """None if every acknowledged write is kept; else what is wrong, in plain words."""
        ...

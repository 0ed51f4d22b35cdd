"""Writing to a tracker, and what is remembered of it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.writes import WriteRecord


class WriteRefusedError(Exception):
    """The tracker will never take this write. The message says why, for people."""


class TrackerWriter(Protocol):
    """Every method may raise TrackerUnavailableError and WriteRefusedError.

    After the first of them it is not known whether the tracker took it; the same again is harmless.
    """

    async def create_comment(self, issue: BlockerId, comment_id: str, body: str) -> None:
        """Markdown, once for each ``comment_id``, which is a UUID of version 4."""
        ...

    async def attach_link(self, issue: BlockerId, url: str, title: str) -> None:
        """One attachment for each address on an issue."""
        ...

    async def change_labels(
        self, issue: BlockerId, added: Collection[str], removed: Collection[str]
    ) -> Mapping[str, bool]:
        """By name, without touching any others. Tells of each added one whether it was put now."""
        ...


class WriteStore(Protocol):
    """Every method may raise StoreUnavailableError."""

    async def load_record(self, milestone: MilestoneKey, blocker: BlockerId) -> WriteRecord:
        """Version 0 where nothing was ever planned."""
        ...

    async def load_records(self, milestone: MilestoneKey) -> tuple[WriteRecord, ...]: ...

    async def save_record(self, milestone: MilestoneKey, record: WriteRecord) -> bool:
        """Store it as the next version; False if it has moved on."""
        ...

    async def note_switches(
        self, milestone: MilestoneKey, names: Collection[str], now: datetime
    ) -> Mapping[str, datetime]:
        """Since when each of these has been on without a break. Others are off from now on."""
        ...

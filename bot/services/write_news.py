"""Tell what cannot be written to the tracker: leads once, and whoever asks the doctor."""

import hashlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.findings import Finding
from bot.domain.ids import ChannelId
from bot.domain.messages import Message, Post, PostKind
from bot.domain.milestone import Milestone
from bot.domain.writes import WriteKind
from bot.ports import Clock, Poster, PostRefusedError, WriteStore
from bot.services.installation import Installation

log = logging.getLogger(__name__)

LONG = timedelta(minutes=15)
"""What waits longer than this is worth a word."""
RECENT = timedelta(days=7)
_MEND = "see linear_writes: in blockers.yml, and in Linear what the key or app may write"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedWrite:
    """What leads are told. ``key`` and ``kind`` are empty where nothing at all may be written."""

    milestone: str
    reason: str
    key: str = ""
    kind: str = ""


class WriteNews:
    """``paint`` draws what leads are told."""

    def __init__(
        self, installation: Installation, poster: Poster, paint: Callable[[RefusedWrite], Message]
    ) -> None:
        self._installation = installation
        self._poster = poster
        self._paint = paint

    async def tell_refused(
        self, milestone: Milestone, key: str, kind: WriteKind, reason: str
    ) -> None:
        """Once for each reason. Raises SlackUnavailableError."""
        await self._tell(
            milestone,
            RefusedWrite(milestone=milestone.name, reason=reason, key=key, kind=kind.value),
        )

    async def tell_closed(self, milestone: Milestone, reason: str) -> None:
        """Once for each reason. Raises SlackUnavailableError."""
        await self._tell(milestone, RefusedWrite(milestone=milestone.name, reason=reason))

    async def _tell(self, milestone: Milestone, refused: RefusedWrite) -> None:
        about = f"{milestone.key}/{refused.kind}/{refused.reason}"
        named = hashlib.sha256(about.encode()).hexdigest()[:16]
        for lead in self._installation.roster.leads_of(milestone):
            post = Post(
                id=f"write-refused:{named}:{lead}",
                kind=PostKind.WRITE_REFUSED,
                channel=ChannelId(lead),
                message=self._paint(refused),
            )
            try:
                await self._poster.post_message(post)
            except PostRefusedError as error:
                log.warning("%s cannot be told of a refused write: %s", lead, error)


class WriteCheck:
    """What the doctor says of writes to the tracker."""

    def __init__(self, installation: Installation, writes: WriteStore, clock: Clock) -> None:
        self._installation = installation
        self._writes = writes
        self._clock = clock

    async def findings(self) -> AsyncIterator[Finding]:
        """Raises StoreUnavailableError."""
        for milestone in self._installation.roster.milestones:
            if not milestone.writes.follows:
                continue
            wrong = [finding async for finding in self._wrong(milestone)]
            for finding in wrong:
                yield finding
            if not wrong:
                on = ", ".join(sorted(milestone.writes.names))
                yield Finding(f"writes to Linear for {milestone.name}: {on}")

    async def _wrong(self, milestone: Milestone) -> AsyncIterator[Finding]:
        now = self._clock.now()
        records = await self._writes.load_records(milestone.key)
        refused: dict[tuple[str, str], list[str]] = {}
        for record in records:
            for refusal in record.refusals:
                if now - refusal.at < RECENT:
                    refused.setdefault((refusal.kind, refusal.reason), []).append(record.key)
        for (kind, reason), keys in refused.items():
            yield Finding(f"Linear refused the {kind} for {', '.join(keys[:5])}: {reason}", _MEND)
        waiting = [
            write
            for record in records
            for write in record.pending
            if write.trouble and now - write.planned_at > LONG
        ]
        if waiting:
            count = f"{len(waiting)} writes" if len(waiting) > 1 else "1 write"
            yield Finding(
                f"{count} to Linear for {milestone.name} cannot be sent: {waiting[0].trouble}",
                f"they are tried again by themselves; {_MEND}",
            )

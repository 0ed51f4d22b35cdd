"""Write to the tracker what a change calls for: planned in the store, sent until it is taken, once.

A write has its id before it is sent first, and is sent again with it after a crash or a lost
answer. Any replica may do it; one has a blocker while its lease lasts.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.milestone import Milestone
from bot.domain.trackers import Source, source_of
from bot.domain.write_plan import Situation, plan_writes
from bot.domain.writes import (
    Switch,
    Write,
    WriteKind,
    WriteRecord,
    drop_pending,
    mark_put_off,
    mark_refused,
    mark_written,
)
from bot.ports import (
    Clock,
    DueQueue,
    SlackUnavailableError,
    SnapshotStore,
    StoreUnavailableError,
    TrackerUnavailableError,
    TrackerWriter,
    WriteRefusedError,
    WriteStore,
    writes_queue,
)
from bot.services.installation import Installation
from bot.services.write_news import WriteNews
from bot.services.write_situations import WriteSituations

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
"""Longer than all that waits for one blocker takes, each within the client's time limit."""
AT_ONCE = 25
ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)
CLOSED_PAUSE = timedelta(hours=1)
"""Where the key or app may not write: until somebody changes that."""
Change = Callable[[WriteRecord], WriteRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteStores:
    writes: WriteStore
    due: DueQueue
    snapshots: SnapshotStore


class TrackerWrites:
    def __init__(
        self,
        installation: Installation,
        stores: WriteStores,
        writer: TrackerWriter,
        situations: WriteSituations,
        news: WriteNews,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._stores = stores
        self._writer = writer
        self._situations = situations
        self._news = news
        self._clock = clock
        self._since: dict[MilestoneKey, tuple[frozenset[str], Mapping[str, datetime]]] = {}
        self._away_until: datetime | None = None

    async def begin(self) -> None:
        """From now on every switch counts that is on. Raises StoreUnavailableError."""
        for milestone in self._installation.roster.milestones:
            await self._switched_on(milestone)

    async def run_due(self) -> None:
        """Raises StoreUnavailableError; then what was claimed comes again."""
        for milestone in self._installation.roster.milestones:
            since = await self._switched_on(milestone)
            if milestone.writes.follows:
                await self._run(milestone, since)

    async def plan_threads(self) -> None:
        """Blockers of which a message was put up since, wherever that was done."""
        for milestone in self._installation.roster.milestones:
            if Switch.THREAD in milestone.writes.switches:
                for blocker in await self._situations.newly_shown(milestone):
                    await self._mark(milestone, blocker)

    async def _switched_on(self, milestone: Milestone) -> Mapping[str, datetime]:
        """Since when each switch counts. After a change of them every blocker is looked at."""
        names = milestone.writes.names
        known = self._since.get(milestone.key)
        if known and known[0] == names:
            return known[1]
        since = await self._stores.writes.note_switches(milestone.key, names, self._clock.now())
        snapshot = await self._stores.snapshots.load_snapshot(milestone.key)
        for blocker in snapshot.blockers if snapshot and names else ():
            await self._mark(milestone, blocker.id)
        self._since[milestone.key] = (names, since)
        return since

    async def _mark(self, milestone: Milestone, blocker: BlockerId) -> None:
        if source_of(blocker) is Source.LINEAR:
            await self._stores.due.add(writes_queue(milestone.key), blocker, self._clock.now())

    async def _run(self, milestone: Milestone, since: Mapping[str, datetime]) -> None:
        queue = writes_queue(milestone.key)
        for _ in range(AT_ONCE):
            now = self._clock.now()
            if self._away_until and now < self._away_until:
                return
            dues = await self._stores.due.claim(queue, now, LEASE, limit=1)
            if not dues:
                return
            again = await self._follow(milestone, BlockerId(dues[0].member), since)
            await self._stores.due.finish(queue, dues[0], again)

    async def _follow(
        self, milestone: Milestone, blocker: BlockerId, since: Mapping[str, datetime]
    ) -> datetime | None:
        """Plan what is new of one blocker and send what waits; when to come again."""
        record = await self._planned(milestone, blocker, since)
        if not record.pending:
            return None
        if record.not_before and self._clock.now() < record.not_before:
            return record.not_before
        for write in record.pending:
            again = await self._write(milestone, record, write)
            if again:
                return again
        return None

    async def _planned(
        self, milestone: Milestone, blocker: BlockerId, since: Mapping[str, datetime]
    ) -> WriteRecord:
        situation: Situation | None = None

        def plan(record: WriteRecord) -> WriteRecord:
            if situation is None:  # no longer ours to write to
                return drop_pending(record)
            return plan_writes(record, situation, milestone.writes, self._clock.now())

        record = await self._stores.writes.load_record(milestone.key, blocker)
        situation = await self._situations.see(milestone, record, since)
        return await self._change(milestone, blocker, plan)

    async def _write(
        self, milestone: Milestone, record: WriteRecord, write: Write
    ) -> datetime | None:
        """None where it is settled: written, or refused and told."""
        blocker = record.blocker
        try:
            put = await self._send(blocker, write)
        except WriteRefusedError as error:
            return await self._refused(milestone, record, write, str(error))
        except TrackerUnavailableError as error:
            return await self._put_off(milestone, record, write, error)
        log.info("%s: %s written", record.key or blocker, write.kind)
        await self._change(milestone, blocker, lambda kept: mark_written(kept, write, put))
        return None

    async def _send(self, blocker: BlockerId, write: Write) -> Mapping[str, bool]:
        match write.kind:
            case WriteKind.COMPLETE | WriteKind.CONTEST:
                await self._writer.create_comment(blocker, write.id, write.text)
            case WriteKind.THREAD:
                await self._writer.attach_link(blocker, write.url, write.text)
            case WriteKind.LABELS:
                return await self._writer.change_labels(blocker, write.added, write.removed)
        return {}

    async def _refused(
        self, milestone: Milestone, record: WriteRecord, write: Write, reason: str
    ) -> datetime | None:
        """Leads are told before it is given up: should it end in between, they are told then."""
        log.warning("%s: %s refused: %s", record.key or record.blocker, write.kind, reason)
        try:
            await self._news.tell_refused(milestone, record.key, write.kind, reason)
        except SlackUnavailableError as error:
            until = self._clock.now() + CLOSED_PAUSE / 60
            log.info("leads are told of it later: %s", error)
            await self._change(
                milestone, record.blocker, lambda kept: mark_put_off(kept, write, reason, until)
            )
            return until
        now = self._clock.now()
        await self._change(
            milestone, record.blocker, lambda kept: mark_refused(kept, write, reason, now)
        )
        return None

    async def _put_off(
        self,
        milestone: Milestone,
        record: WriteRecord,
        write: Write,
        error: TrackerUnavailableError,
    ) -> datetime:
        until = self._clock.now() + _pause(write, error)
        log.info("%s: %s waits until %s: %s", record.key, write.kind, until, error.reason)
        if error.permanent:
            try:
                await self._news.tell_closed(milestone, error.reason)
            except SlackUnavailableError as away:
                log.info("leads are told of it later: %s", away)
        else:
            self._away_until = until
        await self._change(
            milestone, record.blocker, lambda kept: mark_put_off(kept, write, error.reason, until)
        )
        return until

    async def _change(
        self, milestone: Milestone, blocker: BlockerId, change: Change
    ) -> WriteRecord:
        """Whatever another replica made of the record meanwhile stays."""
        for _ in range(ATTEMPTS):
            record = await self._stores.writes.load_record(milestone.key, blocker)
            after = change(record)
            if after == record:
                return record
            if await self._stores.writes.save_record(milestone.key, after):
                return await self._stores.writes.load_record(milestone.key, blocker)
        raise StoreUnavailableError("The store", "the record of writes keeps moving")


def _pause(write: Write, error: TrackerUnavailableError) -> timedelta:
    """As Linear says, else twice as long each time, spread so that not all come at once."""
    if error.retry_after:
        return timedelta(seconds=error.retry_after)
    if error.permanent:
        return CLOSED_PAUSE
    spread = 1 + hashlib.sha256(write.id.encode()).digest()[0] / 1024
    pause = FIRST_PAUSE * (1 << min(write.attempts, 10))
    return min(pause, LONGEST_PAUSE) * spread

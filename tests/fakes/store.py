"""The store in memory: every port of it, held to the same contract as the real servers."""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.blocker import Snapshot
from bot.domain.digest import DigestFailure, DigestRecord
from bot.domain.ids import BlockerId, ChannelId, DeliveryId, MessageTs, MilestoneKey
from bot.domain.messages import Copy, Post
from bot.domain.tracked import compare_readings
from bot.ports import WHOLE_BOARD, ClaimState, DigestClaim, Opened, OpenState, copies_queue
from bot.store.snapshots import stale_by
from bot.store.stores import Stores
from tests.fakes.beats import FakeBeats
from tests.fakes.channels import FakeChannels
from tests.fakes.checklists import FakeChecklists, FakeDueQueue, Switch
from tests.fakes.hints import FakeHints
from tests.fakes.locals import FakeLocals
from tests.fakes.logbook import FakePast, Logbook
from tests.fakes.membership import FakeMembership
from tests.fakes.people import fake_people
from tests.fakes.probes import FakeProbes
from tests.fakes.replies import FakeReminders, FakeReplies
from tests.fakes.tokens import FakeTokens
from tests.fakes.uploads import FakeUploads
from tests.fakes.writes import FakeWrites

KEPT_COPIES = 2000


class FakeSnapshots:
    def __init__(self, switch: Switch, due: FakeDueQueue, logbook: Logbook | None = None) -> None:
        self._switch = switch
        self._due = due
        self._logbook = logbook or Logbook()
        self._snapshots: dict[MilestoneKey, Snapshot] = {}
        self._troubles: dict[MilestoneKey, str | None] = {}

    async def save_snapshot(self, milestone: MilestoneKey, snapshot: Snapshot) -> None:
        self._switch.check()
        known = self._snapshots.get(milestone)
        if known is None or known.fetched_at <= snapshot.fetched_at:
            self._snapshots[milestone] = snapshot
            self._logbook.add_reading(milestone, known, snapshot)
            for mark in stale_by(compare_readings(known, snapshot)):
                self._due.mark(copies_queue(milestone), mark, snapshot.fetched_at)

    async def load_snapshot(self, milestone: MilestoneKey) -> Snapshot | None:
        self._switch.check()
        return self._snapshots.get(milestone)

    async def save_trouble(
        self, milestone: MilestoneKey, trouble: str | None, at: datetime
    ) -> None:
        self._switch.check()
        if self._troubles.get(milestone) != trouble:
            self._troubles[milestone] = trouble
            self._due.mark(copies_queue(milestone), WHOLE_BOARD, at)

    async def load_trouble(self, milestone: MilestoneKey) -> str | None:
        self._switch.check()
        return self._troubles.get(milestone)


class FakeCopies:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._copies: dict[tuple[MilestoneKey, str, str], Copy] = {}

    async def save_copy(self, copy: Copy) -> None:
        self._switch.check()
        self._copies.pop(_place(copy), None)
        self._copies[_place(copy)] = copy
        of_milestone = [place for place in self._copies if place[0] == copy.milestone]
        for place in of_milestone[:-KEPT_COPIES]:
            del self._copies[place]

    async def forget_copy(self, copy: Copy) -> None:
        self._switch.check()
        self._copies.pop(_place(copy), None)

    async def load_copies(
        self, milestone: MilestoneKey, blocker: BlockerId | None
    ) -> tuple[Copy, ...]:
        self._switch.check()
        return tuple(
            copy
            for copy in reversed(self._copies.values())
            if copy.milestone == milestone and copy.blocker in {None, blocker}
        )

    async def load_all_copies(self, milestone: MilestoneKey) -> tuple[Copy, ...]:
        self._switch.check()
        return tuple(
            copy for copy in reversed(self._copies.values()) if copy.milestone == milestone
        )


def _place(copy: Copy) -> tuple[MilestoneKey, str, str]:
    return copy.milestone, copy.channel, copy.ts


@dataclass
class _Claim:
    holder: str = ""
    until: datetime | None = None
    doubt: bool = False
    ts: MessageTs | None = None


class FakeDigests:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._claims: dict[tuple[ChannelId, date], _Claim] = {}
        self._records: dict[ChannelId, DigestRecord] = {}
        self._failures: dict[ChannelId, DigestFailure] = {}

    async def claim(
        self, channel: ChannelId, day: date, *, holder: str, now: datetime, lease: timedelta
    ) -> DigestClaim:
        self._switch.check()
        known = self._claims.get((channel, day))
        if known and known.ts:
            return DigestClaim(ClaimState.SENT, known.ts)
        running = bool(known and known.until and known.until > now)
        if known and running and known.holder != holder:
            return DigestClaim(ClaimState.TAKEN)
        if known and running and not known.doubt:
            return DigestClaim(ClaimState.OURS)
        doubt = known is not None
        self._claims[channel, day] = _Claim(holder=holder, until=now + lease, doubt=doubt)
        return DigestClaim(ClaimState.DOUBT if doubt else ClaimState.OURS)

    async def save_sent(self, channel: ChannelId, day: date, ts: MessageTs) -> None:
        self._switch.check()
        claim = self._claims.setdefault((channel, day), _Claim())
        claim.ts, claim.doubt = ts, False

    async def release(self, channel: ChannelId, day: date, *, holder: str) -> None:
        self._switch.check()
        known = self._claims.get((channel, day))
        if known and known.holder == holder and known.ts is None:
            del self._claims[channel, day]

    async def save_record(self, channel: ChannelId, record: DigestRecord) -> None:
        self._switch.check()
        self._records[channel] = record

    async def load_record(self, channel: ChannelId) -> DigestRecord | None:
        self._switch.check()
        return self._records.get(channel)

    async def save_failure(self, channel: ChannelId, failure: DigestFailure) -> None:
        self._switch.check()
        self._failures[channel] = failure

    async def load_failure(self, channel: ChannelId) -> DigestFailure | None:
        self._switch.check()
        return self._failures.get(channel)


class FakeOutbox:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._sent: dict[str, MessageTs] = {}
        self._open: dict[str, datetime | None] = {}

    async def open_post(self, post: Post, now: datetime, lease: timedelta) -> Opened:
        self._switch.check()
        if post.id in self._sent:
            return Opened(OpenState.SENT, self._sent[post.id])
        known, till = post.id in self._open, self._open.get(post.id)
        if till and till > now:
            return Opened(OpenState.TAKEN)
        self._open[post.id] = now + lease
        return Opened(OpenState.DOUBT if known else OpenState.NEW)

    async def leave(self, post_id: str) -> None:
        self._switch.check()
        self._open[post_id] = None

    async def save_sent(self, post_id: str, ts: MessageTs) -> None:
        self._switch.check()
        self._sent[post_id] = ts

    async def drop(self, post_id: str) -> None:
        self._switch.check()
        self._sent.pop(post_id, None)
        self._open.pop(post_id, None)


class FakeDeliveryLog:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._seen: dict[DeliveryId, float] = {}

    async def is_first(self, key: DeliveryId, life: timedelta) -> bool:
        self._switch.check()
        if self._seen.get(key, 0) > time.monotonic():
            return False
        self._seen[key] = time.monotonic() + life.total_seconds()
        return True

    async def was_seen(self, key: DeliveryId) -> bool:
        self._switch.check()
        return self._seen.get(key, 0) > time.monotonic()


class FakeStoreHealth:
    def __init__(self, switch: Switch, trouble: str | None = None) -> None:
        self._switch = switch
        self.trouble = trouble

    async def ping(self) -> None:
        self._switch.check()

    async def durability(self) -> str | None:
        self._switch.check()
        return self.trouble


def fake_stores(switch: Switch | None = None) -> Stores:
    switch = switch or Switch()
    due = FakeDueQueue(switch)
    logbook = Logbook()
    checklists = FakeChecklists(switch, due, logbook)
    return Stores(
        checklists=checklists,
        edits=checklists,
        locals=FakeLocals(switch, checklists),
        snapshots=FakeSnapshots(switch, due, logbook),
        copies=FakeCopies(switch),
        due=due,
        channels=FakeChannels(switch),
        membership=FakeMembership(switch, due),
        digests=FakeDigests(switch),
        replies=FakeReplies(switch, due, logbook),
        reminders=FakeReminders(switch, due),
        outbox=FakeOutbox(switch),
        past=FakePast(switch, logbook),
        probes=FakeProbes(switch),
        deliveries=FakeDeliveryLog(switch),
        people=fake_people(switch),
        health=FakeStoreHealth(switch),
        beats=FakeBeats(switch),
        tokens=FakeTokens(switch),
        hints=FakeHints(switch, due),
        writes=FakeWrites(switch),
        uploads=FakeUploads(switch),
    )

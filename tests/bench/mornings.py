"""``python -m tests.bench.mornings [CHANNELS]``: every channel's digest is due at the same time.

The store is real, Slack and Linear answer at once and are counted; between two beats a hand turns
the clock, so that Slack's pace is kept without waiting for it.
"""

import asyncio
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.bootstrap.standing import freeze_what_stands
from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.milestone import FollowedChannel
from bot.domain.roster import Roster
from bot.ports import DIGESTS_QUEUE
from bot.store.connection import Link, open_link
from bot.store.stores import stores_on
from tests.servers.stores import unix_server, valkey
from tests.stages.office import NINE, Office, Replica, milestone, tls

CHANNELS, MILESTONES = 10_000, 200
DUE = datetime(2026, 11, 18, 14, tzinfo=UTC)  # nine in New York
BEAT = timedelta(seconds=1)
LOOK = 0.002


@dataclass(slots=True)
class Stalls:
    """How long the loop was not to be had, seconds: by the clock, and in work of its own.

    On a machine that does other things too the clock also counts their turns.
    """

    longest: float = 0.0
    busiest: float = 0.0
    over: Counter[str] = field(default_factory=Counter)

    async def watch(self) -> None:
        while True:
            begun, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(LOOK)
            late = time.perf_counter() - begun - LOOK
            self.longest = max(self.longest, late)
            self.busiest = max(self.busiest, time.thread_time() - worked)
            self.over["over 20 ms"] += late > 0.02
            self.over["looks"] += 1

    def rows(self) -> tuple[tuple[str, str], ...]:
        over, looks = self.over["over 20 ms"], self.over["looks"]
        return (
            ("longest stall of the loop, ms", f"{self.longest * 1e3:.1f}"),
            ("… of so many looks over 20 ms", f"{over} of {looks}"),
            ("… of it the loop's own work, ms of CPU", f"{self.busiest * 1e3:.1f}"),
        )


@dataclass(slots=True)
class Counted:
    """A link that counts its round trips."""

    calls: int = 0

    def count(self, link: Link) -> None:
        for name in ("run", "read", "write", "read_each"):
            inner = getattr(link, name)

            async def counted(*args: object, inner: object = inner, **more: object) -> object:
                self.calls += 1
                return await inner(*args, **more)  # type: ignore[operator]

            setattr(link, name, counted)


async def main(channels: int = CHANNELS) -> int:
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        unix_server(valkey(), Path(folder)) as server,
    ):
        async with open_link(server.url) as link:
            return await _morning(link, channels)


async def _morning(link: Link, channels: int) -> int:
    counted, stalls = Counted(), Stalls()
    counted.count(link)
    office = _office(link, channels)
    replica = office.replica()
    office.clock.at = DUE - timedelta(minutes=1)
    for each in office.installation.roster.milestones:
        await replica.sync.sync(each)
    planned = await _timed(replica.delivery.plan())
    freeze_what_stands()
    before, asked = counted.calls, office.tracker.reads
    office.clock.at = DUE
    watch = asyncio.create_task(stalls.watch())  # noqa: TID251 - ends with the measurement
    begun = time.perf_counter()
    drifts = await _delivered(office, replica)
    took = time.perf_counter() - begun
    watch.cancel()
    posted = len(office.slack.of_kind("blockers_digest"))
    left = await _left(office)
    rows = (
        ("digests that were due", channels),
        ("posted, and none twice", posted),
        ("left", left),
        ("planned, s", f"{planned:.1f}"),
        ("built and handed over, s", f"{took:.1f}"),
        ("a digest, ms", f"{took / channels * 1e3:.2f}"),
        ("round trips to the store, a digest", f"{(counted.calls - before) / channels:.1f}"),
        ("readings of the tracker meanwhile", office.tracker.reads - asked),
        ("the first, the middle and the last, s after", _spread(drifts)),
        *stalls.rows(),
        ("memory at its highest, MB", f"{_memory():.0f}"),
    )
    sys.stdout.write(f"{channels} digests due at nine over {MILESTONES} milestones\n")
    sys.stdout.write("".join(f"  {name:<42}{value!s:>14}\n" for name, value in rows))
    return 0 if posted == channels and not left else 1


async def _delivered(office: Office, replica: Replica) -> list[float]:
    """Seconds after its due time of each post, in the order in which they came."""
    drifts: list[float] = []
    last = -1
    while len(drifts) != last:
        last = len(drifts)
        await replica.delivery.run_due()
        late = (office.clock.at - DUE).total_seconds()
        drifts += [late] * (len(office.slack.posts) - last)
        office.clock.at += BEAT
    return drifts


def _spread(drifts: list[float]) -> str:
    middle = drifts[len(drifts) // 2]
    return f"{drifts[0]:.0f}, {middle:.0f}, {drifts[-1]:.0f}"


async def _left(office: Office) -> int:
    """Still to be delivered."""
    due = await office.stores.due.all_due(DIGESTS_QUEUE)
    return sum(at <= DUE for at in due.values())


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _office(link: Link, channels: int) -> Office:
    office = Office()
    office.stores = stores_on(link)
    milestones = tuple(milestone(f"m{n}", name=f"Milestone {n}") for n in range(MILESTONES))
    follow = tuple(
        FollowedChannel(
            id=ChannelId(f"C{n:06}"), milestone=MilestoneKey(f"m{n % MILESTONES}"), digest=NINE
        )
        for n in range(channels)
    )
    old: Roster = office.installation.roster
    office.configure(milestones=milestones, channels=follow, leads=old.leads)
    office.tracker.blockers = tuple(tls(f"THR-{n}") for n in range(10))
    return office


async def _timed(work: object) -> float:
    begun = time.perf_counter()
    await work  # type: ignore[misc]
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else CHANNELS)))

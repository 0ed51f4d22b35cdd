"""``python -m tests.bench.displays``: a thousand copies of one checklist after a tick.

The store and the HTTP to Slack are real; the minutes between two beats are a hand's clock, so that
Slack's rate is kept without waiting for it.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.domain.checklist import ItemState, Ticked
from bot.domain.ids import BlockerId, MessageTs
from bot.domain.messages import Copy, CopyKind
from bot.ports import copies_queue
from bot.services.checklists import TickAnswer
from bot.services.copies import CopiesService, CopiesSlack, CopiesStores
from bot.services.passes import BURST
from bot.slack.client import build_reader, build_writer, open_session
from bot.slack.poster import SlackPoster
from bot.store.connection import open_link
from bot.store.stores import stores_on
from tests.bench.slack_stand_in import SlackStandIn, slack_stand_in
from tests.servers.stores import unix_server, valkey
from tests.stages.office import OPS, PROD, Office, Replica

COPIES = 1000
BEAT = 0.4
"""Seconds; as bot/bootstrap/running.py has it."""
AT_ONCE = 8
TLS = BlockerId("id-THR-42")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    office: Office
    replica: Replica
    copies: CopiesService
    slack: SlackStandIn

    async def tick(self, number: int) -> None:
        to = ItemState.DONE if number % 2 == 0 else ItemState.TODO
        press = await self.replica.press(to=to, delivery=f"tick-{number}")
        answer = await self.replica.checklists.tick(press)
        assert isinstance(answer, TickAnswer)
        assert isinstance(answer.outcome, Ticked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Seconds by the wall but for ``last``, which is by the clock that Slack's rate is kept by."""

    burst: float
    calls: int
    last: float
    beats: float
    longest: float


async def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with open_scene(Path(folder)) as scene:
            await put_on_display(scene)
            await scene.tick(0)
            one = await follow(scene)
            for number in range(1, 11):
                await scene.tick(number)
            ten = await follow(scene)
            bare = await bare_edits(scene.slack)
    sys.stdout.write(_report(one, ten, bare))
    return 0 if one.calls == COPIES and ten.calls == COPIES else 1


@asynccontextmanager
async def open_scene(folder: Path) -> AsyncIterator[Scene]:
    with unix_server(valkey(), folder) as server:
        async with (
            open_link(server.url) as link,
            slack_stand_in() as slack,
            open_session() as session,
        ):
            office = Office()
            office.stores = stores_on(link)
            replica = office.replica()
            await replica.sync.sync(office.milestone)
            await replica.copies.run_due()
            address = f"{slack.origin}/api/"
            poster = SlackPoster(
                reader=build_reader("xoxb-bench", address, session),
                writer=build_writer("xoxb-bench", address, session),
                outbox=office.stores.outbox,
                clock=office.clock,
            )
            copies = CopiesService(
                office.installation,
                CopiesStores(copies=office.stores.copies, due=office.stores.due),
                CopiesSlack(poster=poster, homes=replica.homes.homes),
                replica.painter,
                replica.membership,
                office.clock,
            )
            yield Scene(office=office, replica=replica, copies=copies, slack=slack)


async def put_on_display(scene: Scene) -> None:
    for number in range(COPIES):
        ts = MessageTs(f"1700000000.{number:06}")
        await scene.office.stores.copies.save_copy(
            Copy(kind=CopyKind.BLOCKER, milestone=PROD, channel=OPS, ts=ts, blocker=TLS)
        )


async def follow(scene: Scene) -> Run:
    """From a tick that is stored to the last copy that shows it."""
    clock, before, begun = scene.office.clock, scene.slack.edits, scene.office.clock.now()
    burst = await _timed(scene)
    assert scene.slack.edits - before == BURST, scene.slack.edits
    beats = []
    while await scene.office.stores.due.all_due(f"tails:{PROD}"):
        clock.forward(seconds=BEAT)
        beats.append(await _timed(scene))
    assert await scene.office.stores.due.all_due(copies_queue(PROD)) == {}
    return Run(
        burst=burst,
        calls=scene.slack.edits - before,
        last=_seconds(begun, clock.now()),
        beats=sum(beats),
        longest=max(beats),
    )


async def _timed(scene: Scene) -> float:
    begun = time.perf_counter()
    await scene.copies.run_due()
    return time.perf_counter() - begun


def _seconds(begun: datetime, now: datetime) -> float:
    return (now - begun).total_seconds()


async def bare_edits(slack: SlackStandIn) -> float:
    """Seconds that the burst's calls cost by themselves: the last message, as many at once."""
    slots, body = asyncio.Semaphore(AT_ONCE), slack.last_edit

    async def edit(session: aiohttp.ClientSession) -> None:
        async with slots, session.post(f"{slack.origin}/api/chat.update", json=body) as answer:
            await answer.read()

    async with aiohttp.ClientSession() as session:
        begun = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for _ in range(BURST):
                group.create_task(edit(session))
        return time.perf_counter() - begun


def _report(one: Run, ten: Run, bare: float) -> str:
    rows: list[tuple[str, Any, Any]] = [
        ("", "one tick", "ten ticks in a row"),
        ("calls of chat.update", one.calls, ten.calls),
        (
            f"the newest {BURST} drawn and sent, ms",
            f"{one.burst * 1e3:.0f}",
            f"{ten.burst * 1e3:.0f}",
        ),
        (
            f"… beside {BURST} bare posts of the same",
            f"{one.burst / bare:.2f}",
            f"{ten.burst / bare:.2f}",
        ),
        ("the last copy, s at Slack's 50 a minute", f"{one.last:.0f}", f"{ten.last:.0f}"),
        ("work of all beats after the burst, s", f"{one.beats:.2f}", f"{ten.beats:.2f}"),
        ("the longest of them, ms", f"{one.longest * 1e3:.0f}", f"{ten.longest * 1e3:.0f}"),
    ]
    head = f"{COPIES} copies of one checklist\n"
    return head + "".join(f"  {a:<42}{b:>12}{c:>22}\n" for a, b, c in rows)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""Weeks in seconds: replicas as real processes, a clock that a hand moves, and what kills them."""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.linear.state import API_KEY
from sandbox.sample import sample_seed
from sandbox.server import Around, SlackSandbox
from tests.servers.bot_process import BotProcess, running_bot
from tests.servers.linear import LocalLinear, local_linear
from tests.servers.stores import Server, unix_server, valkey

REPLICAS = 3
WAIT = 0.5
"""Real seconds between two steps of the hand."""
STEP = timedelta(seconds=40)
PATIENCE = 40
"""Steps until a delivery counts as missing."""
LOOKS = 100
"""Half seconds without a sign of life from any replica that are a failure."""
QUIET = 30.0
"""Real seconds in which every replica has read its file again."""
KIND = "blockers_digest"


@dataclass(frozen=True, slots=True)
class Schedule:
    channel: str
    at: time
    zone: str

    def instant(self, day: date) -> datetime:
        """The first time that the local clock shows it; what it skips comes with the jump."""
        local = datetime.combine(day, self.at, tzinfo=ZoneInfo(self.zone))
        return local.astimezone(UTC)

    def line(self) -> str:
        days = "[mon, tue, wed, thu, fri, sat, sun]"
        digest = f'{{at: "{self.at:%H:%M}", timezone: {self.zone}, days: {days}}}'
        return f"  - {{id: {self.channel}, milestone: prod, digest: {digest}}}"


@dataclass(frozen=True, slots=True, order=True)
class Due:
    at: datetime
    channel: str
    day: date

    @property
    def post_id(self) -> str:
        return f"digest:{self.channel}:{self.day}"


def dues(schedules: Sequence[Schedule], begin: date, days: int) -> list[Due]:
    return sorted(
        Due(schedule.instant(day), schedule.channel, day)
        for schedule in schedules
        for day in (begin + timedelta(days=n) for n in range(days))
    )


def config(schedules: Sequence[Schedule]) -> str:
    return "\n".join(
        [
            "version: 1",
            "timezone: UTC",
            "leads: [U0ALICE]",
            "milestones:",
            "  - {key: prod, name: Production, linear: {team: THR, label: blocker}}",
            "channels:",
            *(schedule.line() for schedule in schedules),
            "",
        ]
    )


@dataclass(slots=True)
class World:
    """What outlives every replica. ``chance`` decides who dies when, the same in every run."""

    folder: Path
    slack: SlackSandbox
    linear: LocalLinear
    chance: random.Random
    stack: AsyncExitStack
    store: ExitStack
    server: Server
    bots: list[BotProcess] = field(default_factory=list)
    news: int = 0

    def set_clock(self, now: datetime) -> None:
        self.linear.clock.time = now
        fresh = self.folder / "clock.new"
        fresh.write_text(str(now.timestamp()))
        fresh.replace(self.folder / "clock")

    def configure(self, schedules: Sequence[Schedule]) -> None:
        (self.folder / "blockers.yml").write_text(config(schedules), encoding="utf-8")

    async def change(self, schedules: Sequence[Schedule]) -> None:
        """Until every replica has read the new file."""
        self.configure(schedules)
        wanted = [_readings(bot) + 1 for bot in self.bots]
        for bot in self.bots:
            bot.process.send_signal(signal.SIGHUP)
        async with asyncio.timeout(QUIET):
            while any(_readings(bot) < n for bot, n in zip(self.bots, wanted, strict=True)):
                await self.slack.core.feed.wait(self.slack.core.feed.number, 0.05)

    async def a_beat(self) -> None:
        """Longer than any replica leaves what is due alone."""
        await self.slack.core.feed.wait(self.slack.core.feed.number, 2.5)

    async def fill(self) -> None:
        """Until there are as many replicas as there should be."""
        missing = REPLICAS - len(self.bots)
        for _ in range(missing):
            self.bots.append(await self.stack.enter_async_context(self._bot()))

    def _bot(self) -> Any:
        environment = {
            "SLACK_BOT_TOKEN": self.slack.installation.bot_token,
            "SLACK_SIGNING_SECRET": self.slack.installation.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "LINEAR_API_KEY": API_KEY,
            "LINEAR_API_URL": self.linear.url,
            "BLOCKERS_CONFIG": str(self.folder / "blockers.yml"),
            "REDIS_URL": self.server.url,
            "PORT": "0",
            "CLOCK_FILE": str(self.folder / "clock"),
        }
        return running_bot(environment, module="tests.servers.clocked_bot")

    def kill(self, many: int) -> None:
        for bot in self.chance.sample(self.bots, min(many, len(self.bots))):
            bot.process.kill()
            self.bots.remove(bot)

    def restart_store(self) -> None:
        """SIGKILL: only what was acknowledged has to be there again."""
        os.kill(self.server.pid, signal.SIGKILL)
        self.server = self.store.enter_context(unix_server(valkey(), self.folder / "store"))

    def something_happens(self, now: datetime) -> None:
        """So that the day's digest is a post: a due date moves."""
        self.news += 1
        issue = self.linear.state.find_issue("THR-41")
        issue.due_date = date(2027, 1, 1) + timedelta(days=self.news)
        issue.updated_at = now

    def posts(self) -> Iterator[tuple[str, str]]:
        """Channel and our id of each scheduled digest that Slack has."""
        for channel, messages in self.slack.state.messages.items():
            for message in messages:
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == KIND:
                    yield channel, metadata["event_payload"]["id"]

    async def has_come(self, due: Due) -> bool:
        """Within a quarter of a second."""
        seen = self.slack.core.feed.number
        if (due.channel, due.post_id) in self.posts():
            return True
        await self.slack.core.feed.wait(seen, WAIT)
        return (due.channel, due.post_id) in self.posts()


@asynccontextmanager
async def open_world(
    folder: Path, schedules: Sequence[Schedule], seed: int
) -> AsyncIterator[World]:
    (folder / "store").mkdir()
    town = sample_seed(date(2026, 11, 18), {})
    async with AsyncExitStack() as stack:
        store = stack.enter_context(ExitStack())
        slack = await stack.enter_async_context(SlackSandbox(town, around=Around()))
        world = World(
            folder=folder,
            slack=slack,
            linear=await stack.enter_async_context(local_linear(town.linear)),
            chance=random.Random(seed),  # noqa: S311 - the same run each time
            stack=stack,
            store=store,
            server=store.enter_context(unix_server(valkey(), folder / "store")),
        )
        world.configure(schedules)
        yield world


async def live_through(world: World, due: Due) -> int:
    """One due time, with a replica or the store dying around it; the steps until it had come."""
    before = due.at - timedelta(minutes=10)
    world.set_clock(before)
    world.something_happens(before)
    await read_again(world, before)
    plague = world.chance.choice(("none", "one", "two", "all", "store", "lost", "late"))
    if plague == "lost":
        world.slack.core.faults.add("chat.postMessage", "cut_after")
    if plague == "late":
        world.slack.core.faults.add("chat.postMessage", "server_error", times=2)
    world.set_clock(due.at + timedelta(seconds=1))
    await world.slack.core.feed.wait(world.slack.core.feed.number, world.chance.uniform(0, 0.5))
    world.kill({"one": 1, "two": 2, "all": 3}.get(plague, 0))
    if plague == "store":
        world.restart_store()
    await world.fill()
    now = due.at
    for step in range(PATIENCE):
        if await world.has_come(due):
            world.slack.core.faults.clear()
            return step
        now += STEP
        world.set_clock(now)
    raise AssertionError(f"{due} has not come ({plague})")


def _readings(bot: BotProcess) -> int:
    return sum("was read again" in line for line in bot.log)


async def read_again(world: World, now: datetime) -> None:
    """Until somebody has asked Linear since. It keeps the last calls only.

    Time goes on meanwhile: a reading that was under way while the clock was turned counts its
    pause, five minutes at most, from the new time.
    """
    last = world.linear.calls[-1:]
    for _ in range(LOOKS):
        await world.slack.core.feed.wait(world.slack.core.feed.number, WAIT)
        if world.linear.calls[-1:] != last:
            return
        now += timedelta(seconds=5)
        world.set_clock(now)
    said = ["\n".join(bot.log[-6:]) for bot in world.bots]
    raise AssertionError("nobody asks Linear:\n" + "\n\n".join(said))

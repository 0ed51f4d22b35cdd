"""What services meet beside the store: a clock, a tracker, a directory, Slack, the end of all."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NoReturn

from bot.domain.health import ProbeId, ProbeResult
from bot.domain.ids import ChannelId, MessageTs, UserId
from bot.domain.messages import Json, Message, Post
from bot.domain.people import Person
from bot.domain.statuses import Status
from bot.ports import (
    Conversation,
    InDoubt,
    MessageGoneError,
    OpenState,
    Outbox,
    Posted,
    PostRefusedError,
    Profile,
    SlackUnavailableError,
)
from tests.samples.builders import NOW


@dataclass(slots=True)
class HandClock:
    """The time, which only moves when told to."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


class Killed(BaseException):
    """The process is gone at this point."""


@dataclass(slots=True)
class Tripwire:
    """Counts the steps of everything wired to it, and kills at one of them."""

    at: int | None = None
    steps: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        if self.at is not None and len(self.steps) == self.at:
            self.at = None
            raise Killed(name)
        self.steps.append(name)


class Wired:
    """Any object of async methods, with a step before and after each call of them."""

    def __init__(self, inner: object, wire: Tripwire) -> None:
        self._inner = inner
        self._wire = wire

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        method = getattr(self._inner, name)

        async def call(*args: object, **kwargs: object) -> Any:  # whatever the port says
            self._wire.step(f"before {name}")
            answer = await method(*args, **kwargs)
            self._wire.step(f"after {name}")
            return answer

        return call


NAMES = {"U0ALICE": "Alice", "U0BOB": "Bob", "U0CHARLIE": "Charlie", "U0DANA": "Dana"}


@dataclass(slots=True)
class FakeDirectory:
    """Who is who in Slack; ``away`` makes every look-up fail."""

    names: dict[str, str] = field(default_factory=lambda: dict(NAMES))
    groups: dict[str, frozenset[UserId]] = field(default_factory=dict)
    channels: dict[str, Conversation] = field(default_factory=dict)
    members: dict[str, frozenset[UserId]] = field(default_factory=dict)
    timezone: str = "America/New_York"
    away: bool = False
    forgotten: list[str] = field(default_factory=list)
    statuses: dict[str, Status] = field(default_factory=dict)

    def _check(self) -> None:
        if self.away:
            raise SlackUnavailableError("Slack", "switched off")

    async def with_account(self, person: Person) -> Person:
        if person.slack is not None or person.email is None:
            return person
        self._check()
        wanted = person.email.partition("@")[0]
        found = [UserId(user) for user, name in self.names.items() if name.lower() == wanted]
        return replace(person, slack=found[0] if found else None)

    async def profile(self, user: UserId) -> Profile | None:
        self._check()
        name = self.names.get(user)
        status = self.statuses.get(user, Status())
        known = Profile(id=user, name=name or "", timezone=self.timezone, status=status)
        return known if name else None

    async def group_members(self, group: str) -> frozenset[UserId]:
        self._check()
        return self.groups.get(group, frozenset())

    async def conversation(self, channel: ChannelId) -> Conversation | None:
        self._check()
        return self.channels.get(channel)

    async def look_at(self, channel: ChannelId) -> Conversation | None:
        self._check()
        return self.channels.get(channel)

    def forget_channel(self, channel: ChannelId) -> None:
        self.forgotten.append(channel)

    def forget_user(self, user: UserId) -> None:
        self.forgotten.append(user)

    async def channel_members(self, channel: ChannelId) -> frozenset[UserId] | None:
        self._check()
        return self.members.get(channel)


@dataclass(slots=True)
class FakeSlack:
    """What is in the channels, shared by the posters of all replicas."""

    posts: list[tuple[MessageTs, Post]] = field(default_factory=list)
    shown: dict[tuple[str, str], Message] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    refuse: dict[str, str] = field(default_factory=dict)
    """Channel → the name of the error that every write there gets."""
    unreadable: set[str] = field(default_factory=set)
    away: SlackUnavailableError | None = None
    edits: list[tuple[str, str]] = field(default_factory=list)

    def add(self, post: Post, at: datetime) -> MessageTs:
        ts = MessageTs(f"{at.timestamp():.0f}.{len(self.posts):06d}")
        self.posts.append((ts, post))
        self.shown[post.channel, ts] = post.message
        return ts

    def check(self, channel: str) -> None:
        if self.away:
            raise self.away
        if channel in self.refuse:
            raise PostRefusedError(self.refuse[channel], channel)

    def delete(self, channel: str, ts: str) -> None:
        del self.shown[channel, ts]

    def of_kind(self, kind: str) -> list[Post]:
        return [post for _, post in self.posts if post.kind == kind]

    def text(self, channel: str, ts: str) -> str:
        return words(self.shown[channel, ts])


@dataclass(slots=True)
class FakePoster:
    """The steps of the real one: outbox, post, outbox; a doubt is settled by looking."""

    slack: FakeSlack
    outbox: Outbox
    clock: HandClock
    wire: Tripwire = field(default_factory=Tripwire)
    answer_lost: bool = False
    """The next post arrives, but Slack's answer does not."""

    async def post_message(self, post: Post) -> Posted | InDoubt:
        opened = await self.outbox.open_post(post, self.clock.now(), timedelta(seconds=30))
        self.wire.step("outbox opened")
        if opened.ts:
            return Posted(opened.ts)
        if opened.state is OpenState.TAKEN:
            raise SlackUnavailableError("Slack", "the same is being posted", retry_after=10)
        found = await self._settle(post) if opened.state is OpenState.DOUBT else None
        found = found or await self._send(post)
        if isinstance(found, InDoubt):
            await self.outbox.leave(post.id)
        return found

    async def _send(self, post: Post) -> Posted | InDoubt:
        try:
            self.slack.check(post.channel)
        except (PostRefusedError, SlackUnavailableError):
            await self.outbox.drop(post.id)
            raise
        ts = self.slack.add(post, self.clock.now())
        self.wire.step("posted")
        if self.answer_lost:
            self.answer_lost = False
            found = await self._settle(post)
            return found or self._nothing()
        await self.outbox.save_sent(post.id, ts)
        self.wire.step("outbox saved")
        return Posted(ts)

    def _nothing(self) -> NoReturn:
        raise SlackUnavailableError("Slack", "its answer was lost")

    async def _settle(self, post: Post) -> Posted | InDoubt | None:
        try:
            ts = await self.find_post(post.channel, post.kind, post.id)
        except PostRefusedError:
            return InDoubt("the channel's history cannot be read")
        if ts is None:
            return None
        await self.outbox.save_sent(post.id, ts)
        return Posted(ts)

    async def find_post(self, channel: ChannelId, kind: str, post_id: str) -> MessageTs | None:
        if channel in self.slack.unreadable:
            raise PostRefusedError("not_in_channel", channel)
        wanted = (channel, kind, post_id)
        found = (ts for ts, p in self.slack.posts if (p.channel, p.kind, p.id) == wanted)
        return next(found, None)

    async def update_message(self, channel: ChannelId, ts: MessageTs, message: Message) -> None:
        self.slack.check(channel)
        if (channel, ts) not in self.slack.shown:
            raise MessageGoneError("message_not_found")
        self.slack.edits.append((channel, ts))
        self.slack.shown[channel, ts] = message

    async def publish_home(self, user: UserId, view: Json) -> None:
        self.slack.check(user)
        self.slack.edits.append((user, ""))
        self.slack.homes[user] = view

    async def permalink(self, channel: ChannelId, ts: MessageTs) -> str | None:
        return f"https://slack.example/{channel}/{ts}"


@dataclass(slots=True)
class FakeProbeRunner:
    """Answers from a table; counts the runs."""

    results: Mapping[str, Sequence[ProbeResult]] = field(default_factory=dict)
    runs: list[str] = field(default_factory=list)

    async def probe(self, probe: ProbeId) -> ProbeResult:
        run = self.runs.count(probe)
        self.runs.append(probe)
        answers = self.results[probe]
        return answers[min(run, len(answers) - 1)]


def words(message: Message) -> str:
    """Everything a message says, in blocks or fallback."""
    return message.text + "\n" + json.dumps(list(message.blocks), ensure_ascii=False)

"""A small workspace and a local Slack in process, for every test that speaks Slack on the wire."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.seed import Channel, Person, UserGroup, Workspace
from sandbox.server import Around, SlackSandbox
from sandbox.slack.delivery import Timing
from sandbox.slack.feed import PageEvent
from sandbox.slack.installation import Installation, Shortcut, SlashCommand
from sandbox.slack.wire import Payload

PEOPLE = ("U0ALICE", "U0BOB", "U0CHARLIE", "U0DANA", "U0ERIN")
BOT = "U0BLOCKERS"
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "link_shared",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.im",
    "tokens_revoked",
    "user_change",
)
INSTALLATION = Installation(
    scopes=(*Installation().scopes, "channels:join"),
    events=EVENTS,
    commands=(
        SlashCommand(command="/blockers", description="Blockers", should_escape=True),
        SlashCommand(command="/plain", description="Names stay as typed"),
    ),
    shortcuts=(
        Shortcut(name="Make this a blocker", type="message", callback_id="blocker.make"),
        Shortcut(
            name="Add as checklist item", type="message", callback_id="checklist.from_message"
        ),
        Shortcut(name="Add a blocker", type="global", callback_id="blocker.add"),
    ),
    unfurl_domains=("linear.app",),
)
# Waiting times short enough for tests that wait for their end.
QUICK = Timing(ack=0.3, trigger=3.0, response_url=1800.0, event_retries=(0.0, 0.05, 0.05))


@dataclass(slots=True)
class HandClock:
    """A clock that only moves when told to."""

    now: float = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


def workspace() -> Workspace:
    return Workspace(
        team_id="T0SANDBOX",
        name="Three Rivers",
        domain="three-rivers",
        people=(
            *(_person(user) for user in PEOPLE),
            Person(id="U0GONE", name="gone", real_name="Gone", email="gone@x.org", deleted=True),
            Person(id=BOT, name="blockers", real_name="Blockers", email="", is_bot=True),
        ),
        channels=(
            Channel(id="C0RELEASE", name="release", members=(*PEOPLE, BOT)),
            Channel(id="C0OPS", name="ops", members=(*PEOPLE, BOT)),
            Channel(id="C0GENERAL", name="general", members=PEOPLE),
            Channel(id="C0LEADS", name="leads", members=("U0ALICE", "U0BOB"), private=True),
            Channel(id="C0CORE", name="core", members=("U0ALICE", BOT), private=True),
            Channel(id="C0OLD", name="old", members=(*PEOPLE, BOT), archived=True),
        ),
        groups=(
            UserGroup(
                id="S0BACKEND", handle="backend", name="Backend", members=("U0DANA", "U0ERIN")
            ),
        ),
        bot=BOT,
    )


def _person(user: str) -> Person:
    name = user.removeprefix("U0").lower()
    return Person(id=user, name=name, real_name=name.title(), email=f"{name}@example.com")


def client_of(sandbox: SlackSandbox, token: str | None = None) -> AsyncWebClient:
    """Make the real client, without the retry that would send posts twice."""
    return AsyncWebClient(
        token=token or sandbox.installation.bot_token, base_url=sandbox.api_url, retry_handlers=[]
    )


@dataclass(slots=True)
class Watch:
    """Waits for page events by what they are; sees each event once."""

    sandbox: SlackSandbox
    seen: int = field(default=0)

    async def until(self, kind: str, seconds: float = 5.0, **fields: object) -> Payload:
        """Wait for the next frame of `kind` with these top-level fields."""
        while True:
            events = await self.sandbox.core.feed.wait(self.seen, seconds)
            assert events, f"no {kind} {fields} within {seconds} s"
            for event in events:
                self.seen = event.number
                if _is(event, kind, fields):
                    return event.frame


def _is(event: PageEvent, kind: str, fields: dict[str, object]) -> bool:
    frame = event.frame
    return frame["type"] == kind and all(frame.get(name) == fields[name] for name in fields)


@pytest.fixture
async def slack_sandbox() -> AsyncIterator[SlackSandbox]:
    async with SlackSandbox(workspace(), INSTALLATION, Around(timing=QUICK)) as sandbox:
        yield sandbox


@pytest.fixture
def slack_client(slack_sandbox: SlackSandbox) -> AsyncWebClient:
    return client_of(slack_sandbox)


@pytest.fixture
def watch(slack_sandbox: SlackSandbox) -> Watch:
    return Watch(slack_sandbox)

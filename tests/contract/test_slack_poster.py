"""Posts on the local Slack with its faults: exactly one message, or a doubt that is said."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from bot.domain.ids import ChannelId, MessageTs, UserId
from bot.domain.messages import Message, Post, PostKind
from bot.ports import (
    InDoubt,
    MessageGoneError,
    Opened,
    OpenState,
    Posted,
    PostRefusedError,
    SlackUnavailableError,
    StoreUnavailableError,
)
from bot.slack.client import build_reader, build_writer, open_session
from bot.slack.poster import LEASE, SlackPoster
from sandbox.server import SlackSandbox
from sandbox.slack.installation import Installation
from tests.fakes.checklists import Switch
from tests.fakes.store import FakeOutbox
from tests.servers.scripted_http import Answer, scripted
from tests.servers.slack import INSTALLATION, slack_sandbox, workspace
from tests.stages.slack_side import SystemClock

__all__ = ["slack_sandbox"]

RELEASE = ChannelId("C0RELEASE")
MESSAGE = Message(
    text="the digest",
    blocks=({"type": "section", "text": {"type": "mrkdwn", "text": "*the digest*"}},),
)
UNREADABLE = tuple(scope for scope in INSTALLATION.scopes if not scope.endswith(":history"))


@dataclass(slots=True)
class Desk:
    slack: SlackSandbox
    poster: SlackPoster
    outbox: FakeOutbox
    switch: Switch

    def shown(self, channel: ChannelId = RELEASE) -> list[str]:
        messages = self.slack.state.messages.get(channel, [])
        return [message["ts"] for message in messages if message.get("text") == "the digest"]

    def fail(self, kind: str, times: int = 1, method: str = "chat.postMessage") -> None:
        self.slack.core.faults.add(method, kind, times=times, seconds=7)


@asynccontextmanager
async def open_desk(slack: SlackSandbox) -> AsyncIterator[Desk]:
    switch = Switch()
    outbox = FakeOutbox(switch)
    token = INSTALLATION.bot_token
    async with open_session() as session:
        poster = SlackPoster(
            reader=build_reader(token, slack.api_url, session),
            writer=build_writer(token, slack.api_url, session),
            outbox=outbox,
            clock=SystemClock(),
            pause=0.0,
        )
        yield Desk(slack, poster, outbox, switch)


@pytest.fixture
async def desk(slack_sandbox: SlackSandbox) -> AsyncIterator[Desk]:
    async with open_desk(slack_sandbox) as desk:
        yield desk


@pytest.fixture
async def blind_desk() -> AsyncIterator[Desk]:
    """May not read any history."""
    installation = Installation(scopes=UNREADABLE)
    async with SlackSandbox(workspace(), installation) as slack, open_desk(slack) as desk:
        yield desk


def post(
    identifier: str = "digest:1", channel: ChannelId = RELEASE, thread: MessageTs | None = None
) -> Post:
    return Post(
        id=identifier,
        kind=PostKind.DIGEST,
        channel=channel,
        message=MESSAGE,
        thread_ts=thread,
    )


async def test_post_carries_its_id_and_blocks(desk: Desk) -> None:
    posted = await desk.poster.post_message(post())
    assert isinstance(posted, Posted)
    stored = desk.slack.state.find_message(RELEASE, posted.ts)
    assert stored is not None
    assert stored["metadata"] == {
        "event_type": "blockers_digest",
        "event_payload": {"id": "digest:1"},
    }
    assert stored["blocks"][0]["text"]["text"] == "*the digest*"


async def test_post_asks_for_no_unfurling() -> None:
    async with (
        scripted(Answer({"ok": True, "ts": "1.000001"})) as slack,
        open_session() as session,
    ):
        client = build_writer("xoxb-test", slack.api_url, session)
        outbox = FakeOutbox(Switch())
        poster = SlackPoster(reader=client, writer=client, outbox=outbox, clock=SystemClock())
        await poster.post_message(post())
    body = json.loads(slack.bodies[0])
    assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)


async def test_post_again_gives_the_first_ts_and_sends_nothing(desk: Desk) -> None:
    first = await desk.poster.post_message(post())
    assert await desk.poster.post_message(post()) == first
    assert len(desk.shown()) == 1


@pytest.mark.parametrize("thread", [False, True], ids=["channel", "thread"])
async def test_lost_answer_is_found_in_history(desk: Desk, *, thread: bool) -> None:
    root = await desk.poster.post_message(post("root"))
    assert isinstance(root, Posted)
    desk.fail("cut_after")
    posted = await desk.poster.post_message(post(thread=root.ts if thread else None))
    assert isinstance(posted, Posted)
    assert desk.shown() == [root.ts, posted.ts]
    assert (await opened(desk)).ts == posted.ts


async def test_cut_before_slack_took_it_is_told_and_sent_once_later(desk: Desk) -> None:
    desk.fail("cut_before")
    with pytest.raises(SlackUnavailableError):
        await desk.poster.post_message(post())
    assert desk.shown() == []
    posted = await desk.poster.post_message(post())
    assert isinstance(posted, Posted)
    assert desk.shown() == [posted.ts]


async def test_lost_answer_with_unreadable_history_stays_in_doubt(blind_desk: Desk) -> None:
    blind_desk.fail("cut_after")
    doubt = await blind_desk.poster.post_message(post())
    assert isinstance(doubt, InDoubt)
    assert "missing_scope" in doubt.reason
    assert isinstance(await blind_desk.poster.post_message(post()), InDoubt)
    assert len(blind_desk.shown()) == 1


async def test_lost_answer_while_history_is_away_is_in_doubt_then_settled(desk: Desk) -> None:
    desk.fail("cut_after")
    desk.fail("server_error", times=2, method="conversations.history")
    assert isinstance(await desk.poster.post_message(post()), InDoubt)
    posted = await desk.poster.post_message(post())
    assert isinstance(posted, Posted)
    assert desk.shown() == [posted.ts]


async def test_history_that_does_not_answer_leaves_a_doubt_before_the_lease_ends(
    desk: Desk,
) -> None:
    hasty = replace(desk.poster, patience=0.2)
    desk.fail("cut_after")
    desk.fail("slow", method="conversations.history")
    doubt = await hasty.post_message(post())
    assert isinstance(doubt, InDoubt)
    assert doubt.reason.endswith("no answer within 0.2 s")
    posted = await desk.poster.post_message(post())
    assert isinstance(posted, Posted)
    assert desk.shown() == [posted.ts]


async def test_process_that_died_between_post_and_ts_does_not_post_again(desk: Desk) -> None:
    posted = await desk.poster.post_message(post())
    assert isinstance(posted, Posted)
    await desk.outbox.drop("digest:1")
    await opened(desk)
    with pytest.raises(SlackUnavailableError, match="the same is being posted"):
        await desk.poster.post_message(post())
    await desk.outbox.leave("digest:1")
    assert await desk.poster.post_message(post()) == posted
    assert desk.shown() == [posted.ts]


async def test_rate_limit_says_how_long_and_nothing_was_posted(desk: Desk) -> None:
    desk.fail("ratelimited")
    with pytest.raises(SlackUnavailableError) as caught:
        await desk.poster.post_message(post())
    assert caught.value.retry_after == 7
    assert isinstance(await desk.poster.post_message(post()), Posted)
    assert len(desk.shown()) == 1


async def test_refused_post_may_be_tried_anew(desk: Desk) -> None:
    private = ChannelId("C0LEADS")
    with pytest.raises(PostRefusedError) as caught:
        await desk.poster.post_message(post(channel=private))
    assert caught.value.code == "channel_not_found"
    assert (await opened(desk)).state is OpenState.NEW


async def opened(desk: Desk) -> Opened:
    return await desk.outbox.open_post(post(), SystemClock().now(), LEASE)


async def test_store_away_posts_nothing(desk: Desk) -> None:
    desk.switch.away = True
    with pytest.raises(StoreUnavailableError):
        await desk.poster.post_message(post())
    desk.switch.away = False
    assert desk.shown() == []


async def test_find_post_knows_kind_and_id(desk: Desk) -> None:
    posted = await desk.poster.post_message(post())
    assert isinstance(posted, Posted)
    assert await desk.poster.find_post(RELEASE, PostKind.DIGEST, "digest:1") == posted.ts
    assert await desk.poster.find_post(RELEASE, PostKind.DIGEST, "digest:2") is None
    assert await desk.poster.find_post(RELEASE, PostKind.SHARE, "digest:1") is None


async def test_find_post_where_history_is_closed_is_refused(desk: Desk) -> None:
    with pytest.raises(PostRefusedError):
        await desk.poster.find_post(ChannelId("C0LEADS"), PostKind.DIGEST, "digest:1")


async def test_update_draws_the_message_again(desk: Desk) -> None:
    posted = await desk.poster.post_message(post())
    assert isinstance(posted, Posted)
    await desk.poster.update_message(RELEASE, posted.ts, Message(text="new"))
    stored = desk.slack.state.find_message(RELEASE, posted.ts)
    assert stored is not None
    assert stored["text"] == "new"


async def test_update_of_a_deleted_message_is_gone(desk: Desk) -> None:
    with pytest.raises(MessageGoneError):
        await desk.poster.update_message(RELEASE, MessageTs("1.000002"), MESSAGE)


async def test_update_at_the_limit_says_how_long(desk: Desk) -> None:
    posted = await desk.poster.post_message(post())
    assert isinstance(posted, Posted)
    desk.fail("ratelimited", method="chat.update")
    with pytest.raises(SlackUnavailableError) as caught:
        await desk.poster.update_message(RELEASE, posted.ts, MESSAGE)
    assert caught.value.retry_after == 7


async def test_home_is_published(desk: Desk) -> None:
    view = {"type": "home", "blocks": list(MESSAGE.blocks)}
    await desk.poster.publish_home(UserId("U0BOB"), view)
    assert desk.slack.state.homes["U0BOB"]["blocks"][0]["text"]["text"] == "*the digest*"


async def test_permalink_of_a_message_and_of_none(desk: Desk) -> None:
    posted = await desk.poster.post_message(post())
    assert isinstance(posted, Posted)
    link = await desk.poster.permalink(RELEASE, posted.ts)
    assert link is not None
    assert posted.ts.replace(".", "") in link
    assert await desk.poster.permalink(RELEASE, MessageTs("1.000002")) is None

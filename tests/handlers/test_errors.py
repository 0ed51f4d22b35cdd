"""What a person is told when something fails, by which way, and what the log keeps of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest

from bot.domain.ids import ChannelId, DeliveryId, UserId
from bot.ports import (
    MessageGoneError,
    PostRefusedError,
    SelectionError,
    SlackUnavailableError,
    StoreUnavailableError,
    TrackerUnavailableError,
)
from bot.render.values import BadValueError
from bot.services.installation import MilestoneGoneError
from bot.slack.client import NotSentError, build_writer, open_session
from bot.slack.dispatch import Control, Failure, NotSavedError, OutdatedControlError
from bot.slack.payloads import Call, Command, Container, Press
from bot.slack.private import PrivateAnswers
from bot.slack.responses import ForeignAddressError, Responder
from handlers.errors import Apologies
from handlers.middleware import ForeignTeamError
from sandbox.server import SlackSandbox
from sandbox.slack.response_urls import Origin
from tests.servers.slack import INSTALLATION, Watch, slack_sandbox

__all__ = ["slack_sandbox"]

COMMAND = Command(
    name="/blockers",
    text="",
    user=UserId("U0BOB"),
    team="T0SANDBOX",
    channel=ChannelId("C0RELEASE"),
    delivery=DeliveryId("command:1"),
)
PRESS = Press(
    action_id="checklist.tick",
    block_id="row",
    action_ts="1.2",
    container=Container(),
    user=UserId("U0BOB"),
    team="T0SANDBOX",
    delivery=DeliveryId("action:1"),
)


@dataclass(slots=True)
class Counted:
    names: list[str] = field(default_factory=list)

    def count_error(self, name: str) -> None:
        self.names.append(name)


@dataclass(slots=True)
class Desk:
    slack: SlackSandbox
    apologies: Apologies
    counted: Counted
    watch: Watch

    async def said(self, error: Exception, call: Call = COMMAND) -> str:
        outcome = await self.apologies.attempt(fail(error), call)
        assert isinstance(outcome, Failure)
        return outcome.message.text if outcome.message else ""


@pytest.fixture
async def desk(slack_sandbox: SlackSandbox) -> AsyncIterator[Desk]:
    async with open_session() as session:
        writer = build_writer(INSTALLATION.bot_token, slack_sandbox.api_url, session)
        private = PrivateAnswers(Responder(session, slack_sandbox.api_url), writer)
        counted = Counted()
        yield Desk(slack_sandbox, Apologies(private, counted), counted, Watch(slack_sandbox))


async def fail(error: Exception) -> None:
    raise error


async def succeed() -> int:
    return 7


async def test_success_is_passed_on(desk: Desk) -> None:
    assert await desk.apologies.attempt(succeed(), COMMAND) == 7
    assert desk.counted.names == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NotSavedError("x"), "Not saved"),
        (StoreUnavailableError("The store", "gone"), "store does not answer"),
        (TrackerUnavailableError("Linear", "it limits our calls"), "it limits our calls"),
        (SlackUnavailableError("Slack", "no answer"), "try again"),
        (NotSentError("Slack", "limits"), "try again"),
        (PostRefusedError("not_in_channel", "C1"), "/invite"),
        (MessageGoneError(), "deleted"),
        (SelectionError("no label <x>"), "no label &lt;x&gt;"),
        (OutdatedControlError(Control("action", "a.b")), "older version"),
        (OutdatedControlError(Control("view", "a.b")), "form"),
        (BadValueError("x"), "older version"),
        (MilestoneGoneError(), "not configured any more"),
        (ForeignTeamError("T2"), "other organisation"),
        (ForeignAddressError(), ""),
    ],
    ids=repr,
)
async def test_known_error_is_a_sentence_without_a_trace(
    desk: Desk, error: Exception, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    said = await desk.said(error)
    assert words in said
    assert desk.counted.names == [type(error).__name__]
    assert [record.exc_info for record in caplog.records] == [None]


async def test_press_while_the_store_is_away_is_not_saved(desk: Desk) -> None:
    said = await desk.said(StoreUnavailableError("The store", "gone"), PRESS)
    assert "Not saved" in said
    assert "try again" in said


async def test_error_of_a_group_of_tasks_is_told_as_by_itself(desk: Desk) -> None:
    away = StoreUnavailableError("The store", "gone")
    said = await desk.said(ExceptionGroup("tasks", [ExceptionGroup("more", [away])]))
    assert "store does not answer" in said
    assert desk.counted.names == ["StoreUnavailableError"]


async def test_unknown_error_is_a_reference_that_the_log_explains(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    said = await desk.said(ZeroDivisionError("inside"))
    assert "inside" not in said
    reference = said.split("`")[1]
    (record,) = caplog.records
    assert reference in record.getMessage()
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


async def test_failure_is_told_in_the_channel_to_the_person_alone(desk: Desk) -> None:
    failure = await desk.apologies.attempt(fail(NotSavedError("x")), COMMAND)
    assert isinstance(failure, Failure)
    await desk.apologies.tell(failure, COMMAND)
    shown = await desk.watch.until("message", channel="C0RELEASE")
    assert shown["message"]["ephemeral"] is True
    assert "Not saved" in shown["message"]["text"]


async def test_failure_is_told_directly_where_the_bot_is_no_member(desk: Desk) -> None:
    elsewhere = replace(COMMAND, channel=ChannelId("C0GENERAL"))
    failure = await desk.apologies.attempt(fail(NotSavedError("x")), elsewhere)
    assert isinstance(failure, Failure)
    await desk.apologies.tell(failure, elsewhere)
    shown = await desk.watch.until("message")
    assert str(shown["channel"]).startswith("D")
    assert "Not saved" in shown["message"]["text"]


async def test_failure_with_a_used_up_address_goes_another_way(desk: Desk) -> None:
    stale = replace(COMMAND, response_url=f"{desk.slack.origin}/response/unknown")
    failure = await desk.apologies.attempt(fail(NotSavedError("x")), stale)
    assert isinstance(failure, Failure)
    await desk.apologies.tell(failure, stale)
    shown = await desk.watch.until("message", channel="C0RELEASE")
    assert "Not saved" in shown["message"]["text"]


@pytest.mark.parametrize("kind", ["server_error", "cut_before", "ratelimited"])
async def test_failure_goes_another_way_where_the_address_has_trouble(
    desk: Desk, kind: str
) -> None:
    """The very trouble that made the first answer fail is often still there."""
    desk.slack.core.faults.add("response_url", kind, times=9)
    url = desk.slack.core.response_url(Origin("U0BOB", "C0RELEASE"))
    call = replace(COMMAND, response_url=url)
    failure = await desk.apologies.attempt(fail(NotSavedError("x")), call)
    assert isinstance(failure, Failure)
    await desk.apologies.tell(failure, call)
    shown = await desk.watch.until("message", channel="C0RELEASE")
    assert "Not saved" in shown["message"]["text"]


async def test_telling_never_raises(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    failure = await desk.apologies.attempt(fail(NotSavedError("x")), COMMAND)
    assert isinstance(failure, Failure)
    desk.slack.core.faults.add("*", "cut_before", times=9)
    await desk.apologies.tell(failure, COMMAND)
    assert desk.counted.names == ["NotSavedError", "SlackUnavailableError"]
    assert "tell a failure failed" in caplog.text


async def test_background_work_that_fails_ends_in_the_log(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.apologies.background(fail(ZeroDivisionError("x")), "redraw")
    assert desk.counted.names == ["ZeroDivisionError"]
    assert "redraw failed" in caplog.text
    assert caplog.records[0].exc_info is not None

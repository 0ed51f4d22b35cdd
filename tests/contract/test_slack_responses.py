"""Answers through a response_url: only to Slack, and with their outcome known."""

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.domain.messages import Message
from bot.ports import SlackUnavailableError
from bot.slack.client import open_session
from bot.slack.responses import ForeignAddressError, Responder
from tests.servers.scripted_http import Answer, scripted

MESSAGE = Message(text="hello", blocks=({"type": "divider"},))
SLACK_API = "https://slack.com/api/"


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with open_session() as session:
        yield session


async def test_answer_is_private_and_new_unless_said(session: ClientSession) -> None:
    async with scripted() as slack:
        responder = Responder(session, slack.api_url)
        await responder.answer(f"{slack.url}/response/1", MESSAGE)
        await responder.answer(f"{slack.url}/response/1", MESSAGE, replace=True, in_channel=True)
    private, shared = (json.loads(body) for body in slack.bodies)
    assert (private["response_type"], private["replace_original"]) == ("ephemeral", False)
    assert (private["text"], private["blocks"]) == ("hello", [{"type": "divider"}])
    assert (shared["response_type"], shared["replace_original"]) == ("in_channel", True)


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.slack.com/commands/1",
        "https://hooks.slack.com.example.org/1",
        "https://hooks.slack.com@example.org/1",
        "https://user@hooks.slack.com/1",
        "https://hooks.slack.com:8443/1",
        "https://example.org/https://hooks.slack.com/1",
        "http://169.254.169.254/latest",
        "http://[::1",
        "file:///etc/passwd",
        "",
    ],
)
async def test_answer_to_a_foreign_address_is_refused(session: ClientSession, address: str) -> None:
    with pytest.raises(ForeignAddressError):
        await Responder(session, SLACK_API).answer(address, MESSAGE)


async def test_answer_to_another_port_of_the_stand_in_is_refused(session: ClientSession) -> None:
    async with scripted() as slack, scripted() as other:
        with pytest.raises(ForeignAddressError):
            await Responder(session, slack.api_url).answer(f"{other.url}/response/1", MESSAGE)
    assert other.asked == []


@pytest.mark.parametrize(
    ("answer", "retry_after", "permanent"),
    [
        (Answer(status=429, headers={"Retry-After": "9"}), 9.0, False),
        (Answer(status=500), None, False),
        (Answer({"ok": False, "error": "used_url"}, 404), None, True),
        (Answer(status=302, headers={"Location": "http://127.0.0.1:9/"}), None, True),
        (Answer(cut=True), None, False),
    ],
    ids=["limited", "server", "used-up", "redirect", "cut"],
)
async def test_answer_that_failed_is_told(
    session: ClientSession, answer: Answer, retry_after: float | None, *, permanent: bool
) -> None:
    async with scripted(answer) as slack:
        with pytest.raises(SlackUnavailableError) as caught:
            await Responder(session, slack.api_url).answer(f"{slack.url}/response/1", MESSAGE)
    assert (caught.value.retry_after, caught.value.permanent) == (retry_after, permanent)
    assert len(slack.asked) == 1

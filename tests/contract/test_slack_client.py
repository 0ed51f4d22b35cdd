"""What Slack's errors mean, who asks again, and who never does."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.ports import MessageGoneError, PostRefusedError, SlackUnavailableError
from bot.slack.client import NotSentError, ask, build_reader, build_writer, open_session
from tests.servers.scripted_http import Answer, scripted

LIMITED = {"ok": False, "error": "ratelimited"}
TOKEN = "xoxb-test"  # noqa: S105


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with open_session() as session:
        yield session


def refused(code: str) -> Answer:
    return Answer({"ok": False, "error": code})


async def test_read_waits_for_a_short_limit_and_asks_again(session: ClientSession) -> None:
    limited = Answer(LIMITED, 429, {"Retry-After": "0"})
    async with scripted(limited, Answer({"ok": True, "user": {"id": "U1"}})) as slack:
        found = await ask(build_reader(TOKEN, slack.api_url, session).users_info(user="U1"))
    assert found["user"] == {"id": "U1"}
    assert len(slack.asked) == 2


async def test_read_hands_a_long_limit_to_the_caller(session: ClientSession) -> None:
    async with scripted(Answer(LIMITED, 429, {"Retry-After": "60"})) as slack:
        with pytest.raises(SlackUnavailableError) as caught:
            await ask(build_reader(TOKEN, slack.api_url, session).users_info(user="U1"))
    assert caught.value.retry_after == 60
    assert not caught.value.permanent
    assert len(slack.asked) == 1


async def test_read_asks_again_after_a_server_error(session: ClientSession) -> None:
    broken = Answer({"ok": False, "error": "internal_error"}, 500)
    async with scripted(broken, Answer({"ok": True})) as slack:
        await ask(build_reader(TOKEN, slack.api_url, session).users_info(user="U1"))
    assert len(slack.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        Answer(cut=True),
        Answer(LIMITED, 429, {"Retry-After": "0"}),
        Answer({"ok": False}, 503),
        Answer(text="<html>bad gateway</html>", status=502, headers={"Content-Type": "text/html"}),
        Answer(text="hello", status=200),
        Answer(text="{", status=200, headers={"Content-Type": "application/json"}),
        Answer(text="[]", status=200, headers={"Content-Type": "application/json"}),
    ],
    ids=["cut", "429", "503", "html", "text", "broken-json", "list"],
)
async def test_write_is_sent_once_whatever_comes_back(
    session: ClientSession, answer: Answer
) -> None:
    async with scripted(answer) as slack:
        writer = build_writer(TOKEN, slack.api_url, session)
        with pytest.raises(SlackUnavailableError):
            await ask(writer.chat_postMessage(channel="C1", text="x"), "C1")
    assert len(slack.asked) == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("not_in_channel", PostRefusedError),
        ("channel_not_found", PostRefusedError),
        ("is_archived", PostRefusedError),
        ("missing_scope", PostRefusedError),
        ("unknown_method", PostRefusedError),
        ("msg_too_long", PostRefusedError),
        ("message_not_found", MessageGoneError),
        ("internal_error", SlackUnavailableError),
        ("fatal_error", SlackUnavailableError),
        ("ratelimited", NotSentError),
    ],
)
async def test_error_name_has_a_meaning(
    session: ClientSession, code: str, kind: type[Exception]
) -> None:
    async with scripted(refused(code)) as slack:
        writer = build_writer(TOKEN, slack.api_url, session)
        with pytest.raises(kind) as caught:
            await ask(writer.chat_update(channel="C1", ts="1.2", text="x"), "C1")
    assert type(caught.value) is kind
    if isinstance(caught.value, PostRefusedError):
        assert (caught.value.code, caught.value.channel) == (code, "C1")


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_refused_token_is_permanent(session: ClientSession, code: str) -> None:
    async with scripted(refused(code)) as slack:
        with pytest.raises(SlackUnavailableError) as caught:
            await ask(build_reader(TOKEN, slack.api_url, session).auth_test())
    assert caught.value.permanent
    assert code in caught.value.reason


async def test_nobody_listening_is_certain_not_to_have_been_sent(session: ClientSession) -> None:
    async with scripted() as slack:
        address = slack.api_url
    with pytest.raises(NotSentError):
        await ask(build_writer(TOKEN, address, session).chat_postMessage(channel="C1", text="x"))


async def test_proxy_of_the_environment_is_not_used(
    session: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with scripted() as slack:
        await ask(build_writer(TOKEN, slack.api_url, session).auth_test())
    assert len(slack.asked) == 1

"""The door for Slack over HTTP: who comes in, what is read, what is refused and how."""

import asyncio
import hashlib
import hmac
import io
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.web.door import Door
from bot.web.server import MAX_BODY, serve
from tests.stages.slack_side import TestClock

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
COMMAND = {"command": "/blockers", "text": "", "user_id": "U1"}


@dataclass(slots=True)
class Hall:
    """A door with the deliveries that came through it."""

    url: str
    http: aiohttp.ClientSession
    now: int
    answer: BoltResponse
    delivered: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, Any]] = field(default_factory=list)

    async def deliver(
        self, body: dict[str, Any], headers: Mapping[str, str | Sequence[str]]
    ) -> BoltResponse:
        self.delivered.append(body)
        self.headers.append(headers)
        return self.answer

    async def knock(
        self, body: bytes, *, content_type: str = FORM, **changed: str
    ) -> aiohttp.ClientResponse:
        """Signed rightly, but for the headers that are ``changed``."""
        stamp = changed.pop("stamp", str(self.now))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(body, stamp),
            **changed,
        }
        return await self.http.post(self.url, data=io.BytesIO(body), headers=headers)


def signature(body: bytes, stamp: str, secret: str = SECRET) -> str:
    base = f"v0:{stamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    clock = TestClock()
    async with aiohttp.ClientSession() as http:
        hall = Hall("", http, int(clock.now().timestamp()), BoltResponse(status=200, body=""))
        door = Door(SECRET, hall.deliver, clock, body_seconds=0.2)
        async with serve("127.0.0.1", 0, door.routes()) as address:
            hall.url = f"http://127.0.0.1:{address.port}/slack/events"
            yield hall


def encoded(**fields: str) -> bytes:
    return urlencode(fields).encode()


async def test_signature_is_the_one_slack_sdk_makes(hall: Hall) -> None:
    body = encoded(**COMMAND)
    made = SignatureVerifier(SECRET).generate_signature(timestamp=str(hall.now), body=body)
    assert made is not None
    answer = await hall.knock(body, **{"X-Slack-Signature": made})
    assert answer.status == 200
    assert hall.delivered == [COMMAND]


@pytest.mark.parametrize("word", ["payload", "payload={}", "the payload parser is down"])
async def test_command_with_the_word_payload_arrives_whole(hall: Hall, word: str) -> None:
    answer = await hall.knock(encoded(**{**COMMAND, "text": word, "channel_name": "payload"}))
    assert answer.status == 200
    assert hall.delivered[0]["text"] == word


async def test_interaction_is_read_from_its_payload(hall: Hall) -> None:
    await hall.knock(encoded(payload=json.dumps({"type": "block_actions", "n": "ü & <"})))
    assert hall.delivered == [{"type": "block_actions", "n": "ü & <"}]


async def test_event_is_read_as_json_with_its_retry_headers(hall: Hall) -> None:
    body = json.dumps({"type": "event_callback"}).encode()
    retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    await hall.knock(body, content_type=JSON, **retry)
    assert hall.delivered == [{"type": "event_callback"}]
    assert hall.headers == [{name.lower(): value for name, value in retry.items()}]


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=ü"},
        {"X-Slack-Signature": "v1=abc"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": "nan"},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "1" * 400},
        {"X-Slack-Request-Timestamp": "١٧٩٥٠١٠٤٠٠"},
    ],
)
async def test_wrong_signature_or_stamp_is_unauthorized(
    hall: Hall, changed: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    answer = await hall.knock(encoded(**{**COMMAND, "text": "very private"}), **changed)
    assert answer.status == 401
    assert hall.delivered == []
    assert "very private" not in caplog.text


@pytest.mark.parametrize("stamp", ["soon", "", "1.5"])
async def test_signed_stamp_that_is_no_number_is_unauthorized(hall: Hall, stamp: str) -> None:
    assert (await hall.knock(encoded(**COMMAND), stamp=stamp)).status == 401


@pytest.mark.parametrize(("age", "status"), [(299, 200), (301, 401), (-299, 200), (-301, 401)])
async def test_signature_is_good_for_five_minutes(hall: Hall, age: int, status: int) -> None:
    answer = await hall.knock(encoded(**COMMAND), stamp=str(hall.now - age))
    assert answer.status == status


async def test_other_body_under_the_same_signature_is_unauthorized(hall: Hall) -> None:
    signed = signature(encoded(**COMMAND), str(hall.now))
    answer = await hall.knock(encoded(command="/other"), **{"X-Slack-Signature": signed})
    assert answer.status == 401


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", JSON),
        (b"[1]", JSON),
        (b"null", JSON),
        (b"\xff", JSON),
        (b"[" * 100_000, JSON),
        (b"payload=null", FORM),
        (b"payload=%7B", FORM),
        (b"a=%FF", FORM),
        (b"\xff\xfe", FORM),
        (b"", FORM),
        (b"&".join(b"a%d=1" % n for n in range(200)), FORM),
    ],
)
async def test_signed_nonsense_is_a_bad_request_not_to_be_sent_again(
    hall: Hall, body: bytes, content_type: str
) -> None:
    answer = await hall.knock(body, content_type=content_type)
    assert answer.status == 400
    assert answer.headers["X-Slack-No-Retry"] == "1"
    assert "expected" in await answer.text()
    assert hall.delivered == []


async def test_address_is_verified_by_its_challenge(hall: Hall) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()
    answer = await hall.knock(body, content_type=JSON)
    assert await answer.json() == {"challenge": "3eZbrw1a"}


async def test_certificate_check_is_answered(hall: Hall) -> None:
    assert (await hall.knock(encoded(ssl_check="1", token="x"))).status == 200
    assert hall.delivered == []


async def test_too_large_a_body_is_refused_unread(hall: Hall) -> None:
    answer = await hall.knock(b"a=" + b"b" * MAX_BODY)
    assert answer.status == 413


async def test_answer_of_the_app_is_passed_on(hall: Hall) -> None:
    hall.answer = BoltResponse(status=200, body={"response_action": "clear"})
    answer = await hall.knock(encoded(**COMMAND))
    assert answer.content_type == "application/json"
    assert await answer.json() == {"response_action": "clear"}
    hall.answer = BoltResponse(status=200, body="")
    assert await (await hall.knock(encoded(**COMMAND))).read() == b""


async def test_without_the_door_the_path_is_not_found() -> None:
    async with (
        serve("127.0.0.1", 0, ()) as address,
        aiohttp.ClientSession() as http,
        http.post(f"http://127.0.0.1:{address.port}/slack/events") as answer,
    ):
        assert answer.status == 404


async def test_packed_body_is_not_unpacked_for_strangers(hall: Hall) -> None:
    packed = {"Content-Encoding": "gzip", "X-Slack-Signature": "v0=" + "0" * 64}
    answer = await hall.knock(b"\x1f\x8b\x08 no gzip", **packed)
    assert answer.status == 401
    assert hall.delivered == []


async def test_body_that_never_ends_is_given_up(hall: Hall) -> None:
    async def trickle() -> AsyncIterator[bytes]:
        yield b"command="
        await asyncio.Event().wait()

    async with hall.http.post(hall.url, data=trickle()) as answer:
        assert answer.status == 408
    assert hall.delivered == []

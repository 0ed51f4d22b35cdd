"""Linear's webhooks on the wire: what is let in, what is stored before the 200, what is said."""

import asyncio
import hashlib
import hmac
import io
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.domain.findings import Finding
from bot.domain.ids import BlockerId
from bot.linear.webhook import TRACKER, LinearWebhook
from bot.ports import SYNC_QUEUE
from bot.services.hints import GAP, HintsService
from bot.services.webhook_check import LINEAR_WEBHOOKS, WebhookCheck
from bot.web.server import serve
from bot.web.webhooks import MAX_BODY, WebhookDoor
from tests.stages.office import PROD, Office, milestone, tls

SECRET = "lin_wh_sandbox"  # noqa: S105


@dataclass
class Post:
    """The way in, with an office behind it whose tracker was just read."""

    office: Office
    http: aiohttp.ClientSession
    service: HintsService
    url: str = ""

    async def send(self, raw: bytes, signature: str | None = None) -> aiohttp.ClientResponse:
        made = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        headers = {"Linear-Signature": made if signature is None else signature}
        return await self.http.post(self.url, data=io.BytesIO(raw), headers=headers)

    def event(self, age: timedelta = timedelta(), **changed: Any) -> bytes:
        sent = self.office.clock.now() - age
        event = {
            "action": "update",
            "type": "Issue",
            "data": {"id": "id-THR-42", "team": {"key": "THR"}, "title": "Not to be logged"},
            "updatedFrom": {"title": "Old"},
            "webhookTimestamp": int(sent.timestamp() * 1000),
            **changed,
        }
        return json.dumps(event).encode()

    async def is_due(self, key: str = "prod") -> bool:
        due = await self.office.stores.due.next_due(SYNC_QUEUE, key)
        assert due is not None
        return due <= self.office.clock.now()

    async def read(self) -> None:
        await self.office.replica().sync.run_due()

    async def findings(self) -> list[Finding]:
        stores = self.office.stores
        check = WebhookCheck(
            LINEAR_WEBHOOKS,
            self.office.installation,
            stores.hints,
            stores.snapshots,
            self.office.clock,
        )
        return [finding async for finding in check.findings()]


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    office = Office()
    service = HintsService(
        office.installation, office.stores.hints, office.stores.snapshots, office.clock
    )
    door = WebhookDoor(LINEAR_WEBHOOKS.path, TRACKER, LinearWebhook([SECRET]), service, seconds=0.5)
    async with aiohttp.ClientSession() as http, serve("127.0.0.1", 0, door.routes()) as address:
        post = Post(office, http, service, f"http://127.0.0.1:{address.port}/linear/webhook")
        await post.read()
        office.clock.forward(seconds=5)
        yield post


async def test_a_change_is_due_to_be_read_before_the_answer_goes_out(post: Post) -> None:
    assert not await post.is_due()
    answer = await post.send(post.event())

    assert answer.status == 200
    assert await post.is_due()


async def test_what_a_webhook_says_is_read_after_and_not_believed(post: Post) -> None:
    post.office.tracker.blockers = (tls(title="As it is now"),)
    await post.send(post.event(data={"id": "id-THR-42", "title": "As it was"}))
    await post.read()

    snapshot = await post.office.stores.snapshots.load_snapshot(PROD)
    assert snapshot is not None
    assert [blocker.title for blocker in snapshot.blockers] == ["As it is now"]


@pytest.mark.parametrize("signature", ["", "0" * 64, "sha256=abc"])
async def test_a_forged_one_is_refused_and_changes_nothing(
    post: Post, signature: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = await post.send(post.event(), signature)

    assert answer.status == 401
    assert not await post.is_due()
    assert "Not to be logged" not in caplog.text
    assert "is refused" in caplog.text


@pytest.mark.parametrize("raw", [b"", b"Not to be logged", b"[1]", b'{"type": "Issue"}'])
async def test_signed_garbage_is_told_apart_and_not_logged(
    post: Post, raw: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = await post.send(raw)

    assert answer.status == 400
    assert "expected" in (await answer.json())["error"]
    assert "Not to be logged" not in caplog.text
    assert not await post.is_due()


async def test_a_body_of_four_megabytes_is_read_and_a_larger_one_is_not(post: Post) -> None:
    large = post.event(data={"id": "id-THR-42", "description": "x" * 4_000_000})
    assert (await post.send(large)).status == 200

    answer = await post.send(b"x" * (MAX_BODY + 1))
    assert answer.status == 413


async def test_a_body_without_a_length_is_cut_off_too(post: Post) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield b"x" * 1_000_000

    async with post.http.post(post.url, data=endless()) as answer:
        assert answer.status == 413


async def test_a_body_that_does_not_come_is_not_waited_for(post: Post) -> None:
    stopped = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await stopped.wait()

    async with post.http.post(post.url, data=slow()) as answer:
        assert answer.status == 503
    stopped.set()


async def test_a_store_that_is_away_has_it_sent_again_and_then_it_counts(post: Post) -> None:
    raw = post.event()
    post.office.switch.away = True
    assert (await post.send(raw)).status == 503
    post.office.switch.away = False

    post.office.clock.forward(seconds=3600)
    assert (await post.send(raw)).status == 200
    assert await post.is_due()


async def test_a_retry_of_what_was_taken_is_answered_and_changes_nothing(post: Post) -> None:
    raw = post.event()
    await post.send(raw)
    await post.read()
    post.office.clock.forward(seconds=60)
    await post.read()

    answer = await post.send(raw)
    assert (answer.status, await answer.json()) == (200, {"taken": "again"})
    assert not await post.is_due()


@pytest.mark.parametrize(("hours", "status"), [(1, 200), (6.1, 200), (7.1, 401), (-1, 401)])
async def test_a_first_delivery_may_be_late_by_the_time_of_all_retries(
    post: Post, hours: float, status: int
) -> None:
    assert (await post.send(post.event(timedelta(hours=hours)))).status == status


@pytest.mark.parametrize("kind", ["Comment", "NotInvented"])
async def test_what_is_never_read_is_answered_and_left(post: Post, kind: str) -> None:
    answer = await post.send(post.event(type=kind))

    assert answer.status == 200
    assert not await post.is_due()


async def test_another_teams_issue_is_read_only_where_it_is_known(post: Post) -> None:
    moved = {"id": "id-THR-42", "team": {"id": "t", "key": "OPS"}}
    await post.send(post.event(data={**moved, "id": "somebody-elses"}))
    assert not await post.is_due()

    await post.send(post.event(data=moved))
    assert await post.is_due()


async def test_milestones_of_other_teams_are_left_alone(post: Post) -> None:
    prod = post.office.milestone
    assert prod.selection is not None
    ops = milestone("ops", selection=replace(prod.selection, team="OPS"))
    plain = milestone("plain", selection=None)
    post.office.configure(milestones=(prod, ops, plain))
    await post.read()
    post.office.clock.forward(seconds=5)

    await post.send(post.event(data={"id": "new", "team": {"key": "thr"}}))
    assert await post.is_due("prod")
    assert not await post.is_due("ops")
    assert await post.office.stores.due.next_due(SYNC_QUEUE, "plain") is None


async def test_a_storm_leads_to_a_reading_now_and_one_after_the_gap(post: Post) -> None:
    reads = post.office.tracker.reads
    for number in range(40):
        await post.send(post.event(url=f"https://linear.app/{number}"))
        await post.read()
    assert post.office.tracker.reads == reads + 1

    post.office.clock.forward(seconds=GAP.total_seconds())
    await post.read()
    assert post.office.tracker.reads == reads + 2


async def test_our_own_label_comes_back_as_no_news(post: Post) -> None:
    await post.office.stores.hints.note_made(BlockerId("id-THR-42"), ["label+x"])
    ours = {"id": "id-THR-42", "team": {"key": "THR"}, "labelIds": ["b", "x"]}
    answer = await post.send(post.event(data=ours, updatedFrom={"labelIds": ["b"]}))

    assert await answer.json() == {"taken": "echo"}
    assert not await post.is_due()


async def test_doctor_says_when_the_last_one_came(post: Post) -> None:
    await post.send(post.event())
    post.office.clock.forward(minutes=14)

    assert await post.findings() == [Finding("Linear webhook 14 min ago")]


async def test_doctor_says_how_to_set_up_one_that_never_came(post: Post) -> None:
    await post.service.listen(TRACKER)
    assert await post.findings() == [Finding("no Linear webhook yet")]

    post.office.clock.forward(minutes=30)
    post.office.tracker.blockers = (tls(updated_at=post.office.clock.now()),)
    await post.read()
    post.office.clock.forward(minutes=6)
    await post.service.listen(TRACKER)
    (finding,) = await post.findings()
    assert "has ever come, though THR-42 has changed" in finding.sentence
    assert "/linear/webhook" in finding.fix


async def test_doctor_notices_webhooks_that_were_disabled(post: Post) -> None:
    await post.send(post.event())
    post.office.clock.forward(minutes=60)
    post.office.tracker.blockers = (tls(updated_at=post.office.clock.now()),)
    await post.read()
    assert [finding.is_well for finding in await post.findings()] == [True]  # it may be on its way

    post.office.clock.forward(minutes=6)
    (finding,) = await post.findings()
    assert "THR-42 has changed since" in finding.sentence
    assert "enable it again" in finding.fix

    await post.send(post.event())
    assert [finding.is_well for finding in await post.findings()] == [True]


async def test_doctor_tells_of_a_secret_that_does_not_fit(post: Post) -> None:
    await post.send(post.event(), "0" * 64)
    post.office.clock.forward(minutes=3)
    wrong, _ = await post.findings()
    assert "came 3 min ago" in wrong.sentence
    assert "LINEAR_WEBHOOK_SECRET" in wrong.fix

    await post.send(post.event())
    assert [finding.is_well for finding in await post.findings()] == [True]

"""The webhooks of the local Linear: signed as Linear's, tried again, disabled after many failures.

Switches have them come twice, late, out of order, wrongly signed, or not at all.
"""

import asyncio
import hashlib
import hmac
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

import aiohttp

from sandbox.linear import rows

RETRIES = (60.0, 3_600.0, 21_600.0)
"""Seconds until each further attempt: after a minute, an hour, six hours."""
ANSWER_SECONDS = 5.0
MOST_FAILURES = 5
"""So many deliveries in a row that failed for good disable the webhook."""
_KEPT = 500
_OK = 200
Payload = dict[str, Any]


class HookFault(StrEnum):
    DUPLICATE = "duplicate"
    REORDER = "reorder"  # it comes after the next one
    LATE = "late"  # the time in its body is `seconds` ago
    WRONG_SIGNATURE = "wrong_signature"
    LOST = "lost"  # it never comes


class HookFaults:
    """As the fault switches of the interface; ``match`` is a type such as Issue, or *."""

    def __init__(self) -> None:
        self._armed: list[tuple[str, HookFault, int, float]] = []

    def add(self, match: str, kind: str, *, times: int = 1, seconds: float = 0.0) -> None:
        """Raises ValueError on an unknown kind. ``times`` -1 stays until it is cleared."""
        self._armed.append((match, HookFault(kind), times, seconds))

    def clear(self) -> None:
        self._armed.clear()

    def take(self, type_: str) -> tuple[HookFault, float] | None:
        for place, (match, kind, times, seconds) in enumerate(self._armed):
            if match in {"*", type_}:
                if times > 0:
                    self._armed[place : place + 1] = (
                        [(match, kind, times - 1, seconds)] if times > 1 else []
                    )
                return kind, seconds
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Where events go. ``id`` is the same in all of them."""

    url: str
    secret: str
    id: str = field(default_factory=lambda: str(uuid4()))
    types: frozenset[str] = frozenset({"Issue", "Comment", "Attachment"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One attempt as it was answered; status 0: there was no answer."""

    type: str
    body: bytes
    status: int


class Webhooks:
    """Without a subscription nothing is sent. ``retries`` are seconds."""

    def __init__(self, clock: Callable[[], datetime], retries: tuple[float, ...] = RETRIES) -> None:
        self._clock = clock
        self.retries = retries
        self.faults = HookFaults()
        self.subscription: Subscription | None = None
        self.enabled = True
        self.deliveries: deque[Delivery] = deque(maxlen=_KEPT)
        self._failures = 0
        self._outgoing: asyncio.Queue[tuple[str, bytes, str]] = asyncio.Queue()
        self._held: tuple[str, bytes, str] | None = None

    def tell(self, action: str, type_: str, subject: Payload, **more: Any) -> None:  # noqa: ANN401
        """Note an event for all that subscribed; ``more``: updatedFrom, actor, organizationId."""
        there = self.subscription
        if there is None or not self.enabled or type_ not in there.types:
            return
        fault, seconds = self.faults.take(type_) or (None, 0.0)
        sent = self._clock()
        stamp = sent - timedelta(seconds=seconds) if fault is HookFault.LATE else sent
        event = {
            "action": action,
            "type": type_,
            "createdAt": _words(sent),
            "data": subject,
            "url": subject.get("url"),
            **more,
            "webhookTimestamp": int(stamp.timestamp() * 1000),
            "webhookId": there.id,
        }
        body = json.dumps(event).encode()
        secret = "another" if fault is HookFault.WRONG_SIGNATURE else there.secret
        self._put((type_, body, hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()), fault)

    def _put(self, event: tuple[str, bytes, str], fault: HookFault | None) -> None:
        if fault is HookFault.LOST:
            return
        if fault is HookFault.REORDER and self._held is None:
            self._held = event
            return
        self._outgoing.put_nowait(event)
        if fault is HookFault.DUPLICATE:
            self._outgoing.put_nowait(event)
        if self._held is not None:
            self._outgoing.put_nowait(self._held)
            self._held = None

    async def drained(self) -> None:
        """Return once everything was delivered or given up."""
        await self._outgoing.join()

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Deliver until left, several at a time, as Linear keeps no order."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            workers = [asyncio.get_running_loop().create_task(self._work(session)) for _ in "ab"]
            try:
                yield
            finally:
                for worker in workers:
                    worker.cancel()
                await asyncio.wait(workers)

    async def _work(self, session: aiohttp.ClientSession) -> None:
        while True:
            event = await self._outgoing.get()
            try:
                await self._deliver(session, *event)
            finally:
                self._outgoing.task_done()

    async def _deliver(
        self, session: aiohttp.ClientSession, type_: str, body: bytes, signature: str
    ) -> None:
        """The same bytes at each attempt, with the time of the first."""
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Linear-Webhook",
            "Linear-Event": type_,
            "Linear-Delivery": str(uuid4()),
            "Linear-Signature": signature,
        }
        for pause in (*self.retries, None):
            there = self.subscription
            if there is None or not self.enabled:
                return
            status = await _post(session, there.url, body, headers)
            self.deliveries.append(Delivery(type=type_, body=body, status=status))
            if status == _OK:
                self._failures = 0
                return
            if pause is not None:
                await asyncio.sleep(pause)
        self._failures += 1
        self.enabled = self._failures < MOST_FAILURES


async def _post(
    session: aiohttp.ClientSession, url: str, body: bytes, headers: Mapping[str, str]
) -> int:
    try:
        async with session.post(url, data=body, headers=headers) as answer:
            await answer.read()
            return answer.status
    except (aiohttp.ClientError, TimeoutError):
        return 0


def issue_fields(issue: rows.Issue) -> Payload:
    """An issue as an event holds it."""
    return {
        "id": issue.id,
        "identifier": issue.identifier,
        "title": issue.title,
        "description": issue.description,
        "url": issue.url,
        "priority": issue.priority,
        "dueDate": _words(issue.due_date),
        "stateId": issue.state.id,
        "assigneeId": issue.assignee.id if issue.assignee else None,
        "projectId": issue.project.id if issue.project else None,
        "teamId": issue.team.id,
        "team": {"id": issue.team.id, "key": issue.team.key, "name": issue.team.name},
        "labelIds": issue.label_ids,
        "labels": [{"id": one.id, "name": one.name} for one in issue.labels],
        "archivedAt": _words(issue.archived_at),
        "completedAt": _words(issue.completed_at),
        "createdAt": _words(issue.created_at),
        "updatedAt": _words(issue.updated_at),
    }


def comment_fields(comment: rows.Comment) -> Payload:
    return {
        "id": comment.id,
        "body": comment.body,
        "issueId": comment.issue.id,
        "url": comment.url,
        "createdAt": _words(comment.created_at),
    }


def attachment_fields(attachment: rows.Attachment) -> Payload:
    return {
        "id": attachment.id,
        "title": attachment.title,
        "url": attachment.url,
        "issueId": attachment.issue.id,
        "createdAt": _words(attachment.created_at),
    }


def updated_from(before: Payload, after: Payload) -> Payload:
    """The old values of what has changed."""
    return {name: value for name, value in before.items() if value != after[name]}


def _words(at: date | None) -> str | None:
    if isinstance(at, datetime):
        moment = at.astimezone(UTC).isoformat(timespec="milliseconds")
        return moment.replace("+00:00", "Z")
    return at.isoformat() if at else None

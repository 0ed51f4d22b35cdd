"""How an act ended: acknowledged in how many milliseconds, or what Slack would show instead."""

import time
from dataclasses import dataclass

from sandbox.slack.core import Slack
from sandbox.slack.delivery import Ack, Delivery
from sandbox.slack.pressed import NotThereError
from sandbox.slack.state import Conversation
from sandbox.slack.wire import Payload

_TOO_LATE = frozenset({"timeout", "http_timeout"})


@dataclass(frozen=True, slots=True)
class Outcome:
    ok: bool = True
    acked_ms: float | None = None
    ack: Payload | str | None = None
    notice: str | None = None
    errors: dict[str, str] | None = None  # by block_id, of a submitted modal

    def as_payload(self) -> Payload:
        payload: Payload = {"ok": self.ok, "acked_ms": self.acked_ms, "ack": self.ack}
        if self.notice is not None:
            payload["notice"] = self.notice
        if self.errors is not None:
            payload["errors"] = self.errors
        return payload


async def deliver(slack: Slack, kind: str, payload: Payload) -> tuple[Ack, float]:
    started = time.perf_counter()
    ack = await slack.courier.deliver(Delivery(kind, payload))
    return ack, round((time.perf_counter() - started) * 1000, 2)


def failure_word(ack: Ack) -> str:
    return "operation_timeout" if ack.problem in _TOO_LATE else "dispatch_failed"


def refused(slack: Slack, user: str, text: str, acked_ms: float | None = None) -> Outcome:
    slack.notify(user, text)
    return Outcome(ok=False, acked_ms=acked_ms, notice=text)


def known_person(slack: Slack, user: str) -> str:
    person = slack.state.people.get(user)
    if person is None or person.is_bot:
        raise NotThereError(f"there is nobody called {user!r} to act as")
    return user


def seen_channel(slack: Slack, user: str, channel_id: str) -> Conversation:
    channel = slack.state.channels.get(channel_id)
    if channel is None or not channel.visible_to(user):
        raise NotThereError(f"{user} sees no channel {channel_id!r}")
    return channel

"""Bringing payloads to the app: three seconds for an answer, events again when there was none."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sandbox.slack.faults import Fault, FaultSwitches
from sandbox.slack.wire import Payload


@dataclass(frozen=True, slots=True)
class Timing:
    """Slack's own waiting times in seconds; a test may shorten them."""

    ack: float = 3.0
    trigger: float = 3.0
    response_url: float = 1800.0
    event_retries: tuple[float, ...] = (0.0, 60.0, 300.0)


@dataclass(frozen=True, slots=True)
class Delivery:
    type: str  # slash_commands, interactive or events_api
    payload: Payload
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ack:
    """What the app answered; `problem` names why there was no good answer."""

    body: Payload | str | None = None
    problem: str | None = None  # timeout, connection_failed, http_error, http_timeout
    no_retry: bool = False


class Transport(Protocol):
    async def send(self, delivery: Delivery, seconds: float) -> Ack: ...

    async def disconnect(self, reason: str) -> None: ...


class Background:
    """Tasks of the sandbox, each kept until it ends; closing cancels the rest."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self) -> None:
        """Wait until everything started so far has ended."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Courier:
    def __init__(
        self, transport: Transport, faults: FaultSwitches, timing: Timing, background: Background
    ) -> None:
        self.transport = transport
        self._faults = faults
        self._timing = timing
        self._background = background

    async def deliver(self, delivery: Delivery) -> Ack:
        fault = self._faults.take_delivery(delivery.type)
        if fault is not None:
            return await self._deliver_badly(delivery, fault)
        return await self.transport.send(delivery, self._timing.ack)

    def deliver_event(self, payload: Payload) -> None:
        self._background.start(self._deliver_until_acked(Delivery("events_api", payload)))

    async def _deliver_until_acked(self, delivery: Delivery) -> None:
        ack = await self.deliver(delivery)
        for attempt, delay in enumerate(self._timing.event_retries, start=1):
            if ack.problem is None or ack.no_retry:
                return
            await asyncio.sleep(delay)
            again = replace(delivery, attempt=attempt, reason=ack.problem)
            ack = await self.deliver(again)

    async def _deliver_badly(self, delivery: Delivery, fault: Fault) -> Ack:
        if fault.kind == "drop":
            await asyncio.sleep(self._timing.ack)
            return Ack(problem="timeout")
        if fault.kind == "disconnect":
            await self.transport.disconnect("refresh_requested")
        if fault.kind == "late":
            await asyncio.sleep(fault.seconds)
        if fault.kind == "duplicate":
            sends = [self.transport.send(delivery, self._timing.ack) for _ in range(2)]
            first, _ = await asyncio.gather(*sends)
            return first
        return await self.transport.send(delivery, self._timing.ack)

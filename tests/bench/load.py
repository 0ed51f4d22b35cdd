"""Signed calls over kept connections, each timed from its first byte to its last."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

SIGNING_SECRET = "bench-signing-secret"  # noqa: S105 - no secret: servers of this run
Shot = Callable[[int], Awaitable[bytes]]
"""The next request's bytes for the connection of that number; not timed."""
Between = Callable[[], Awaitable[None]]


class RefusedError(AssertionError):
    """A call was not answered with 200."""


@dataclass(slots=True)
class Cell:
    """The calls of one server under one load."""

    seconds: list[float] = field(default_factory=list)
    took: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.took

    def at(self, share: float) -> float:
        """Milliseconds within which that share of the calls was answered."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def signed(body: bytes) -> bytes:
    stamp = str(int(time.time())).encode()
    mac = hmac.new(SIGNING_SECRET.encode(), b"v0:" + stamp + b":" + body, hashlib.sha256)
    head = (
        b"POST /slack/events HTTP/1.1",
        b"Host: 127.0.0.1",
        b"Content-Type: application/x-www-form-urlencoded",
        b"X-Slack-Request-Timestamp: " + stamp,
        b"X-Slack-Signature: v0=" + mac.hexdigest().encode(),
        b"Content-Length: " + str(len(body)).encode(),
    )
    return b"\r\n".join(head) + b"\r\n\r\n" + body


class Caller(asyncio.Protocol):
    """One kept connection, one call at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answered: asyncio.Future[bytes] | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, end, body = self._buffer.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        self._buffer = b""
        if self._answered is not None:
            self._answered.set_result(head)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(RefusedError(f"the connection was lost ({exc})"))

    async def call(self, request: bytes) -> float:
        """Seconds until it was answered with 200."""
        if self._transport is None:
            raise RefusedError("not connected")
        self._answered = asyncio.get_running_loop().create_future()
        begun = time.perf_counter()
        self._transport.write(request)
        head = await self._answered
        took = time.perf_counter() - begun
        if not head.startswith(b"HTTP/1.1 200"):
            raise RefusedError(head.decode(errors="replace"))
        return took

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def measure(
    port: int, shot: Shot, *, connections: int, calls: int, between: Between | None = None
) -> Cell:
    """``calls`` in all; ``between`` is awaited (untimed) between the calls of a connection."""
    cell = Cell()
    left = iter(range(calls))
    loop = asyncio.get_running_loop()
    callers = [
        (await loop.create_connection(Caller, "127.0.0.1", port))[1] for _ in range(connections)
    ]
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, caller in enumerate(callers):
            group.create_task(_press_on(caller, number, left, cell, shot, between))
    cell.took = time.perf_counter() - begun
    for caller in callers:
        caller.close()
    return cell


async def _press_on(
    caller: Caller,
    number: int,
    left: Iterator[int],
    cell: Cell,
    shot: Shot,
    between: Between | None,
) -> None:
    for _ in left:
        cell.seconds.append(await caller.call(await shot(number)))
        if between is not None:
            await between()

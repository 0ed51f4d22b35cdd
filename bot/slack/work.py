"""Work that outlives its request: every piece tracked, none lost, drained on SIGTERM."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from types import TracebackType
from typing import Self

Guard = Callable[[Awaitable[None], str], Awaitable[None]]
"""Awaits a piece of work (with its name) and lets no error of it out."""

SLOTS = 2
LENT = 0.01
"""Seconds. A piece computes for less; one that takes longer waits for somebody else."""


class Work:
    """``async with Work(guard) as work``; leaving waits for every piece.

    ``guard`` keeps one failing piece from ending the others. A piece begins when it gets a slot,
    which it keeps for ``LENT`` seconds at most: a crowd of pieces would have every new call wait
    for a step of each of them, and Slack waits three seconds.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._group = asyncio.TaskGroup()
        self._running: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(SLOTS)

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._group.__aexit__(kind, error, trace)

    @property
    def running(self) -> int:
        return len(self._running)

    def start(self, piece: Coroutine[object, object, None], name: str) -> None:
        task = self._group.create_task(self._run(piece, name), name=name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _run(self, piece: Coroutine[object, object, None], name: str) -> None:
        try:
            await self._slots.acquire()
        except asyncio.CancelledError:
            piece.close()
            raise
        give_back = _Once(self._slots.release)
        timer = asyncio.get_running_loop().call_later(LENT, give_back)
        try:
            await self._guard(piece, name)
        finally:
            timer.cancel()
            give_back()

    async def drain(self, deadline: float) -> int:
        """Wait up to ``deadline`` seconds, for pieces started meanwhile too; cancel the rest.

        Returns how many were cancelled.
        """
        try:
            async with asyncio.timeout(deadline):
                while self._running:
                    await asyncio.wait(self._running)
        except TimeoutError:
            left = tuple(self._running)
            for task in left:
                task.cancel()
            await asyncio.wait(left)
            return len(left)
        return 0


class _Once:
    def __init__(self, act: Callable[[], None]) -> None:
        self._act: Callable[[], None] | None = act

    def __call__(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()

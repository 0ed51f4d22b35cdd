"""Work that outlives its request: every piece tracked, none lost, drained on SIGTERM."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from types import TracebackType
from typing import Self

Guard = Callable[[Awaitable[None], str], Awaitable[None]]
"""Awaits a piece of work (with its name) and lets no error of it out."""


class Work:
    """``async with Work(guard) as work``; leaving waits for every piece.

    ``guard`` keeps one failing piece from ending the others.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._group = asyncio.TaskGroup()
        self._running: set[asyncio.Task[None]] = set()

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

    async def _run(self, piece: Awaitable[None], name: str) -> None:
        await self._guard(piece, name)

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

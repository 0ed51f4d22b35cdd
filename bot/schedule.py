"""The clock's side: a handful of APScheduler jobs that take what is due from the store."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ports import UnavailableError

log = logging.getLogger(__name__)

DRAIN_SECONDS = 8.0
"""How long a beat that is busy may go on after SIGTERM, so that a digest is not cut in two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """``run`` takes what is due, and returns at once where nothing is. ``every`` is in seconds."""

    name: str
    every: float
    run: Callable[[], Awaitable[None]]


@asynccontextmanager
async def running_schedule(beats: tuple[Beat, ...]) -> AsyncIterator[None]:
    """Beats until left. A beat that is still busy is not started a second time, but finished.

    APScheduler only ticks here: which work is due when is kept in the store (docs/adr/0003), so a
    missed beat loses nothing.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    busy: set[asyncio.Task[None]] = set()
    for beat in beats:
        scheduler.add_job(_guarded(beat, busy), "interval", seconds=beat.every, id=beat.name)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        if busy:
            await asyncio.wait(busy, timeout=DRAIN_SECONDS)
        scheduler.shutdown(wait=False)


def _guarded(beat: Beat, busy: set[asyncio.Task[None]]) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        task = asyncio.current_task()
        if task is not None:
            busy.add(task)
            task.add_done_callback(busy.discard)
        try:
            await beat.run()
        except* UnavailableError as group:
            for error in group.exceptions:
                log.warning("%s waits: %s", beat.name, error)

    return run

"""Work after the answer: none lost, none ends another, all drained in time."""

import asyncio
from collections.abc import Awaitable

from bot.slack.work import SLOTS, Work


class Kept:
    """A guard that keeps the errors."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, str]] = []

    async def __call__(self, piece: Awaitable[None], name: str) -> None:
        try:
            await piece
        except ValueError as error:
            self.errors.append((name, str(error)))


async def fail() -> None:
    raise ValueError("broken")


async def test_leaving_waits_for_every_piece() -> None:
    done: list[int] = []

    async def piece(number: int, after: asyncio.Event) -> None:
        await after.wait()
        done.append(number)

    go_on = asyncio.Event()
    async with Work(Kept()) as work:
        for number in range(3):
            work.start(piece(number, go_on), f"piece {number}")
        assert work.running == 3
        go_on.set()
    assert sorted(done) == [0, 1, 2]


async def test_a_crowd_begins_a_few_at_a_time_and_does_not_wait_for_the_slow() -> None:
    begun: list[int] = []
    all_begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(number: int) -> None:
        begun.append(number)
        if len(begun) == SLOTS + 3:
            all_begun.set()
        await go_on.wait()

    async with Work(Kept()) as work:
        for number in range(SLOTS + 3):
            work.start(slow(number), f"piece {number}")
        await asyncio.sleep(0)
        assert begun == list(range(SLOTS))
        async with asyncio.timeout(5.0):
            await all_begun.wait()
        go_on.set()
    assert begun == list(range(SLOTS + 3))


async def test_a_piece_that_was_cancelled_before_it_began_is_closed() -> None:
    begun: list[str] = []

    async def hang(name: str) -> None:
        begun.append(name)
        await asyncio.Event().wait()

    async with Work(Kept()) as work:
        for number in range(SLOTS + 1):
            work.start(hang(f"piece {number}"), f"piece {number}")
        assert await work.drain(0.0) == SLOTS + 1
    assert len(begun) == SLOTS


async def test_failing_piece_does_not_end_the_others() -> None:
    kept, done = Kept(), asyncio.Event()

    async def other() -> None:
        await asyncio.sleep(0)
        done.set()

    async with Work(kept) as work:
        work.start(fail(), "first")
        work.start(other(), "second")
    assert done.is_set()
    assert kept.errors == [("first", "broken")]


async def test_drain_waits_for_pieces_started_meanwhile() -> None:
    done: list[str] = []

    async with Work(Kept()) as work:

        async def child() -> None:
            done.append("child")

        async def parent() -> None:
            await asyncio.sleep(0)
            work.start(child(), "child")
            done.append("parent")

        work.start(parent(), "parent")
        assert await work.drain(5.0) == 0
        assert sorted(done) == ["child", "parent"]
        assert work.running == 0


async def test_drain_cancels_what_takes_too_long() -> None:
    cancelled: list[str] = []

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.append("hang")

    async with Work(Kept()) as work:
        work.start(hang(), "hang")
        assert await work.drain(0.01) == 1
    assert cancelled == ["hang"]

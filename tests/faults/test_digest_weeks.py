"""Three replicas, killed at random, over clock changes: one digest a channel and date."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from tests.faults.weeks import Due, Schedule, dues, live_through, open_world

BERLIN = Schedule("C0RELEASE", time(2, 30), "Europe/Berlin")
NEW_YORK = Schedule("C0OPS", time(9), "America/New_York")
SANTIAGO = Schedule("C0RELEASE", time(0), "America/Santiago")
SYDNEY = Schedule("C0OPS", time(2, 30), "Australia/Sydney")
CAIRO = Schedule("C0RELEASE", time(0), "Africa/Cairo")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="weeks", dir="/tmp") as name:
        yield Path(name)


@pytest.mark.parametrize(
    ("schedules", "begin", "days"),
    [
        ((BERLIN, SYDNEY), date(2027, 10, 30), 3),  # 02:30 comes twice in Berlin
        ((SANTIAGO, NEW_YORK), date(2027, 9, 4), 2),  # midnight does not come in Santiago
        ((CAIRO, NEW_YORK), date(2027, 4, 29), 2),  # nor in Cairo
        ((CAIRO, SYDNEY), date(2027, 10, 2), 2),  # 02:30 does not come in Sydney
    ],
    ids=["berlin", "santiago", "cairo", "sydney"],
)
async def test_one_digest_for_each_channel_and_date(
    folder: Path, schedules: tuple[Schedule, ...], begin: date, days: int
) -> None:
    wanted = _of_distinct_channels(schedules, begin, days)
    async with open_world(folder, schedules, seed=days) as world:
        world.set_clock(wanted[0].at - timedelta(hours=1))
        await world.fill()
        for due in wanted:
            await live_through(world, due)
        posts = sorted(world.posts())

    assert posts == sorted((due.channel, due.post_id) for due in wanted)


def _of_distinct_channels(schedules: tuple[Schedule, ...], begin: date, days: int) -> list[Due]:
    assert len({schedule.channel for schedule in schedules}) == len(schedules)
    return dues(schedules, begin, days)


async def test_schedule_that_moves_brings_no_second_digest_for_a_date(folder: Path) -> None:
    """Put off at the last moment, then moved across zones at noon, under three replicas."""
    day, tomorrow = date(2027, 6, 1), date(2027, 6, 2)
    later = replace(NEW_YORK, at=time(9, 20))
    honolulu = replace(NEW_YORK, zone="Pacific/Honolulu")  # where nine is still to come at noon
    async with open_world(folder, (NEW_YORK,), seed=1) as world:
        world.set_clock(NEW_YORK.instant(day) - timedelta(seconds=30))
        await world.fill()
        await world.change((later,))
        world.set_clock(NEW_YORK.instant(day) + timedelta(minutes=5))
        await world.a_beat()
        assert list(world.posts()) == []
        await live_through(world, Due(later.instant(day), later.channel, day))

        await world.change((honolulu,))
        world.set_clock(honolulu.instant(day) + timedelta(seconds=1))
        await world.a_beat()
        await live_through(world, Due(honolulu.instant(tomorrow), NEW_YORK.channel, tomorrow))
        posts = sorted(world.posts())

    assert posts == [("C0OPS", f"digest:C0OPS:{each}") for each in (day, tomorrow)]

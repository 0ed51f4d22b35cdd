"""A reading of the tracker: mostly what has changed; what is missing is looked for by its id."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.blocker import Blocker, Snapshot, Stage
from bot.domain.departures import Departure, Fate
from bot.domain.goals import Goal, GoalKind
from bot.domain.milestone import Selection
from bot.domain.reading import Changes
from bot.ports import TrackerUnavailableError
from bot.services.readings import WHOLE_EVERY, Readings, mark_of
from tests.fakes.surroundings import HandClock
from tests.fakes.tracker import FakeTracker
from tests.samples.builders import NOW, blocker

SELECTION = Selection(team="THR", label="blocker")
ONE, TWO = blocker("THR-1"), blocker("THR-2")
AWAY = TrackerUnavailableError("Linear", "does not answer")


class Desk:
    """A reader with its last reading."""

    def __init__(self, *blockers: Blocker) -> None:
        self.clock = HandClock()
        self.tracker = FakeTracker(blockers)
        self.readings = Readings(self.tracker, self.clock)
        self.last: Snapshot | None = None

    async def read(self, selection: Selection = SELECTION, **after: float) -> Snapshot:
        self.clock.forward(**after)
        self.last = await self.readings.read(selection, self.last)
        return self.last

    @property
    def asked(self) -> tuple[int, int]:
        """Whole readings, and looks at the changes."""
        return self.tracker.reads, self.tracker.looks


async def test_the_first_reading_is_whole_and_the_next_ones_are_of_changes() -> None:
    desk = Desk(ONE)
    first = await desk.read()
    desk.tracker.changes = Changes()
    second = await desk.read(seconds=30)
    assert desk.asked == (1, 1)
    assert second == replace(first, fetched_at=NOW + timedelta(seconds=30))


async def test_after_ten_minutes_everything_is_read_again() -> None:
    desk = Desk(ONE)
    await desk.read()
    desk.tracker.changes = Changes()
    await desk.read(seconds=WHOLE_EVERY.total_seconds() - 1)
    last = await desk.read(seconds=1)
    assert desk.asked == (2, 1)
    assert last.whole_at == desk.clock.at


async def test_what_changed_is_taken_over_and_what_is_new_is_added() -> None:
    desk = Desk(ONE)
    await desk.read()
    closed = replace(ONE, stage=Stage.COMPLETED)
    desk.tracker.changes = Changes(changed=(closed, TWO))
    assert (await desk.read(seconds=30)).blockers == (closed, TWO)


async def test_one_that_is_gone_leaves_with_its_reason() -> None:
    desk = Desk(ONE, TWO)
    await desk.read()
    left = Departure(blocker=ONE.id, fate=Fate.ARCHIVED)
    desk.tracker.fates = {ONE.id: left}
    desk.tracker.blockers = (TWO,)
    desk.tracker.changes = Changes(gone=frozenset({ONE.id}))
    found = await desk.read(seconds=30)
    assert (found.blockers, found.departures) == ((TWO,), (left,))
    desk.tracker.changes = Changes()
    assert (await desk.read(seconds=30)).departures == ()  # told once


async def test_more_changes_than_a_page_make_a_whole_reading() -> None:
    desk = Desk(ONE)
    await desk.read()
    desk.tracker.changes = None
    await desk.read(seconds=30)
    assert desk.asked == (2, 1)


async def test_one_said_to_be_gone_that_is_still_there_makes_a_whole_reading() -> None:
    desk = Desk(ONE, TWO)
    await desk.read()
    desk.tracker.changes = Changes(gone=frozenset({ONE.id}))
    assert (await desk.read(seconds=30)).blockers == (ONE, TWO)
    assert desk.asked == (2, 1)


async def test_a_sudden_nothing_is_confirmed_by_a_second_reading() -> None:
    desk = Desk(ONE, TWO)
    await desk.read()
    desk.tracker.blockers, desk.tracker.changes = (), Changes(gone=frozenset({ONE.id, TWO.id}))
    found = await desk.read(seconds=30)
    assert found.blockers == ()
    assert {one.fate for one in found.departures} == {Fate.UNLABELLED}
    assert desk.asked == (3, 1)


async def test_a_list_that_leaves_out_what_is_there_is_no_list() -> None:
    """The cache of a filter was wiped: its list is empty, its issues are where they were."""
    desk = Desk(ONE, TWO)
    await desk.read()
    desk.tracker.blockers = ()
    desk.tracker.still = frozenset({ONE.id})
    with pytest.raises(TrackerUnavailableError, match="leaves out issues that are there"):
        await desk.read(minutes=11)
    assert desk.last is not None
    assert desk.last.blockers == (ONE, TWO)
    desk.tracker.blockers = (ONE, TWO)
    assert (await desk.read(seconds=30)).departures == ()


async def test_a_list_that_is_right_the_second_time_is_taken() -> None:
    desk = Desk(ONE, TWO)
    await desk.read()
    answers = [(), (ONE, TWO)]

    async def answer() -> None:
        desk.tracker.blockers = answers.pop(0)

    desk.tracker.meanwhile = answer
    desk.tracker.still = frozenset({ONE.id, TWO.id})
    found = await desk.read(minutes=11)
    assert (found.blockers, found.departures) == ((ONE, TWO), ())


async def test_a_credential_that_sees_none_of_them_any_more_has_lost_its_rights() -> None:
    desk = Desk(ONE, TWO)
    await desk.read()
    desk.tracker.blockers, desk.tracker.unseen = (), frozenset({ONE.id, TWO.id})
    with pytest.raises(TrackerUnavailableError, match="may have lost access"):
        await desk.read(minutes=11)


async def test_a_single_one_that_cannot_be_seen_leaves_and_is_not_called_cleared() -> None:
    desk = Desk(ONE, TWO)
    await desk.read()
    desk.tracker.blockers, desk.tracker.unseen = (TWO,), frozenset({ONE.id})
    (left,) = (await desk.read(minutes=11)).departures
    assert left.fate is Fate.UNSEEN
    assert "cleared" not in left.words


async def test_another_selection_is_read_whole_and_says_why_issues_left() -> None:
    desk = Desk(ONE, TWO)
    await desk.read()
    desk.tracker.changes, desk.tracker.blockers = Changes(), (TWO,)
    found = await desk.read(Selection(label="phase-4"), seconds=30)
    assert [one.fate for one in found.departures] == [Fate.UNSELECTED]
    assert found.selection == mark_of(Selection(label="phase-4"))
    assert desk.asked == (2, 0)


async def test_a_reading_from_before_marks_were_kept_is_followed_by_a_whole_one() -> None:
    desk = Desk(ONE)
    desk.last = Snapshot(fetched_at=NOW, blockers=(ONE, TWO))
    (left,) = (await desk.read(seconds=30)).departures
    assert (left.blocker, left.fate, desk.asked) == (TWO.id, Fate.UNLABELLED, (1, 0))


async def test_closed_ones_leave_the_list_without_a_word() -> None:
    desk = Desk(replace(ONE, stage=Stage.CANCELED), TWO)
    await desk.read()
    desk.tracker.blockers = (TWO,)
    found = await desk.read(minutes=11)
    assert (found.departures, desk.asked) == ((), (2, 0))


async def test_a_project_that_cannot_be_read_keeps_no_issue_back() -> None:
    desk = Desk(ONE)
    desk.tracker.goals = (Goal(kind=GoalKind.PROJECT, name="Going live"),)
    first = await desk.read()
    desk.tracker.goals_error = AWAY
    assert (await desk.read(minutes=11)).goals == first.goals
    assert (await desk.read(Selection(team="OPS"), seconds=1)).goals == ()


async def test_trouble_at_the_changes_is_trouble() -> None:
    desk = Desk(ONE)
    await desk.read()
    desk.tracker.error = AWAY
    with pytest.raises(TrackerUnavailableError):
        await desk.read(seconds=30)

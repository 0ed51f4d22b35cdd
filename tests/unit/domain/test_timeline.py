"""The timeline: overdue first, weeks to beyond the target, effort and naive finish."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocker import Story
from bot.domain.board import BlockerView
from bot.domain.checklist import ItemState
from bot.domain.timeline import (
    Hours,
    Span,
    Stretch,
    Timeline,
    build_timeline,
    naive_finish,
)
from tests.samples.builders import TODAY, blocker
from tests.unit.render.boards import Line, view

MONDAY = date(2026, 11, 16)
SATURDAY = date(2026, 11, 21)


def due(key: str, days: int | None, *, hours: Hours | None = None, **more: object) -> BlockerView:
    day = TODAY + timedelta(days=days) if days is not None else None
    return view(blocker(key, due=day, **more), story=Story(effort_hours=hours))


def timeline(*views: BlockerView, target: date | None = None) -> Timeline:
    watched = [v for v in views if v.blocker.watched]
    return build_timeline([v for v in views if v not in watched], watched, target, TODAY)


def shape(stretch: Stretch) -> tuple[Span, date | None, list[str]]:
    return stretch.span, stretch.start, [entry.view.blocker.key for entry in stretch.entries]


def test_overdue_comes_first_then_the_weeks_and_no_date_last() -> None:
    found = timeline(
        due("THR-1", None), due("THR-2", 30), due("THR-3", -3), due("THR-4", 2), due("THR-5", -9)
    )

    assert [shape(stretch) for stretch in found.stretches] == [
        (Span.OVERDUE, None, ["THR-5", "THR-3"]),
        (Span.WEEK, MONDAY, ["THR-4"]),
        (Span.GAP, MONDAY + timedelta(weeks=1), []),
        (Span.WEEK, MONDAY + timedelta(weeks=4), ["THR-2"]),
        (Span.NO_DATE, None, ["THR-1"]),
    ]
    assert found.stretches[2].weeks == 3
    assert [stretch.is_now for stretch in found.stretches] == [False, True, False, False, False]


def test_of_two_due_on_one_day_the_lower_number_comes_first() -> None:
    [week] = timeline(due("THR-10", 2), due("THR-9", 2)).stretches

    assert [entry.view.blocker.key for entry in week.entries] == ["THR-9", "THR-10"]


def test_target_is_marked_and_the_week_after_it_is_shown() -> None:
    found = timeline(due("THR-4", 2), target=date(2026, 12, 18))

    assert [(s.span, s.start, s.has_target) for s in found.stretches] == [
        (Span.WEEK, MONDAY, False),
        (Span.GAP, MONDAY + timedelta(weeks=1), False),
        (Span.WEEK, date(2026, 12, 14), True),
        (Span.WEEK, date(2026, 12, 21), False),
    ]


def test_target_that_has_passed_is_in_no_week() -> None:
    found = timeline(due("THR-4", 2), target=TODAY - timedelta(days=1))

    assert [(s.span, s.has_target) for s in found.stretches] == [(Span.WEEK, False)]


def test_effort_is_summed_of_what_blocks_and_the_silent_are_named() -> None:
    silent, nonsense = due("THR-3", 1), due("THR-4", 1, hours=(float("inf"), 1))
    found = timeline(
        due("THR-1", 1, hours=(6, 8)),
        due("THR-2", -1, hours=(12, 8)),
        due("THR-5", 1, hours=(100, 100), watched=True),
        silent,
        nonsense,
    )

    assert found.hours == (14, 20)
    assert list(found.without_effort) == [silent, nonsense]
    assert [stretch.hours for stretch in found.stretches] == [(8, 12), (6, 8)]
    assert [stretch.blocking for stretch in found.stretches] == [1, 3]


def test_item_with_a_date_of_its_own_is_an_entry_of_its_week() -> None:
    lines = (
        Line("early", due=TODAY),
        Line("same", due=TODAY + timedelta(days=9)),
        Line("ticked", ItemState.DONE, due=TODAY),
    )
    found = timeline(view(blocker(due=TODAY + timedelta(days=9)), lines))

    assert [[e.item.item.text if e.item else "" for e in s.entries] for s in found.stretches] == [
        ["early"],
        [""],
    ]
    assert found.stretches[0].blocking == 0


@pytest.mark.parametrize(
    ("hours", "today", "first", "last"),
    [
        ((0, 0), TODAY, TODAY, TODAY),
        ((1, 8), TODAY, TODAY, TODAY),
        ((8.5, 16), TODAY, date(2026, 11, 19), date(2026, 11, 19)),
        ((14, 25), TODAY, date(2026, 11, 19), date(2026, 11, 23)),
        ((4, 9), SATURDAY, date(2026, 11, 23), date(2026, 11, 24)),
        ((40, 80), MONDAY, date(2026, 11, 20), date(2026, 11, 27)),
    ],
)
def test_naive_finish_works_the_effort_off_on_working_days(
    hours: Hours, today: date, first: date, last: date
) -> None:
    assert naive_finish(hours, today) == (first, last)


def test_naive_finish_beyond_all_planning_is_none() -> None:
    assert naive_finish((1, 1e9), TODAY) is None
    assert timeline(due("THR-1", 1)).finish is None


DAYS = st.integers(-2_000, 2_000)
FAR_DAYS = st.one_of(st.none(), DAYS, st.just((date.max - TODAY).days))


@given(st.lists(FAR_DAYS, max_size=12), FAR_DAYS)
def test_nothing_is_lost_and_the_weeks_follow_each_other(
    days: list[int | None], target: int | None
) -> None:
    views = [due(f"THR-{n}", day) for n, day in enumerate(days)]
    aim = TODAY + timedelta(days=target) if target is not None else None
    found = timeline(*views, target=aim)

    shown = [entry.view.blocker.key for s in found.stretches for entry in s.entries]
    assert sorted(shown) == sorted(v.blocker.key for v in views)
    spans = [s for s in found.stretches if s.span in {Span.WEEK, Span.GAP}]
    numbers = [(s.start.toordinal() - 1) // 7 for s in spans if s.start]
    assert numbers[0] == (TODAY.toordinal() - 1) // 7
    assert [a + s.weeks for a, s in zip(numbers, spans, strict=True)][:-1] == numbers[1:]
    assert sum(s.has_target for s in spans) == (aim is not None and aim >= TODAY)

"""Dates, ages, bars and figures as people say them, in the reader's zone."""

# ruff: noqa: RUF001 - the look-alikes are what is tested

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.checklist import ItemState, Progress
from bot.domain.health import Verdict
from bot.domain.milestone import Readiness
from bot.render.words import (
    ITEM_EMOJI,
    ITEM_WORD,
    READINESS_EMOJI,
    VERDICT_EMOJI,
    LocalTime,
    bar,
    count,
    hours,
    progress_words,
)
from tests.unit.render.boards import NOW, TODAY, ZONE

LOCAL = LocalTime.of(NOW, ZONE)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-5, "overdue 5 days"),
        (-1, "overdue 1 day"),
        (0, "due today"),
        (1, "due tomorrow"),
        (2, "due Fri 20 Nov"),
        (58, "due Fri 15 Jan 2027"),
    ],
)
def test_due_says_how_far(days: int, words: str) -> None:
    assert LOCAL.due(TODAY + timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 18, 13, 12, tzinfo=UTC), "08:12"),
        (datetime(2026, 11, 16, 21, 20, tzinfo=UTC), "Mon 16:20"),
        (datetime(2026, 11, 19, 14, 0, tzinfo=UTC), "Thu 09:00"),
        (datetime(2026, 10, 2, 20, 20, tzinfo=UTC), "Fri 2 Oct 16:20"),
        (datetime(2026, 11, 18, 4, 59, tzinfo=UTC), "Tue 23:59"),
    ],
)
def test_moment_is_said_in_the_zone(at: datetime, words: str) -> None:
    assert LOCAL.moment(at) == words


def test_since_has_a_word_for_yesterday() -> None:
    assert LOCAL.since(NOW - timedelta(days=1)) == "yesterday 09:41"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-4), "just now"),
        (timedelta(seconds=20), "20 s ago"),
        (timedelta(minutes=2), "2 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(hours=30), "30 h ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)
def test_ago_uses_one_unit(passed: timedelta, words: str) -> None:
    assert LOCAL.ago(NOW - passed) == words


def test_the_day_is_the_zones_own() -> None:
    late = LocalTime.of(datetime(2026, 11, 19, 3, 0, tzinfo=UTC), ZONE)
    assert late.today == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("zone", "word"),
    [("America/New_York", "EST"), ("America/Sao_Paulo", "UTC-03"), ("UTC", "UTC")],
)
def test_every_zone_has_a_word(zone: str, word: str) -> None:
    assert LocalTime.of(NOW, zone).zone_word == word


@pytest.mark.parametrize(
    ("done", "total", "cells"),
    [
        (0, 0, ""),
        (3, 5, "▰▰▰▱▱"),
        (0, 6, "▱▱▱▱▱▱"),
        (1, 300, "▰▱▱▱▱▱▱▱▱▱"),
        (299, 300, "▰▰▰▰▰▰▰▰▰▱"),
        (300, 300, "▰▰▰▰▰▰▰▰▰▰"),
    ],
)
def test_bar_is_empty_or_full_only_when_it_is_so(done: int, total: int, cells: str) -> None:
    assert bar(Progress(done, 0, total)) == cells


def test_progress_says_the_figures_beside_the_bar() -> None:
    assert progress_words(Progress(2, 3, 5)) == "▰▰▱▱▱ 2 of 5, 3 doing"
    assert progress_words(Progress(0, 0, 0)) == "no checklist"


@pytest.mark.parametrize(
    ("span", "words"), [((6, 8), "6–8 h"), ((4, 4), "4 h"), ((0.5, 1), "0.5–1 h")]
)
def test_hours_are_a_range_or_a_figure(span: tuple[float, float], words: str) -> None:
    assert hours(span) == words


def test_count_has_a_plural() -> None:
    assert [count(1, "day"), count(2, "day")] == ["1 day", "2 days"]


def test_every_state_has_a_symbol_and_a_word() -> None:
    assert set(ITEM_EMOJI) == set(ITEM_WORD) == set(ItemState)
    assert set(VERDICT_EMOJI) == set(Verdict)
    assert set(READINESS_EMOJI) == set(Readiness)

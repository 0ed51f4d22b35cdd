"""A filter said back means what was typed, in whatever order and spelling that was."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.blocker import Priority
from bot.domain.due_spans import DUE_WORDS, due_range, due_said, is_due, pin_due, read_due
from bot.domain.filter_reading import TOO_LONG, read_filter, tokens_of
from bot.domain.filter_words import said, typed
from bot.domain.filters import Filter, Owned, OwnerKind
from tests.unit.domain.filter_words import filters

TODAY = date(2026, 11, 18)


def read(text: str) -> Filter:
    reading = read_filter(tokens_of(text))
    assert reading.wrong is None, (text, tokens_of(text), reading)
    return reading.filter


@given(filters())
def test_what_a_button_carries_is_the_same_filter(asked: Filter) -> None:
    reading = read_filter(tokens_of(typed(asked)))
    assume(reading.hint != TOO_LONG)
    assert (reading.filter, reading.wrong) == (asked, None)


@given(filters())
def test_what_is_said_back_means_the_same(asked: Filter) -> None:
    reading = read_filter(tokens_of(said(asked)))
    assume(reading.hint != TOO_LONG)
    assert (reading.filter, reading.wrong) == (asked, None)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    tokens = tokens_of(text)
    reading = read_filter(tokens)
    assert reading.wrong is None or 0 <= reading.wrong < len(tokens)


WORDS = ("overdue", "or", "and", "urgent", "due", "this", "week", "label:", "labelled", "owned")
MORE = ("by", "@bob", "team:x", ",", '"', "`", "no", "date", "(teams too)", "mine", "<@U0BOB|bob>")


@given(st.lists(st.sampled_from((*WORDS, *MORE)), max_size=9))
def test_what_is_read_is_read_the_same_again(words: list[str]) -> None:
    reading = read_filter(tokens_of(" ".join(words)))
    if reading.wrong is None:
        assert read(typed(reading.filter)) == reading.filter
        assert read(said(reading.filter)) == reading.filter


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("high overdue urgent", "overdue, high or urgent"),
        ("due:this-week @bob overdue", "overdue, owned by bob, due this week"),
        ("mine", "yours"),
        ("mine @bob", "owned by you or bob"),
        ("label:a label:b", "labelled `a` and labelled `b`"),
        ("label:a,b", "labelled `a` or `b`"),
        ("due:today,none", "due today or no due date"),
        ("team:“Backend team”", 'owned by team:"Backend team"'),
        ("due:december", "due in December"),
        ("due:2026-12", "due in December 2026"),
        ("due:2026-11-20", "due on 20 Nov 2026"),
        ("due:past at risk", "at-risk, due in the past"),
        ("unassigned, cleared", "unowned, done"),
        ("label: infra", "labelled `infra`"),
        ("owned by bob or dana labelled x or y", "owned by bob or dana, labelled `x` or `y`"),
        ("team:you @mine", 'owned by team:"you" or "mine"'),
        ("OVERDUE Urgent LABEL:Infra", "overdue, urgent, labelled `Infra`"),
    ],
)  # fmt: skip
def test_a_filter_is_said_back_in_words(text: str, back: str) -> None:
    assert said(read(text)) == back


def test_owners_are_said_by_name_and_to_themselves_as_you() -> None:
    mine = Filter(owners=(Owned(kind=OwnerKind.USER, value="U0BOB", teams=True),))
    names = {"U0BOB": "Bob", "backend": "Backend team"}
    assert said(mine, names, viewer="U0BOB") == "yours"
    assert said(mine, names, viewer="U0DANA") == "owned by Bob (teams too)"
    assert said(read("team:backend"), names) == 'owned by "Backend team"'


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("<@U012AB|bob>", Owned(kind=OwnerKind.USER, value="U012AB")),
        ("<@W012AB>", Owned(kind=OwnerKind.USER, value="W012AB")),
        ("<!subteam^S1|@backend>", Owned(kind=OwnerKind.GROUP, value="S1")),
        ("team:<!subteam^S1|@backend>", Owned(kind=OwnerKind.GROUP, value="S1")),
        ("@bob.smith", Owned(kind=OwnerKind.NAME, value="bob.smith")),
        ('@"Bob Smith"', Owned(kind=OwnerKind.NAME, value="Bob Smith")),
        ("owner:bob", Owned(kind=OwnerKind.NAME, value="bob")),
        ("owned by me", Owned(kind=OwnerKind.MINE)),
    ],
)
def test_an_owner_may_be_written_in_many_ways(text: str, owner: Owned) -> None:
    assert read(text) == Filter(owners=(owner,))


@pytest.mark.parametrize(
    ("text", "wrong", "hint"),
    [
        ("overdue xyzzy", 1, ""),
        ("due:someday", 0, "`due:` takes today"),
        ("due", 0, "`due:` takes today"),
        ("due:2026-02-30", 0, "`due:` takes today"),
        ("urgent label:", 1, "`label:` takes a label"),
        ("team:", 0, "`team:` takes a team"),
        ("priority:soon", 0, "`priority:` takes urgent"),
        ("overdue or stale", 1, "stands between values of one kind"),
        ("urgent or", 1, "stands between values of one kind"),
        ("<!here>", 0, ""),
        ("@", 0, ""),
        (f"label:{'x' * 700}", 0, TOO_LONG),
    ],
)
def test_what_does_not_fit_is_named_with_what_was_expected(
    text: str, wrong: int, hint: str
) -> None:
    reading = read_filter(tokens_of(text))
    assert reading.wrong == wrong
    assert reading.hint.startswith(hint) if hint == "" or hint[0] == "`" else hint in reading.hint


@pytest.mark.parametrize("word", ["none", "no"])
def test_no_priority_is_one_of_them(word: str) -> None:
    assert read(f"priority:{word}").priorities == (Priority.NONE,)


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("today", "2026-11-18", "2026-11-18"),
        ("tomorrow", "2026-11-19", "2026-11-19"),
        ("this-week", "2026-11-16", "2026-11-22"),
        ("next-week", "2026-11-23", "2026-11-29"),
        ("this-month", "2026-11-01", "2026-11-30"),
        ("next-month", "2026-12-01", "2026-12-31"),
        ("past", "0001-01-01", "2026-11-17"),
        ("december", "2026-12-01", "2026-12-31"),
        ("jan", "2027-01-01", "2027-01-31"),
        ("october", "2026-10-01", "2026-10-31"),
        ("Feb 2028", "2028-02-01", "2028-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("on 20 Nov 2026", "2026-11-20", "2026-11-20"),
        ("3 jan", "2027-01-03", "2027-01-03"),
        ("29 feb", "2027-02-28", "2027-02-28"),
    ],
)
def test_a_due_date_in_words_is_these_days(word: str, first: str, last: str) -> None:
    found = due_range(read_due(word), TODAY)
    assert [day.isoformat() for day in found] == [first, last]


@pytest.mark.parametrize("word", ["", "someday", "ma", "2026-13", "32 nov", "x-2026", "٣ nov"])
def test_what_is_no_due_date_is_not_read(word: str) -> None:
    assert read_due(word) == ""


@given(
    st.sampled_from((*DUE_WORDS, "dec", "20-nov", "29-feb", "2026-12", "2026-11-20")), st.dates()
)
def test_a_due_date_stays_what_it_is(word: str, today: date) -> None:
    pinned = pin_due(word, today)
    assert read_due(pinned) == pinned == pin_due(pinned, date(2001, 1, 1))
    assert read_due(due_said(word).removeprefix("due ").removeprefix("no due ")) in {word, ""}
    assert is_due(None, word, TODAY) is (word == "none")

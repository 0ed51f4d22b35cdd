"""A reading put together from the last one and what has changed since."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocker import Blocker, IssueLink, Snapshot, Stage
from bot.domain.departures import Departure, Fate
from bot.domain.reading import (
    Changes,
    apply_changes,
    departures_of,
    is_sudden_nothing,
    left_out,
)
from bot.domain.tracked import compare_readings
from tests.samples.builders import NOW, blocker

ONE, TWO = blocker("THR-1"), blocker("THR-2")
DONE = replace(ONE, stage=Stage.COMPLETED)


def snapshot(*blockers: Blocker, departures: tuple[Departure, ...] = ()) -> Snapshot:
    return Snapshot(fetched_at=NOW, blockers=blockers, departures=departures)


def link(to: Blocker) -> IssueLink:
    return IssueLink(id=to.id, key=to.key, title=to.title)


def test_what_changed_takes_its_place_and_what_is_new_comes_last() -> None:
    moved, new = replace(ONE, title="Renamed"), blocker("THR-3")
    found = apply_changes(snapshot(ONE, TWO), Changes(changed=(new, moved)))
    assert found == (moved, TWO, new)


def test_what_is_gone_is_left_out() -> None:
    assert apply_changes(snapshot(ONE, TWO), Changes(gone=frozenset({ONE.id}))) == (TWO,)


def test_one_that_was_closed_no_longer_blocks_those_whose_own_date_did_not_move() -> None:
    waiting = replace(TWO, blocked_by=(link(ONE),), blocks=(link(blocker("THR-9")),))
    (_, after) = apply_changes(snapshot(ONE, waiting), Changes(changed=(DONE,)))
    assert (after.blocked_by, after.blocks) == ((), waiting.blocks)


@pytest.mark.parametrize(
    ("before", "found", "missing", "sudden"),
    [
        ((), (), 0, False),
        ((ONE, TWO), (ONE, TWO), 0, False),
        ((ONE, TWO), (ONE,), 1, False),
        ((ONE, TWO), (), 2, True),
        ((ONE, TWO), (DONE,), 1, True),
        ((ONE,), (DONE,), 0, False),  # seen as closed: nothing is missing
        ((DONE,), (), 0, False),  # closed ones leave the list with time
    ],
)
def test_only_open_ones_are_missed(
    before: tuple[Blocker, ...], found: tuple[Blocker, ...], missing: int, *, sudden: bool
) -> None:
    last = snapshot(*before)
    assert len(left_out(last, found)) == missing
    assert is_sudden_nothing(last, found) is sudden


def test_of_a_first_reading_nothing_is_missed() -> None:
    assert left_out(None, ()) == ()


def test_one_that_the_tracker_does_not_show_even_by_its_id_is_unseen() -> None:
    left = Departure(blocker=ONE.id, fate=Fate.ARCHIVED)
    assert departures_of((ONE, TWO), {ONE.id: left}) == (
        left,
        Departure(blocker=TWO.id, fate=Fate.UNSEEN),
    )


@pytest.mark.parametrize(
    ("departure", "words"),
    [
        ((Fate.MOVED, "OPS, now OPS-7"), "moved to another team OPS, now OPS-7"),
        ((Fate.UNLABELLED, "blocker"), "lost its label blocker"),
        ((Fate.ARCHIVED, ""), "was archived unresolved"),
        ((Fate.TRASHED, ""), "was put in the trash"),
        ((Fate.CLOSED, "Canceled"), "was closed as Canceled"),
        ((Fate.ELSEWHERE, "the project Going live"), "left the project Going live"),
        ((Fate.MOVED, ""), "moved to another team"),
    ],
)
def test_each_fate_has_a_sentence_of_its_own(departure: tuple[Fate, str], words: str) -> None:
    fate, detail = departure
    assert Departure(blocker=ONE.id, fate=fate, detail=detail).words == words


def test_no_two_fates_read_the_same() -> None:
    said = {Departure(blocker=ONE.id, fate=fate, detail="it").words for fate in Fate}
    assert len(said) == len(Fate)


def test_the_log_says_why_one_left_and_nothing_of_closed_ones() -> None:
    why = (Departure(blocker=ONE.id, fate=Fate.TRASHED),)
    closed = replace(TWO, stage=Stage.CANCELED)
    found = compare_readings(snapshot(ONE, closed), snapshot(departures=why))
    assert [(note.key, note.after) for note in found.notes] == [("THR-1", "was put in the trash")]
    assert set(found.replaced) == {ONE.id, closed.id}


@given(
    st.lists(st.sampled_from(range(8)), unique=True),
    st.lists(st.sampled_from(range(8)), unique=True),
    st.sets(st.sampled_from(range(8))),
)
def test_changes_lose_and_double_nothing(
    known: list[int], changed: list[int], gone: set[int]
) -> None:
    names = [blocker(f"THR-{n}") for n in range(8)]
    away = frozenset(names[n].id for n in gone - set(changed))
    news = tuple(replace(names[n], title="new") for n in changed)
    found = apply_changes(snapshot(*(names[n] for n in known)), Changes(changed=news, gone=away))
    ids = [one.id for one in found]
    assert len(ids) == len(set(ids))
    assert set(ids) == {names[n].id for n in {*known, *changed}} - away
    assert {one.id for one in found if one.title == "new"} == {one.id for one in news}

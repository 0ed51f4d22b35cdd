"""What a filter lets through: all kinds hold, and nothing comes in that is not on the board."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.at_risk import risk_signs
from bot.domain.blocker import Blocker, Priority, Stage, Story
from bot.domain.board import BlockerView, Board, ItemView, ProbeView
from bot.domain.checklist import Checklist, ItemState
from bot.domain.digest import Why
from bot.domain.filter_reading import read_filter, tokens_of
from bot.domain.filters import Filter, clashes
from bot.domain.health import ProbeId, ProbeState, Verdict
from bot.domain.ids import TeamKey, UserId
from bot.domain.needs import build_needs
from bot.domain.people import Owner, Person, Team
from tests.samples.builders import ALICE, BOB, NOW, TODAY, blocker, item
from tests.unit.domain.filter_words import filters
from tests.unit.render.boards import board_of

BACKEND = Team(key=TeamKey("backend"), name="Backend team")
TEAMS = {UserId("U0BOB"): (TeamKey("backend"),)}
GONE = Person(name="Gone", email="gone@example.com", active=False)


def view(
    found: Blocker,
    *items: tuple[str, Owner | None, int | None],
    probe: Verdict | None = None,
    heard: bool = True,
) -> BlockerView:
    """Each item with its owner and in how many days it is due."""
    shown = tuple(
        ItemView(
            item=item(text, due=None if due is None else TODAY + timedelta(days=due)), owner=owner
        )
        for text, owner, due in items
    )
    state = ProbeState(
        probe=ProbeId("api"), verdict=probe or Verdict.UP, heard=NOW if heard else None
    )
    return BlockerView(
        blocker=found,
        story=Story(),
        checklist=Checklist(blocker=found.id, items=tuple(one.item for one in shown)),
        items=shown,
        probes=(ProbeView(id="api", name="api", state=state),) if probe else (),
    )


def asked(text: str) -> Filter:
    reading = read_filter(tokens_of(text))
    assert reading.wrong is None, text
    return reading.filter


def keys(text: str, board: Board) -> list[str]:
    return [found.blocker.key for found in asked(text).found(board, TEAMS)]


def a_board(*views: BlockerView) -> Board:
    return replace(board_of(views, probes=()), now=NOW)


LATE = view(blocker("THR-1", due=TODAY - timedelta(days=5), labels=("infra", "Release Blocker")))
SOON = view(blocker("THR-2", priority=Priority.HIGH, due=TODAY + timedelta(days=1)))
NOBODYS = view(blocker("THR-3", assignee=None, priority=Priority.LOW))
STALE = view(blocker("THR-4", priority=Priority.NONE, updated_at=NOW - timedelta(days=9)))
TEAM_ITEM = view(
    blocker("THR-5", assignee=ALICE, priority=Priority.MEDIUM),
    ("by the team", BACKEND, None),
    ("by nobody named", None, -2),
)
WATCHED = view(blocker("THR-6", assignee=ALICE, watched=True, labels=("infra",)))
CLEARED = view(
    blocker("THR-7", stage=Stage.COMPLETED, state_name="Done", due=TODAY - timedelta(days=3))
)
BOARD = a_board(LATE, SOON, NOBODYS, STALE, TEAM_ITEM, WATCHED, CLEARED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("overdue", ["THR-1", "THR-5"]),
        ("stale", ["THR-4"]),
        ("unowned", ["THR-3"]),
        ("at-risk", ["THR-1", "THR-5", "THR-3", "THR-4"]),
        ("urgent", ["THR-1", "THR-6"]),
        ("urgent high", ["THR-1", "THR-2", "THR-6"]),
        ("medium low no-priority", ["THR-5", "THR-3", "THR-4"]),
        ("done", ["THR-7"]),
        ("done overdue", []),
        ("done @Bob", ["THR-7"]),
        ("label:infra", ["THR-1", "THR-6"]),
        ("label:INFRA label:release-blocker", ["THR-1"]),
        ("label:infra,nothing", ["THR-1", "THR-6"]),
        ("label:infra label:nothing", []),
        ("label:release_blocker", ["THR-1"]),
        ("due:tomorrow", ["THR-2"]),
        ("due:this-week", ["THR-2", "THR-5"]),
        ("due:past", ["THR-1", "THR-5"]),
        ("due:none", ["THR-5", "THR-3", "THR-4", "THR-6"]),
        ("due:2026-11-13", ["THR-1"]),
        ("due:nov", ["THR-1", "THR-2", "THR-5"]),
        ("due:dec", []),
        ("<@U0BOB>", ["THR-1", "THR-2", "THR-4"]),
        ("mine:U0BOB", ["THR-1", "THR-2", "THR-5", "THR-4"]),
        ("team:backend", ["THR-5"]),
        ("@alice", ["THR-5", "THR-6"]),
        ("@alice or @bob", ["THR-1", "THR-2", "THR-4", "THR-5", "THR-6"]),
        ("<@U0BOB> urgent overdue", ["THR-1"]),
    ],
)
def test_a_filter_lets_through_what_it_says(text: str, expected: Sequence[str]) -> None:
    assert sorted(keys(text, BOARD)) == sorted(expected)


def test_stale_is_what_the_digest_calls_stale() -> None:
    needs = build_needs(BOARD, ())
    assert keys("stale", BOARD) == [need.blocker for need in needs if need.is_for(Why.STALE)]


def test_closed_items_count_for_nobody() -> None:
    ticked = view(blocker(assignee=ALICE), ("ticked", BOB, -1))
    closed = tuple(
        replace(one, item=replace(one.item, state=ItemState.DONE)) for one in ticked.items
    )
    board = a_board(replace(ticked, items=closed))
    assert keys("<@U0BOB>", board) == []
    assert keys("overdue", board) == []


def test_their_items_are_named_for_them_or_the_rest_of_their_blocker() -> None:
    shared = view(blocker(assignee=BOB), ("Bob's", None, None), ("of a team", BACKEND, None))
    assert len(asked("<@U0BOB>").their_items(shared, TEAMS)) == 1
    assert len(asked("mine:U0BOB").their_items(shared, TEAMS)) == 2
    assert len(asked("team:backend").their_items(shared, TEAMS)) == 1


@pytest.mark.parametrize(
    ("found", "signs"),
    [
        (view(blocker()), ()),
        (view(blocker(), probe=Verdict.UP), ()),
        (view(blocker(), probe=Verdict.DOWN), ("api down",)),
        (view(blocker(), probe=Verdict.DEGRADED), ("api degraded",)),
        (view(blocker(), probe=Verdict.UNKNOWN), ("api silent",)),
        (view(blocker(), probe=Verdict.UNKNOWN, heard=False), ()),
        (view(blocker(assignee=None)), ("nobody owns it",)),
        (view(blocker(assignee=GONE)), ("Gone's account is closed",)),
        (view(blocker(due=TODAY - timedelta(days=1))), ("overdue 1 day",)),
        (view(blocker(), ("late", None, -1), ("later", None, -2)), ("2 items overdue",)),
        (view(blocker(due=TODAY + timedelta(days=90))), ("due after the milestone's target",)),
        (view(blocker(updated_at=NOW - timedelta(days=9))), ("not moved for 7 working days",)),
    ],
)
def test_each_sign_of_risk_is_said(found: BlockerView, signs: tuple[str, ...]) -> None:
    assert risk_signs(found, a_board(found)) == signs


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("done overdue", "what is done is not overdue"),
        ("done stale", "not stale any more"),
        ("unowned @bob", "nobody is assigned"),
        ("overdue due:none", "overdue needs a due date"),
    ],
)
def test_what_shuts_each_other_out_is_said(text: str, why: str) -> None:
    (sentence,) = clashes(asked(text))
    assert why in sentence
    assert list(clashes(asked("overdue urgent @bob"))) == []


@given(filters())
def test_only_what_is_on_the_board_matches(one: Filter) -> None:
    found = one.found(BOARD, TEAMS)
    assert set(found) <= set(one.pool(BOARD)) <= set(BOARD.everything)


@given(filters())
def test_a_filter_is_all_of_its_parts_at_once(one: Filter) -> None:
    together = set(one.pool(BOARD)).intersection(*(p.found(BOARD, TEAMS) for p in one.parts))
    assert set(one.found(BOARD, TEAMS)) == together


@given(filters(), st.sampled_from(("overdue", "stale", "unowned", "at-risk", "label:infra")))
def test_one_more_condition_narrows(one: Filter, word: str) -> None:
    more = asked(word)
    both = replace(one, flags=one.flags | more.flags, labels=(*one.labels, *more.labels))
    if one.is_done:
        more = replace(more, flags=more.flags | asked("done").flags)
    expected = set(one.found(BOARD, TEAMS)) & set(more.found(BOARD, TEAMS))
    assert set(both.found(BOARD, TEAMS)) == expected

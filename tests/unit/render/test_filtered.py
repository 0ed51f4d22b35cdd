"""A filtered list: how many match and by what, a reason in each row, within Slack's limits."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.board import Board
from bot.domain.filter_reading import read_filter, tokens_of
from bot.domain.filter_words import typed
from bot.domain.filters import Filter, FilteredBoards
from bot.domain.ids import MilestoneKey, TeamKey, UserId
from bot.domain.people import Team
from bot.render.filtered import filtered_message
from bot.render.unknown_words import unknown_word_message
from bot.render.values import EVERY, BadValueError, Show
from tests.unit.domain.filter_words import filters, names
from tests.unit.render.boards import (
    BOB,
    MILESTONE,
    Line,
    board_of,
    cicd,
    rollout,
    sample_board,
    tls,
    view,
    websocket,
)
from tests.unit.render.slack_limits import LIVE, faults_of_message, labels_of, plain, texts_of
from tests.unit.render.snapshots import matches_snapshot
from tests.unit.render.strange import HOSTILE, boards, grown, hostile_board

NAMES = {"U0BOB": "Bob", "backend": "Backend team"}
TEAMS = {UserId("U0BOB"): (TeamKey("backend"),)}
OTHER = replace(MILESTONE, key=MilestoneKey("steady"), name="Sustained profitability")
thorough = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def asked(text: str) -> Filter:
    reading = read_filter(tokens_of(text))
    assert reading.wrong is None, text
    return reading.filter


def sought(text: str, *some: Board, viewer: str = "", every: bool = False) -> FilteredBoards:
    return FilteredBoards(
        asked=asked(text),
        boards=some or (sample_board(),),
        teams=TEAMS if "mine" in text else {},
        names=NAMES,
        viewer=viewer,
        every=every,
    )


TWO = (sample_board(), board_of([tls(), rollout()], milestone=OTHER))
MESSAGES = {
    "filtered_private": filtered_message(sought("at-risk urgent"), private=True),
    "filtered_posted": filtered_message(sought("<@U0BOB> due:this-week"), private=False),
    "filtered_mine": filtered_message(sought("mine:U0BOB", viewer="U0BOB"), private=True),
    "filtered_none": filtered_message(sought("overdue <@U0BOB> high"), private=True),
    "filtered_every": filtered_message(sought("mine:U0BOB", *TWO, every=True), private=True),
    "filtered_unknown_label": unknown_word_message(
        "label", "infar", ["label:infra"], several=False, suggested="overdue label:infra"
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_message_reads_as_last_looked_at(name: str) -> None:
    message = MESSAGES[name]
    assert faults_of_message(message) == []
    assert matches_snapshot(name, {"text": message.text, "blocks": list(message.blocks)})


def test_the_head_counts_and_says_the_filter_back() -> None:
    text = MESSAGES["filtered_private"].text
    assert text.splitlines()[0] == (
        "🔎 *2 of 2 open blockers of Production deployment, 0 of 1 watched* · at-risk, urgent"
    )
    assert "⚠️ at risk: overdue 5 days, nobody owns it" in text
    assert "⚠️ at risk: api-cert down" in text


def test_what_is_watched_comes_after_what_blocks_and_is_said_to_be() -> None:
    text = filtered_message(sought("no-priority low medium high urgent"), private=True).text
    assert text.index("THR-42") < text.index("Watching, not blocking: *THR-55")


def test_a_late_item_of_theirs_is_counted_and_one_that_falls_due_is_named() -> None:
    lines = (Line("one", due=date(2026, 11, 10), owner=BOB), Line("two", owner=BOB))
    late = board_of([view(cicd().blocker, lines)])
    text = filtered_message(sought("<@U0BOB> due:nov", late), private=True).text
    assert "2 of Bob's items open, 2 overdue" in text, "one by its own date, one by the blocker's"
    soon = filtered_message(sought("due:tomorrow"), private=True).text
    assert "item “DNS integration” due tomorrow" in soon


def test_which_of_several_labels_it_is_is_said() -> None:
    text = filtered_message(sought("label:blocker,infra"), private=True).text
    assert "labelled `blocker` or `infra`" in text
    assert "labels: blocker" in text


def test_only_a_private_list_can_be_cleared_or_shared() -> None:
    assert labels_of(MESSAGES["filtered_private"].blocks)[-3:] == [
        "Share in channel",
        "Refresh",
        "Clear filter",
    ]
    assert labels_of(MESSAGES["filtered_posted"].blocks)[-2:] == ["Refresh", "Full status"]
    assert labels_of(MESSAGES["filtered_every"].blocks)[-2:] == ["Share in channel", "Refresh"]


def test_teams_that_cannot_be_asked_are_said_to_be_left_out() -> None:
    found = replace(sought("mine:U0BOB"), teams_unread=True)
    assert "what teams own is left out" in filtered_message(found, private=True).text


def test_a_team_has_its_items_counted_by_its_name() -> None:
    team = Team(key=TeamKey("backend"), name="Backend team")
    board = board_of([view(websocket().blocker, [Line("one", owner=team)])])
    text = filtered_message(sought("team:backend", board), private=True).text
    assert "1 of Backend team's items open" in text


@thorough
@given(boards(), st.sampled_from((1, 40)), st.sampled_from((0, 3, 9999)), filters())
def test_any_list_keeps_the_limits(board: Board, many: int, page: int, one: Filter) -> None:
    long = grown(board, many)
    one = replace(one, labels=one.labels[:1], owners=one.owners[:2])
    found = FilteredBoards(asked=one, boards=(long, long), every=bool(page))
    for private in (True, False):
        message = filtered_message(found, page=page, private=private)
        assert faults_of_message(message) == []
        assert not any(LIVE.search(text) for text in texts_of(message.blocks))


@pytest.mark.parametrize("text", HOSTILE)
def test_every_field_hostile_at_once_still_fits(text: str) -> None:
    board = hostile_board(text, blockers=60, items=9)
    for words in ("no-priority", "at-risk overdue due:past"):
        found = replace(sought(words), boards=(board, board), every=True)
        for page in (0, 9):
            assert faults_of_message(filtered_message(found, page=page, private=True)) == []


@given(names, names, names)
def test_unknown_words_keep_the_limits(one: str, other: str, near: str) -> None:
    for kind in ("person", "team", "label"):
        for some in ([], [near] * 8):
            message = unknown_word_message(kind, one, some, several=bool(some), suggested=other)
            assert faults_of_message(message) == []
            assert not LIVE.search(message.text)


@given(filters(), st.integers(0, 1_000_000))
def test_a_button_carries_the_filter(one: Filter, page: int) -> None:
    show = Show(milestone=EVERY, page=page, filter=typed(one))
    if read_filter(tokens_of(show.filter)).wrong is None:
        assert len(show.encode()) <= 2000
        assert Show.decode(show.encode()) == show


@pytest.mark.parametrize("words", ["xyzzy", "overdue or stale", "label:"])
def test_a_button_with_no_filter_of_ours_is_refused(words: str) -> None:
    with pytest.raises(BadValueError, match="no filter"):
        Show.decode(f'{{"m":"prod","f":"{words}"}}')


def test_each_page_carries_the_filter_on() -> None:
    long = grown(sample_board(), 60)
    message = filtered_message(sought("urgent", long), page=1, private=True)
    values = [
        element["value"]
        for block in plain(message.blocks)
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("action_id") in {"blockers.page", "blockers.back", "blockers.refresh"}
    ]
    assert [Show.decode(value).page for value in values] == [2, 0, 1]
    assert {Show.decode(value).filter for value in values} == {"urgent"}

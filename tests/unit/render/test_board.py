"""The board: its state is never better than what is known, and every blocker can be reached."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.blocker import Priority, Stage, Story
from bot.domain.board import Board, Sources
from bot.domain.health import Verdict
from bot.domain.messages import Message
from bot.render.board import board_message
from bot.render.values import Show
from tests.unit.render.boards import (
    MILESTONE,
    NOW,
    SOURCES,
    board_of,
    cicd,
    issue,
    probe,
    rollout,
    sample_board,
    tls,
    view,
    websocket,
)
from tests.unit.render.slack_limits import button_called, labels_of, texts_of

BARE = replace(MILESTONE, scorecard=())


def first_line(board: Board) -> str:
    return board_message(board, private=True).text.splitlines()[0]


def test_state_comes_first_with_risk_and_target() -> None:
    assert first_line(sample_board()) == (
        "🔴 *Production deployment is blocked by 2* · risk critical · target Fri 18 Dec"
    )


@pytest.mark.parametrize(
    ("why", "shown"),
    [
        (
            "Cannot deploy to production without HTTPS. It is a requirement for authentication.",
            "Cannot deploy to production without HTTPS (THR-42)",
        ),
        ("No HTTPS. No release.", "No HTTPS. No release (THR-42)"),
        (
            "Needs a sign-off, e.g. Legal, and that of the insurers before it goes out. Not yet.",
            "Needs a sign-off, e.g. Legal, and that of the insurers before it goes out (THR-42)",
        ),
    ],
)
def test_a_long_why_is_cut_at_the_end_of_its_first_sentence(why: str, shown: str) -> None:
    board = board_of([replace(tls(), story=Story(why=why))])
    assert board_message(board, private=True).text.splitlines()[1] == shown


def test_no_open_blocker_is_clear() -> None:
    board = board_of([rollout()], milestone=BARE, probes=())
    assert first_line(board).startswith("🟢 *Production deployment: clear, nothing blocks it*")


def test_no_open_blocker_is_not_clear_while_the_scorecard_says_blocked() -> None:
    assert first_line(board_of([rollout()])).startswith(
        "🔴 *Production deployment: no open blocker, but the scorecard says blocked*"
    )


def test_a_tracker_never_read_is_not_no_blockers() -> None:
    sources = Sources(tracker="Linear", tracker_at=None, trouble="it did not answer")
    text = board_message(board_of([], milestone=BARE, sources=sources), private=True).text
    assert "clear" not in text
    assert text.splitlines()[:2] == [
        "⚠️ Linear is away (it did not answer): nothing could be read yet",
        "⚪ *Production deployment: not known yet, Linear was never read* · target Fri 18 Dec",
    ]


def test_a_tracker_that_is_away_is_said_at_the_top_with_the_age() -> None:
    old = replace(SOURCES, tracker_at=NOW - timedelta(minutes=61), trouble="rate limited")
    assert first_line(board_of([tls()], sources=old)) == (
        "⚠️ Linear is away (rate limited): this is from 08:40, 61 min ago"
    )


def test_private_answers_say_as_of_and_can_be_shared() -> None:
    message = board_message(sample_board(), private=True)
    assert message.text.endswith("· as of 09:41 EST")
    assert "Linear 2 min ago" in message.text
    assert "Share in channel" in labels_of(message.blocks)


def test_posted_ones_say_live_with_times_that_do_not_age() -> None:
    message = board_message(sample_board(), private=False)
    assert message.text.endswith("· live, as of 09:41 EST")
    assert "Linear at 09:39" in message.text
    assert "ago" not in message.text
    assert "Share in channel" not in labels_of(message.blocks)


def test_a_post_where_the_bot_is_no_member_is_marked_not_live() -> None:
    message = board_message(sample_board(), private=False, live=False)
    assert "*not live*" in message.text


def test_a_row_says_state_priority_owner_due_progress_and_what_it_frees() -> None:
    text = board_message(board_of([cicd()]), private=True).text
    assert (
        "Backlog · urgent · *no owner* · overdue 5 days · ▱▱▱▱▱▱ 0 of 6 · clearing it frees THR-60"
    ) in text


def test_a_row_says_the_next_action_and_the_probe_that_is_down() -> None:
    text = board_message(board_of([tls()]), private=True).text
    assert ("Next: finish the DNS part · 🔴 api-cert down since 08:12, certificate expired") in text


def test_probes_that_are_up_are_said_too() -> None:
    board = board_of([replace(tls(), probes=(probe("api-https"), probe("api-dns")))])
    assert "Next: finish the DNS part · 🟢 2 probes up" in board_message(board, private=True).text


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.DEGRADED, "🟡 api-cert degraded since"),
        (Verdict.UNKNOWN, "⚪ api-cert unknown, no route"),
    ],
)
def test_every_verdict_has_its_word_and_its_reason(verdict: Verdict, words: str) -> None:
    board = board_of([], probes=(probe("api-cert", verdict, says="no route"),))
    text = board_message(board, private=True).text
    assert words in text
    assert "no route" in text


def test_watched_ones_are_named_and_not_counted() -> None:
    text = board_message(board_of([tls(), websocket()]), private=True).text
    assert "is blocked by 1*" in text
    assert "Watching, not blocking: THR-55 WebSocket authentication (todo)" in text


def many(number: int, *, watched: bool = False, stage: Stage = Stage.UNSTARTED) -> Board:
    issues = [
        issue(n, f"Blocker number {n}", state="Todo", stage=stage, priority=Priority.HIGH)
        for n in range(100, 100 + number)
    ]
    return board_of([view(replace(blocker, watched=watched)) for blocker in issues])


def walk(board: Board) -> Iterator[Message]:
    """Press *Next* until there is none."""
    page = 0
    while True:
        message = board_message(board, page=page, private=True)
        yield message
        if "Next" not in labels_of(message.blocks):
            return
        page = Show.decode(button_called(message.blocks, "Next")["value"]).page


def opened(message: Message) -> list[str]:
    return [text.splitlines()[0] for text in texts_of(message.blocks) if "Blocker number" in text]


@pytest.mark.parametrize("number", [9, 10, 11, 35, 500])
@pytest.mark.parametrize(
    ("watched", "stage"),
    [(False, Stage.UNSTARTED), (True, Stage.UNSTARTED), (False, Stage.COMPLETED)],
)
def test_every_blocker_is_on_exactly_one_page(number: int, watched: bool, stage: Stage) -> None:
    board = many(number, watched=watched, stage=stage)
    pages = [opened(message) for message in walk(board)]
    shown = [line for page in pages for line in page]
    assert len(shown) == len(set(shown)) == number
    assert all(len(page) == 10 for page in pages[:-1])


def test_what_does_not_fit_is_counted_and_one_press_away() -> None:
    message = board_message(many(22), private=True)
    assert "*12 more* on page 2" in message.text
    assert Show.decode(button_called(message.blocks, "Next")["value"]) == Show(
        milestone=MILESTONE.key, page=1
    )


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    board = many(22)
    assert board_message(board, page=99, private=True) == board_message(board, page=2, private=True)


def test_previous_leads_back() -> None:
    message = board_message(many(22), page=2, private=True)
    assert Show.decode(button_called(message.blocks, "Previous")["value"]).page == 1


def test_long_titles_make_pages_shorter_and_lose_nobody() -> None:
    board = many(30)
    heavy = [
        replace(v, blocker=replace(v.blocker, title="Blocker number " + "漢" * 3000))
        for v in board.blockers
    ]
    pages = [opened(message) for message in walk(board_of(heavy))]
    assert sum(map(len, pages)) == 30
    assert max(map(len, pages)) < 10

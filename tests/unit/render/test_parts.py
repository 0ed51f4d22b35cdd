"""The parts of a board shown alone: what they say first, what is counted, where they lead."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.blocker import Story
from bot.domain.board import Board, Sources
from bot.domain.commands import Ask
from bot.domain.health import Verdict
from bot.domain.risk import RiskFacts, RiskWeights, judge_risk
from bot.render.first import first_message
from bot.render.parts import PART_MESSAGES
from bot.render.probe_rows import checked_message, probes_message
from bot.render.risk import risk_message
from bot.render.timeline import timeline_message
from bot.render.values import PARTS, Show
from tests.samples.builders import blocker
from tests.unit.render.boards import MILESTONE, TODAY, board_of, probe, sample_board, view
from tests.unit.render.part_boards import chained, chained_board, probed_board
from tests.unit.render.slack_limits import button_called, buttons_of, labels_of, texts_of

NEVER_READ = Sources(tracker="Linear", tracker_at=None, trouble="no answer")
BARE = replace(MILESTONE, scorecard=(), target=None)


def empty(**changed: object) -> Board:
    return board_of([], milestone=BARE, probes=(), **changed)  # type: ignore[arg-type]


def test_every_part_has_a_word_a_value_and_a_drawing() -> None:
    assert {*PART_MESSAGES, ""} == PARTS
    assert set(PART_MESSAGES) <= {ask.value for ask in Ask}


@pytest.mark.parametrize("part", PART_MESSAGES)
def test_part_leads_to_the_others_and_to_itself_again(part: str) -> None:
    blocks = PART_MESSAGES[part](sample_board()).blocks
    labels = [label for label in labels_of(blocks) if label not in {"Open", "Check now", "Why"}]
    others = [p.capitalize() for p in PART_MESSAGES if p != part]

    assert labels[:2] == ["Share in channel", "Full status"]
    assert sorted(labels[2:-1]) == sorted(others)
    assert Show.decode(button_called(blocks, "Refresh")["value"]).part == part
    assert "Share in channel" not in labels_of(
        PART_MESSAGES[part](sample_board(), private=False).blocks
    )


def test_parts_without_anything_to_show_have_no_button() -> None:
    labels = labels_of(timeline_message(empty()).blocks)
    assert "Scorecard" not in labels
    assert "Probes" not in labels


@pytest.mark.parametrize("part", ["risk", "timeline", "first"])
def test_part_of_what_was_never_read_says_that_it_is_not_known(part: str) -> None:
    text = PART_MESSAGES[part](empty(sources=NEVER_READ)).text
    assert "Linear is away" in text.splitlines()[0]
    assert "not known*, Linear was never read" in text.splitlines()[1]


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("risk", "risk low* · 0 points"),
        ("timeline", "nothing open blocks it"),
        ("first", "nothing is open"),
        ("probes", "nothing is probed"),
    ],
)
def test_part_of_an_empty_milestone_says_so(part: str, says: str) -> None:
    assert says in PART_MESSAGES[part](empty()).text


@pytest.mark.parametrize("part", ["risk", "timeline", "first", "probes"])
def test_all_that_does_not_fit_is_counted_and_one_press_away(part: str) -> None:
    views = [chained(n) for n in range(100, 160)]
    probes = tuple(probe(f"probe-{n}", Verdict.DOWN) for n in range(60))
    board = board_of(views, probes=probes)
    seen, number = "", 0
    while True:
        message = PART_MESSAGES[part](board, page=number)
        seen += "\n".join(texts_of(message.blocks))
        following = [b for b in buttons_of(message.blocks) if b["text"]["text"] == "Next"]
        if not following:
            break
        assert "more" in seen
        number = Show.decode(following[0]["value"]).page
    assert number > 0
    wanted = [f"probe-{n}" for n in range(60)] if part == "probes" else []
    wanted += [f"THR-{n}" for n in range(100, 160)] if part in {"timeline", "first"} else []
    assert [word for word in wanted if word not in seen] == []


def test_risk_opens_the_blockers_that_it_is_about() -> None:
    message = risk_message(sample_board())
    opened = [b["accessibility_label"] for b in buttons_of(message.blocks)[:5]]

    assert opened == ["Open THR-41", "Open THR-42", "Open THR-41", "Open THR-42", "Open THR-41"]
    assert "give THR-41 an owner" in message.text
    assert "Behind it: TLS/HTTPS security · THR-42" in message.text
    assert "1 point less makes it high" in message.text


def test_risk_below_medium_still_says_what_raises_it() -> None:
    facts = RiskFacts(blockers=[blocker("THR-41")], today=TODAY)
    risk = judge_risk(facts, RiskWeights(medium=3))
    text = risk_message(replace(sample_board(), risk=risk)).text

    assert "risk low* · 2 points" in text
    assert "Not enough for medium (medium from 3" in text
    assert "+2 · THR-41 urgent and open" in text


def test_timeline_says_late_where_the_naive_finish_is_beyond_the_target() -> None:
    near = replace(MILESTONE, target=TODAY + timedelta(days=1))
    slow = view(blocker(due=TODAY), story=Story(effort_hours=(24, 40)))
    text = timeline_message(board_of([slow, view(blocker("THR-9"))], milestone=near)).text

    assert "Naive finish *Fri 20 Nov to Tue 24 Nov*, 5 days late" in text
    assert "Not counted: THR-9 says no effort" in text
    assert "No date* · 1 blocker without a date" in text


def test_strip_of_a_far_timeline_is_cut_aloud() -> None:
    far = view(blocker(due=TODAY + timedelta(weeks=40)))
    text = timeline_message(board_of([far], milestone=BARE)).text

    assert f"now {'▱' * 26} +15 weeks" in text
    assert "39 weeks from Mon 23 Nov: nothing due" in text


def test_week_with_many_entries_is_continued_not_cut() -> None:
    views = [view(blocker(f"THR-{n}", due=TODAY)) for n in range(10, 30)]
    text = timeline_message(board_of(views, milestone=BARE)).text

    assert "*This week* · 20 blockers due" in text
    assert text.count("*This week*, continued") == 3
    assert [n for n in range(10, 30) if f"THR-{n} " not in text] == []


def test_what_a_team_calls_blocked_is_not_said_to_start_though_no_issue_blocks_it() -> None:
    views = [view(blocker("THR-1", state_name="Blocked")), view(blocker("THR-2"))]
    _, held, free, *_ = texts_of(first_message(board_of(views)).blocks)

    assert "waits on no issue, but its state says so · urgent · blocked" in held
    assert "can start now" in free


def test_first_names_what_waits_outside_and_calls_circles_out() -> None:
    text = first_message(chained_board()).text

    assert "begin with THR-41*, 4 issues wait for it" in text
    assert "2 can start now, 3 wait on others" in text
    assert "none of them can be cleared first: THR-70 → THR-71 → THR-70" in text
    assert "Longest chain: THR-41 → THR-60 → OPS-9 (not in this milestone)" in text
    assert "waits on THR-70, OPS-9 (not in this milestone), in a circle" in text.replace(
        "OPS-9 (not in this milestone), THR-70", "THR-70, OPS-9 (not in this milestone)"
    )


def test_first_of_nothing_but_a_circle_says_that_nothing_can_start() -> None:
    text = first_message(board_of([chained(1, "THR-2"), chained(2, "THR-1")])).text
    assert "nothing can start*, each waits on another" in text


def test_first_without_relations_goes_by_priority() -> None:
    text = first_message(board_of([chained(1), chained(2)])).text
    assert "begin with THR-1*, by priority and date: no issue blocks another" in text


def test_probes_say_why_they_are_unknown_and_what_hangs_on_them() -> None:
    lines = probes_message(probed_board()).text.splitlines()

    assert lines[0] == "🔴 *Production deployment: 1 up, 1 down, 3 unknown* · worst first"
    assert "🔴 *api-cert* · down since 08:12, flapping, certificate expired" in lines
    assert "uptime 24 h 98.76 %, 7 d 100 % · p50 ≤ 40 ms, p95 ≤ 1.28 s" in lines
    assert "`···█████████████████▅▂▂▂`" in lines
    assert "⚪ *api-dns* · unknown, nothing heard since 07:41" in lines
    assert "⚪ *ws-no-key* · unknown, its first answers are not confirmed yet" in lines
    assert "⚪ *ci-main* · unknown, no result yet" in lines
    assert "acme/api ci.yml · never ran yet" in lines
    assert "Hangs on it: TLS/HTTPS security · THR-42" in lines
    assert "Nothing hangs on it" in lines


def test_probe_that_was_asked_says_so_in_its_row_alone() -> None:
    message = checked_message(probed_board(), asked="api-cert")
    rows = [str(block["text"]) for block in message.blocks if "Check now" in str(block)]

    assert ["asked just now" in row for row in rows] == [True, *[False] * 4]


def test_a_last_run_that_speaks_against_the_state_is_not_confirmed_yet() -> None:
    board = probed_board()
    probes = tuple(
        replace(one, latest=replace(one.latest, verdict=Verdict.DOWN, sentence="answered 503"))
        if one.latest and one.verdict is Verdict.UP
        else one
        for one in board.probes
    )
    said = probes_message(replace(board, probes=probes), private=False).text
    assert "last run at 09:40: down, answered 503, not confirmed yet" in said


def test_posted_probes_name_times_instead_of_ages() -> None:
    assert "last run at 09:40\n" in probes_message(probed_board(), private=False).text

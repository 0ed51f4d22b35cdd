"""Short answers: each says the way out."""

import re

import pytest

from bot.domain.board import Sources
from bot.domain.findings import Finding
from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.milestone import Milestone
from bot.render.doctor import doctor_lines, doctor_message
from bot.render.help import help_message
from bot.render.notices import (
    did_you_mean_message,
    digest_trouble_message,
    pick_milestone_message,
    post_refused_message,
    posted_by_hand_message,
    unknown_blocker_message,
)
from bot.render.scorecard import scorecard_message
from bot.render.values import Pick
from tests.unit.render.boards import MILESTONE, board_of, sample_board
from tests.unit.render.slack_limits import labels_of, plain, texts_of


def milestones(number: int) -> list[Milestone]:
    return [Milestone(key=MilestoneKey(f"m{n}"), name=f"Release {n}") for n in range(number)]


def test_a_mistyped_word_gets_the_nearest() -> None:
    text = did_you_mean_message("scorcard", "scorecard").text
    assert text.startswith("I do not know `scorcard`. Did you mean `scorecard`?")
    assert "Did you mean" not in did_you_mean_message("xyzzy", None).text


def test_what_was_typed_cannot_break_out_of_its_code() -> None:
    assert did_you_mean_message("a` *b* `c", None).text.startswith(
        "I do not know `a \u2217b\u2217 c`."
    )


def test_an_unknown_blocker_offers_near_ones_to_open() -> None:
    board = sample_board()
    message = unknown_blocker_message(board, "THR-44", [v.blocker for v in board.blockers])
    assert "`THR-44` is no blocker of Production deployment." in message.text
    assert labels_of(message.blocks) == ["Open", "Open"]
    assert "`/blockers` lists them." in unknown_blocker_message(board, "X-1", []).text


def test_an_unread_tracker_makes_no_key_unknown() -> None:
    board = board_of((), sources=Sources(tracker="Linear", tracker_at=None, trouble="no answer"))
    said = unknown_blocker_message(board, "THR-42", []).text
    assert "`THR-42` is a blocker of Production deployment is not known yet" in said
    assert "Linear is away (no answer)" in said
    assert "no blocker" not in said


def test_the_choice_of_a_milestone_carries_the_question_on() -> None:
    message = pick_milestone_message(milestones(3), "digest post")
    options = plain(message.blocks)[1]["elements"][0]["options"]
    assert [Pick.decode(option["value"]) for option in options] == [
        Pick(milestone=MilestoneKey(f"m{n}"), query="digest post") for n in range(3)
    ]


def test_milestones_beyond_the_list_are_counted() -> None:
    message = pick_milestone_message(milestones(300))
    options = plain(message.blocks)[1]["elements"][0]["options"]
    assert f"{300 - len(options)} more are not in the list" in message.text


@pytest.mark.parametrize(
    ("link", "end"),
    [
        ("https://x.slack.com/p1", "<https://x.slack.com/p1|See it>"),
        ("javascript:x", "by hand."),
        ("https://x|y>", "by hand."),
        (None, "by hand."),
    ],
)
def test_a_posted_digest_is_linked_where_the_link_is_one(link: str | None, end: str) -> None:
    assert posted_by_hand_message("release", link).text.endswith(end)


@pytest.mark.parametrize(
    ("code", "way_out"),
    [
        ("not_in_channel", "`/invite @Blockers` here"),
        ("is_archived", "unarchive it"),
        ("weird_new_error", "`/blockers doctor` says more"),
    ],
)
def test_a_refusal_of_slack_comes_with_the_way_out(code: str, way_out: str) -> None:
    text = post_refused_message(code).text
    assert f"`{code}`" in text
    assert way_out in text


def test_leads_are_told_which_digest_did_not_go_out() -> None:
    text = digest_trouble_message(ChannelId("C0OPS"), "Slack refused it (is_archived)").text
    assert "<#C0OPS>" in text
    assert "is_archived" in text


def test_help_lists_only_commands_that_exist() -> None:
    known = {"", "THR-42", "scorecard", "prod …", "share", "THR-42 share"}
    known |= {"digest", "digest post", "doctor", "help", "risk", "timeline", "first", "probes"}
    known |= {"follow prod", "settings", "history", "at fri 17:00"}
    known |= {"mine", "@bob", "overdue", "due:this-week", "label:infra", "overdue share"}
    known |= {"prod overdue urgent @bob"}
    known |= {"add TITLE", "PROD-3"}
    known |= {"export", "import"}
    listed = re.findall(r"`/blockers ?([^`]*)`", help_message().text)
    assert set(listed) == known


def test_doctor_says_what_is_wrong_first_with_its_fix() -> None:
    findings = [Finding("the store keeps every write"), Finding("not in #ops", "/invite there")]
    lines = doctor_message(findings).text.splitlines()
    assert lines == [
        "🩺 *1 thing to put right*",
        "✗ wrong: not in #ops → /invite there",
        "✓ well: the store keeps every write",
    ]
    assert doctor_lines(findings) == [
        "✓ the store keeps every write",
        "✗ not in #ops → /invite there",
    ]


def test_doctor_counts_what_it_cannot_show() -> None:
    text = doctor_message([Finding(f"wrong {n}", "fix") for n in range(40)]).text
    assert "*40 things to put right*" in text
    assert "and 25 more: `python -m bot doctor` lists them all" in text


def test_a_scorecard_says_each_why_and_the_worst_overall() -> None:
    lines = scorecard_message(sample_board()).text.splitlines()
    assert lines[:3] == [
        "🔴 *Production deployment: overall blocked* · 2 ready, 2 blocked",
        "🔴 *TLS/HTTPS security* · blocked: THR-42 is open, api-cert is down",
        "🔴 *Automated deployment* · blocked: THR-41 is open",
    ]


def test_a_milestone_without_a_scorecard_says_how_to_get_one() -> None:
    bare = board_of([], milestone=Milestone(key=MILESTONE.key, name="Bare"))
    assert "list its components under `scorecard:`" in next(
        iter(texts_of(scorecard_message(bare).blocks))
    )

"""What people told here of a tracker's issue, and when the description takes over again."""

import pytest

from bot.domain.blocker import Story
from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.local import derive_prefix, highest_number
from bot.domain.telling import (
    Telling,
    Told,
    effort_text,
    overruled,
    read_effort,
    tell,
    told_story,
)

SAID = Story(blocks="the release", why="old why", next_action="ask", effort_hours=(6.0, 8.0))
NOTHING = Telling(blocker=BlockerId("tls"))


def test_what_is_told_stands_beside_what_the_description_says() -> None:
    telling = tell(NOTHING, SAID, {"why": "new why", "effort": "2"})
    story = told_story(SAID, telling)
    assert (story.why, story.next_action, story.effort_hours) == ("new why", "ask", (2.0, 2.0))
    assert story.blocks == "the release"


def test_a_field_can_be_told_empty() -> None:
    story = told_story(SAID, tell(NOTHING, SAID, {"why": "", "effort": ""}))
    assert (story.why, story.effort_hours) == ("", None)


def test_telling_what_the_description_says_is_no_telling() -> None:
    telling = tell(tell(NOTHING, SAID, {"why": "mine"}), SAID, {"why": "old why"})
    assert telling == NOTHING


def test_description_that_changes_a_line_takes_that_field_alone_back() -> None:
    telling = tell(NOTHING, SAID, {"why": "mine", "next": "mine too"})
    later = Story(why="a newer why", next_action="ask", effort_hours=(6.0, 8.0))
    assert told_story(later, telling).why == "a newer why"
    assert told_story(later, telling).next_action == "mine too"
    kept, lost = overruled(telling, later)
    assert lost == {"why": Told(mine="mine", said="old why")}
    assert (kept.why, kept.next) == (None, Told(mine="mine too", said="ask"))


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("6", (6.0, 6.0)),
        ("6-8", (6.0, 8.0)),
        (" ~1.5 \u2013 2 hours ", (1.5, 2.0)),
        ("6 to 8 h", (6.0, 8.0)),
        ("1,5", (1.5, 1.5)),
        ("0", (0.0, 0.0)),
    ],
)
def test_effort_is_read_as_people_write_it(typed: str, hours: tuple[float, float]) -> None:
    assert read_effort(typed) == hours
    assert read_effort(effort_text(hours)) == hours


@pytest.mark.parametrize("typed", ["", "soon", "8-6", "-3", "6 days", "1e9", "99999", "6-8-9"])
def test_what_is_no_effort_in_hours_is_not_guessed_at(typed: str) -> None:
    assert read_effort(typed) is None


@pytest.mark.parametrize(
    ("key", "taken", "prefix"),
    [
        ("prod", (), "PROD"),
        ("v2-launch", (), "V2LAUNCH"),
        ("2027", (), "LOCAL"),
        ("a-very-long-milestone", (), "AVERYLONGM"),
        ("thr", ("THR",), "THRL"),
        ("thr", ("THR", "THRL"), "THRM"),
    ],
)
def test_prefix_of_a_milestone_without_one(key: str, taken: tuple[str, ...], prefix: str) -> None:
    assert derive_prefix(MilestoneKey(key), taken) == prefix


def test_highest_number_of_a_prefix() -> None:
    assert highest_number("PROD", ["PROD-2", "prod-11", "PRODX-90", "PROD-x"]) == 11
    assert highest_number("PROD", []) == 0

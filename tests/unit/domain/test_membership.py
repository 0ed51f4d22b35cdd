"""The note of a channel: what makes a new one, what is judged of what Slack shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.domain.membership import (
    ChannelNote,
    Sighting,
    Standing,
    build_note,
    judge_standing,
    judge_unseen,
)

OPS, ALICE, BOB = ChannelId("C0OPS"), UserId("U0ALICE"), UserId("U0BOB")
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
MEMBER = ChannelNote(channel=OPS, standing=Standing.MEMBER, at=NOON, joined=True, name="ops")
ARCHIVED = replace(MEMBER, standing=Standing.ARCHIVED, by=BOB, held=True, version=2)


def test_first_note_is_begun_by_any_sighting() -> None:
    note = build_note(OPS, None, Sighting(at=NOON, standing=Standing.ARCHIVED, by=BOB))
    assert note == ChannelNote(
        channel=OPS, standing=Standing.ARCHIVED, at=NOON, by=BOB, held=True, version=1
    )


@pytest.mark.parametrize(
    "sighting",
    [
        Sighting(at=LATER, standing=Standing.ARCHIVED, by=ALICE),
        Sighting(at=LATER, standing=Standing.ARCHIVED),
        Sighting(at=LATER, name="ops"),
        Sighting(at=NOON - timedelta(seconds=1), standing=Standing.MEMBER, by=ALICE),
    ],
    ids=["again, by another", "again", "same name", "older"],
)
def test_nothing_new_makes_no_note(sighting: Sighting) -> None:
    assert build_note(OPS, ARCHIVED, sighting) is None


def test_change_is_counted_dated_and_remembered_until_it_is_made_good() -> None:
    closed = build_note(OPS, MEMBER, Sighting(at=LATER, standing=Standing.ARCHIVED, by=BOB))
    assert closed is not None
    assert (closed.version, closed.at, closed.by, closed.held) == (2, LATER, BOB, True)
    again = build_note(OPS, closed, Sighting(at=LATER, opens=True, by=ALICE))
    assert again is not None
    assert (again.standing, again.by, again.held) == (Standing.MEMBER, ALICE, True)


def test_second_event_of_the_same_tells_who_it_was() -> None:
    left = build_note(OPS, MEMBER, Sighting(at=LATER, standing=Standing.REMOVED))
    assert left is not None
    known = build_note(OPS, left, Sighting(at=LATER, standing=Standing.REMOVED, by=BOB))
    assert known is not None
    assert (known.by, known.version) == (BOB, left.version + 1)


def test_channel_that_opens_is_the_bots_only_where_it_was_before() -> None:
    stranger = replace(ARCHIVED, joined=False)
    opened = build_note(OPS, stranger, Sighting(at=LATER, opens=True, by=ALICE))
    assert opened is not None
    assert opened.standing is Standing.VISITOR
    seen = build_note(OPS, opened, Sighting(at=LATER, standing=Standing.MEMBER))
    assert seen is not None
    assert (seen.standing, seen.by) == (Standing.MEMBER, ALICE)


def test_moved_channel_has_no_further_notes() -> None:
    moved = build_note(
        OPS, MEMBER, Sighting(at=LATER, standing=Standing.MOVED, moved_to=ChannelId("C1"))
    )
    assert moved is not None
    assert (moved.moved_to, moved.is_news) == ("C1", False)
    assert build_note(OPS, moved, Sighting(at=LATER, standing=Standing.UNSEEN)) is None


@pytest.mark.parametrize(
    ("standing", "told", "news"),
    [
        (Standing.MEMBER, None, False),
        (Standing.VISITOR, None, False),
        (Standing.ARCHIVED, None, True),
        (Standing.ARCHIVED, Standing.ARCHIVED, False),
        (Standing.REMOVED, Standing.ARCHIVED, True),
        (Standing.MEMBER, Standing.ARCHIVED, True),
        (Standing.UNINSTALLED, None, False),
    ],
)
def test_news_is_what_leads_do_not_know_yet(
    standing: Standing, told: Standing | None, *, news: bool
) -> None:
    assert replace(MEMBER, standing=standing, told=told).is_news is news


@pytest.mark.parametrize(
    ("archived", "member", "private", "joined", "standing"),
    [
        (True, True, False, True, Standing.ARCHIVED),
        (False, True, True, False, Standing.MEMBER),
        (False, False, True, False, Standing.REMOVED),
        (False, False, False, True, Standing.REMOVED),
        (False, False, False, False, Standing.VISITOR),
    ],
)
def test_standing_is_judged_by_what_slack_shows(
    *, archived: bool, member: bool, private: bool, joined: bool, standing: Standing
) -> None:
    before = replace(MEMBER, joined=joined)
    judged = judge_standing(before, is_archived=archived, is_member=member, is_private=private)
    assert judged is standing


def test_channel_out_of_sight_keeps_the_better_reason() -> None:
    assert judge_unseen(None) is Standing.UNSEEN
    assert judge_unseen(MEMBER) is Standing.UNSEEN
    assert judge_unseen(replace(MEMBER, standing=Standing.DELETED)) is Standing.DELETED
    assert judge_unseen(replace(MEMBER, standing=Standing.REMOVED)) is Standing.REMOVED

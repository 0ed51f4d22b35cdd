"""Slack's settings over the file's, who may change them, and two changes put together."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.domain.channels import (
    ChannelChange,
    ChannelChoice,
    KeptChannel,
    NotALeadError,
    changes_between,
    choice_of,
    leads_for,
    overlay,
    rebase,
    require_may_change,
    resume,
    stamps_of,
)
from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.milestone import DigestSchedule, FollowedChannel
from tests.stages.office import ALICE, BOB, CHARLIE, NINE, OPS, PROD, RELEASE, milestone, roster

AT = datetime(2026, 11, 18, tzinfo=UTC)
CHOICE = ChannelChoice(milestone=PROD, posts=True, schedule=NINE)
STEADY = MilestoneKey("steady")


def kept(choice: ChannelChoice | None, channel: ChannelId = OPS) -> dict[ChannelId, KeptChannel]:
    return {channel: KeptChannel(channel=channel, revision=1, choice=choice, by=ALICE, at=AT)}


def test_choice_wins_over_the_file_and_leaves_other_channels() -> None:
    ten = replace(NINE, at=time(10))
    both = roster(
        channels=(
            FollowedChannel(id=OPS, milestone=PROD, digest=NINE),
            FollowedChannel(id=RELEASE, milestone=PROD),
        )
    )
    found = overlay(both, kept(replace(CHOICE, schedule=ten)))
    assert found.channel(OPS) == FollowedChannel(id=OPS, milestone=PROD, digest=ten)
    assert found.channel(RELEASE) == both.channel(RELEASE)


def test_channel_of_no_file_is_added_and_one_that_follows_nothing_is_gone() -> None:
    assert overlay(roster(), kept(CHOICE, RELEASE)).channel(RELEASE) is not None
    assert overlay(roster(), kept(ChannelChoice(schedule=NINE))).channel(OPS) is None


def test_digest_that_is_off_keeps_the_milestone_alone() -> None:
    found = overlay(roster(), kept(replace(CHOICE, posts=False))).channel(OPS)
    assert found == FollowedChannel(id=OPS, milestone=PROD)


def test_reset_lets_the_file_stand() -> None:
    assert overlay(roster(), kept(None)) == roster()


def test_file_entry_reads_as_a_choice() -> None:
    assert choice_of(roster().channel(OPS)) == CHOICE
    assert choice_of(None) == ChannelChoice()


def test_changes_are_told_in_the_order_of_the_form() -> None:
    after = ChannelChoice(
        milestone=STEADY, posts=True, schedule=replace(NINE, quiet=True, at=time(8))
    )
    assert [change.field for change in changes_between(CHOICE, after)] == [
        "milestone",
        "at",
        "quiet",
    ]


def test_two_changes_of_different_fields_are_both_kept() -> None:
    mine = replace(CHOICE, schedule=replace(NINE, at=time(11)))
    theirs = replace(CHOICE, schedule=replace(NINE, holidays="US", days=frozenset({1, 2})))
    merged = rebase(stamps_of(CHOICE), mine, theirs)
    assert merged.schedule == replace(NINE, at=time(11), holidays="US", days=frozenset({1, 2}))


def test_of_two_changes_of_one_field_mine_is_shown() -> None:
    mine = replace(CHOICE, posts=False)
    theirs = replace(CHOICE, schedule=replace(NINE, at=time(8)), milestone=STEADY)
    merged = rebase(stamps_of(CHOICE), mine, theirs)
    assert merged == ChannelChoice(
        milestone=STEADY, posts=False, schedule=replace(NINE, at=time(8))
    )


def test_schedule_appears_where_others_had_none() -> None:
    mine = ChannelChoice(milestone=PROD, posts=True, schedule=NINE)
    merged = rebase(stamps_of(ChannelChoice()), mine, ChannelChoice(milestone=PROD))
    assert merged == mine


def test_stamps_know_a_set_whatever_its_order() -> None:
    days = DigestSchedule(at=time(9), timezone="UTC", days=frozenset({5, 1, 3}))
    again = DigestSchedule(at=time(9), timezone="UTC", days=frozenset({3, 5, 1}))
    assert stamps_of(ChannelChoice(schedule=days)) == stamps_of(ChannelChoice(schedule=again))


@pytest.mark.parametrize(
    ("present", "wished", "expected"),
    [
        ("prod", None, (ALICE,)),
        ("prod", "steady", (ALICE,)),
        (None, "steady", (BOB, ALICE)),
        ("steady", "prod", (BOB, ALICE)),
        (None, None, (BOB, ALICE)),
        ("gone", None, (BOB, ALICE)),
    ],
)
def test_leads_are_those_of_what_is_followed_and_of_the_workspace(
    present: str | None, wished: str | None, expected: tuple[str, ...]
) -> None:
    known = roster(milestones=(milestone(), milestone("steady", leads=(BOB,))))
    found = leads_for(
        known,
        MilestoneKey(present) if present else None,
        MilestoneKey(wished) if wished else None,
    )
    assert found == expected


def test_refusal_names_the_leads_and_without_any_nobody_is_refused() -> None:
    with pytest.raises(NotALeadError) as refused:
        require_may_change(CHARLIE, (ALICE, BOB))
    assert refused.value.leads == (ALICE, BOB)
    require_may_change(BOB, (ALICE, BOB))
    require_may_change(CHARLIE, ())


def changed(before: ChannelChoice | None, after: ChannelChoice | None) -> ChannelChange:
    return ChannelChange(at=AT, by=ALICE, before=before, after=after, where="test")


STOPPED = replace(CHOICE, milestone=None, posts=False)
OFF = replace(CHOICE, posts=False)


def test_channel_that_follows_again_gets_the_digest_it_had_before_it_stopped() -> None:
    later = replace(STOPPED, schedule=replace(NINE, at=time(10)))
    log = (changed(STOPPED, later), changed(CHOICE, STOPPED), changed(OFF, CHOICE))
    again = resume(later, STEADY, None, log)
    assert again == ChannelChoice(milestone=STEADY, posts=True, schedule=later.schedule)


def test_digest_that_was_off_before_it_stopped_stays_off() -> None:
    log = (changed(OFF, STOPPED), changed(CHOICE, OFF))
    assert resume(STOPPED, PROD, CHOICE, log) == OFF
    assert resume(OFF, STEADY, CHOICE, log) == replace(OFF, milestone=STEADY)


def test_without_a_schedule_of_its_own_the_file_gives_one() -> None:
    nothing = ChannelChoice()
    assert resume(nothing, STEADY, CHOICE, ()) == replace(CHOICE, milestone=STEADY)
    assert resume(nothing, PROD, None, ()) == ChannelChoice(milestone=PROD)
    log = (changed(None, STOPPED),)
    assert resume(STOPPED, PROD, CHOICE, log) == CHOICE

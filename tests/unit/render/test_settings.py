"""The settings form and the answers about a channel: Slack takes them, and they read as meant."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.domain.channels import ChannelChoice, FieldChange, changes_between
from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.messages import Message
from bot.render.channel_values import Place, SettingsForm
from bot.render.channel_words import change_lines, days_words, length_words
from bot.render.channels import (
    Channel,
    Refusal,
    ask_lead_message,
    changed_meanwhile_message,
    follow_list_message,
    followed_message,
    form_not_opened_message,
    not_a_lead_message,
    only_channels_message,
    reset_message,
    settings_saved_message,
    stopped_message,
)
from bot.render.settings import (
    Entry,
    Said,
    Surroundings,
    loading_settings_view,
    settings_said_view,
    settings_view,
)
from bot.services.countries import countries
from bot.services.zones import COMMON
from tests.stages.office import ALICE, BOB, NINE, OPS, PROD, milestone
from tests.unit.render.slack_limits import LIVE, faults_of_message, faults_of_view, plain, texts_of
from tests.unit.render.snapshots import matches_snapshot
from tests.unit.render.strange import texts

NOW = datetime(2026, 11, 18, 16, tzinfo=UTC)
STEADY = milestone("steady", name="Sustained profitability")
NAMES = {PROD: "Production deployment", "steady": "Sustained profitability"}
CHANNEL = Channel(id=OPS, names=NAMES, next_post="Thu 19 Nov 09:00 (UTC-5)", has_schedule=True)
FORM = SettingsForm(channel=OPS, revision=3, stamps="a.b", zone="America/New_York")
ENTRY = Entry(milestone=PROD, posts="on", zone="America/New_York", country="US")
AROUND = Surroundings(
    milestones=(milestone(), STEADY),
    zones=("America/New_York", "Europe/Berlin"),
    common=COMMON[:3],
    countries={"DE": "Germany", "US": "United States"},
    now=NOW,
)
SAID = Said(
    origin="set in Slack by Alice, Mon 16:20",
    preview=("• Thu 19 Nov 09:00 (UTC-5)", "Left out: Thu 26 Nov (Thanksgiving Day)"),
    log=("Alice, Mon 16:20: time: 09:00 → 09:30",),
    resettable=True,
)
CHANGES = changes_between(
    ChannelChoice(milestone=PROD, posts=True, schedule=NINE),
    ChannelChoice(
        milestone=MilestoneKey("steady"),
        posts=True,
        schedule=replace(
            NINE,
            at=time(9, 30),
            days=frozenset({0, 2}),
            off_dates=frozenset({date(2026, 12, 24), date(2026, 12, 25)}),
            quiet=True,
            grace=timedelta(minutes=90),
        ),
    ),
)
DRAWN: dict[str, Message] = {
    "followed": followed_message(CHANNEL, PROD, MilestoneKey("steady")),
    "followed_by_none_yet": followed_message(
        Channel(id=OPS, names=NAMES, is_member=False), PROD, None
    ),
    "follow_list": follow_list_message((milestone(), STEADY), PROD),
    "follow_stopped": stopped_message(CHANNEL, PROD),
    "settings_saved": settings_saved_message(CHANNEL, CHANGES),
    "settings_refused": not_a_lead_message(
        Refusal(channel=OPS, leads=(ALICE, BOB), names={ALICE: "Alice", BOB: "Bob"})
    ),
}


@pytest.mark.parametrize("name", DRAWN)
def test_answer_reads_as_last_looked_at(name: str) -> None:
    message = DRAWN[name]
    assert faults_of_message(message) == []
    assert matches_snapshot(name, {"text": message.text, "blocks": list(message.blocks)})


def test_form_reads_as_last_looked_at() -> None:
    view = settings_view(FORM, ENTRY, AROUND, SAID)
    assert faults_of_view(view) == []
    assert matches_snapshot("settings", view)


def test_loading_and_closing_views_have_nothing_to_send_off() -> None:
    for view in (loading_settings_view(), settings_said_view(only_channels_message().blocks)):
        assert faults_of_view(view) == []
        assert "submit" not in view


def test_whole_world_of_countries_and_zones_fits() -> None:
    around = replace(
        AROUND,
        common=COMMON,
        countries=countries(),
        milestones=tuple(milestone(f"m{each}", name="é" * 200) for each in range(300)),
    )
    view = settings_view(FORM, replace(ENTRY, off="2026-12-24\n" * 272), around, SAID)
    assert faults_of_view(view) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"milestone": "gone"},
        {"off": None},
        {"grace": "5400"},
        {"days": ()},
        {"zone": "Antarctica/Troll", "region": "x" * 3000, "other_zone": "y" * 3000},
    ],
)
def test_form_shows_what_no_list_offers(changed: dict[str, Any]) -> None:
    assert faults_of_view(settings_view(FORM, replace(ENTRY, **changed), AROUND, SAID)) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, texts)
def test_whatever_is_written_stays_text_within_the_limits(text: str, name: str) -> None:
    names = {PROD: name, "steady": text}
    channel = Channel(id=OPS, names=names, is_member=False)
    changes = (
        FieldChange("milestone", "steady", PROD),
        FieldChange("timezone", text, name),
        FieldChange("holidays", name, text),
    )
    known = (milestone(name=name), milestone("steady", name=text))
    place = Place(channel=ChannelId(OPS), milestone=PROD)
    refusal = Refusal(channel=OPS, leads=(ALICE,), names={ALICE: name}, wished=PROD)
    for message in (
        followed_message(channel, PROD, MilestoneKey("steady")),
        stopped_message(channel, PROD),
        follow_list_message(known, PROD, text),
        settings_saved_message(channel, changes),
        reset_message(channel, changes),
        not_a_lead_message(refusal),
        ask_lead_message(place, text, asker=name, lead=text),
        changed_meanwhile_message(channel, "Alice", PROD),
        form_not_opened_message(),
    ):
        assert faults_of_message(message) == []
        said = (each.replace(f"<#{OPS}>", "") for each in texts_of(plain(message.blocks)))
        assert not any(LIVE.search(each) for each in said)
    entry = replace(ENTRY, other_zone=text[:3000], region=name[:3000], off=text[:3000])
    view = settings_view(FORM, entry, replace(AROUND, milestones=known), SAID)
    assert faults_of_view(view) == []


def test_changes_are_told_field_by_field() -> None:
    assert change_lines(CHANGES, NAMES) == [
        "milestone: Production deployment → Sustained profitability",
        "time: 09:00 → 09:30",
        "days: Mon to Fri → Mon, Wed",
        "own off-dates: added 2026-12-24 to 2026-12-25",
        "quiet mode: off → on",
        "late at most: 3 hours → 90 minutes",
    ]


def test_first_schedule_is_told_without_what_was_not_there() -> None:
    first = changes_between(
        ChannelChoice(), ChannelChoice(milestone=PROD, posts=True, schedule=NINE)
    )
    said = change_lines(first, NAMES)
    assert said[:3] == [
        "milestone: nothing → Production deployment",
        "digest: off → on",
        "time: 09:00",
    ]
    assert not any("off-dates" in line or "quiet" in line or "→ none" in line for line in said)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((), "no day"),
        (range(7), "every day"),
        (range(5), "Mon to Fri"),
        ((6, 0), "Mon, Sun"),
        ((3, 4), "Thu, Fri"),
    ],
)
def test_days_in_words(days: Any, said: str) -> None:
    assert days_words(days) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (90, "90 seconds"),
        (1800, "30 minutes"),
        (3600, "1 hour"),
        (10800, "3 hours"),
    ],
)
def test_lengths_in_words(seconds: int, said: str) -> None:
    assert length_words(timedelta(seconds=seconds)) == said

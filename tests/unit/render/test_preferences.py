"""The modal of preferences, what is said of them, and the one message that gathers what waited."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain.ids import BlockerId, UserId
from bot.domain.messages import Json
from bot.domain.preferences import (
    Absence,
    PingLevel,
    PingPlace,
    Preferences,
    QuietHours,
    Reach,
)
from bot.render.asks import asked_already_message, asked_message, withdrawn_message
from bot.render.nudges import nudges_message
from bot.render.preferences import (
    Sheet,
    preferences_loading_view,
    preferences_view,
    saved_words,
)
from bot.render.words import LocalTime
from tests.unit.render.boards import NOW, TODAY, ZONE
from tests.unit.render.people import ALICE, CHARLIE, nudge, record
from tests.unit.render.slack_limits import (
    LIVE,
    button_called,
    faults_of_message,
    faults_of_view,
    plain,
    texts_of,
)
from tests.unit.render.strange import HOSTILE

LOCAL = LocalTime.of(NOW, ZONE)
WISHED = Preferences(
    pings=PingLevel.OVERDUE,
    place=PingPlace.DIRECT,
    quiet=QuietHours(start=time(18, 30), end=time(8)),
    timezone="Europe/Vienna",
    absence=Absence(first=TODAY, last=TODAY + timedelta(days=9), stand_in=ALICE),
    revision=4,
)


def sheet(preferences: Preferences = WISHED, notice: str = "") -> Json:
    return preferences_view(
        Sheet(preferences=preferences, slack_zone=ZONE, today=TODAY, notice=notice)
    )


def inputs_of(view: Json) -> dict[str, dict[str, object]]:
    blocks = plain([view])[0]["blocks"]
    return {
        block["block_id"].partition("/")[0]: block["element"]
        for block in blocks
        if block["type"] == "input"
    }


def test_form_begins_with_what_is_saved() -> None:
    inputs = inputs_of(sheet())
    assert inputs["pings"]["initial_option"]["value"] == "overdue"  # type: ignore[index]
    assert inputs["place"]["initial_option"]["value"] == "direct"  # type: ignore[index]
    assert (inputs["from"]["initial_time"], inputs["to"]["initial_time"]) == ("18:30", "08:00")
    assert inputs["zone"]["initial_value"] == "Europe/Vienna"
    assert inputs["first"]["initial_date"] == "2026-11-18"
    assert inputs["last"]["initial_date"] == "2026-11-27"
    assert inputs["stand_in"]["initial_user"] == ALICE
    assert sheet()["private_metadata"] == "4"


def test_an_absence_that_is_over_is_not_shown() -> None:
    past = Absence(first=date(2026, 1, 1), last=TODAY - timedelta(days=1))
    inputs = inputs_of(sheet(replace(WISHED, absence=past)))
    assert "initial_date" not in inputs["first"]
    assert "initial_date" not in inputs["last"]


@pytest.mark.parametrize("wished", [Preferences(), WISHED])
def test_form_keeps_the_limits(wished: Preferences) -> None:
    assert faults_of_view(sheet(wished, "⚠️ *Not saved yet*")) == []
    assert faults_of_view(preferences_loading_view()) == []


def test_what_was_saved_is_said_in_full() -> None:
    assert saved_words(WISHED, LOCAL, "Alice") == (
        "✅ Preferences saved, 09:41: pings only for what is overdue, in one direct message a day, "
        "quiet 18:30 to 08:00, time zone Europe/Vienna, "
        "away from Wed 18 Nov to Fri 27 Nov, Alice stands in."
    )
    assert saved_words(Preferences(), LOCAL) == "✅ Preferences saved, 09:41: all pings."
    none = replace(WISHED, pings=PingLevel.NONE, quiet=None, timezone="", absence=None)
    assert saved_words(none, LOCAL) == "✅ Preferences saved, 09:41: no pings."


@pytest.mark.parametrize("reach", list(Reach))
def test_who_asks_is_told_how_the_owner_hears_of_it(reach: Reach) -> None:
    said = asked_message([("Bob", reach)], posted=True).text
    assert said.startswith("Bob has been asked")
    assert said.endswith("Your Home lists it.")
    assert ("Bob has been asked." in said) is (reach is Reach.LIVE)
    assert "Nothing was posted now" in asked_message([("Bob", Reach.OFF)], posted=False).text
    several = asked_message([("Dana", Reach.LIVE), ("Bob", reach)], posted=True).text
    assert several.startswith("Dana and Bob have been asked")
    assert ("asked: Bob" in several) is (reach is not Reach.LIVE)


def test_several_who_hear_of_it_alike_are_told_of_together() -> None:
    each = [("Bob", Reach.NAMED), ("Dana", Reach.AWAY), ("Erin", Reach.NAMED)]
    assert asked_message(each, posted=True).text == (
        "Bob, Dana and Erin have been asked: Bob and Erin were pinged today already, so this is "
        "without a ping; Dana is away and finds it on their Home. Your Home lists it."
    )


def test_asking_twice_a_day_says_when_and_where_it_was_asked() -> None:
    said = asked_already_message(record(at=NOW - timedelta(hours=1)), ["Bob"], LOCAL).text
    assert "You asked Bob about “DNS integration” of THR-42 today already, at 08:41" in said
    assert "|see it>" in said


def test_nudges_say_what_where_and_who_asks() -> None:
    asks = nudge(id="a", sentence="DNS integration", asker=CHARLIE, channel=None)
    message = nudges_message([nudge(), asks], {CHARLIE: "Charlie"}, LOCAL)
    text = "\n".join(texts_of(message.blocks))
    assert "*2 things need you*" in text
    assert "*THR-42 TLS and ingress hardening* is overdue 5 days\nin <#C0OPS> · 08:41" in text
    assert "Charlie asks about “DNS integration”. Is it done?" in text
    assert button_called(message.blocks, "Open")["action_id"] == "blocker.open"


def test_many_nudges_are_counted() -> None:
    message = nudges_message([nudge(id=str(n)) for n in range(40)], {}, LOCAL)
    assert "*40 things need you*" in message.text
    assert "and 25 more" in message.text


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_written_keeps_the_limits(text: str) -> None:
    rows = [
        nudge(id=str(n), title=text, key=text, sentence=text, asker=UserId("U0X"))
        for n in range(30)
    ]
    rows.append(nudge(blocker=BlockerId("")))
    asked = record(text=text, key=text, link=text)
    for message in (
        nudges_message(rows, {UserId("U0X"): text}, LOCAL),
        asked_message([(text, Reach.LATER)] * 10, posted=True),
        asked_already_message(asked, [text] * 10, LOCAL),
        withdrawn_message(asked, text),
    ):
        assert faults_of_message(message) == []
        shown = [message.text, *texts_of(message.blocks)]
        assert not any(LIVE.search(one.replace("<#C0OPS>", "")) for one in shown)

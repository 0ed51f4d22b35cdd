"""*Preferences* from the Home: opened, filled in, refused with a sentence, saved and said."""

from typing import Any

from bot.domain.ids import UserId
from bot.domain.preferences import PingLevel, PingPlace
from sandbox.slack.acts import modals
from sandbox.slack.acts.outcome import Outcome
from tests.stages.editing import front
from tests.stages.handlers import HandlersStage, Shown, words_of

BOB = UserId("U0BOB")
KEYS = {
    "static_select": "selected_option",
    "timepicker": "selected_time",
    "datepicker": "selected_date",
    "users_select": "selected_user",
    "plain_text_input": "value",
}


async def opened(stage: HandlersStage, user: str = "U0BOB") -> Shown:
    await stage.open_home(user)
    await stage.press_home(user, "home.preferences")
    return front(stage, user)


async def sent(
    stage: HandlersStage, view: Shown, user: str = "U0BOB", **typed: str | None
) -> Outcome:
    values: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        field = block["block_id"].partition("/")[0]
        if block["type"] == "input" and field in typed:
            element, value = block["element"], typed[field]
            chosen: object = value
            if element["type"] == "static_select":
                chosen = next(one for one in element["options"] if one["value"] == value)
            values[block["block_id"]] = {
                "value": {"type": element["type"], KEYS[element["type"]]: chosen}
            }
    assert len(values) == len(typed)
    outcome = await modals.submit(stage.slack.core, user, view["id"], {"values": values})
    await stage.settle()
    return outcome


async def test_what_is_saved_is_kept_and_said_on_the_home(stage: HandlersStage) -> None:
    view = await opened(stage)
    outcome = await sent(
        stage,
        view,
        pings="overdue",
        place="direct",
        **{"from": "18:30", "to": "08:00", "zone": "vienna"},
        first="2099-12-24",
        last="2100-01-02",
        stand_in="U0ALICE",
    )
    assert outcome.ok, outcome
    kept = await stage.stores.people.preferences.load_preferences(BOB)
    assert (kept.pings, kept.place) == (PingLevel.OVERDUE, PingPlace.DIRECT)
    assert (kept.timezone, kept.revision) == ("Europe/Vienna", 1)
    assert kept.quiet is not None
    assert (f"{kept.quiet.start:%H:%M}", f"{kept.quiet.end:%H:%M}") == ("18:30", "08:00")
    assert kept.absence is not None
    assert (str(kept.absence.first), kept.absence.stand_in) == ("2099-12-24", "U0ALICE")
    said = words_of(stage.slack.state.homes["U0BOB"])
    assert "Preferences saved" in said
    assert "quiet 18:30 to 08:00" in said
    assert "as of" in said
    assert "CE" in said.rpartition("as of")[2]  # the Home is in the zone that was chosen

    again = await opened(stage)
    zone = next(b for b in again["blocks"] if b["block_id"].startswith("zone/"))
    assert zone["element"]["initial_value"] == "Europe/Vienna"


async def test_what_makes_no_sense_is_said_at_its_input(stage: HandlersStage) -> None:
    wrong: tuple[tuple[dict[str, str | None], str, str], ...] = (
        ({"zone": "Europe/Vienne"}, "zone", "Did you mean Europe/Vienna"),
        ({"zone": "qqqq"}, "zone", "It looks like Europe/Vienna"),
        ({"from": "18:00"}, "to", "both a beginning and an end"),
        ({"from": "08:00", "to": "08:00"}, "to", "the whole day, or none"),
        ({"first": "2099-01-01"}, "last", "both its first and its last day"),
        ({"first": "2099-01-02", "last": "2099-01-01"}, "last", "before the first"),
        ({"first": "2020-01-01", "last": "2020-01-02"}, "last", "over already"),
        ({"stand_in": "U0ALICE"}, "first", "From when to when"),
        (
            {"first": "2099-01-01", "last": "2099-01-02", "stand_in": "U0BOB"},
            "stand_in",
            "Somebody else",
        ),
        (
            {"first": "2099-01-01", "last": "2099-01-02", "stand_in": "U0GONE"},
            "stand_in",
            "account is closed",
        ),
    )
    for typed, field, sentence in wrong:
        outcome = await sent(stage, await opened(stage), "U0BOB", **typed)
        assert outcome.errors is not None, typed
        ((block, said),) = outcome.errors.items()
        assert block.startswith(f"{field}/"), (typed, block)
        assert sentence in said
    assert (await stage.stores.people.preferences.load_preferences(BOB)).revision == 0


async def test_what_was_saved_in_another_window_is_not_overwritten_unseen(
    stage: HandlersStage,
) -> None:
    first = await opened(stage)
    await sent(stage, await opened(stage), pings="none")
    stage.slack.state.views["U0BOB"] = [first]
    await sent(stage, first, pings="overdue")
    shown = front(stage, "U0BOB")
    assert "Not saved yet" in words_of(shown)
    kept = await stage.stores.people.preferences.load_preferences(BOB)
    assert kept.pings is PingLevel.NONE

    await sent(stage, shown)
    kept = await stage.stores.people.preferences.load_preferences(BOB)
    assert (kept.pings, kept.revision) == (PingLevel.OVERDUE, 2)


async def test_store_away_keeps_what_was_typed(stage: HandlersStage) -> None:
    view = await opened(stage)
    stage.switch.away = True
    outcome = await sent(stage, view, pings="none")
    stage.switch.away = False

    assert outcome.errors is not None
    assert "Not saved" in " ".join(outcome.errors.values())
    assert (await sent(stage, view, pings="none")).ok


async def test_who_wants_no_pings_is_named_in_the_digest_without_one(
    stage: HandlersStage,
) -> None:
    await sent(stage, await opened(stage), pings="none")
    private = await stage.say("U0CHARLIE", "C0OPS", "/blockers THR-42")
    (refusal,) = await stage.press("U0CHARLIE", private, "checklist.tick", "DNS integration")
    came = await stage.press("U0CHARLIE", refusal, "checklist.ask")

    assert "Nothing was posted now" in came[0]["text"]
    assert not any("<@U0BOB>" in one["text"] for one in came)

"""What is typed into the settings form: mistakes under their inputs, forged and hostile values."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.roster import Roster
from sandbox.slack.acts import presses
from tests.stages.handlers import HandlersStage
from tests.stages.office import PROD, milestone
from tests.stages.settings import (
    changed,
    errors,
    front,
    initial,
    inputs_of,
    is_closed,
    opened,
    preview,
    sent,
    told,
    values_of,
)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"other_zone": "Atlantis"}, "other_zone", "I know no time zone “Atlantis”"),
        ({"days": []}, "days", "Pick at least one day"),
        ({"off": "2026-12-24\n24.12.\n2026-02-30"}, "off", "Line 2, “24.12.”: no date"),
        ({"off": "2026-12-24\n\n2026-02-30"}, "off", "Line 3, “2026-02-30”: there is no such day"),
        ({"off": "2027-01-02/2026-12-24"}, "off", "the range ends before it begins"),
        ({"off": "2026-01-01/2028-01-01"}, "off", "longer than a year"),
        ({"milestone": "-"}, "milestone", "A digest is about a milestone"),
        ({"region": "CA"}, "region", "Pick its country above first"),
        ({"country": "DE", "region": "CA"}, "region", "Known are: BB, BE"),
        ({"country": "AF", "region": "CA"}, "region", "Leave it out."),
    ],
)
async def test_what_is_wrong_is_said_under_its_input(
    stage: HandlersStage, typed: dict[str, Any], field: str, said: str
) -> None:
    outcome = await sent(stage, await opened(stage), **typed)
    assert list(errors(outcome)) == [field]
    assert said in errors(outcome)[field]
    assert not is_closed(stage)
    assert await stage.stores.channels.revision() == 0


async def test_all_mistakes_are_told_at_once(stage: HandlersStage) -> None:
    outcome = await sent(stage, await opened(stage), days=[], other_zone="x", off="soon")
    assert set(errors(outcome)) == {"days", "other_zone", "off"}


async def test_wrong_time_and_wrong_zone_are_both_told_by_the_first_save(
    stage: HandlersStage,
) -> None:
    outcome = await sent(stage, await opened(stage), at="25:99", other_zone="Mars/Base")
    assert errors(outcome) == {
        "at": "Pick a time, as in 09:00.",
        "other_zone": "I know no time zone “Mars/Base”. An IANA name as in Asia/Kolkata is needed.",
    }
    assert not is_closed(stage)
    assert (await sent(stage, front(stage), at="10:15", other_zone="Asia/Kolkata")).ok
    assert is_closed(stage)


async def test_errors_stand_under_their_fields_when_the_form_was_drawn_anew(
    stage: HandlersStage,
) -> None:
    view = await changed(stage, await opened(stage), "country", country="DE")
    outcome = await sent(stage, view, at="25:99", other_zone="Mars/Base", region="CA")
    assert set(errors(outcome)) == {"at", "other_zone", "region"}
    assert set(outcome.errors or {}) <= set(inputs_of(front(stage)))


async def test_preview_that_is_under_way_leaves_the_errors_where_they_are(
    stage: HandlersStage,
) -> None:
    view = await opened(stage)
    typed = {"at": "25:99", "other_zone": "Mars/Base"}
    await told(stage, view, "other_zone", **typed)
    outcome = await sent(stage, view, **typed)
    assert set(errors(outcome)) == {"at", "other_zone"}
    frames = [event.frame["type"] for event in stage.slack.core.feed.after(stage.seen)]
    assert frames[-1] == "view_errors"


async def test_hostile_text_stays_text(stage: HandlersStage) -> None:
    evil = "<!channel> *x* \u202e" + "a" * 2900
    view = await changed(stage, await opened(stage), "off", off=evil, other_zone="<@U0BOB>")
    assert "<!channel>" not in preview(view)
    assert "<@U0BOB>" not in preview(view)
    outcome = await sent(stage, view, off=evil, other_zone="<@U0BOB>")
    assert set(errors(outcome)) == {"off", "other_zone"}
    assert all(len(text) < 500 for text in errors(outcome).values())


async def test_days_that_never_come_are_refused(stage: HandlersStage) -> None:
    today = stage.parts.services.clock.now().date()
    first, second = today + timedelta(days=360), today + timedelta(days=361)
    off = f"{today}/{first}\n{second}/{second + timedelta(days=60)}"
    outcome = await sent(stage, await opened(stage), days=["0"], off=off)
    assert errors(outcome) == {
        "days": "With these days left out no digest would come within a year."
    }


async def test_forged_option_is_refused(stage: HandlersStage) -> None:
    view = await opened(stage)
    values = values_of(view, at="10:00")
    (block,) = values
    values[block] = {"settings.preview": {"type": "timepicker", "selected_time": "25:99"}}
    container = {"type": "view", "view_id": view["id"]}
    action = {"action_id": "settings.preview", "block_id": block, "selected_time": "25:99"}
    await presses.press(stage.slack.core, "U0ALICE", container, action, {"values": values})
    await stage.settle()
    assert "Pick a time" in preview(front(stage))


async def test_many_milestones_fit_and_the_present_one_is_among_them(
    stage: HandlersStage,
) -> None:
    stage.installation.roster = _with_milestones(stage, 300)
    view = await opened(stage)
    assert initial(view, "milestone") == PROD
    assert (await sent(stage, view, at="10:00")).ok


def _with_milestones(stage: HandlersStage, number: int) -> Roster:
    more = tuple(milestone(f"m{each}", name="<!here> & " * 9) for each in range(number))
    return replace(stage.installation.configured, milestones=(*more, milestone()))

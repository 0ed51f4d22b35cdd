"""``/blockers settings``: a form at once, its next posts as it is filled in, saved as it closes."""

from dataclasses import replace
from datetime import date, time, timedelta

from bot.domain.ids import ChannelId, UserId
from bot.domain.milestone import MentionPolicy
from bot.domain.roster import Roster
from sandbox.slack.triggers import Triggers
from tests.stages.handlers import HandlersStage, words_of
from tests.stages.office import milestone
from tests.stages.settings import (
    CORE,
    OPS,
    changed,
    direct,
    errors,
    front,
    initial,
    inputs_of,
    is_closed,
    notice,
    opened,
    pressed,
    preview,
    sent,
)

EVERY_DAY = [str(day) for day in range(7)]


async def test_form_shows_what_is_in_effect(stage: HandlersStage) -> None:
    view = await opened(stage)
    fields = ("milestone", "posts", "at", "zone", "country", "mention", "grace")
    shown = [initial(view, field) for field in fields]
    assert shown == ["prod", "on", "09:00", "America/New_York", "-", "owners", "10800"]
    assert initial(view, "days") == ["0", "1", "2", "3", "4"]
    assert "as in blockers.yml" in notice(view)
    assert preview(view).startswith("*Next posts*\n• ")


async def test_channel_that_follows_nothing_is_offered_the_askers_zone(
    stage: HandlersStage,
) -> None:
    people = stage.slack.state.people
    people["U0ALICE"] = replace(people["U0ALICE"], tz="Europe/Berlin")
    view = await opened(stage, channel=CORE)
    assert [initial(view, field) for field in ("milestone", "posts", "zone")] == [
        "-",
        "off",
        "Europe/Berlin",
    ]
    assert "None: the digest is off." in preview(view)


async def test_everything_is_saved_before_the_form_closes_and_goes_at_once(
    stage: HandlersStage,
) -> None:
    view = await opened(stage)
    outcome = await sent(
        stage,
        view,
        at="15:30",
        other_zone="buenos aires",
        days=EVERY_DAY,
        country="DE",
        region="by",
        off="2026-12-24/2026-12-26\n2027-03-01",
        mention="leads",
        quiet=["quiet"],
        grace="3600",
    )
    assert outcome.ok
    assert is_closed(stage)
    followed = stage.installation.roster.channel(ChannelId(OPS))
    assert followed is not None
    schedule = followed.digest
    assert schedule is not None
    assert (schedule.at, schedule.timezone) == (time(15, 30), "America/Argentina/Buenos_Aires")
    assert (schedule.days, schedule.holidays) == (frozenset(range(7)), "DE-BY")
    assert sorted(schedule.off_dates) == [
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2027, 3, 1),
    ]
    assert (schedule.mention, schedule.quiet) == (MentionPolicy.LEADS, True)
    assert schedule.grace == timedelta(hours=1)
    due = await stage.stores.due.next_due("digests", OPS)
    assert due is not None
    assert (due.hour, due.minute) == (18, 30)


async def test_presser_alone_is_told_what_changed_and_when_the_next_post_is(
    stage: HandlersStage,
) -> None:
    await sent(stage, await opened(stage), at="09:30", country="US")
    (answer,) = stage.came()
    words = words_of(answer)
    assert answer["ephemeral"]
    assert "Saved for <#C0OPS>" in words
    assert "time: 09:00 → 09:30" in words
    assert "public holidays off: none → US" in words
    assert "Next digest here: " in words
    assert " 09:30 (UTC-" in words


async def test_log_names_who_changed_what(stage: HandlersStage) -> None:
    await sent(stage, await opened(stage), at="09:30")
    (change,) = await stage.stores.channels.load_changes(ChannelId(OPS), 9)
    assert change.before is not None
    assert change.after is not None
    assert (change.by, change.where) == ("U0ALICE", ":settings")
    view = await opened(stage)
    assert "set in Slack by Alice" in notice(view)
    (log,) = [b for b in view["blocks"] if b["type"] == "context"]
    assert "time: 09:00 → 09:30" in log["elements"][0]["text"]


async def test_form_sent_off_unchanged_writes_nothing(stage: HandlersStage) -> None:
    assert (await sent(stage, await opened(stage))).ok
    assert await stage.stores.channels.revision() == 0
    (answer,) = stage.came()
    assert "Nothing was changed" in words_of(answer)


async def test_preview_follows_each_change_and_keeps_the_inputs(stage: HandlersStage) -> None:
    view = await opened(stage)
    after = await changed(stage, view, "at", at="17:45", off="2026-12-24", days=EVERY_DAY)
    assert "17:45 (UTC-" in preview(after)
    assert inputs_of(after) == inputs_of(view)
    assert after["id"] == view["id"]
    assert await stage.stores.channels.revision() == 0
    again = await changed(stage, after, "posts", posts="off")
    assert "None: the digest is off." in preview(again)


async def test_preview_says_what_is_wrong_instead(stage: HandlersStage) -> None:
    view = await changed(stage, await opened(stage), "other_zone", other_zone="Londn")
    assert "Did you mean Europe/London?" in preview(view)


async def test_second_of_two_editors_is_told_who_changed_what_and_loses_nothing(
    stage: HandlersStage,
) -> None:
    stage.installation.roster = _with_leads(stage, "U0ALICE", "U0BOB")
    first, second = await opened(stage), await opened(stage, "U0BOB")
    assert (await sent(stage, first, at="10:00", country="US")).ok
    outcome = await sent(stage, second, "U0BOB", at="11:00", quiet=["quiet"])
    assert outcome.ok
    view = front(stage, "U0BOB")
    said = notice(view)
    assert "*Not saved yet*" in said
    assert "Alice, " in said
    assert "time: 09:00 → 10:00" in said
    assert [initial(view, field) for field in ("at", "country", "quiet")] == [
        "11:00",
        "US",
        ["quiet"],
    ]
    assert await stage.stores.channels.revision() == 1
    assert (await sent(stage, view, "U0BOB")).ok
    kept = await stage.stores.channels.load_channel(ChannelId(OPS))
    assert kept is not None
    assert kept.choice is not None
    schedule = kept.choice.schedule
    assert schedule is not None
    assert (schedule.at, schedule.holidays, schedule.quiet) == (time(11), "US", True)
    assert (kept.by, kept.revision) == ("U0BOB", 2)


async def test_reset_lets_the_file_decide_again(stage: HandlersStage) -> None:
    await sent(stage, await opened(stage), at="10:00")
    view = await pressed(stage, await opened(stage), "settings.reset")
    assert view is not None
    words = words_of(view)
    assert "goes by blockers.yml again" in words
    assert "time: 10:00 → 09:00" in words
    followed = stage.installation.roster.channel(ChannelId(OPS))
    assert followed is not None
    assert followed.digest is not None
    assert followed.digest.at == time(9)
    assert "Reset" not in words_of(await opened(stage))


async def test_reset_on_an_old_form_is_told_of_the_change(stage: HandlersStage) -> None:
    await sent(stage, await opened(stage), at="10:00")
    old = await opened(stage)
    await stage.press("U0ALICE", await stage.say("U0ALICE", OPS, "/blockers follow"), STOP)
    stage.slack.state.views["U0ALICE"] = [old]
    view = await pressed(stage, old, "settings.reset")
    assert view is not None
    assert "*Not saved yet*" in notice(view)


async def test_nobody_but_a_lead_gets_the_form(stage: HandlersStage) -> None:
    view = await opened(stage, "U0CHARLIE")
    assert "Only a lead (Alice) may change" in words_of(view)
    after = await pressed(stage, view, "settings.ask", "U0CHARLIE", "Ask Alice")
    assert after is not None
    assert "Alice has been asked" in words_of(after)
    (asked,) = stage.posted(direct(stage, "U0ALICE"))
    assert "asks you about <#C0OPS>" in words_of(asked)


async def test_lead_demoted_while_the_form_was_open_is_refused(stage: HandlersStage) -> None:
    view = await opened(stage)
    stage.installation.roster = _with_leads(stage, "U0BOB")
    assert (await sent(stage, view, at="10:00")).ok
    assert "Only a lead (Bob) may change" in words_of(front(stage))
    assert await stage.stores.channels.revision() == 0


async def test_store_away_says_so_and_keeps_what_was_typed(stage: HandlersStage) -> None:
    view = await opened(stage)
    stage.switch.away = True
    outcome = await sent(stage, view, at="10:00")
    assert "not saved" in " ".join(errors(outcome).values()).lower()
    stage.switch.away = False
    assert (await sent(stage, view, at="10:00")).ok


async def test_store_away_while_opening_ends_the_loading(stage: HandlersStage) -> None:
    stage.switch.away = True
    view = await opened(stage)
    assert "The store does not answer" in words_of(view)


async def test_spent_trigger_is_told(stage: HandlersStage) -> None:
    stage.slack.core.triggers = Triggers(lambda: 0.0, life=-1.0)
    answer = await stage.say("U0ALICE", OPS, "/blockers settings")
    assert "did not open the form" in words_of(answer)


async def test_direct_message_has_no_settings(stage: HandlersStage) -> None:
    answer = await stage.say("U0ALICE", direct(stage, "U0ALICE"), "/blockers settings")
    assert "say it in the channel" in words_of(answer)


async def test_button_elsewhere_opens_them_for_its_channel(stage: HandlersStage) -> None:
    (answer,) = await stage.type_in("U0ALICE", CORE, "/blockers follow prod")
    await stage.press("U0ALICE", answer, "settings.open")
    assert "<#C0CORE>" in notice(front(stage))


async def test_doctor_says_where_slack_wins_and_what_is_followed_no_more(
    stage: HandlersStage,
) -> None:
    await sent(stage, await opened(stage), at="10:00")
    words = words_of(await stage.say("U0ALICE", OPS, "/blockers doctor"))
    assert "#ops: next posts" in words
    assert "as set in Slack" in words
    stage.installation.roster = replace(
        stage.installation.configured, milestones=(milestone("steady"),)
    )
    words = words_of(await stage.say("U0ALICE", OPS, "/blockers doctor"))
    assert "#ops follows prod, which is not in blockers.yml any more" in words
    view = await opened(stage)
    assert initial(view, "milestone") == "prod"
    assert (await sent(stage, view, milestone="steady")).ok


STOP = "settings.stop"


def _with_leads(stage: HandlersStage, *leads: str) -> Roster:
    return replace(stage.installation.configured, leads=tuple(map(UserId, leads)))

"""The modal of one's own preferences: pings, quiet hours, time zone, absence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.messages import Json, Message
from bot.domain.preferences import Absence, PingLevel, PingPlace, Preferences, QuietHours, Reach
from bot.render.blocks import context_blocks, section_blocks
from bot.render.escape import outside
from bot.render.inputs import date_input, hinted, name_input, one_of, time_input, user_input
from bot.render.limits import NAME
from bot.render.lines import names_words
from bot.render.modal import modal_view
from bot.render.words import LocalTime

PREFERENCES_VIEW = "home.preferences"
LEVELS = {
    PingLevel.ALL.value: "All: whenever something needs me",
    PingLevel.OVERDUE.value: "Only what is overdue",
    PingLevel.NONE.value: "None: name me without a ping",
}
PLACES = {
    PingPlace.CHANNEL.value: "A mention where it is said",
    PingPlace.DIRECT.value: "One direct message for all of a day",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the inputs begin with. ``slack_zone`` holds where no zone is chosen."""

    preferences: Preferences
    slack_zone: str
    today: date
    notice: str = ""


def preferences_loading_view() -> Json:
    return _view([section_blocks("Loading…")])


def preferences_said_view(message: Message) -> Json:
    """An answer that ends the matter."""
    return _view(message.blocks)


def preferences_view(sheet: Sheet) -> Json:
    """Slack keeps what was typed where a block_id stays, so each revision has its own."""
    wanted, stamp = sheet.preferences, str(sheet.preferences.revision)
    absence = wanted.absence
    if absence and absence.last < sheet.today:
        absence = None  # over; what is saved next forgets it
    blocks = [
        *([section_blocks(sheet.notice)] if sheet.notice else []),
        one_of(f"pings/{stamp}", "Pings", LEVELS, wanted.pings.value),
        one_of(f"place/{stamp}", "How", PLACES, wanted.place.value),
        *_quiet_inputs(stamp, wanted.quiet),
        name_input(
            f"zone/{stamp}",
            "Time zone",
            wanted.timezone,
            f"Such as Europe/Vienna or Berlin. Empty: as in Slack, {sheet.slack_zone}.",
        ),
        *_absence_inputs(stamp, absence),
        context_blocks(
            "You are pinged once a day at most, and only where something needs you. In quiet "
            "hours and while away you are named without a ping; what came in quiet hours is told "
            "in one message when they end. Without quiet hours of your own, a call from another "
            "time zone waits so from 20:00 to 08:00."
        ),
    ]
    return _view(blocks, stamp)


def saved_words(preferences: Preferences, local: LocalTime, stand_in: str = "") -> str:
    """What was saved, as a sentence (escaped)."""
    parts = [
        {
            PingLevel.ALL: "all pings",
            PingLevel.OVERDUE: "pings only for what is overdue",
            PingLevel.NONE: "no pings",
        }[preferences.pings]
    ]
    if preferences.pings is not PingLevel.NONE and preferences.place is PingPlace.DIRECT:
        parts.append("in one direct message a day")
    if preferences.quiet:
        parts.append(f"quiet {preferences.quiet.start:%H:%M} to {preferences.quiet.end:%H:%M}")
    if preferences.timezone:
        parts.append(f"time zone {outside(preferences.timezone, NAME)}")
    if preferences.absence:
        parts.append(_away_words(preferences.absence, local, stand_in))
    return f"✅ Preferences saved, {local.clock(local.now)}: {', '.join(parts)}."


def reach_words(reach: Reach, names: Sequence[str]) -> str:
    """How those who were asked hear of it; "" where they are pinged at once."""
    who = names_words(names) or "the owner"
    one = len(names) == 1
    return {
        Reach.LIVE: "",
        Reach.NAMED: f"{who} {'was' if one else 'were'} pinged today already, so this is "
        "without a ping",
        Reach.LATER: f"{who} {'wants' if one else 'want'} no ping just now and "
        f"{'is' if one else 'are'} told in a direct message later",
        Reach.OFF: f"{who} {'takes' if one else 'take'} no such pings and "
        f"{'finds' if one else 'find'} it on their Home",
        Reach.AWAY: f"{who} {'is' if one else 'are'} away and {'finds' if one else 'find'} it "
        "on their Home",
    }[reach]


def _away_words(absence: Absence, local: LocalTime, stand_in: str) -> str:
    who = f", {outside(stand_in, NAME)} stands in" if stand_in else ""
    if absence.first == absence.last:
        return f"away on {local.day(absence.first)}{who}"
    return f"away from {local.day(absence.first)} to {local.day(absence.last)}{who}"


def _quiet_inputs(stamp: str, quiet: QuietHours | None) -> tuple[Json, ...]:
    start, end = (f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}") if quiet else ("", "")
    return (
        {**time_input(f"from/{stamp}", "Quiet hours from", start), "optional": True},
        {**time_input(f"to/{stamp}", "Quiet hours to", end), "optional": True},
    )


def _absence_inputs(stamp: str, absence: Absence | None) -> tuple[Json, ...]:
    return (
        date_input(f"first/{stamp}", "Away from", absence.first if absence else None),
        date_input(
            f"last/{stamp}", "Away to (this day included)", absence.last if absence else None
        ),
        hinted(
            user_input(
                f"stand_in/{stamp}", "Who stands in", (absence.stand_in or "") if absence else ""
            ),
            "They are pinged instead of you meanwhile.",
        ),
    )


def _view(blocks: Sequence[Json], revision: str | None = None) -> Json:
    if revision is None:
        return modal_view(PREFERENCES_VIEW, "Preferences", blocks)
    return modal_view(PREFERENCES_VIEW, "Preferences", blocks, metadata=revision, submit="Save")

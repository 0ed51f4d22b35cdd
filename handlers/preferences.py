"""*Preferences* on the Home: a form of one's own, stored before it closes."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from bot.domain.ids import UserId
from bot.domain.preferences import Absence, PingLevel, PingPlace, Preferences, QuietHours
from bot.ports import PostRefusedError, SlackUnavailableError, UnavailableError
from bot.render.actions import Action
from bot.render.editing import away_message, not_opened_message
from bot.render.preferences import (
    PREFERENCES_VIEW,
    Sheet,
    preferences_loading_view,
    preferences_said_view,
    preferences_view,
    saved_words,
)
from bot.render.values import BadValueError
from bot.render.words import LocalTime
from bot.services.zones import near_zones, zone_called
from bot.slack.payloads import FollowUp, Press, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.forms import Typed
from handlers.services import Services

log = logging.getLogger(__name__)

_MOVED_ON = (
    "⚠️ *Not saved yet*: your preferences were saved somewhere else meanwhile. Below is what you "
    "entered; *Save* puts it in place of that."
)


class PreferencesHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.PREFERENCES, self.open_preferences)
        router.view(PREFERENCES_VIEW, self.save_preferences)

    async def open_preferences(self, press: Press) -> FollowUp:
        """The loading view stands before Slack is answered: the trigger lives three seconds."""
        try:
            view_id = await self._services.modals.open_view(
                press.trigger_id or "", preferences_loading_view()
            )
        except PostRefusedError:
            return self._services.homes.say(press.user, not_opened_message().text)
        return self._fill(press.user, view_id)

    async def save_preferences(self, submission: Submission) -> ViewAnswer:
        user, today = submission.user, await self._today(submission.user)
        wished, problems = read_preferences(Typed(submission), today)
        if wished is None:
            return ViewAnswer.errors(problems)
        problems = await self._judge_stand_in(user, wished, Typed(submission))
        if problems:
            return ViewAnswer.errors(problems)
        wished = replace(wished, revision=_revision(submission.private_metadata))
        saved = await self._services.preferences.save(user, wished, submission.delivery)
        if not saved:
            stands = await self._services.preferences.load(user)
            again = replace(wished, revision=stands.revision)
            return ViewAnswer.update(preferences_view(await self._sheet(user, again, _MOVED_ON)))
        return ViewAnswer.close(self._tell(user, wished))

    async def _fill(self, user: UserId, view_id: str) -> None:
        try:
            stands = await self._services.preferences.load(user)
            view = preferences_view(await self._sheet(user, stands, ""))
        except UnavailableError as error:
            log.warning("the preferences cannot be shown: %s", error)
            view = preferences_said_view(away_message(error.what))
        await self._services.modals.update_view(view_id, view)

    async def _sheet(self, user: UserId, preferences: Preferences, notice: str) -> Sheet:
        return Sheet(
            preferences=preferences,
            slack_zone=await self._services.people.slack_timezone(user),
            today=await self._today(user),
            notice=notice,
        )

    async def _today(self, user: UserId) -> date:
        zone = await self._services.people.timezone(user)
        return LocalTime.of(self._services.clock.now(), zone).today

    async def _judge_stand_in(
        self, user: UserId, wished: Preferences, typed: Typed
    ) -> Mapping[str, str]:
        stand_in = wished.absence.stand_in if wished.absence else None
        if stand_in is None:
            return {}
        if stand_in == user:
            return {typed.block("stand_in"): "Somebody else has to stand in for you."}
        try:
            profile = await self._services.directory.profile(stand_in)
        except SlackUnavailableError:
            return {}
        if profile is None or not profile.active:
            return {typed.block("stand_in"): "That account is closed: pick somebody else."}
        return {}

    async def _tell(self, user: UserId, saved: Preferences) -> None:
        zone = await self._services.people.timezone(user)
        local = LocalTime.of(self._services.clock.now(), zone)
        stand_in = saved.absence.stand_in if saved.absence else None
        name = await self._services.people.name(stand_in) if stand_in else ""
        await self._services.homes.say(user, saved_words(saved, local, name))


def read_preferences(typed: Typed, today: date) -> tuple[Preferences | None, Mapping[str, str]]:
    """Raises BadValueError where the form is none of ours."""
    problems: dict[str, str] = {}
    try:
        wished = Preferences(
            pings=PingLevel(typed["pings"]),
            place=PingPlace(typed["place"]),
            quiet=_quiet(typed, problems),
            timezone=_zone(typed, problems),
            absence=_absence(typed, today, problems),
        )
    except ValueError as error:
        raise BadValueError(str(error)) from None
    return (None, problems) if problems else (wished, {})


def _quiet(typed: Typed, problems: dict[str, str]) -> QuietHours | None:
    start, end = typed["from"], typed["to"]
    if not start and not end:
        return None
    if not start or not end:
        missing = "to" if start else "from"
        problems[typed.block(missing)] = "Quiet hours need both a beginning and an end."
        return None
    if start == end:
        problems[typed.block("to")] = (
            "That would be the whole day, or none of it: set *Pings* to none instead."
        ).replace("*", "")
        return None
    return QuietHours(start=time.fromisoformat(start), end=time.fromisoformat(end))


def _zone(typed: Typed, problems: dict[str, str]) -> str:
    wanted = typed["zone"].strip()
    found = zone_called(wanted) if wanted else ""
    if found is None:
        near = near_zones(wanted)
        hint = f" Did you mean {', '.join(near)}?" if near else " It looks like Europe/Vienna."
        problems[typed.block("zone")] = f"I know no time zone of that name.{hint}"
        return ""
    return found


def _absence(typed: Typed, today: date, problems: dict[str, str]) -> Absence | None:
    first, last = _day(typed["first"]), _day(typed["last"])
    stand_in = UserId(typed["stand_in"]) if typed["stand_in"] else None
    if first is None and last is None:
        if stand_in:
            problems[typed.block("first")] = "From when to when do they stand in for you?"
        return None
    if first is None or last is None:
        missing = "last" if first else "first"
        problems[typed.block(missing)] = "An absence needs both its first and its last day."
        return None
    if last < first:
        problems[typed.block("last")] = "The last day is before the first one."
    elif last < today:
        problems[typed.block("last")] = "That is over already: empty both days, or pick later ones."
    return Absence(first=first, last=last, stand_in=stand_in)


def _day(typed: str) -> date | None:
    return date.fromisoformat(typed) if typed else None


def _revision(metadata: str) -> int:
    if not metadata.isdecimal():
        raise BadValueError("the form has lost its revision")
    return int(metadata)

"""The settings form drawn: the first time, again after a change in it, and after a clash."""

from dataclasses import replace

from bot.domain.channels import (
    ChannelChange,
    NotALeadError,
    changes_between,
    choice_of,
)
from bot.domain.ids import ChannelId, MilestoneKey, UserId
from bot.domain.messages import Json
from bot.render.channel_values import SettingsForm
from bot.render.channel_words import change_lines
from bot.render.channels import INVITE
from bot.render.escape import outside
from bot.render.limits import NAME
from bot.render.membership import pause_line
from bot.render.outlook import outlook_lines
from bot.render.settings import Entry, Said, Surroundings, settings_said_view, settings_view
from bot.render.words import LocalTime
from bot.services.countries import countries
from bot.services.settings import ChannelSheet, SettingsOvertaken
from bot.services.zones import COMMON
from handlers.channels import ChannelAnswers
from handlers.services import Services
from handlers.settings_forms import read_choice, write_entry, write_stamps

SHOWN_CHANGES = 3
"""Of the channel's log, below the form."""


class SettingsPages:
    def __init__(self, services: Services, answers: ChannelAnswers) -> None:
        self._services = services
        self._channels = answers

    async def first(self, user: UserId, form: SettingsForm) -> Json:
        """The form as the channel stands now, or who may change it."""
        sheet = await self._services.settings.sheet(form.channel)
        try:
            self._services.settings.require_may_change(user, sheet, form.milestone)
        except NotALeadError as error:
            message = await self._channels.refusal(error, form.channel, form.milestone)
            return settings_said_view(message.blocks)
        form = _drawn_from(sheet, replace(form, zone=await self._services.people.timezone(user)))
        entry = write_entry(sheet.choice, form.zone, self._proposed(form))
        return await self._page(form, entry, sheet)

    async def again(self, form: SettingsForm, entry: Entry) -> Json:
        """The same form with what was entered in it; only its next posts differ."""
        sheet = await self._services.settings.sheet(form.channel)
        return await self._page(form, entry, sheet)

    async def clash(self, form: SettingsForm, entry: Entry, answer: SettingsOvertaken) -> Json:
        """As it stands now, ``entry`` on top, with what others changed since."""
        local = self._local(form)
        lines = [f"• {line}" for change in answer.log for line in await self._told(change, local)]
        head = "⚠️ *Not saved yet*: this channel's settings have changed since the form was opened."
        tail = "Below they are with your own changes on top. *Save* stores them so."
        notice = "\n".join([head, *lines, tail])
        return await self._page(_drawn_from(answer.sheet, form), entry, answer.sheet, notice)

    async def _page(
        self, form: SettingsForm, entry: Entry, sheet: ChannelSheet, notice: str = ""
    ) -> Json:
        roster = self._services.installation.roster
        around = Surroundings(
            milestones=roster.milestones,
            zones=(form.zone, roster.timezone) if form.zone else (roster.timezone,),
            common=COMMON,
            countries=countries(),
            now=self._services.clock.now(),
        )
        said = Said(
            origin=await self._origin(sheet, form),
            preview=await self._preview(entry, sheet),
            notice=notice,
            warnings=await self._warnings(form.channel),
            log=await self._log(form),
            resettable=sheet.is_chosen and sheet.filed is not None,
        )
        return settings_view(form, entry, around, said)

    async def _warnings(self, channel: ChannelId) -> tuple[str, ...]:
        """Why nothing would come out there, whatever is chosen."""
        paused = await self._services.notices.notice_of(channel)
        if paused:
            return (pause_line(paused),)
        return () if await self._channels.is_member(channel) else (f"⚠️ {INVITE}",)

    async def _preview(self, entry: Entry, sheet: ChannelSheet) -> list[str]:
        reading = read_choice(entry, sheet.choice, self._services.installation.roster)
        if reading.problems:
            return [f"⚠️ {outside(problem, 400)}" for problem in reading.problems.values()]
        schedule = reading.choice.schedule
        outlook = await self._services.settings.outlook(sheet.channel, reading.choice)
        if outlook is None or schedule is None:
            return ["None: the digest is off."]
        return outlook_lines(outlook, schedule, self._services.clock.now())

    async def _origin(self, sheet: ChannelSheet, form: SettingsForm) -> str:
        if sheet.kept and sheet.is_chosen:
            who = outside(await self._services.people.name(sheet.kept.by), NAME)
            return f"set in Slack by {who}, {self._local(form).moment(sheet.kept.at)}"
        if sheet.filed:
            return "as in blockers.yml; what is saved here wins over it"
        return "follows nothing yet"

    async def _log(self, form: SettingsForm) -> list[str]:
        local = self._local(form)
        log = await self._services.settings.history(form.channel, SHOWN_CHANGES)
        return [line for change in log for line in await self._told(change, local)]

    async def _told(self, change: ChannelChange, local: LocalTime) -> list[str]:
        """``Alice, Mon 16:20: time: 09:00 → 09:30; quiet mode: on``."""
        who = outside(await self._services.people.name(change.by), NAME)
        head = f"{who}, {local.moment(change.at)}"
        filed = choice_of(None)
        if change.after is None:
            return [f"{head}: back to blockers.yml"]
        changes = changes_between(change.before or filed, change.after)
        said = "; ".join(change_lines(changes, self._channels.names()))
        return [f"{head}: {said}"] if said else []

    def _local(self, form: SettingsForm) -> LocalTime:
        zone = form.zone or self._services.installation.roster.timezone
        return LocalTime.of(self._services.clock.now(), zone)

    def _proposed(self, form: SettingsForm) -> MilestoneKey | None:
        """The one that was named with the command, for a channel that follows nothing."""
        known = self._services.installation.roster.milestone(form.milestone or "")
        return known.key if known else None


def _drawn_from(sheet: ChannelSheet, form: SettingsForm) -> SettingsForm:
    return replace(form, revision=sheet.revision, stamps=write_stamps(sheet.choice))

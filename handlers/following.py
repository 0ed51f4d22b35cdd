"""``/blockers follow``: tie a channel to a milestone, from a command, a list or a button."""

from difflib import get_close_matches

from bot.domain.channels import NotALeadError
from bot.domain.commands import Ask, Query
from bot.domain.editing import Author
from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.messages import Message
from bot.domain.milestone import Milestone
from bot.render.actions import Action
from bot.render.channel_values import Follow, Place
from bot.render.channels import (
    changed_meanwhile_message,
    follow_list_message,
    followed_message,
    only_channels_message,
    stopped_message,
)
from bot.render.escape import outside
from bot.render.limits import NAME
from bot.render.notices import gone_milestone_message, no_milestone_message
from bot.render.settings import SETTINGS_VIEW, settings_said_view
from bot.services.settings import SettingsOvertaken
from bot.slack.payloads import Call, FollowUp, Press
from bot.slack.router import Router
from handlers.blockers import PlainAnswer
from handlers.channels import ChannelAnswers, is_direct
from handlers.services import Services

STOP_WORDS = frozenset({"none", "nothing", "off", "stop"})
NEAR = 5


class FollowingHandlers:
    def __init__(self, services: Services, answers: ChannelAnswers) -> None:
        self._services = services
        self._channels = answers

    def register(self, router: Router) -> None:
        router.action(Action.FOLLOW, self.pick_milestone, guards_itself=True)
        router.action(Action.STOP_FOLLOWING, self.stop_following, guards_itself=True)
        router.action(Action.ASK_LEAD, self.ask_lead)

    def answers(self) -> dict[Ask, PlainAnswer]:
        return {Ask.FOLLOW: self._asked}

    async def pick_milestone(self, press: Press) -> FollowUp:
        return await self._pressed(press, Follow.decode(press.value).milestone)

    async def stop_following(self, press: Press) -> FollowUp:
        return await self._pressed(press, None)

    async def ask_lead(self, press: Press) -> FollowUp:
        return self._ask(press, Place.decode(press.value))

    async def _asked(self, call: Call, query: Query) -> None:
        channel, typed = call.channel, query.rest or query.milestone or ""
        milestones = self._services.installation.roster.milestones
        if channel is None or is_direct(channel):
            await self._services.say(call, only_channels_message())
            return
        if not milestones:
            await self._services.say(call, no_milestone_message())
            return
        found = _named(typed, milestones)
        if found or typed.casefold() in STOP_WORDS:
            author = self._channels.author(call, "command")
            message = await self._tie(channel, found.key if found else None, author)
            await self._services.delivery.follow_changes()
        else:
            sheet = await self._services.settings.sheet(channel)
            near_first = sorted(milestones, key=lambda each: each not in _near(typed, milestones))
            message = follow_list_message(near_first, sheet.choice.milestone, typed)
        await self._services.say(call, message)

    async def _pressed(self, press: Press, milestone: MilestoneKey | None) -> FollowUp:
        """Stored when this returns; Slack is acknowledged after that."""
        known = milestone is None or self._services.installation.roster.milestone(milestone)
        if not known:
            return self._answer(press, gone_milestone_message())
        if press.channel is None or is_direct(press.channel):
            return self._answer(press, only_channels_message())
        author = self._channels.author(press, press.container.ts or "")
        message = await self._tie(press.channel, milestone, author)
        return self._answer(press, message)

    async def _tie(
        self, channel: ChannelId, milestone: MilestoneKey | None, author: Author
    ) -> Message:
        """What becomes of the wish; the schedule stays as it is, or comes back."""
        settings = self._services.settings
        sheet = await settings.sheet(channel)
        before = sheet.choice.milestone
        choice = await settings.following(sheet, milestone)
        try:
            saved = await settings.save(channel, sheet.revision, choice, author)
        except NotALeadError as error:
            return await self._channels.refusal(error, channel, milestone)
        stands = saved.sheet.choice
        shown = await self._channels.channel(channel, stands)
        if isinstance(saved, SettingsOvertaken):
            who = outside(await self._channels.who_changed(saved.sheet), NAME)
            return changed_meanwhile_message(shown, who, stands.milestone)
        if stands.milestone is None:
            return stopped_message(shown, before)
        return followed_message(shown, stands.milestone, before, already=not saved.changes)

    async def _answer(self, press: Press, message: Message) -> None:
        await self._services.delivery.follow_changes()
        await self._services.say(press, message, replace=press.container.is_ephemeral)

    async def _ask(self, press: Press, place: Place) -> None:
        message = await self._channels.ask_lead(press, place)
        if press.container.callback_id == SETTINGS_VIEW:
            view = settings_said_view(message.blocks)
            await self._services.modals.update_view(press.container.view_id or "", view)
            return
        await self._services.say(press, message)


def _named(typed: str, milestones: tuple[Milestone, ...]) -> Milestone | None:
    """By its key, else by its whole name."""
    wanted = typed.casefold()
    by_key = (each for each in milestones if each.key == wanted)
    by_name = (each for each in milestones if each.name.casefold() == wanted)
    return next(by_key, None) or next(by_name, None)


def _near(typed: str, milestones: tuple[Milestone, ...]) -> list[Milestone]:
    wanted = typed.casefold()
    words = {each.key: each for each in milestones}
    words |= {MilestoneKey(each.name.casefold()): each for each in milestones}
    close = get_close_matches(wanted, list(words), n=NEAR, cutoff=0.5) if wanted else []
    within = [word for word in words if wanted and (wanted in word or word in wanted)]
    return [words[MilestoneKey(word)] for word in (*close, *within)]

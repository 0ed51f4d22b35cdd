"""``/blockers settings``: a loading view at once, then the form; stored before it closes."""

import logging
from collections.abc import Coroutine

from bot.domain.channels import NotALeadError, rebase
from bot.domain.commands import Ask, Query
from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.messages import Json, Message, Post, PostKind
from bot.ports import PostRefusedError, SlackUnavailableError, UnavailableError
from bot.render.actions import Action
from bot.render.channel_values import Place, SettingsForm
from bot.render.channels import (
    form_not_opened_message,
    only_channels_message,
    reset_message,
    settings_saved_message,
)
from bot.render.editing import away_message
from bot.render.settings import SETTINGS_VIEW, loading_settings_view, settings_said_view
from bot.services.settings import SettingsOvertaken, SettingsSaved
from bot.slack.payloads import Call, FollowUp, Press, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.blockers import PlainAnswer
from handlers.channels import ChannelAnswers, is_direct
from handlers.previews import Previews
from handlers.services import Services
from handlers.settings_forms import blocks_of, read_choice, read_entry, read_stamps, write_entry
from handlers.settings_pages import SettingsPages

log = logging.getLogger(__name__)

NO_POST = "With these days left out no digest would come within a year."


class SettingsHandlers:
    def __init__(self, services: Services, answers: ChannelAnswers) -> None:
        self._services = services
        self._channels = answers
        self._pages = SettingsPages(services, answers)
        self._previews = Previews(services.modals)

    def register(self, router: Router) -> None:
        router.action(Action.SETTINGS, self.open_settings)
        router.action(Action.SETTINGS_PREVIEW, self.preview, guards_itself=True)
        router.action(Action.SETTINGS_RESET, self.reset, guards_itself=True)
        router.view(SETTINGS_VIEW, self.save)

    def answers(self) -> dict[Ask, PlainAnswer]:
        return {Ask.SETTINGS: self._asked}

    async def open_settings(self, press: Press) -> FollowUp:
        """From a digest, an answer, a lead's direct message or the Home."""
        place = Place.decode(press.value)
        return await self._opened(press, place.channel, place.milestone)

    async def preview(self, press: Press) -> FollowUp:
        """Something in the form was changed: its next posts are drawn anew, nothing is stored."""
        view_id = press.container.view_id or ""
        form = SettingsForm.decode(press.container.private_metadata)
        self._previews.begin(view_id, press.action_ts)
        drawing = self._pages.again(form, read_entry(press.values))
        return self._previews.draw(view_id, press.action_ts, drawing)

    async def reset(self, press: Press) -> FollowUp:
        """Stored when this returns; Slack is acknowledged after that."""
        form = SettingsForm.decode(press.container.private_metadata)
        author = self._channels.author(press, "settings")
        view_id = press.container.view_id or ""
        try:
            saved = await self._services.settings.reset(form.channel, form.revision, author)
        except NotALeadError as error:
            message = await self._channels.refusal(error, form.channel)
            return self._update(view_id, settings_said_view(message.blocks))
        if isinstance(saved, SettingsOvertaken):
            entry = write_entry(saved.sheet.choice, form.zone)
            return self._update(view_id, await self._pages.clash(form, entry, saved))
        return self._say_reset(view_id, saved)

    async def save(self, submission: Submission) -> ViewAnswer:
        """Stored before the modal closes; what others changed meanwhile is shown first."""
        form = SettingsForm.decode(submission.private_metadata)
        self._previews.end(submission.view_id)
        settings, roster = self._services.settings, self._services.installation.roster
        stamps = read_stamps(form.stamps)
        entry = read_entry(submission.values)
        sheet = await settings.sheet(form.channel)
        reading = read_choice(entry, sheet.choice, roster)
        problems = dict(reading.problems)
        if not problems:
            outlook = await settings.outlook(form.channel, reading.choice)
            problems |= {"days": NO_POST} if outlook and not outlook.posts else {}
        if problems:
            await self._previews.settle(submission.view_id)
            return ViewAnswer.errors(blocks_of(problems, submission.inputs))
        author = self._channels.author(submission, "settings")
        try:
            saved = await settings.save(form.channel, form.revision, reading.choice, author)
        except NotALeadError as error:
            message = await self._channels.refusal(error, form.channel, reading.choice.milestone)
            return ViewAnswer.update(settings_said_view(message.blocks))
        if isinstance(saved, SettingsOvertaken):
            merged = rebase(stamps, reading.choice, saved.sheet.choice)
            view = await self._pages.clash(form, write_entry(merged, form.zone), saved)
            return ViewAnswer.update(view)
        return ViewAnswer.close(self._confirm(submission, form, saved))

    async def _asked(self, call: Call, query: Query) -> None:
        if call.channel is None or is_direct(call.channel):
            await self._services.say(call, only_channels_message())
            return
        await (await self._opened(call, call.channel, query.milestone))

    async def _opened(
        self, call: Call, channel: ChannelId, milestone: MilestoneKey | None
    ) -> FollowUp:
        """The loading view stands before anything is read: the trigger lives three seconds."""
        try:
            view_id = await self._services.modals.open_view(
                call.trigger_id or "", loading_settings_view()
            )
        except PostRefusedError as error:
            log.warning("the settings were not opened: %s", error.code)
            return self._services.say(call, form_not_opened_message())
        form = SettingsForm(channel=channel, milestone=milestone, url=call.response_url or "")
        return self._fill(view_id, self._pages.first(call.user, form))

    async def _fill(self, view_id: str, drawn: Coroutine[object, object, Json]) -> None:
        try:
            view = await drawn
        except UnavailableError as error:
            log.warning("the settings cannot be shown: %s", error)
            view = settings_said_view(away_message(error.what).blocks)
        await self._services.modals.update_view(view_id, view)

    async def _update(self, view_id: str, view: Json) -> None:
        await self._services.modals.update_view(view_id, view)

    async def _say_reset(self, view_id: str, saved: SettingsSaved) -> None:
        await self._services.delivery.follow_changes()
        shown = await self._channels.channel(saved.sheet.channel, saved.sheet.choice)
        message = reset_message(shown, saved.changes)
        await self._update(view_id, settings_said_view(message.blocks))

    async def _confirm(
        self, submission: Submission, form: SettingsForm, saved: SettingsSaved
    ) -> None:
        """To whoever saved it alone: where they asked, else in a direct message."""
        await self._services.delivery.follow_changes()
        shown = await self._channels.channel(form.channel, saved.sheet.choice)
        message = settings_saved_message(shown, saved.changes)
        if form.url and await self._answered(form.url, message):
            return
        await self._services.poster.post_message(
            Post(
                id=f"settings:{submission.delivery}",
                kind=PostKind.SETTINGS,
                channel=ChannelId(submission.user),
                message=message,
            )
        )

    async def _answered(self, url: str, message: Message) -> bool:
        """False where the address is used up: it lives for half an hour."""
        try:
            await self._services.answers.answer(url, message)
        except SlackUnavailableError as error:
            if not error.permanent:
                raise
            return False
        return True

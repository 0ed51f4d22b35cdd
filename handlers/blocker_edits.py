"""*Edit blocker*: every field of one that lives here; of a tracked issue what may be told here."""

from dataclasses import replace
from functools import partial

from bot.domain.asks import WHOLE, Wanted
from bot.domain.blocker_edits import BlockerWish, rebase_fields
from bot.domain.ids import UserId
from bot.domain.messages import Json
from bot.domain.rights import NotTheOwnerError
from bot.render.actions import Action
from bot.render.blocker_forms import (
    BLOCKER_VIEW,
    Shown,
    blocker_clash_words,
    blocker_value_words,
    edit_blocker_view,
    loading_view,
    said_view,
    tell_view,
)
from bot.render.editing import MAX_WRITTEN, author_words
from bot.render.notices import gone_milestone_message
from bot.render.origin import origin_words
from bot.render.refusals import may_not_edit_message
from bot.render.values import Ask, Form, Show
from bot.services.installation import MilestoneGoneError
from bot.services.local_blockers import BlockerClashed, BlockerSheet
from bot.slack.payloads import FollowUp, Press, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.authors import author_of, where_pressed
from handlers.blocker_inputs import blocker_stamps, read_blocker_wish
from handlers.editing import form_of
from handlers.forms import Typed
from handlers.opening import fill_form, open_form, redraw_opened
from handlers.services import Services
from handlers.zones import local_time

_said = partial(said_view, BLOCKER_VIEW)


class BlockerEditHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.EDIT_BLOCKER, self.open_blocker_form)
        router.view(BLOCKER_VIEW, self.save_edit)

    async def open_blocker_form(self, press: Press) -> FollowUp | None:
        """The loading view stands before Slack is answered: the trigger lives three seconds."""
        form = form_of(press, Show.decode(press.value))
        view_id = await open_form(self._services, press, loading_view(BLOCKER_VIEW))
        if view_id is None:
            return None
        return fill_form(
            self._services, view_id, partial(said_view, BLOCKER_VIEW), self._drawn(press.user, form)
        )

    async def save_edit(self, submission: Submission) -> ViewAnswer:
        """Stored before the modal closes; a field that others changed meanwhile is shown first."""
        form = Form.decode(submission.private_metadata)
        wish, problems = read_blocker_wish(Typed(submission), form)
        if problems:
            return ViewAnswer.errors(problems)
        try:
            answer = await self._services.locals.edit(
                form.milestone,
                form.blocker,
                wish,
                author_of(self._services, submission, where_pressed(form.channel, form.ts)),
            )
        except NotTheOwnerError:
            return ViewAnswer.update(await self._drawn(submission.user, form))
        except MilestoneGoneError:
            return ViewAnswer.update(_said(gone_milestone_message().blocks))
        if isinstance(answer, BlockerClashed):
            return ViewAnswer.update(await self._clashed(answer, wish, form))
        return ViewAnswer.close(redraw_opened(self._services, form, answer.milestone))

    async def _drawn(self, user: UserId, form: Form) -> Json:
        sheet = await self._services.locals.sheet(form.milestone, form.blocker)
        try:
            await self._services.locals.require_may_edit(user, sheet)
        except NotTheOwnerError as error:
            return await self._may_not_edit(sheet, error)
        return await self._form_view(sheet, form, Shown(fields=sheet.fields))

    async def _form_view(self, sheet: BlockerSheet, form: Form, shown: Shown) -> Json:
        """The form as the blocker stands now, its inputs as in ``shown``."""
        form = replace(form, seen=blocker_stamps(sheet.fields))
        if sheet.local is None:
            return tell_view(sheet.blocker, form, shown)
        account = await self._services.locals.account(sheet, shown.fields.owner)
        if account and len(shown.fields.owner) <= MAX_WRITTEN:
            form = replace(form, account=account, written=shown.fields.owner)
        teams = self._services.installation.roster.team_names
        shown = replace(shown, account=form.account if account else "", teams=teams)
        return edit_blocker_view(sheet.blocker, form, shown, await self._source(sheet, form))

    async def _source(self, sheet: BlockerSheet, form: Form) -> str:
        if sheet.local is None:
            return ""
        origin = sheet.local.origin
        who = origin.author or origin.by
        name = await self._services.people.name(who) if who else ""
        return origin_words(sheet.local, name, local_time(self._services, form.channel))

    async def _clashed(self, answer: BlockerClashed, wish: BlockerWish, form: Form) -> Json:
        stands, local = answer.sheet.fields, local_time(self._services, form.channel)
        owner = await self._services.locals.owner_name(answer.sheet, stands.owner)
        named = replace(stands, owner=owner)
        changes = [
            (
                one.field,
                blocker_value_words(one.field, named, local),
                author_words(one.by, local.moment(one.at) if one.at else ""),
            )
            for one in answer.overtaken
        ]
        shown = Shown(
            fields=rebase_fields(stands, wish),
            notice=blocker_clash_words(changes),
            reason=wish.reason,
        )
        return await self._form_view(answer.sheet, form, shown)

    async def _may_not_edit(self, sheet: BlockerSheet, error: NotTheOwnerError) -> Json:
        names = await self._services.people.names(error.rights.leads)
        key, blocker = sheet.milestone.key, sheet.blocker.id
        ask = Ask(milestone=key, blocker=blocker, item=WHOLE, wanted=Wanted.EDIT)
        refusal = may_not_edit_message(error.rights, sheet.blocker.key, ask, names)
        return _said(refusal.blocks)

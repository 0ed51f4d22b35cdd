"""*Edit items* and *Add item*: a loading view at once, then the form; stored before it closes."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.asks import WHOLE, Wanted
from bot.domain.checklist import Item
from bot.domain.editing import Author, Wish, fields_of, rebase
from bot.domain.ids import ChannelId, ItemId, UserId
from bot.domain.messages import Json
from bot.domain.rights import NotTheOwnerError
from bot.ports import PostRefusedError, UnavailableError
from bot.render import values
from bot.render.editing import (
    ADD_VIEW,
    EDIT_VIEW,
    MAX_WRITTEN,
    Entry,
    addition_view,
    author_words,
    away_message,
    clash_words,
    fields_view,
    loading_view,
    not_opened_message,
    picker_view,
    said_view,
    value_words,
)
from bot.render.escape import outside
from bot.render.evidence import red_words
from bot.render.limits import SENTENCE
from bot.render.notices import gone_milestone_message
from bot.render.refusals import Pressed as Shown
from bot.render.refusals import may_not_add_message, refusal_message
from bot.render.values import Form
from bot.render.words import LocalTime
from bot.services.checklists import MilestoneGoneError, SpokenAgainst
from bot.services.editing import Clashed, ItemMissingError, Sheet
from bot.slack.payloads import FollowUp, Press, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.asks import bare_view
from handlers.forms import Typed, read_addition, read_wish, stamps_of
from handlers.opening import redraw_opened
from handlers.services import Services

log = logging.getLogger(__name__)


Draw = Callable[[UserId, Form], Awaitable[Json]]


class EditingHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action("checklist.edit", self.open_picker)
        router.action("checklist.add", self.open_addition)
        router.action("checklist.item", self.pick_item)
        router.view(EDIT_VIEW, self.save_item)
        router.view(ADD_VIEW, self.save_addition)

    async def open_picker(self, press: Press) -> FollowUp:
        return await self._opened(press, self._picker, loading_view(EDIT_VIEW))

    async def open_addition(self, press: Press) -> FollowUp:
        return await self._opened(press, self._addition, loading_view(ADD_VIEW))

    async def pick_item(self, press: Press) -> FollowUp:
        form = Form.decode(press.container.private_metadata)
        form = replace(form, item=ItemId(press.value))
        return self._fill(press.container.view_id or "", self._picked, press.user, form)

    async def save_item(self, submission: Submission) -> ViewAnswer:
        """Stored before the modal closes; a field that others changed meanwhile is shown first."""
        form = Form.decode(submission.private_metadata)
        typed = Typed(submission)
        wish, problems = read_wish(typed, form)
        if wish is None:
            return ViewAnswer.errors(problems)
        try:
            answer = await self._services.editing.edit(
                form.milestone, form.blocker, wish, self._author(submission, form)
            )
        except NotTheOwnerError:
            return ViewAnswer.update(await self._picked(submission.user, form))
        except (MilestoneGoneError, ItemMissingError):
            return ViewAnswer.update(_gone(EDIT_VIEW))
        if isinstance(answer, SpokenAgainst):
            return await self._asked_why(typed, form, wish, answer)
        if isinstance(answer, Clashed):
            entry = Entry(
                why=wish.why,
                fields=rebase(answer.item, wish),
                move=wish.move,
                notice=self._clash(answer, form),
            )
            return ViewAnswer.update(await self._fields(answer.sheet, answer.item, form, entry))
        return ViewAnswer.close(redraw_opened(self._services, form, answer.sheet.milestone))

    async def _asked_why(
        self, typed: Typed, form: Form, wish: Wish, answer: SpokenAgainst
    ) -> ViewAnswer:
        """At its input; one that was not there yet, since nothing was tied, is shown first."""
        if typed.has("why"):
            return ViewAnswer.errors({typed.block("why"): red_words(answer.reading)})
        sheet = await self._services.editing.sheet(form.milestone, form.blocker)
        notice = f"⚠️ *Not saved yet*: {outside(red_words(answer.reading), SENTENCE)}"
        entry = Entry(fields=wish.fields, move=wish.move, notice=notice)
        return ViewAnswer.update(await self._fields(sheet, answer.item, form, entry))

    async def save_addition(self, submission: Submission) -> ViewAnswer:
        form = Form.decode(submission.private_metadata)
        addition, problems = read_addition(Typed(submission), form)
        if addition is None:
            return ViewAnswer.errors(problems)
        try:
            saved = await self._services.editing.add(
                form.milestone, form.blocker, addition, self._author(submission, form)
            )
        except NotTheOwnerError:
            return ViewAnswer.update(await self._addition(submission.user, form))
        except MilestoneGoneError:
            return ViewAnswer.update(_gone(ADD_VIEW))
        return ViewAnswer.close(redraw_opened(self._services, form, saved.sheet.milestone))

    async def _opened(self, press: Press, draw: Draw, loading: Json) -> FollowUp:
        """The loading view stands before Slack is answered: the trigger lives three seconds."""
        show = values.Show.decode(press.value)
        form = form_of(press, show)
        try:
            view_id = await self._services.modals.open_view(press.trigger_id or "", loading)
        except PostRefusedError as error:
            return self._not_opened(press, error)
        return self._fill(view_id, draw, press.user, form)

    async def _not_opened(self, press: Press, error: PostRefusedError) -> None:
        log.warning("a form was not opened: %s", error.code)
        if press.response_url:
            await self._services.answers.answer(press.response_url, not_opened_message())

    async def _fill(self, view_id: str, draw: Draw, user: UserId, form: Form) -> None:
        try:
            view = await draw(user, form)
        except (MilestoneGoneError, ItemMissingError):
            view = _gone(EDIT_VIEW)
        except UnavailableError as error:
            log.warning("a form cannot be filled: %s", error)
            view = said_view(EDIT_VIEW, away_message(error.what).blocks)
        await self._services.modals.update_view(view_id, view)

    async def _picker(self, _user: UserId, form: Form) -> Json:
        sheet = await self._services.editing.sheet(form.milestone, form.blocker)
        return picker_view(sheet.blocker, sheet.checklist, form)

    async def _addition(self, user: UserId, form: Form) -> Json:
        sheet = await self._services.editing.sheet(form.milestone, form.blocker)
        try:
            await self._services.editing.require_may_add(user, sheet)
        except NotTheOwnerError as error:
            return await self._may_not_add(sheet, form, error)
        return addition_view(sheet.blocker, form, self._services.installation.roster.team_names)

    async def _picked(self, user: UserId, form: Form) -> Json:
        sheet = await self._services.editing.sheet(form.milestone, form.blocker)
        item = sheet.checklist.item(form.item)
        if item is None:
            raise ItemMissingError(form.item)
        try:
            await self._services.editing.require_may_edit(user, sheet, item)
        except NotTheOwnerError as error:
            return await self._may_not_edit(sheet, item, form, error)
        return await self._fields(sheet, item, form, Entry(fields=fields_of(item)))

    async def _fields(self, sheet: Sheet, item: Item, form: Form, entry: Entry) -> Json:
        """The form as the item stands now, its inputs as in ``entry``."""
        owner = entry.fields.owner
        account = await self._services.editing.account(sheet, owner)
        if len(owner) > MAX_WRITTEN:
            account = None
        form = replace(
            form,
            seen=stamps_of(fields_of(item)),
            account=account or "",
            written=owner if account else "",
        )
        probes = [plan.id for plan in self._services.installation.roster.probes]
        entry = replace(entry, teams=self._services.installation.roster.team_names, probes=probes)
        return fields_view(sheet.blocker, sheet.checklist, form, entry)

    async def _may_not_edit(
        self, sheet: Sheet, item: Item, form: Form, error: NotTheOwnerError
    ) -> Json:
        ask = values.Ask(
            milestone=form.milestone, blocker=form.blocker, item=item.id, wanted=Wanted.EDIT
        )
        pressed = Shown(view=bare_view(sheet.blocker), item=item)
        names = await self._services.people.names(error.rights.leads)
        refusal = refusal_message(error.rights, pressed, ask, names)
        return picker_view(sheet.blocker, sheet.checklist, form, refusal.blocks)

    async def _may_not_add(self, sheet: Sheet, form: Form, error: NotTheOwnerError) -> Json:
        names = await self._services.people.names(error.rights.leads)
        ask = values.Ask(
            milestone=form.milestone, blocker=form.blocker, item=WHOLE, wanted=Wanted.ADD
        )
        refusal = may_not_add_message(error.rights, sheet.blocker.key, ask, names)
        return said_view(ADD_VIEW, refusal.blocks)

    def _author(self, submission: Submission, form: Form) -> Author:
        return Author(
            by=submission.user,
            at=self._services.clock.now(),
            delivery=submission.delivery,
            where=f"{form.channel}:{form.ts}",
        )

    def _clash(self, answer: Clashed, form: Form) -> str:
        zone = self._services.blockers.timezone_of(ChannelId(form.channel))
        local = LocalTime(self._services.clock.now(), zone)
        stands = fields_of(answer.item)
        return clash_words(
            [
                (
                    one.field,
                    value_words(one.field, stands, local),
                    author_words(one.by, local.moment(one.at) if one.at else ""),
                )
                for one in answer.overtaken
            ]
        )


def form_of(press: Press, show: values.Show) -> Form:
    if show.blocker is None:
        raise values.BadValueError("no blocker is named")
    return Form(
        milestone=show.milestone,
        blocker=show.blocker,
        channel=press.channel or "",
        ts=press.container.ts or "",
        private=press.container.is_ephemeral,
        page=show.page,
        url=press.response_url or "",
    )


def _gone(callback_id: str) -> Json:
    return said_view(callback_id, gone_milestone_message().blocks)

"""*Edit items* and *Add item*: a loading view at once, then the form; stored before it closes."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial

from bot.domain.asks import WHOLE, Wanted
from bot.domain.checklist import Item
from bot.domain.editing import Wish, fields_of, rebase
from bot.domain.ids import ItemId, UserId
from bot.domain.messages import Json
from bot.domain.rights import NotTheOwnerError
from bot.render import values
from bot.render.actions import Action
from bot.render.editing import (
    ADD_VIEW,
    EDIT_VIEW,
    MAX_WRITTEN,
    Entry,
    addition_view,
    author_words,
    clash_words,
    fields_view,
    loading_view,
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
from bot.services.checklists import SpokenAgainst
from bot.services.editing import Clashed, ItemMissingError, Sheet
from bot.services.installation import MilestoneGoneError
from bot.slack.payloads import FollowUp, Press, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.asks import bare_view
from handlers.authors import author_of, where_pressed
from handlers.forms import Typed, read_addition, read_wish, stamps_of
from handlers.opening import fill_form, open_form, redraw_opened
from handlers.services import Services
from handlers.zones import local_time

Draw = Callable[[UserId, Form], Coroutine[object, object, Json]]


class EditingHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.EDIT, self.open_picker)
        router.action(Action.ADD, self.open_addition)
        router.action(Action.ITEM, self.pick_item)
        router.view(EDIT_VIEW, self.save_item)
        router.view(ADD_VIEW, self.save_addition)

    async def open_picker(self, press: Press) -> FollowUp | None:
        return await self._opened(press, EDIT_VIEW, self._picker)

    async def open_addition(self, press: Press) -> FollowUp | None:
        return await self._opened(press, ADD_VIEW, self._addition)

    async def pick_item(self, press: Press) -> FollowUp:
        form = Form.decode(press.container.private_metadata)
        form = replace(form, item=ItemId(press.value))
        view_id, said = press.container.view_id or "", partial(said_view, EDIT_VIEW)
        return fill_form(self._services, view_id, said, self._picked(press.user, form))

    async def save_item(self, submission: Submission) -> ViewAnswer:
        """Stored before the modal closes; a field that others changed meanwhile is shown first."""
        form = Form.decode(submission.private_metadata)
        typed = Typed(submission)
        wish, problems = read_wish(typed, form)
        if wish is None:
            return ViewAnswer.errors(problems)
        try:
            answer = await self._services.editing.edit(
                form.milestone,
                form.blocker,
                wish,
                author_of(self._services, submission, where_pressed(form.channel, form.ts)),
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
                form.milestone,
                form.blocker,
                addition,
                author_of(self._services, submission, where_pressed(form.channel, form.ts)),
            )
        except NotTheOwnerError:
            return ViewAnswer.update(await self._addition(submission.user, form))
        except MilestoneGoneError:
            return ViewAnswer.update(_gone(ADD_VIEW))
        return ViewAnswer.close(redraw_opened(self._services, form, saved.sheet.milestone))

    async def _opened(self, press: Press, callback_id: str, draw: Draw) -> FollowUp | None:
        """The loading view stands before Slack is answered: the trigger lives three seconds."""
        form = form_of(press, values.Show.decode(press.value))
        view_id = await open_form(self._services, press, loading_view(callback_id))
        if view_id is None:
            return None
        said = partial(said_view, callback_id)
        return fill_form(self._services, view_id, said, draw(press.user, form))

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

    def _clash(self, answer: Clashed, form: Form) -> str:
        local = local_time(self._services, form.channel)
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

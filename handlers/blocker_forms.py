"""*Add a blocker*: from ``/blockers add``, or made of a message; stored before the form closes."""

from dataclasses import replace
from functools import partial

from bot.domain.blocker import Blocker
from bot.domain.blocker_edits import BlockerFields
from bot.domain.commands import Ask, Query
from bot.domain.drafting import Draft
from bot.domain.ids import MilestoneKey
from bot.domain.message_text import part_title
from bot.domain.messages import Json
from bot.domain.milestone import Milestone
from bot.render.blocker_forms import NEW_VIEW, NewShown, Shown, loading_view, new_view, said_view
from bot.render.blocker_values import MessageForm
from bot.render.notices import gone_milestone_message, no_milestone_message
from bot.services.installation import MilestoneGoneError
from bot.slack.payloads import Call, Shortcut, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.authors import author_of, where_pressed
from handlers.blocker_inputs import Asked, fields_of_draft, read_draft
from handlers.blockers import PlainAnswer
from handlers.forms import Typed
from handlers.messages import MessageReader
from handlers.opening import fill_form, open_form, show_blocker
from handlers.services import Services

MAKE = "blocker.make"
_said = partial(said_view, NEW_VIEW)


class BlockerFormHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._messages = MessageReader(services)

    def register(self, router: Router) -> None:
        router.shortcut(MAKE, self.make_blocker)
        router.view(NEW_VIEW, self.save_blocker)

    def answers(self) -> dict[Ask, PlainAnswer]:
        return {Ask.ADD: self.add_blocker}

    async def add_blocker(self, call: Call, query: Query) -> None:
        title, why = part_title(query.rest)
        form = self._form(call, query.milestone)
        await self._open(call, form, BlockerFields(title=title, why=why))

    async def make_blocker(self, shortcut: Shortcut) -> None:
        """The message becomes title and why, its author is proposed as the owner."""
        view_id = await open_form(self._services, shortcut, loading_view(NEW_VIEW))
        if view_id:
            drawing = self._draw_made(shortcut)
            await fill_form(self._services, view_id, _said, drawing)

    async def save_blocker(self, submission: Submission) -> ViewAnswer:
        """A near title that was not pointed out before is shown first; *Add* again adds it."""
        form = MessageForm.decode(submission.private_metadata)
        typed = Typed(submission)
        asked = Asked(by=submission.user, at=self._services.clock.now())
        draft, problems = read_draft(typed, form, asked)
        if problems:
            return ViewAnswer.errors(problems)
        form = replace(form, milestone=typed["milestone"] or form.milestone)
        where = where_pressed(form.channel, form.ts) if form.ts else form.channel
        try:
            again = await self._pointed_out(form, draft, typed["items"])
            if again:
                return ViewAnswer.update(again)
            added = await self._services.locals.add(
                form.milestone_key, draft, author_of(self._services, submission, where)
            )
        except MilestoneGoneError:
            return ViewAnswer.update(_said(gone_milestone_message().blocks))
        return ViewAnswer.close(
            show_blocker(self._services, form.url, added.milestone, form.channel, added.blocker)
        )

    async def _open(self, call: Call, form: MessageForm, fields: BlockerFields) -> None:
        view_id = await open_form(self._services, call, loading_view(NEW_VIEW))
        if view_id:
            await fill_form(
                self._services,
                view_id,
                _said,
                self._draw(form, Shown(fields=fields)),
            )

    async def _draw_made(self, shortcut: Shortcut) -> Json:
        read = await self._messages.read(shortcut)
        title, why = part_title(read.text)
        form = replace(
            self._form(shortcut, None),
            ts=shortcut.message_ts or "",
            author=read.author or read.author_name,
            link=read.link,
        )
        owner = f"<@{read.author}>" if read.author else ""
        fields = BlockerFields(title=title, why=why, owner=owner)
        return await self._draw(form, Shown(fields=fields, account=read.author or ""))

    async def _draw(self, form: MessageForm, shown: Shown) -> Json:
        milestones = self._milestones(form)
        if not milestones:
            return _said(no_milestone_message().blocks)
        proposed = form.milestone or (milestones[0].key if len(milestones) == 1 else "")
        form = replace(form, milestone=proposed)
        alike = await self._alike(form, shown.fields.title)
        form = replace(form, alike=",".join(one.key for one in alike))
        shown = replace(shown, teams=self._services.installation.roster.team_names)
        return new_view(NewShown(shown=shown, milestones=milestones, alike=alike), form)

    async def _pointed_out(self, form: MessageForm, draft: Draft, items: str) -> Json | None:
        """The form again where it is like blockers that were not named in it yet."""
        alike = await self._services.locals.alike(form.milestone_key, draft.title)
        if {one.key for one in alike} <= set(form.alike.split(",")):
            return None
        keys = ",".join(one.key for one in alike)
        form = replace(form, alike=keys, drawn=form.drawn + 1)
        account = self._messages.account_of(draft.owner)
        fields = fields_of_draft(draft)
        shown = Shown(
            fields=fields, account=account, teams=self._services.installation.roster.team_names
        )
        milestones = self._milestones(form)
        return new_view(
            NewShown(shown=shown, milestones=milestones, items=items, alike=alike, was_sent=True),
            form,
        )

    def _form(self, call: Call, named: MilestoneKey | None) -> MessageForm:
        roster = self._services.installation.roster
        found = roster.milestone_of(call.channel) if call.channel else None
        return MessageForm(
            milestone=named or (found.key if found else ""),
            channel=call.channel or "",
            url=call.response_url or "",
        )

    def _milestones(self, form: MessageForm) -> tuple[Milestone, ...]:
        """The proposed one first, so that it is among those that a list holds."""
        roster = self._services.installation.roster
        ordered = sorted(roster.milestones, key=lambda one: one.key != form.milestone)
        return tuple(ordered)

    async def _alike(self, form: MessageForm, title: str) -> tuple[Blocker, ...]:
        if not form.milestone or not title:
            return ()
        return await self._services.locals.alike(form.milestone_key, title)

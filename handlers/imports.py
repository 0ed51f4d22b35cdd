"""``/blockers import``: a form, what was understood of the document, and *Apply*."""

import logging
from collections.abc import Awaitable
from dataclasses import replace

from bot.domain.commands import Ask, Query
from bot.domain.document import UnreadableSummaryError
from bot.domain.ids import UserId
from bot.domain.messages import Json
from bot.domain.milestone import Milestone
from bot.ports import FileTooLargeError, PostRefusedError, UnavailableError, Upload
from bot.render.actions import Action
from bot.render.blocks import section_blocks
from bot.render.editing import away_message
from bot.render.import_values import ImportForm
from bot.render.importing import (
    APPLY_VIEW,
    FORM_VIEW,
    applying_view,
    form_view,
    gone_words,
    loading_view,
    not_a_lead_words,
    not_fetched_words,
    preview_view,
    reading_view,
    result_view,
    said_view,
    too_large_words,
    unreadable_words,
)
from bot.render.notices import gone_milestone_message, no_milestone_message
from bot.render.values import BadValueError
from bot.services.importing import Incoming, NotALeadError, UnresolvedError
from bot.services.installation import MilestoneGoneError
from bot.slack.payloads import Call, FollowUp, Press, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.authors import author_of
from handlers.blockers import PlainAnswer
from handlers.forms import Typed
from handlers.opening import open_form
from handlers.services import Services

log = logging.getLogger(__name__)

PASTED = "pasted text"


class ImportHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.view(FORM_VIEW, self.read_document)
        router.view(APPLY_VIEW, self.apply_document)
        router.action(Action.IMPORT_PAGE, self.turn_page)
        router.action(Action.IMPORT_BACK, self.turn_page)

    def answers(self) -> dict[Ask, PlainAnswer]:
        return {Ask.IMPORT: self.open}

    async def open(self, call: Call, query: Query) -> None:
        view_id = await open_form(self._services, call, loading_view())
        if view_id:
            roster = self._services.installation.roster
            found = roster.milestone_of(call.channel) if call.channel else None
            form = ImportForm(
                milestone=query.milestone or (found.key if found else ""),
                channel=call.channel or "",
            )
            await self._fill(view_id, self._form(call.user, form))

    async def read_document(self, submission: Submission) -> ViewAnswer:
        """Slack is answered at once: fetching and reading may take longer than it waits."""
        form, typed = ImportForm.decode(submission.private_metadata), Typed(submission)
        file, text = typed["file"], typed["text"]
        if bool(file) is bool(text.strip()):
            where = typed.block("text" if file else "file")
            word = (
                "Either a file or a text: empty one of them."
                if file
                else "Choose a file, or put the text below."
            )
            return ViewAnswer.errors({where: word})
        form = replace(form, milestone=typed["milestone"] or form.milestone, drawn=form.drawn + 1)
        shown = self._first_look(submission, form, file, text)
        return ViewAnswer.update(reading_view(), self._fill(submission.view_id, shown))

    async def turn_page(self, press: Press) -> FollowUp:
        form = ImportForm.decode(press.container.private_metadata)
        if not (press.value.isascii() and press.value.isdigit()):
            raise BadValueError("the page is not a number")
        form = replace(form, page=int(press.value[:6]))
        return self._fill(press.container.view_id or "", self._again(press, form))

    async def apply_document(self, submission: Submission) -> ViewAnswer:
        form = ImportForm.decode(submission.private_metadata)
        applied = self._applied(submission, form)
        return ViewAnswer.update(applying_view(), self._fill(submission.view_id, applied))

    async def _fill(self, view_id: str, drawing: Awaitable[Json]) -> None:
        try:
            view = await drawing
        except MilestoneGoneError:
            view = said_view(gone_milestone_message().blocks)
        except NotALeadError as error:
            view = said_view((section_blocks(await self._who_may(error)),))
        except UnavailableError as error:
            log.warning("an import goes no further: %s", error)
            view = said_view(away_message(error.what).blocks)
        await self._services.modals.update_view(view_id, view)

    async def _form(self, user: UserId, form: ImportForm, notice: str = "") -> Json:
        """The milestones that the asker leads; the proposed one has to be among them."""
        roster, importing = self._services.installation.roster, self._services.importing
        if not roster.milestones:
            return said_view(no_milestone_message().blocks)
        led = [one for one in roster.milestones if user in roster.leads_of(one)]
        proposed = roster.milestone(form.milestone) if form.milestone else None
        if proposed:
            importing.require_lead(user, proposed)
        if not led:
            importing.require_lead(user, roster.milestones[0])
        chosen = form.milestone or (led[0].key if len(led) == 1 else "")
        return form_view(led, replace(form, milestone=chosen), notice)

    async def _first_look(
        self, submission: Submission, form: ImportForm, file: str, text: str
    ) -> Json:
        milestone = self._milestone(submission.user, form)
        try:
            upload = await self._upload(file, text)
        except FileTooLargeError as error:
            return await self._form(submission.user, form, too_large_words(error.size))
        except PostRefusedError as error:
            return await self._form(submission.user, form, not_fetched_words(error.code))
        try:
            document = await self._services.importing.read(upload.content)
        except UnreadableSummaryError as error:
            words = unreadable_words(upload.name, error.line, error.expected)
            return await self._form(submission.user, form, words)
        await self._services.importing.keep(submission.delivery, upload)
        incoming = Incoming(document=document, milestone=milestone, source=upload.name or PASTED)
        plan = await self._services.importing.plan(
            incoming, author_of(self._services, submission, form.channel)
        )
        shown = replace(form, upload=submission.delivery, page=0)
        return preview_view(document, plan, milestone, shown)

    async def _upload(self, file: str, text: str) -> Upload:
        if not file:
            return Upload(name="", content=text.encode("utf-8", "replace"))
        fetched = await self._services.files.fetch_file(file)
        return Upload(name=fetched.name, content=fetched.content)

    async def _again(self, call: Call, form: ImportForm) -> Json:
        incoming = await self._kept(call.user, form)
        if incoming is None:
            return await self._form(call.user, form, gone_words())
        plan = await self._services.importing.plan(
            incoming, author_of(self._services, call, form.channel)
        )
        return preview_view(incoming.document, plan, incoming.milestone, form)

    async def _applied(self, submission: Submission, form: ImportForm) -> Json:
        incoming = await self._kept(submission.user, form)
        if incoming is None:
            return await self._form(submission.user, form, gone_words())
        author = author_of(self._services, submission, form.channel)
        try:
            applied = await self._services.importing.apply(incoming, author)
        except UnresolvedError:
            return await self._again(submission, form)
        return result_view(applied.plan, applied.keys, incoming.milestone)

    async def _kept(self, user: UserId, form: ImportForm) -> Incoming | None:
        """The very document that was shown. Raises NotALeadError, MilestoneGoneError."""
        milestone = self._milestone(user, form)
        upload = await self._services.importing.kept(form.upload_key)
        if upload is None:
            return None
        document = await self._services.importing.read(upload.content)
        return Incoming(document=document, milestone=milestone, source=upload.name or PASTED)

    def _milestone(self, user: UserId, form: ImportForm) -> Milestone:
        milestone = self._services.installation.milestone(form.milestone_key)
        self._services.importing.require_lead(user, milestone)
        return milestone

    async def _who_may(self, error: NotALeadError) -> str:
        names = await self._services.people.names(error.leads)
        return not_a_lead_words(list(names.values()))

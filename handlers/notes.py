"""*Add a note* below a digest: a loading view at once, then the form; stored before it closes."""

from bot.domain.asks import WHOLE, Wanted
from bot.domain.blocker import by_urgency
from bot.domain.ids import BlockerId, ChannelId
from bot.domain.messages import Json
from bot.domain.rights import NotTheOwnerError
from bot.render.actions import Action
from bot.render.notes import (
    NOTE_VIEW,
    NoteForm,
    note_length_words,
    note_loading_view,
    note_said_view,
    note_secret_words,
    note_view,
    noted_message,
)
from bot.render.notices import gone_milestone_message
from bot.render.refusals import may_not_note_message
from bot.render.values import Ask, Show
from bot.services.calendar import next_delivery
from bot.services.editing import MOST_NOTE, NotALine, Sheet
from bot.services.installation import MilestoneGoneError
from bot.slack.payloads import FollowUp, Press, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.authors import author_of
from handlers.forms import Typed
from handlers.opening import fill_form, open_form
from handlers.services import Services
from handlers.zones import local_time


class NotesHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.NOTE, self.open_note)
        router.view(NOTE_VIEW, self.save_note)

    async def open_note(self, press: Press) -> FollowUp:
        """The loading view stands before Slack is answered: the trigger lives three seconds."""
        show = Show.decode(press.value)
        form = NoteForm(
            milestone=show.milestone, channel=press.channel or "", url=press.response_url or ""
        )
        view_id = await open_form(self._services, press, note_loading_view())
        return self._fill(view_id, show.blocker, form)

    async def save_note(self, submission: Submission) -> ViewAnswer:
        form, typed = NoteForm.decode(submission.private_metadata), Typed(submission)
        author = author_of(self._services, submission, form.channel)
        blocker = BlockerId(typed["blocker"])
        try:
            saved = await self._services.editing.add_note(
                form.milestone, blocker, typed["note"], author
            )
        except NotTheOwnerError as error:
            return ViewAnswer.push(await self._refusal(form, blocker, error))
        except MilestoneGoneError:
            return ViewAnswer.update(note_said_view(gone_milestone_message().blocks))
        if isinstance(saved, NotALine):
            words = note_length_words(saved.length, MOST_NOTE)
            if saved.secret:
                words = note_secret_words()
            return ViewAnswer.errors({typed.block("note"): words})
        return ViewAnswer.close(self._say_noted(form, saved))

    async def _fill(self, view_id: str | None, picked: BlockerId | None, form: NoteForm) -> None:
        if view_id:
            drawing = self._drawn(picked, form)
            await fill_form(self._services, view_id, note_said_view, drawing)

    async def _drawn(self, picked: BlockerId | None, form: NoteForm) -> Json:
        known = await self._services.blockers.load_known(
            self._services.installation.milestone(form.milestone)
        )
        blockers = sorted((one for one in known.blockers if one.is_open), key=by_urgency)
        return note_view(blockers, picked, form)

    async def _refusal(self, form: NoteForm, blocker: BlockerId, error: NotTheOwnerError) -> Json:
        """On top of the form, which stays as it is: for another blocker, or to be asked for."""
        sheet = await self._services.editing.sheet(form.milestone, blocker)
        names = await self._services.people.names(error.rights.leads)
        ask = Ask(milestone=form.milestone, blocker=blocker, item=WHOLE, wanted=Wanted.NOTE)
        refusal = may_not_note_message(error.rights, sheet.blocker.key, ask, names)
        return note_said_view(refusal.blocks)

    async def _say_noted(self, form: NoteForm, sheet: Sheet) -> None:
        if not form.url:
            return
        channel, now = ChannelId(form.channel), self._services.clock.now()
        followed = self._services.installation.roster.channel(channel)
        at = next_delivery(followed.digest, now) if followed and followed.digest else None
        when = local_time(self._services, channel).moment(at) if at else ""
        message = noted_message(sheet.blocker.key, channel, when)
        await self._services.answers.answer(form.url, message)

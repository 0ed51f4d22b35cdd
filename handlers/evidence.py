"""*Look* at what contests a tick, keep it or reopen it; say why a tick against red stands."""

from dataclasses import replace

from bot.domain.asks import Wanted
from bot.domain.checklist import ItemState
from bot.domain.editing import many_lines
from bot.domain.health import UnknownProbeError
from bot.domain.ids import UserId
from bot.domain.messages import Json, Message
from bot.domain.rights import NotTheOwnerError
from bot.ports import PostRefusedError
from bot.render import values
from bot.render.actions import Action
from bot.render.contests import (
    LOOK_VIEW,
    REASON_VIEW,
    WHY,
    Shown,
    loading_look,
    look_view,
    no_reason_words,
    not_ticked_message,
    reason_view,
    reopened_message,
    said_look,
)
from bot.render.evidence_values import Look
from bot.render.notices import gone_milestone_message
from bot.render.probe_checks import (
    asked_too_soon_message,
    gone_probe_message,
    silent_probe_message,
)
from bot.render.refusals import Pressed as Refused
from bot.render.refusals import moved_on_message, refusal_message
from bot.render.values import BadValueError, Form
from bot.services import contests
from bot.services.checklists import Pressed, SpokenAgainst
from bot.services.editing import ItemMissingError
from bot.services.installation import MilestoneGoneError
from bot.services.probe_checks import PAUSE
from bot.slack.payloads import FollowUp, Press, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.asks import bare_view
from handlers.authors import author_of, where_pressed
from handlers.opening import fill_form, open_form, redraw_opened
from handlers.services import Services
from handlers.zones import local_time

MAX_DIGITS = 9


class EvidenceHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.LOOK, self.look)
        router.action(Action.REOPEN, self.reopen)
        router.action(Action.CHECK_AGAIN, self.check_now)
        router.view(LOOK_VIEW, self.keep_done)
        router.view(REASON_VIEW, self.tick_anyway)

    async def look(self, press: Press) -> FollowUp | None:
        """The loading view stands before Slack is answered: the trigger lives three seconds."""
        form = _form_of(press, Look.decode(press.value))
        view_id = await open_form(self._services, press, loading_look())
        if view_id is None:
            return None
        return fill_form(self._services, view_id, said_look, self._drawn(press.user, form))

    async def reopen(self, press: Press) -> FollowUp:
        """From within *Look*: the item is to do again."""
        form = Form.decode(press.container.private_metadata)
        return self._reopen(press, form, press.container.view_id or "")

    async def check_now(self, press: Press) -> FollowUp:
        form = Form.decode(press.container.private_metadata)
        return self._check(press, form, press.container.view_id or "")

    async def keep_done(self, submission: Submission) -> ViewAnswer:
        """Stored before the modal closes."""
        form = Form.decode(submission.private_metadata)
        why = many_lines(submission.text(WHY))
        if not why:
            return ViewAnswer.errors({WHY: no_reason_words()})
        author = author_of(self._services, submission, where_pressed(form.channel, form.ts))
        try:
            sheet, _ = await self._services.contests.keep_done(
                form.milestone, form.blocker, form.item, author, why
            )
        except NotTheOwnerError as error:
            refusal = await self._refused(form, error, "confirm")
            return ViewAnswer.update(said_look(refusal.blocks))
        except (MilestoneGoneError, ItemMissingError):
            return ViewAnswer.update(said_look(gone_milestone_message().blocks))
        return ViewAnswer.close(redraw_opened(self._services, form, sheet.milestone))

    async def tick_anyway(self, submission: Submission) -> ViewAnswer:
        """Stored before the modal closes, the reason with it."""
        form = Form.decode(submission.private_metadata)
        why = many_lines(submission.text(WHY))
        if not why:
            return ViewAnswer.errors({WHY: no_reason_words()})
        pressed = Pressed(
            milestone=form.milestone,
            blocker=form.blocker,
            item=form.item,
            to=ItemState.DONE,
            seen_revision=_revision(form.seen),
            by=submission.user,
            delivery=submission.delivery,
            where=where_pressed(form.channel, form.ts),
            why=why,
        )
        try:
            answer = await self._services.checklists.tick(pressed)
        except NotTheOwnerError as error:
            return ViewAnswer.update(said_look((await self._refused(form, error, "tick")).blocks))
        except MilestoneGoneError:
            return ViewAnswer.update(said_look(gone_milestone_message().blocks))
        if isinstance(answer, SpokenAgainst):  # never with a reason
            return ViewAnswer.errors({WHY: no_reason_words()})
        return ViewAnswer.close(redraw_opened(self._services, form, answer.milestone))

    async def _reopen(self, press: Press, form: Form, view_id: str) -> None:
        subject = await self._services.checklists.find(form.milestone, form.blocker, form.item)
        if subject is None:
            await self._say(view_id, gone_milestone_message())
            return
        try:
            answer = await self._services.checklists.tick(
                Pressed(
                    milestone=form.milestone,
                    blocker=form.blocker,
                    item=form.item,
                    to=ItemState.TODO,
                    seen_revision=_revision(form.seen or str(subject.item.revision)),
                    by=press.user,
                    delivery=press.delivery,
                    where=where_pressed(form.channel, form.ts),
                )
            )
        except NotTheOwnerError as error:
            await self._say(view_id, await self._refused(form, error, "reopen"))
            return
        if isinstance(answer, SpokenAgainst) or answer.item is None:
            await self._say(view_id, gone_milestone_message())
            return
        if answer.item.state is ItemState.TODO:
            await self._say(view_id, reopened_message(answer.item))
        else:
            view, item = bare_view(answer.blocker), answer.item
            shown = Refused(view=view, item=item, touched_by=answer.other)
            await self._say(
                view_id, moved_on_message(shown, local_time(self._services, form.channel))
            )
        await redraw_opened(self._services, form, answer.milestone)

    async def _check(self, press: Press, form: Form, view_id: str) -> None:
        look = await self._look(press.user, form)
        evidence = look.item.evidence if look else None
        if look is None or evidence is None:
            await self._say(view_id, gone_milestone_message())
            return
        checks = self._services.probe_checks
        try:
            asked = await checks.ask(evidence.probe)
        except UnknownProbeError:
            note = gone_probe_message(evidence.probe).text
        else:
            note = asked_too_soon_message(evidence.probe, int(PAUSE.total_seconds())).text
            if asked is not None:
                waiting = await self._view_of(look, form, "🔄 asked just now, no answer yet")
                await self._services.modals.update_view(view_id, waiting)
                answered = await checks.has_answered(asked)
                note = "" if answered else silent_probe_message(evidence.probe).text
        fresh = await self._look(press.user, form)
        if fresh:
            await self._services.modals.update_view(view_id, await self._view_of(fresh, form, note))

    async def _drawn(self, user: UserId, form: Form) -> Json:
        look = await self._look(user, form)
        if look is None:
            return said_look(gone_milestone_message().blocks)
        return await self._view_of(look, form, "")

    async def _look(self, user: UserId, form: Form) -> contests.Look | None:
        try:
            return await self._services.contests.look(user, form.milestone, form.blocker, form.item)
        except (MilestoneGoneError, ItemMissingError):
            return None

    async def _view_of(self, look: contests.Look, form: Form, note: str) -> Json:
        item = look.item
        by = await self._services.people.name(item.touched.by) if item.touched else ""
        shown = Shown(
            blocker=look.sheet.blocker,
            item=item,
            now=look.now,
            past=look.past,
            touched_by=by,
            may_act=look.refusal is None,
            note=note,
        )
        form = replace(form, seen=str(item.revision))
        return look_view(shown, form, local_time(self._services, form.channel))

    async def _refused(self, form: Form, error: NotTheOwnerError, verb: str) -> Message:
        subject = await self._services.checklists.find(form.milestone, form.blocker, form.item)
        if subject is None:
            return gone_milestone_message()
        names = await self._services.people.names(error.rights.leads)
        wanted = Wanted.UNDO if verb == "reopen" else Wanted.TICK
        ask = values.Ask(
            milestone=form.milestone, blocker=form.blocker, item=form.item, wanted=wanted
        )
        shown = Refused(view=bare_view(subject.blocker), item=subject.item)
        return refusal_message(error.rights, shown, ask, names, verb)

    async def _say(self, view_id: str, message: Message) -> None:
        await self._services.modals.update_view(view_id, said_look(message.blocks))


async def ask_reason(
    services: Services, press: Press, tick: values.Tick, against: SpokenAgainst
) -> Message | None:
    """A modal in front of the presser; else what to say instead. Before Slack is answered."""
    form = replace(
        _form_of(
            press,
            Look(milestone=tick.milestone, blocker=tick.blocker, item=tick.item, page=tick.page),
        ),
        seen=str(tick.revision),
    )
    local = local_time(services, press.channel)
    view = reason_view(against.item, against.reading, form, local)
    try:
        await services.modals.open_view(press.trigger_id or "", view)
    except PostRefusedError:
        return not_ticked_message(against.item, against.reading)
    return None


def _form_of(press: Press, look: Look) -> Form:
    return Form(
        milestone=look.milestone,
        blocker=look.blocker,
        item=look.item,
        page=look.page,
        channel=press.channel or "",
        ts=press.container.ts or "",
        private=press.container.is_ephemeral,
        url=press.response_url or "",
    )


def _revision(seen: str) -> int:
    """Raises BadValueError where the form is none of ours."""
    if not (seen.isascii() and seen.isdigit() and len(seen) <= MAX_DIGITS):
        raise BadValueError("the revision is not a number")
    return int(seen)

"""Tick an item, and ask its owner: committed first, then acknowledged, then everything drawn."""

from collections.abc import Mapping
from functools import partial

from bot.domain.asks import Wanted
from bot.domain.board import BlockerView, Board
from bot.domain.checklist import AlreadySo, Item, ItemGone, ItemState, MovedOn, Ticked
from bot.domain.messages import Message
from bot.domain.milestone import Milestone
from bot.domain.rights import NotTheOwnerError
from bot.ports import copies_queue
from bot.render import values
from bot.render.actions import Action
from bot.render.blocker import blocker_message
from bot.render.blocker_forms import BLOCKER_VIEW
from bot.render.blocker_forms import said_view as blocker_said_view
from bot.render.contests import LOOK_VIEW, said_look
from bot.render.editing import ADD_VIEW, EDIT_VIEW, said_view
from bot.render.evidence import is_silent
from bot.render.message_items import ITEM_VIEW
from bot.render.message_items import said_view as message_item_said_view
from bot.render.notes import NOTE_VIEW, note_said_view
from bot.render.notices import gone_milestone_message
from bot.render.refusals import (
    Pressed,
    already_message,
    gone_message,
    moved_on_message,
    refusal_message,
    ticked_message,
)
from bot.render.words import LocalTime
from bot.services import checklists
from bot.services.checklists import SpokenAgainst, TickAnswer
from bot.services.installation import MilestoneGoneError
from bot.slack.payloads import FollowUp, Press
from bot.slack.router import Router
from handlers.asks import ask_about, bare_view
from handlers.authors import where_pressed
from handlers.evidence import ask_reason
from handlers.home import HomeHandlers
from handlers.opening import Said
from handlers.services import Services
from handlers.shares import is_live

_IN_FORMS: Mapping[str, Said] = {
    EDIT_VIEW: partial(said_view, EDIT_VIEW),
    ADD_VIEW: partial(said_view, ADD_VIEW),
    LOOK_VIEW: said_look,
    BLOCKER_VIEW: partial(blocker_said_view, BLOCKER_VIEW),
    ITEM_VIEW: message_item_said_view,
    NOTE_VIEW: note_said_view,
}
"""Forms in which an answer is said in place of what was pressed there."""


class ChecklistsHandlers:
    def __init__(self, services: Services, home: HomeHandlers) -> None:
        self._services = services
        self._home = home

    def register(self, router: Router) -> None:
        router.action(Action.TICK, self.tick_item, guards_itself=True)
        router.action(Action.ASK, self.ask_owner)

    async def tick_item(self, press: Press) -> FollowUp | None:
        """Stored when this returns; Slack is acknowledged after that."""
        tick = values.Tick.decode(press.value)
        try:
            answer = await self._services.checklists.tick(
                checklists.Pressed(
                    milestone=tick.milestone,
                    blocker=tick.blocker,
                    item=tick.item,
                    to=tick.to,
                    seen_revision=tick.revision,
                    by=press.user,
                    delivery=press.delivery,
                    where=where_pressed(press.channel, press.container.ts),
                )
            )
        except NotTheOwnerError as error:
            return self._refuse(press, tick, error)
        except MilestoneGoneError:
            return self._say(press, gone_milestone_message())
        if isinstance(answer, SpokenAgainst):
            instead = await ask_reason(self._services, press, tick, answer)
            return self._say(press, instead) if instead else None
        if answer.outcome.repeated:
            return None
        return self._show_outcome(press, tick, answer)

    async def ask_owner(self, press: Press) -> FollowUp:
        return self._ask(press, values.Ask.decode(press.value))

    async def _show_outcome(self, press: Press, tick: values.Tick, answer: TickAnswer) -> None:
        """A private copy is drawn again by its own address; posted ones by the copies' queue."""
        board = await self._services.blockers.board(answer.milestone, press.channel)
        view = board.view_of(tick.blocker)
        said = _said(board, view or bare_view(answer.blocker), answer)
        if press.channel is None:
            await self._say(press, said)
            return
        drawn = await self._redraw_pressed(press, answer.milestone, board, view, tick)
        if not (isinstance(answer.outcome, Ticked) and drawn) or is_silent(answer.item):
            await self._say(press, said)

    async def _redraw_pressed(
        self,
        press: Press,
        milestone: Milestone,
        board: Board,
        view: BlockerView | None,
        tick: values.Tick,
    ) -> bool:
        """Whether the message that was pressed shows, or will show, the item as it stands."""
        if view is None or press.response_url is None or press.channel is None:
            return False
        ts = press.container.ts or ""
        private = press.container.is_ephemeral
        if not private and await is_live(
            self._services, milestone, press.channel, ts, tick.blocker
        ):
            now = self._services.clock.now()
            await self._services.due.add(copies_queue(milestone.key), tick.blocker, now)
            return True
        message = blocker_message(board, view, private=private, page=tick.page, live=private)
        await self._services.say(press, message, replace=True, in_channel=not private)
        return True

    async def _refuse(self, press: Press, tick: values.Tick, error: NotTheOwnerError) -> None:
        subject = await self._services.checklists.find(tick.milestone, tick.blocker, tick.item)
        if subject is None:
            await self._say(press, gone_milestone_message())
            return
        rights = error.rights
        names = await self._services.people.names(rights.leads)
        wanted = Wanted.TICK if tick.to is ItemState.DONE else Wanted.UNDO
        ask = values.Ask(
            milestone=tick.milestone, blocker=tick.blocker, item=tick.item, wanted=wanted
        )
        pressed = Pressed(view=bare_view(subject.blocker), item=subject.item)
        message = refusal_message(rights, pressed, ask, names)
        await self._say(press, message)

    async def _ask(self, press: Press, ask: values.Ask) -> None:
        subject = await self._services.checklists.find(ask.milestone, ask.blocker, ask.item)
        if subject is None:
            await self._say(press, gone_milestone_message())
            return
        await self._say(press, await ask_about(self._services, press, subject, ask.wanted))

    async def _say(self, press: Press, message: Message) -> None:
        """Beside the message pressed; in App Home, which has no such place, at its top."""
        draw_said = _IN_FORMS.get(press.container.callback_id or "")
        if draw_said:
            view = draw_said(message.blocks)
            await self._services.modals.update_view(press.container.view_id or "", view)
        elif press.channel is None:
            await self._home.say(press.user, message.text)
        else:
            await self._services.say(press, message)


def _said(board: Board, view: BlockerView, answer: TickAnswer) -> Message:
    local = LocalTime.of(board.now, board.timezone)
    item: Item | None = answer.item
    if item is None or isinstance(answer.outcome, ItemGone):
        return gone_message(view.blocker.key)
    pressed = Pressed(view=view, item=item, touched_by=answer.other)
    match answer.outcome:
        case AlreadySo():
            return already_message(pressed, local)
        case MovedOn():
            return moved_on_message(pressed, local)
        case _:
            return ticked_message(pressed, local)

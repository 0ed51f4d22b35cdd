"""Open a form: a loading view before anything is read, since a trigger lives three seconds."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.domain.ids import BlockerId, ChannelId
from bot.domain.messages import Json
from bot.domain.milestone import Milestone
from bot.ports import PostRefusedError, SlackUnavailableError, UnavailableError
from bot.render.blocker import blocker_message
from bot.render.editing import away_message, not_opened_message
from bot.render.notices import gone_milestone_message
from bot.render.values import Form
from bot.services.editing import ItemMissingError
from bot.services.installation import MilestoneGoneError
from bot.slack.payloads import Call
from handlers.services import Services
from handlers.shares import is_live

log = logging.getLogger(__name__)

Said = Callable[[Sequence[Json]], Json]
"""Draws a view of one answer."""


async def open_form(services: Services, call: Call, loading: Json) -> str | None:
    """The view's id; None where Slack did not open it, which the caller is told."""
    try:
        return await services.modals.open_view(call.trigger_id or "", loading)
    except PostRefusedError as error:
        log.warning("a form was not opened: %s", error.code)
        await services.say(call, not_opened_message())
        return None


async def fill_form(services: Services, view_id: str, said: Said, drawing: Awaitable[Json]) -> None:
    """The form in place of the loading view; ``said`` draws why there is none."""
    try:
        view = await drawing
    except (MilestoneGoneError, ItemMissingError):
        view = said(gone_milestone_message().blocks)
    except UnavailableError as error:
        log.warning("a form cannot be filled: %s", error)
        view = said(away_message(error.what).blocks)
    await services.modals.update_view(view_id, view)


async def show_blocker(
    services: Services, url: str, milestone: Milestone, channel: str, blocker: BlockerId
) -> None:
    """One blocker as it is now, privately where a form was asked for."""
    board = await services.blockers.board(milestone, ChannelId(channel))
    view = board.view_of(blocker)
    if view is None or not url:
        return
    try:
        await services.answers.answer(url, blocker_message(board, view, private=True))
    except SlackUnavailableError as error:
        # Its address lives for half an hour; what was done is stored and on every board.
        log.info("%s is not shown after its form: %s", view.blocker.key, error)


async def redraw_opened(services: Services, form: Form, milestone: Milestone) -> None:
    """The copy that a form was opened from; live ones are drawn by the copies' queue."""
    channel = ChannelId(form.channel)
    if not form.private and await is_live(services, milestone, channel, form.ts, form.blocker):
        return
    board = await services.blockers.board(milestone, channel)
    view = board.view_of(form.blocker)
    if view is None or not form.url:
        return
    message = blocker_message(board, view, private=form.private, page=form.page, live=form.private)
    try:
        await services.answers.answer(form.url, message, replace=True, in_channel=not form.private)
    except SlackUnavailableError as error:
        # Its address lives for half an hour; the copy says how old it is and has *Refresh*.
        log.info("a copy is not drawn again: %s", error)

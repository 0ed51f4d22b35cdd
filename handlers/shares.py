"""Show a board, a part of it or one blocker: privately, or posted so that it stays current."""

from bot.domain.board import Board
from bot.domain.ids import BlockerId, ChannelId, MessageTs
from bot.domain.messages import Copy, CopyKind, Message, Post
from bot.domain.milestone import Milestone
from bot.ports import InDoubt, PostRefusedError
from bot.render.blocker import blocker_message
from bot.render.board import board_message
from bot.render.notices import (
    gone_milestone_message,
    in_doubt_message,
    post_refused_message,
)
from bot.render.scorecard import PART, scorecard_message
from bot.render.values import Show
from bot.slack.payloads import Call
from handlers.services import Services

NOT_A_MEMBER = frozenset({"not_in_channel", "channel_not_found"})


def draw(board: Board, show: Show, *, private: bool, live: bool = True) -> Message | None:
    """None where the blocker is gone from the milestone."""
    if show.blocker:
        view = next((v for v in board.everything if v.blocker.id == show.blocker), None)
        if view is None:
            return None
        return blocker_message(board, view, private=private, page=show.page, live=live)
    if show.part == PART:
        return scorecard_message(board, private=private, page=show.page, live=live)
    return board_message(board, private=private, page=show.page, live=live)


async def share(services: Services, call: Call, milestone: Milestone, show: Show) -> None:
    """Post to the call's channel and keep it current; where the bot is no member, not live.

    Raises SlackUnavailableError, StoreUnavailableError.
    """
    if call.channel is None or call.response_url is None:
        return
    board = await services.blockers.board(milestone, call.channel)
    message = draw(board, show, private=False)
    if message is None:
        await services.answers.answer(call.response_url, gone_milestone_message())
        return
    try:
        posted = await services.poster.post_message(
            Post(
                id=f"share:{call.delivery}",
                kind="blockers_share",
                channel=call.channel,
                message=message,
            )
        )
    except PostRefusedError as error:
        await _share_not_live(services, call, board, show, error)
        return
    if isinstance(posted, InDoubt):
        await services.answers.answer(call.response_url, in_doubt_message())
        return
    await services.copies.save_copy(copy_of(milestone, show, call.channel, posted.ts))


def copy_of(milestone: Milestone, show: Show, channel: ChannelId, ts: MessageTs) -> Copy:
    return Copy(
        kind=CopyKind.BLOCKER if show.blocker else CopyKind.BOARD,
        milestone=milestone.key,
        channel=channel,
        ts=ts,
        blocker=show.blocker,
        arguments={"page": str(show.page), "part": show.part},
    )


async def _share_not_live(
    services: Services, call: Call, board: Board, show: Show, error: PostRefusedError
) -> None:
    if call.response_url is None:
        return
    message = draw(board, show, private=False, live=False)
    if error.code in NOT_A_MEMBER and message is not None:
        await services.answers.answer(call.response_url, message, in_channel=True)
    else:
        await services.answers.answer(call.response_url, post_refused_message(error.code))


async def is_live(
    services: Services,
    milestone: Milestone,
    channel: ChannelId,
    ts: str,
    blocker: BlockerId | None,
) -> bool:
    """Whether a posted message is one of those that a change draws again by itself."""
    copies = await services.copies.load_copies(milestone.key, blocker)
    return any(copy.channel == channel and copy.ts == ts for copy in copies)

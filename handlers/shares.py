"""Show a board, a part of it or one blocker: privately, or posted so that it stays current."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.board import Board
from bot.domain.filter_reading import read_filter, tokens_of
from bot.domain.ids import BlockerId, ChannelId, DeliveryId, MessageTs, UserId
from bot.domain.messages import Copy, CopyKind, Message, Post, PostKind
from bot.domain.milestone import Milestone
from bot.ports import (
    WHOLE_BOARD,
    InDoubt,
    MessageGoneError,
    PostRefusedError,
    SlackUnavailableError,
    copies_queue,
)
from bot.render.blocker import blocker_message
from bot.render.board import board_message
from bot.render.filtered import filtered_message
from bot.render.notices import (
    gone_milestone_message,
    in_doubt_message,
    in_messages_message,
    opening_message,
    post_refused_message,
)
from bot.render.parts import PART_MESSAGES, WITH_PAST
from bot.render.values import EVERY, Show
from bot.services.filtering import FilterService
from bot.slack.payloads import Call, Press
from handlers.services import Services

DIRECT = "D"
"""How the ids of direct messages begin."""
OPENING = timedelta(seconds=5)
"""After a press its message is posted within that time."""
NOT_A_MEMBER = frozenset({"not_in_channel", "channel_not_found"})


def draw(board: Board, show: Show, *, private: bool, live: bool = True) -> Message | None:
    """None where the blocker is gone from the milestone."""
    if show.blocker:
        view = board.view_of(show.blocker)
        if view is None:
            return None
        return blocker_message(board, view, private=private, page=show.page, live=live)
    if show.part in PART_MESSAGES:
        drawn = PART_MESSAGES[show.part]
        return drawn(board, private=private, page=show.page, live=live)
    return board_message(board, private=private, page=show.page, live=live)


async def board_for(
    services: Services, milestone: Milestone, channel: ChannelId | None, show: Show
) -> Board:
    """The board with all that is needed to draw what is asked for."""
    return await services.blockers.board(milestone, channel, with_past=show.part in WITH_PAST)


async def drawn(
    services: Services,
    call: Call,
    milestone: Milestone,
    show: Show,
    *,
    private: bool,
    live: bool = True,
) -> Message | None:
    """What is shown, as it stands now; ``milestone`` is where no filter looks through all."""
    if not show.filter:
        board = await board_for(services, milestone, call.channel, show)
        return draw(board, show, private=private, live=live)
    found = await filters_of(services).look_at(
        read_filter(tokens_of(show.filter)).filter,
        None if show.milestone == EVERY else milestone,
        call.channel,
        viewer=call.user if private else "",
    )
    return filtered_message(found, page=show.page, private=private, live=live)


def filters_of(services: Services) -> FilterService:
    return FilterService(
        services.installation, services.blockers, services.people, services.directory
    )


def milestones_of(services: Services, show: Show) -> tuple[Milestone, ...]:
    """All that a list shows; empty where what it showed is gone."""
    roster = services.installation.roster
    if show.milestone == EVERY:
        return roster.milestones if show.filter else ()
    found = roster.milestone(show.milestone)
    return (found,) if found else ()


async def share(services: Services, call: Call, milestone: Milestone, show: Show) -> None:
    """Post to the call's channel and keep it current; where the bot is no member, not live.

    Raises SlackUnavailableError, StoreUnavailableError.
    """
    if call.channel is None or call.response_url is None:
        return
    message = await drawn(services, call, milestone, show, private=False)
    if message is None:
        await services.say(call, gone_milestone_message())
        return
    try:
        posted = await services.poster.post_message(
            Post(
                id=f"share:{call.delivery}",
                kind=PostKind.SHARE,
                channel=call.channel,
                message=message,
            )
        )
    except PostRefusedError as error:
        await _share_not_live(services, call, milestone, show, error)
        return
    if isinstance(posted, InDoubt):
        await services.say(call, in_doubt_message())
        return
    for each in milestones_of(services, show):
        await services.copies.save_copy(copy_of(each, show, call.channel, posted.ts))


async def show_in_messages(
    services: Services, press: Press, milestone: Milestone, show: Show
) -> Message:
    """From a Home, which has no place for it: posted to the presser alone, and kept current.

    What stands there already is brought up to date. Gives what to say on the Home.
    Raises SlackUnavailableError, StoreUnavailableError.
    """
    message = await drawn(services, press, milestone, show, private=False)
    if message is None:
        return gone_milestone_message()
    standing = await _standing(services, press.user, milestone, show)
    if standing and await _is_redrawn(services, standing, message):
        channel = ChannelId(standing.channel)
        await _keep(services, press.user, show, channel, standing.ts)
        now, stale = services.clock.now(), show.blocker or WHOLE_BOARD
        await services.due.add(copies_queue(milestone.key), stale, now)
        link = await _link(services, channel, standing.ts)
        return in_messages_message(link, again=True)
    if not await _is_alone(services, press.user, milestone, show, standing):
        return opening_message()
    return await _post_opened(services, press, show, message)


async def _is_alone(
    services: Services, user: UserId, milestone: Milestone, show: Show, gone: Copy | None
) -> bool:
    """False where another press of a moment ago is about to post the same; ``gone`` stood before.

    Raises StoreUnavailableError.
    """
    what = [f"{name}={said}" for name, said in sorted(_arguments(show, user).items())]
    key = ":".join(["open", milestone.key, show.blocker or "", gone.ts if gone else "", *what])
    return await services.unasked.deliveries.is_first(DeliveryId(key), OPENING)


async def _standing(
    services: Services, user: UserId, milestone: Milestone, show: Show
) -> Copy | None:
    """The newest that they opened of the same, on whatever page it is."""
    wanted = _arguments(replace(show, page=0), user)
    for copy in await services.copies.load_copies(milestone.key, show.blocker):
        if copy.blocker == show.blocker and {**copy.arguments, "page": "0"} == wanted:
            return copy
    return None


async def _is_redrawn(services: Services, copy: Copy, message: Message) -> bool:
    """False where it is gone, or cannot be edited any more."""
    try:
        await services.poster.update_message(ChannelId(copy.channel), copy.ts, message)
    except MessageGoneError:
        await services.copies.forget_copy(copy)
        return False
    except PostRefusedError:
        return False
    return True


async def _keep(
    services: Services, user: UserId, show: Show, channel: ChannelId, ts: MessageTs
) -> None:
    for each in milestones_of(services, show):
        await services.copies.save_copy(copy_of(each, show, channel, ts, user))


async def _post_opened(services: Services, press: Press, show: Show, message: Message) -> Message:
    try:
        posted = await services.poster.post_message(
            Post(
                id=f"open:{press.delivery}",
                kind=PostKind.SHARE,
                channel=ChannelId(press.user),
                message=message,
            )
        )
    except PostRefusedError as error:
        return post_refused_message(error.code)
    if isinstance(posted, InDoubt):
        return in_doubt_message()
    if posted.channel is None:
        return in_messages_message(None)
    await _keep(services, press.user, show, posted.channel, posted.ts)
    return in_messages_message(await _link(services, posted.channel, posted.ts))


async def _link(services: Services, channel: ChannelId, ts: MessageTs) -> str | None:
    try:
        return await services.poster.permalink(channel, ts)
    except SlackUnavailableError:
        return None


def copy_of(
    milestone: Milestone,
    show: Show,
    channel: ChannelId,
    ts: MessageTs,
    opened_by: UserId | None = None,
) -> Copy:
    """``opened_by``: whose direct messages it stands in."""
    return Copy(
        kind=CopyKind.BLOCKER if show.blocker else CopyKind.BOARD,
        milestone=milestone.key,
        channel=channel,
        ts=ts,
        blocker=show.blocker,
        arguments=_arguments(show, opened_by),
    )


def _arguments(show: Show, opened_by: UserId | None) -> dict[str, str]:
    said = {"page": str(show.page), "part": show.part}
    if opened_by:
        said["opened_by"] = opened_by
    if show.filter:
        said |= {"filter": show.filter, "every": "1" if show.milestone == EVERY else ""}
    return said


async def _share_not_live(
    services: Services, call: Call, milestone: Milestone, show: Show, error: PostRefusedError
) -> None:
    message = await drawn(services, call, milestone, show, private=False, live=False)
    if error.code in NOT_A_MEMBER and message is not None:
        await services.say(call, message, in_channel=True)
    else:
        await services.say(call, post_refused_message(error.code))


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

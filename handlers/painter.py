"""Draw a copy as it should look now: the same board for all copies of one channel."""

import logging
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.board import Board, ProbeView
from bot.domain.digest import Digest, Need
from bot.domain.filter_reading import read_filter, tokens_of
from bot.domain.ids import ChannelId
from bot.domain.membership import PauseNotice
from bot.domain.messages import Copy, CopyKind, Message
from bot.domain.milestone import Milestone
from bot.domain.reminders import Reminder
from bot.ports import Directory
from bot.render.blocker import blocker_message
from bot.render.board import board_message
from bot.render.digest import digest_message
from bot.render.filtered import filtered_message
from bot.render.membership import membership_message
from bot.render.notices import digest_trouble_message
from bot.render.parts import PART_MESSAGES, WITH_PAST
from bot.render.replies import reminder_message
from bot.render.turns import turn_message
from bot.render.words import LocalTime
from bot.services.blockers import BlockersService
from bot.services.filtering import FilterService
from bot.services.installation import Installation
from bot.services.people import PeopleService
from bot.services.standup import reframe

log = logging.getLogger(__name__)


class Painter:
    def __init__(
        self,
        installation: Installation,
        blockers: BlockersService,
        people: PeopleService,
        directory: Directory,
    ) -> None:
        self._installation = installation
        self._blockers = blockers
        self._people = people
        self._directory = directory

    async def paint(self, milestone: Milestone, copies: Sequence[Copy]) -> list[Message | None]:
        boards: dict[ChannelId, Board] = {}
        painted: list[Message | None] = []
        with_past = {copy.channel for copy in copies if copy.arguments.get("part") in WITH_PAST}
        for copy in copies:
            channel = ChannelId(copy.channel)
            if copy.arguments.get("filter"):
                painted.append(await self._filtered(milestone, copy))
                continue
            if channel not in boards:
                boards[channel] = await self._blockers.board(
                    milestone, channel, with_past=channel in with_past
                )
            painted.append(_drawn(boards[channel], copy))
        return painted

    async def _filtered(self, milestone: Milestone, copy: Copy) -> Message | None:
        """A list with its filter, which may go through every milestone."""
        reading = read_filter(tokens_of(copy.arguments["filter"]))
        if reading.wrong is not None:
            log.error("the copy in %s is forgotten: its filter cannot be read", copy.channel)
            return None
        filters = FilterService(self._installation, self._blockers, self._people, self._directory)
        found = await filters.look_at(
            reading.filter,
            None if copy.arguments.get("every") else milestone,
            ChannelId(copy.channel),
        )
        return filtered_message(found, page=int(copy.arguments.get("page", "0")), private=False)

    def paint_digest(self, digest: Digest) -> Sequence[Message]:
        drawn = digest_message(digest, preview=False)
        return (drawn.main, *drawn.thread)

    def paint_membership(self, notices: Sequence[PauseNotice]) -> Message:
        return membership_message(notices)

    def paint_reminder(
        self, reminder: Reminder, board: Board, now: Sequence[Need], local: datetime
    ) -> Message:
        zone = local.tzinfo if isinstance(local.tzinfo, ZoneInfo) else ZoneInfo("UTC")
        return reminder_message(reminder, board, now, LocalTime(local, zone))

    def paint_turn(self, board: Board, probe: ProbeView) -> Message:
        return turn_message(board, probe)

    def paint_trouble(self, channel: ChannelId, sentence: str) -> Message:
        return digest_trouble_message(channel, sentence)


def _drawn(board: Board, copy: Copy) -> Message | None:
    """One copy that cannot be read (any more) does not keep the others from being drawn."""
    try:
        return draw_copy(board, copy)
    except (KeyError, ValueError):
        log.exception("the copy in %s is forgotten: it cannot be read", copy.channel)
        return None


def draw_copy(board: Board, copy: Copy) -> Message | None:
    """None where the blocker that a copy shows is gone from the milestone."""
    page = int(copy.arguments.get("page", "0"))
    if copy.kind is CopyKind.DIGEST:
        return digest_message(reframe(copy.arguments["digest"], board), preview=False).main
    if copy.kind is CopyKind.BLOCKER:
        view = board.view_of(copy.blocker)
        return blocker_message(board, view, private=False, page=page) if view else None
    part = copy.arguments.get("part", "")
    if part in PART_MESSAGES:
        return PART_MESSAGES[part](board, private=False, page=page)
    return board_message(board, private=False, page=page)

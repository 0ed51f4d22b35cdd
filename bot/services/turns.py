"""Tell the milestone's thread that a probe has turned: once, under the channel's last digest."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.domain.board import Board, ProbeView
from bot.domain.health import ProbeState
from bot.domain.messages import Message, Post, PostKind
from bot.domain.milestone import FollowedChannel, Milestone
from bot.ports import TURNS_QUEUE, Clock, DigestStore, Due, DueQueue, Poster, PostRefusedError
from bot.services.blockers import BlockersService
from bot.services.installation import Installation
from bot.services.membership import MembershipService

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
SLICE = 20
OLDEST_THREAD = timedelta(days=4)
"""Nobody looks under a digest older than a long weekend; the next one tells it anyway."""


class TurnPainter(Protocol):
    def paint_turn(self, board: Board, probe: ProbeView) -> Message:
        """What the probe says now and what hangs on it; nobody is mentioned."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStores:
    due: DueQueue
    digests: DigestStore


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSlack:
    poster: Poster
    painter: TurnPainter
    membership: MembershipService


class TurnsService:
    def __init__(
        self,
        installation: Installation,
        blockers: BlockersService,
        stores: TurnStores,
        slack: TurnSlack,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._blockers = blockers
        self._stores = stores
        self._slack = slack
        self._clock = clock

    async def run_due(self) -> None:
        """A turn whose post fails is tried again when its lease ends; Slack has each once."""
        now = self._clock.now()
        for due in await self._stores.due.claim(TURNS_QUEUE, now, LEASE, SLICE):
            await self._tell(due)
            await self._stores.due.finish(TURNS_QUEUE, due, None)

    async def _tell(self, due: Due) -> None:
        for milestone in self._installation.roster.milestones:
            for followed in self._installation.roster.followers(milestone.key):
                await self._tell_channel(milestone, followed, due.member)

    async def _tell_channel(
        self, milestone: Milestone, followed: FollowedChannel, probe_id: str
    ) -> None:
        record = await self._stores.digests.load_record(followed.id)
        if record is None or self._clock.now() - record.at > OLDEST_THREAD:
            return
        if await self._slack.membership.pause_of(followed.id):
            return
        board = await self._blockers.board(milestone, followed.id)
        probe = next((each for each in board.probes if each.id == probe_id), None)
        if probe is None or probe.state is None or not _hangs_on(board, probe_id):
            return
        post = Post(
            id=f"turn:{followed.id}:{probe_id}:{_name(probe.state)}",
            kind=PostKind.TURN,
            channel=followed.id,
            message=self._slack.painter.paint_turn(board, probe),
            thread_ts=record.ts,
        )
        try:
            await self._slack.poster.post_message(post)
        except PostRefusedError as error:  # the digest was deleted, or the channel is closed
            log.info("a turn of %s is not told in %s: %s", probe_id, followed.id, error.code)


def _name(state: ProbeState) -> str:
    """The same for as long as the probe says the same, however often it is looked at."""
    since = f"{state.since:%Y%m%dT%H%M%S}" if state.since else ""
    return f"{state.verdict}:{since}:{'flapping' if state.flapping else 'steady'}"


def _hangs_on(board: Board, probe: str) -> bool:
    """Whether a component or an open blocker's item stands or falls with it."""
    if any(probe in component.probes for component in board.milestone.scorecard):
        return True
    open_views = (*board.blockers, *board.watched)
    items = (item for view in open_views for item in view.checklist.live)
    return any(item.evidence is not None and item.evidence.probe == probe for item in items)

"""App Homes: drawn for those who opened them, by one replica at a time, as they were left."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from bot.domain.home import HomeState
from bot.domain.ids import MessageTs, UserId
from bot.domain.messages import Copy, CopyKind, Json
from bot.ports import Clock, CopyStore, DueQueue, HomeStore, Poster
from bot.services.installation import Installation

LEASE = timedelta(seconds=15)
TURN = "turn"

Change = Callable[[HomeState], HomeState]


class HomePainter(Protocol):
    async def paint_home(self, user: UserId, state: HomeState) -> Json: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HomesStores:
    homes: HomeStore
    copies: CopyStore
    due: DueQueue


class HomesService:
    """Every method may raise StoreUnavailableError, SlackUnavailableError, PostRefusedError."""

    def __init__(
        self,
        installation: Installation,
        stores: HomesStores,
        poster: Poster,
        painter: HomePainter,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._stores = stores
        self._poster = poster
        self._painter = painter
        self._clock = clock

    async def show(self, user: UserId, change: Change) -> None:
        """What the user looks at now, and from now on at every change."""
        state = await self._stores.homes.load_home(user)
        await self._stores.homes.save_home(user, change(state))
        await self._put_on_display(user)
        await self.publish(user)

    async def say(self, user: UserId, notice: str) -> None:
        """Answer a press, at the top. ``notice`` is escaped; redraws leave it there for a while."""
        now = self._clock.now()
        await self.show(user, lambda state: replace(state, notice=notice, notice_at=now))

    async def publish(self, user: UserId) -> None:
        """Draw the user's Home as things stand.

        One drawing at a time, whichever replica: else an older one could arrive after a newer one.
        Who finds another one at work leaves a mark, and that one draws once more.
        """
        queue = f"homes-{user}"
        await self._stores.due.add(queue, TURN, self._clock.now())
        while turns := await self._stores.due.claim(queue, self._clock.now(), LEASE, 1):
            try:
                await self._draw(user)
            finally:
                done = await self._stores.due.finish(queue, turns[0], None)
            if done:
                return

    async def _draw(self, user: UserId) -> None:
        state = await self._stores.homes.load_home(user)
        await self._poster.publish_home(user, await self._painter.paint_home(user, state))

    async def _put_on_display(self, user: UserId) -> None:
        """Before it is drawn: a change in between then draws it once more."""
        for milestone in self._installation.roster.milestones:
            await self._stores.copies.save_copy(
                Copy(kind=CopyKind.HOME, milestone=milestone.key, channel=user, ts=MessageTs(""))
            )

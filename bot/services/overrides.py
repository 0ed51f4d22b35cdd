"""Who a tracker's person is in Slack by a lead's word; every replica knows it within a second."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.ids import UserId
from bot.domain.overrides import Override, handle_of
from bot.domain.people import Person
from bot.ports import Clock, OverrideStore

LOOK_AGAIN = timedelta(seconds=1)
"""The store is asked at most so often whether another replica has changed something."""


class Overrides:
    """What is picked in Slack wins over ``people:`` of the file, and both over the address."""

    def __init__(self, store: OverrideStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._known: Mapping[str, Override] = {}
        self._revision: int | None = None
        self._looked: datetime | None = None

    async def account(self, person: Person) -> UserId | None:
        """Raises StoreUnavailableError."""
        found = (await self.load()).get(handle_of(person))
        return found.user if found else None

    async def load(self) -> Mapping[str, Override]:
        """By handle. Raises StoreUnavailableError."""
        now = self._clock.now()
        if self._looked is None or not timedelta(0) <= now - self._looked < LOOK_AGAIN:
            if await self._store.load_revision() != self._revision or self._revision is None:
                self._revision, self._known = await self._store.load_overrides()
            self._looked = now
        return self._known

    async def pick(self, handle: str, user: UserId, by: UserId) -> None:
        """Stored when this returns. Raises StoreUnavailableError."""
        override = Override(handle=handle, user=user, by=by, at=self._clock.now())
        await self._store.save_override(override)
        self._looked = None

    async def remove(self, handle: str) -> None:
        """Gone when this returns. Raises StoreUnavailableError."""
        await self._store.drop_override(handle)
        self._looked = None

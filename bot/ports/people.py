"""What is kept of people: preferences, who is who, what they asked, what they are to be told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.asks import AskRecord
from bot.domain.home import HomeState
from bot.domain.ids import DeliveryId, UserId
from bot.domain.nudges import Nudge
from bot.domain.overrides import Override
from bot.domain.preferences import Preferences


class PreferenceStore(Protocol):
    async def load_preferences(self, user: UserId) -> Preferences:
        """The defaults at revision 0 where nothing was ever saved."""
        ...

    async def save_preferences(
        self, user: UserId, preferences: Preferences, delivery: DeliveryId
    ) -> bool:
        """Store them as the next revision; False if they are not at theirs any more.

        The same ``delivery`` again is True and changes nothing.
        """
        ...


class OverrideStore(Protocol):
    """Who is who, by handle. Each change raises the revision, in the same step."""

    async def load_revision(self) -> int: ...

    async def load_overrides(self) -> tuple[int, Mapping[str, Override]]:
        """The revision with what it stands for."""
        ...

    async def save_override(self, override: Override) -> None: ...

    async def drop_override(self, handle: str) -> None: ...


class AskStore(Protocol):
    """What was asked, found by who asks and by who is asked; kept for thirty days."""

    async def load_asks(
        self, user: UserId, since: datetime
    ) -> tuple[tuple[AskRecord, ...], tuple[AskRecord, ...]]:
        """By the user, and of the user; newest first."""
        ...

    async def load_ask(self, asker: UserId, ask_id: str) -> AskRecord | None: ...

    async def save_ask(self, record: AskRecord, former: AskRecord | None) -> bool:
        """Store it in place of ``former``; False if something else stands there.

        The same record again is True and changes nothing.
        """
        ...

    async def drop_ask(self, record: AskRecord) -> bool:
        """False if it has changed or is gone."""
        ...


class NudgeStore(Protocol):
    """What somebody is to be told in a direct message; kept for three days."""

    async def save_nudge(self, user: UserId, nudge: Nudge) -> None:
        """One with the same id is replaced."""
        ...

    async def load_nudges(self, user: UserId) -> tuple[Nudge, ...]:
        """Oldest first."""
        ...

    async def drop_nudges(self, user: UserId, nudges: Sequence[Nudge]) -> None: ...


class HomeStore(Protocol):
    """What each person who opened the Home is looking at; kept for thirty days."""

    async def load_home(self, user: UserId) -> HomeState: ...

    async def save_home(self, user: UserId, state: HomeState) -> None: ...

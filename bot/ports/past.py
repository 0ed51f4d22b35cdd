"""The log as a whole: read back, gone back in, and trimmed by time behind a stored base."""

from datetime import datetime
from typing import Protocol

from bot.domain.checklist import AuditEntry
from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.past import Replaced, Standing


class PastStore(Protocol):
    """Every method may raise StoreUnavailableError."""

    async def load_replaced(
        self, milestone: MilestoneKey, since: datetime, *, after: str = ""
    ) -> tuple[Replaced, ...]:
        """What the changes later than ``since`` replaced, newest first.

        Given ``after``, the id of one that was read: only those that came after it.
        """
        ...

    async def load_log(
        self, milestone: MilestoneKey, blocker: BlockerId | None = None
    ) -> tuple[AuditEntry, ...]:
        """All of it, newest first."""
        ...

    async def load_start(self, milestone: MilestoneKey) -> datetime | None:
        """From when on it can be gone back to; None where nothing was ever changed."""
        ...

    async def load_base(self, milestone: MilestoneKey) -> Standing | None: ...

    async def save_base(self, milestone: MilestoneKey, base: Standing) -> None:
        """How everything stood where the log is to begin. An older one never replaces a newer."""
        ...

    async def trim(self, milestone: MilestoneKey) -> int:
        """Forget entries that are not newer than the stored base; without a base, none.

        How many were forgotten. Done again it forgets nothing more.
        """
        ...

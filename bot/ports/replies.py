"""What is kept of answers to the digest: who is on what, and who wants to be reminded."""

from collections.abc import Iterable
from typing import Protocol

from bot.domain.ids import MilestoneKey
from bot.domain.reminders import Reminder
from bot.domain.replies import NeedReply, Reply


class ReplyStore(Protocol):
    """Raises StoreUnavailableError."""

    async def load_replies(self, milestone: MilestoneKey) -> tuple[NeedReply, ...]: ...

    async def save_reply(self, reply: Reply) -> tuple[NeedReply, ...]:
        """What stands for its matters then: answers, log and the mark on copies in one step.

        Where somebody is on one of them already, *on it* changes nothing and theirs are given
        back. The same ``delivery`` again changes nothing.
        """
        ...

    async def drop_replies(self, milestone: MilestoneKey, replies: Iterable[NeedReply]) -> None:
        """Those that still stand as given: the needs are gone."""
        ...


class ReminderStore(Protocol):
    """Raises StoreUnavailableError."""

    async def save_reminder(self, reminder: Reminder) -> Reminder:
        """With its place in the queue, in one step; the one that stands.

        The same one is kept where it is not for a later time.
        """
        ...

    async def load_reminder(self, reminder_id: str) -> Reminder | None: ...

    async def drop_reminder(self, reminder: Reminder) -> None:
        """Unless it was moved to a later time meanwhile."""
        ...

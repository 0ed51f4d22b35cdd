"""What people want to be reminded of, each with its place in the queue."""

from bot.domain.reminders import Reminder
from bot.ports import REMINDERS_QUEUE
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import REMINDERS, queue_keys
from bot.store.replies import text
from bot.store.scripting import load_script
from bot.store.times import micros

_SAVE = load_script("reminder_save", "part_due")
_DROP = load_script("reminder_drop")
_REMINDER = Document(Reminder)


class RedisReminders:
    """The ReminderStore of the ports. A value is a line with its time, then a document."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def save_reminder(self, reminder: Reminder) -> Reminder:
        stands = await self._link.run(
            _SAVE,
            (REMINDERS.of(), *queue_keys(REMINDERS_QUEUE)),
            reminder.id,
            micros(reminder.at),
            _REMINDER.write(reminder),
        )
        return _REMINDER.read(text(stands) or "")

    async def load_reminder(self, reminder_id: str) -> Reminder | None:
        found = text(await self._link.read("HGET", REMINDERS.of(), reminder_id))
        return _REMINDER.read(found.partition("\n")[2]) if found else None

    async def drop_reminder(self, reminder: Reminder) -> None:
        await self._link.run(_DROP, (REMINDERS.of(),), reminder.id, micros(reminder.at))

"""Answers to the needs of a digest and reminders, in memory."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.checklist import AuditEntry
from bot.domain.ids import BlockerId, DeliveryId, ItemId, MilestoneKey
from bot.domain.reminders import Reminder
from bot.domain.replies import NeedReply, Reply, ReplyKind
from bot.ports import REMINDERS_QUEUE, copies_queue
from tests.fakes.checklists import FakeDueQueue, Switch
from tests.fakes.logbook import Logbook

Place = tuple[BlockerId, str]


class FakeReplies:
    def __init__(self, switch: Switch, due: FakeDueQueue, logbook: Logbook) -> None:
        self._switch = switch
        self._due = due
        self._logbook = logbook
        self._replies: dict[MilestoneKey, dict[Place, NeedReply]] = {}
        self._seen: set[tuple[MilestoneKey, DeliveryId]] = set()

    async def load_replies(self, milestone: MilestoneKey) -> tuple[NeedReply, ...]:
        self._switch.check()
        return tuple(self._replies.get(milestone, {}).values())

    async def save_reply(self, reply: Reply) -> tuple[NeedReply, ...]:
        self._switch.check()
        kept = self._replies.setdefault(reply.milestone, {})
        places = [_place(part) for part in reply.parts]
        found = tuple(kept[place] for place in places if place in kept)
        if (reply.milestone, reply.delivery) in self._seen:
            return found
        self._seen.add((reply.milestone, reply.delivery))
        taken = [one for one in found if one.kind is ReplyKind.ON_IT]
        others = [one for one in taken if one.by != reply.by]
        today = [one for one in taken if one.at.date() == reply.at.date()]
        if reply.kind is ReplyKind.ON_IT and (others or len(today) == len(places)):
            return found
        kept.update({_place(part): part for part in reply.parts})
        self._logbook.add(reply.milestone, _entry(reply))
        self._due.mark(copies_queue(reply.milestone), reply.blocker, reply.at)
        return tuple(kept[place] for place in places)

    async def drop_replies(self, milestone: MilestoneKey, replies: Iterable[NeedReply]) -> None:
        self._switch.check()
        kept = self._replies.get(milestone, {})
        for reply in replies:
            if kept.get(_place(reply)) == reply:
                del kept[_place(reply)]


class FakeReminders:
    def __init__(self, switch: Switch, due: FakeDueQueue) -> None:
        self._switch = switch
        self._due = due
        self._reminders: dict[str, Reminder] = {}

    async def save_reminder(self, reminder: Reminder) -> Reminder:
        self._switch.check()
        found = self._reminders.get(reminder.id)
        if found and found.at >= reminder.at:
            return found
        self._reminders[reminder.id] = reminder
        await self._due.add(REMINDERS_QUEUE, reminder.id, reminder.at)
        return reminder

    async def load_reminder(self, reminder_id: str) -> Reminder | None:
        self._switch.check()
        return self._reminders.get(reminder_id)

    async def drop_reminder(self, reminder: Reminder) -> None:
        self._switch.check()
        if self._at(reminder.id) == reminder.at:
            del self._reminders[reminder.id]

    def _at(self, reminder_id: str) -> datetime | None:
        found = self._reminders.get(reminder_id)
        return found.at if found else None


def _place(reply: NeedReply) -> Place:
    return reply.blocker, reply.matter


def _entry(reply: Reply) -> AuditEntry:
    return AuditEntry(
        id="",
        at=reply.at,
        by=reply.by,
        blocker=reply.blocker,
        item=ItemId(""),
        text=reply.title,
        kind=reply.kind,
        after=f"<@{reply.suggested}>" if reply.suggested else "",
        where=reply.where,
        why=reply.why,
    )

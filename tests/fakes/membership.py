"""Notes of channels in memory, with the mark on the queue of those to look at."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.domain.ids import ChannelId
from bot.domain.membership import ChannelNote
from bot.ports import MEMBERSHIP_QUEUE
from tests.fakes.checklists import FakeDueQueue, Switch


class FakeMembership:
    def __init__(self, switch: Switch, due: FakeDueQueue) -> None:
        self._switch = switch
        self._due = due
        self._notes: dict[ChannelId, ChannelNote] = {}

    async def load_notes(
        self, channels: Collection[ChannelId] | None = None
    ) -> Mapping[ChannelId, ChannelNote]:
        self._switch.check()
        wanted = self._notes if channels is None else channels
        return {channel: self._notes[channel] for channel in wanted if channel in self._notes}

    async def load_note(self, channel: ChannelId) -> ChannelNote | None:
        self._switch.check()
        return self._notes.get(channel)

    async def save_note(self, note: ChannelNote, look: datetime | None) -> bool:
        self._switch.check()
        if self._version(note.channel) != note.version - 1:
            return False
        self._notes[note.channel] = note
        if look:
            self._due.mark(MEMBERSHIP_QUEUE, note.channel, look)
        return True

    async def drop_note(self, note: ChannelNote) -> bool:
        self._switch.check()
        if self._version(note.channel) != note.version:
            return False
        del self._notes[note.channel]
        return True

    def _version(self, channel: ChannelId) -> int:
        known = self._notes.get(channel)
        return known.version if known else 0

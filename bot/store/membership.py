"""How each channel stands to the bot: a note each, changed by version, with its next look."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.domain.ids import ChannelId
from bot.domain.membership import ChannelNote
from bot.ports import MEMBERSHIP_QUEUE
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import MEMBERSHIP_NOTES, queue_keys
from bot.store.replies import maybe_texts, pairs, text, texts
from bot.store.scripting import load_script
from bot.store.times import micros

_SAVE = load_script("membership_save", "part_due")
_DROP = load_script("membership_drop")
_NOTE = Document(ChannelNote)


class RedisMembership:
    """The MembershipStore of the ports. A value is the version, a space, the document."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_notes(
        self, channels: Collection[ChannelId] | None = None
    ) -> Mapping[ChannelId, ChannelNote]:
        if channels is not None:
            return await self._load_some(tuple(channels))
        found = pairs(texts(await self._link.read("HGETALL", MEMBERSHIP_NOTES.of())))
        return {ChannelId(channel): _read(value) for channel, value in found}

    async def _load_some(self, channels: Sequence[ChannelId]) -> Mapping[ChannelId, ChannelNote]:
        if not channels:
            return {}
        found = maybe_texts(await self._link.read("HMGET", MEMBERSHIP_NOTES.of(), *channels))
        pairs_found = zip(channels, found, strict=True)
        return {channel: _read(value) for channel, value in pairs_found if value}

    async def load_note(self, channel: ChannelId) -> ChannelNote | None:
        found = text(await self._link.read("HGET", MEMBERSHIP_NOTES.of(), channel))
        return _read(found) if found else None

    async def save_note(self, note: ChannelNote, look: datetime | None) -> bool:
        stored = await self._link.run(
            _SAVE,
            (MEMBERSHIP_NOTES.of(), *queue_keys(MEMBERSHIP_QUEUE)),
            note.channel,
            note.version - 1,
            f"{note.version} {_NOTE.write(note)}",
            micros(look) if look else "",
        )
        return stored == 1

    async def drop_note(self, note: ChannelNote) -> bool:
        dropped = await self._link.run(_DROP, (MEMBERSHIP_NOTES.of(),), note.channel, note.version)
        return dropped == 1


def _read(value: str) -> ChannelNote:
    return _NOTE.read(value.partition(" ")[2])

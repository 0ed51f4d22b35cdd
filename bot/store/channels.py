"""What people chose for channels in Slack: a document each, one count of changes, and the log."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bot.domain.channels import ChannelChange, ChannelChoice, ChannelEdit, KeptChannel
from bot.domain.ids import ChannelId, DeliveryId, UserId
from bot.ports import KeptChannels, StoreUnavailableError
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import CHANNEL_AUDIT, CHANNEL_PRESS, CHANNELS, PRESS_LIFE
from bot.store.replies import maybe_texts, pairs, text, texts
from bot.store.scripting import load_script
from bot.store.times import life_ms, millis

log = logging.getLogger(__name__)

_SAVE = load_script("channel_save")
_DOCUMENT = "document:"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    choice: ChannelChoice | None
    by: UserId
    at: datetime


_KEPT = Document(_Kept)
_CHANGE = Document(ChannelChange)


class RedisChannels:
    """The ChannelStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def revision(self) -> int:
        return int(text(await self._link.read("HGET", CHANNELS.of(), "revision")) or 0)

    async def load_kept(self) -> KeptChannels:
        fields = dict(pairs(texts(await self._link.read("HGETALL", CHANNELS.of()))))
        return KeptChannels(
            revision=int(fields.get("revision", 0)), channels=tuple(_readable(fields))
        )

    async def load_channel(self, channel: ChannelId) -> KeptChannel | None:
        names = (f"revision:{channel}", f"{_DOCUMENT}{channel}")
        revision, document = maybe_texts(await self._link.read("HMGET", CHANNELS.of(), *names))
        return _read(channel, revision or "0", document) if document else None

    async def save_channel(self, edit: ChannelEdit) -> bool:
        kept = _Kept(choice=edit.after, by=edit.by, at=edit.at)
        change = ChannelChange(
            at=edit.at, by=edit.by, before=edit.before, after=edit.after, where=edit.where
        )
        stored = await self._link.run(
            _SAVE,
            (CHANNELS.of(), CHANNEL_AUDIT.of(edit.channel), _press_key(edit.delivery)),
            edit.channel,
            edit.seen,
            _KEPT.write(kept),
            _CHANGE.write(change),
            millis(edit.at),
            life_ms(PRESS_LIFE),
        )
        return stored == 1

    async def load_changes(self, channel: ChannelId, limit: int) -> tuple[ChannelChange, ...]:
        reply = await self._link.read(
            "XREVRANGE", CHANNEL_AUDIT.of(channel), "+", "-", "COUNT", limit
        )
        entries = cast("list[tuple[str, list[str]]]", reply)
        return tuple(_CHANGE.read(dict(pairs(flat))["entry"]) for _, flat in entries)


def _readable(fields: dict[str, str]) -> Iterator[KeptChannel]:
    for name, document in fields.items():
        if not name.startswith(_DOCUMENT):
            continue
        channel = ChannelId(name.removeprefix(_DOCUMENT))
        try:
            yield _read(channel, fields[f"revision:{channel}"], document)
        except StoreUnavailableError as error:
            log.error("the settings of %s are left out: %s", channel, error.reason)  # noqa: TRY400


def _read(channel: ChannelId, revision: str, document: str) -> KeptChannel:
    kept = _KEPT.read(document)
    return KeptChannel(
        channel=channel, revision=int(revision), choice=kept.choice, by=kept.by, at=kept.at
    )


def _press_key(delivery: DeliveryId) -> str:
    return CHANNEL_PRESS.of(hashlib.sha256(delivery.encode()).hexdigest()[:32])

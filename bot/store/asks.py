"""What was asked of owners: beside who asks and beside who is asked, changed in one step."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.asks import AskRecord
from bot.domain.ids import UserId
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.people_keys import ASK_LIFE, ASKS_BY, ASKS_OF
from bot.store.replies import text, texts
from bot.store.scripting import load_script
from bot.store.times import life_ms, micros

_SAVE = load_script("ask_save")
_DROP = load_script("ask_drop")
_ASK = Document(AskRecord)
MOST = 200
"""Asks that are kept beside one person; the oldest beyond that are forgotten."""


class RedisAsks:
    """The AskStore of the ports. A value is a line of time, version, delivery; then a document."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_asks(
        self, user: UserId, since: datetime
    ) -> tuple[tuple[AskRecord, ...], tuple[AskRecord, ...]]:
        by = texts(await self._link.read("HVALS", ASKS_BY.of(user)))
        of = texts(await self._link.read("HVALS", ASKS_OF.of(user)))
        return _since(since, by), _since(since, of)

    async def load_ask(self, asker: UserId, ask_id: str) -> AskRecord | None:
        found = text(await self._link.read("HGET", ASKS_BY.of(asker), ask_id))
        return _read(found) if found else None

    async def save_ask(self, record: AskRecord, former: AskRecord | None) -> bool:
        were_asked = former.owners if former else ()
        head = f"{micros(record.at)} {record.version} {record.delivery}"
        stored = await self._link.run(
            _SAVE,
            (
                ASKS_BY.of(record.asker),
                *map(ASKS_OF.of, record.owners),
                *map(ASKS_OF.of, were_asked),
            ),
            record.id,
            f"{record.asker}/{record.id}",
            former.version if former else "",
            f"{head}\n{_ASK.write(record)}",
            micros(record.at - ASK_LIFE),
            life_ms(ASK_LIFE),
            MOST,
            len(record.owners),
        )
        return stored == 1

    async def drop_ask(self, record: AskRecord) -> bool:
        dropped = await self._link.run(
            _DROP,
            (ASKS_BY.of(record.asker), *map(ASKS_OF.of, record.owners)),
            record.id,
            f"{record.asker}/{record.id}",
            record.version,
        )
        return dropped == 1


def _read(value: str) -> AskRecord:
    return _ASK.read(value.partition("\n")[2])


def _since(since: datetime, values: Iterable[str]) -> tuple[AskRecord, ...]:
    found = [record for record in map(_read, values) if record.at >= since]
    return tuple(sorted(found, key=lambda record: record.at, reverse=True))

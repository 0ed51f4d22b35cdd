"""Who delivers a channel's digest of a date, whether it was sent, and what was true then."""

from datetime import date, datetime, timedelta

from bot.domain.digest import DigestFailure, DigestRecord
from bot.domain.ids import ChannelId, MessageTs
from bot.ports import ClaimState, DigestClaim
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import CLAIM_LIFE, DIGEST_CLAIM, DIGEST_FAILURE, DIGEST_RECORD
from bot.store.replies import text, texts
from bot.store.scripting import load_script
from bot.store.times import life_ms, micros

_CLAIM = load_script("digest_claim")
_SENT = load_script("digest_sent")
_RELEASE = load_script("digest_release")
_RECORD = Document(DigestRecord)
_FAILURE = Document(DigestFailure)


class RedisDigests:
    """The DigestStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def claim(
        self, channel: ChannelId, day: date, *, holder: str, now: datetime, lease: timedelta
    ) -> DigestClaim:
        reply = await self._link.run(
            _CLAIM,
            (_claim_key(channel, day),),
            holder,
            micros(now),
            micros(now + lease),
            life_ms(CLAIM_LIFE),
        )
        state, ts = texts(reply)
        return DigestClaim(ClaimState(state), MessageTs(ts) if ts else None)

    async def save_sent(self, channel: ChannelId, day: date, ts: MessageTs) -> None:
        await self._link.run(_SENT, (_claim_key(channel, day),), ts, life_ms(CLAIM_LIFE))

    async def release(self, channel: ChannelId, day: date, *, holder: str) -> None:
        await self._link.run(_RELEASE, (_claim_key(channel, day),), holder)

    async def save_record(self, channel: ChannelId, record: DigestRecord) -> None:
        await self._link.write("SET", DIGEST_RECORD.of(channel), _RECORD.write(record))

    async def load_record(self, channel: ChannelId) -> DigestRecord | None:
        found = text(await self._link.read("GET", DIGEST_RECORD.of(channel)))
        return _RECORD.read(found) if found else None

    async def save_failure(self, channel: ChannelId, failure: DigestFailure) -> None:
        await self._link.write("SET", DIGEST_FAILURE.of(channel), _FAILURE.write(failure))

    async def load_failure(self, channel: ChannelId) -> DigestFailure | None:
        found = text(await self._link.read("GET", DIGEST_FAILURE.of(channel)))
        return _FAILURE.read(found) if found else None


def _claim_key(channel: ChannelId, day: date) -> str:
    return DIGEST_CLAIM.of(channel, day.isoformat())

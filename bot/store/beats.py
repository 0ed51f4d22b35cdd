"""The last report of each kind that a job has sent, and since when it is listened to."""

from datetime import datetime, timedelta

from bot.domain.beats import Beat, Beats, BeatStatus
from bot.domain.health import ProbeId
from bot.store.connection import Link
from bot.store.keys import BEATS
from bot.store.replies import pairs, texts
from bot.store.scripting import load_script
from bot.store.times import micros, time_of

_LOAD = load_script("beats_load")
_SAVE = load_script("beats_save")


class RedisBeats:
    """The BeatStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_beats(self, probe: ProbeId, now: datetime) -> Beats:
        reply = await self._link.run(_LOAD, (BEATS.of(probe),), micros(now))
        found = dict(pairs(texts(reply)))
        return Beats(
            known_since=time_of(found["since"]),
            ok=_ok(found) if "ok" in found else None,
            start=time_of(found["start"]) if "start" in found else None,
            fail=time_of(found["fail"]) if "fail" in found else None,
        )

    async def save_beat(self, probe: ProbeId, beat: Beat) -> None:
        size = "" if beat.bytes is None else str(beat.bytes)
        took = "" if beat.duration is None else str(round(beat.duration.total_seconds() * 1000))
        await self._link.run(
            _SAVE, (BEATS.of(probe),), beat.status.value, micros(beat.at), size, took
        )


def _ok(found: dict[str, str]) -> Beat:
    took = found.get("took")
    return Beat(
        at=time_of(found["ok"]),
        status=BeatStatus.OK,
        bytes=int(found["bytes"]) if found.get("bytes") else None,
        duration=timedelta(milliseconds=int(took)) if took else None,
    )

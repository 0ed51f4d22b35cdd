"""Reports of jobs in memory, by the contract of the BeatStore."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.beats import Beat, Beats, BeatStatus
from bot.domain.health import ProbeId
from tests.fakes.checklists import Switch


@dataclass(slots=True)
class FakeBeats:
    switch: Switch = field(default_factory=Switch)
    kept: dict[ProbeId, Beats] = field(default_factory=dict)
    _next: asyncio.Future[None] | None = None

    async def load_beats(self, probe: ProbeId, now: datetime) -> Beats:
        self.switch.check()
        return self.kept.setdefault(probe, Beats(known_since=now))

    def expect(self) -> asyncio.Future[None]:
        """Done once the next report was stored that is newer than those before."""
        self._next = asyncio.get_running_loop().create_future()
        return self._next

    async def save_beat(self, probe: ProbeId, beat: Beat) -> None:
        self.switch.check()
        now = self.kept.setdefault(probe, Beats(known_since=beat.at))
        last = {
            BeatStatus.OK: now.ok.at if now.ok else None,
            BeatStatus.START: now.start,
            BeatStatus.FAIL: now.fail,
        }[beat.status]
        if last is not None and last >= beat.at:
            return
        if self._next and not self._next.done():
            self._next.set_result(None)
        match beat.status:
            case BeatStatus.OK:
                self.kept[probe] = replace(now, ok=beat)
            case BeatStatus.START:
                self.kept[probe] = replace(now, start=beat.at)
            case BeatStatus.FAIL:
                self.kept[probe] = replace(now, fail=beat.at)

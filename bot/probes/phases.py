"""A stopwatch of one run: how long each phase took, and in which one a run was cut off.

The phases of a connection begin deep inside aiohttp and asyncio, so the watch is found through a
context variable.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter

from bot.domain.health import Figure

_current: ContextVar["Stopwatch"] = ContextVar("stopwatch")


class Stopwatch:
    """Phases add up where one comes more than once. Takes seconds, tells milliseconds."""

    def __init__(self, deadline: float) -> None:
        self.address = ""  # last dialled
        self.phase = ""
        self.running = True
        self._began = self._phase_began = perf_counter()
        self._deadline = deadline
        self._spent: dict[str, float] = {}

    def begin(self, phase: str) -> None:
        if self.running:
            self._close()
            self.phase = phase

    def stop(self) -> None:
        """Ends the last phase; `phase` still tells which it was."""
        if self.running:
            self._close()
            self.running = False

    @property
    def phases(self) -> tuple[tuple[str, float], ...]:
        return tuple((name, round(ms, 1)) for name, ms in self._spent.items())

    @property
    def elapsed_ms(self) -> float:
        end = perf_counter() if self.running else self._phase_began
        return round((end - self._began) * 1000, 1)

    @property
    def remaining(self) -> float:
        return self._deadline - (perf_counter() - self._began)

    def _close(self) -> None:
        now = perf_counter()
        if self.phase:
            spent = self._spent.get(self.phase, 0.0)
            self._spent[self.phase] = spent + (now - self._phase_began) * 1000
        self._phase_began = now


@contextmanager
def timed_run(deadline: float) -> Iterator[Stopwatch]:
    watch = Stopwatch(deadline)
    token = _current.set(watch)
    try:
        yield watch
    finally:
        watch.stop()
        _current.reset(token)


def begin_phase(phase: str) -> None:
    """Notes the phase where a run is being timed, else does nothing."""
    if watch := _current.get(None):
        watch.begin(phase)


def note_address(address: str) -> None:
    if watch := _current.get(None):
        watch.address = address


def current_watch() -> Stopwatch | None:
    return _current.get(None)


def measured() -> dict[str, Figure]:
    """What every connection tells as evidence: how long it took, and to which address."""
    watch = current_watch()
    return {"latency_ms": watch.elapsed_ms, "address": watch.address} if watch else {}


class TimedContext(ssl.SSLContext):
    """asyncio calls `wrap_bio` when the connection stands and the handshake begins."""

    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        begin_phase("tls")
        return super().wrap_bio(incoming, outgoing, server_side, server_hostname, session)

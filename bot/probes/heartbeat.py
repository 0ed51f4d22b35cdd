"""The `heartbeat` probe: what a job has reported, held against when it was due."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim

from bot.domain.beats import Beat, Beats, Expected, Standing, judge_beats
from bot.domain.health import Figure, ProbeId
from bot.ports.beats import BeatStore
from bot.probes.config_jobs import HeartbeatProbeConfig
from bot.probes.durations import format_duration
from bot.probes.finding import Finding, found_degraded, found_down, found_up, own_trouble

_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


class HeartbeatProbe:
    """Reads the store and nothing else: deadlines outlive restarts, since they are no timers."""

    def __init__(
        self, config: HeartbeatProbeConfig, beats: BeatStore, now: Callable[[], datetime]
    ) -> None:
        self.host = f"heartbeat {config.id}"
        self._config = config
        self._beats = beats
        self._now = now

    async def probe(self) -> Finding:
        now = self._now()
        beats = await self._beats.load_beats(ProbeId(self._config.id), now)
        return judge_reports(self._config, beats, now)


def judge_reports(config: HeartbeatProbeConfig, beats: Beats, now: datetime) -> Finding:
    expected = expected_by(config, now)
    match judge_beats(beats, expected):
        case Standing.WAITING:
            return own_trouble("waiting", "no report has come yet, and none was due so far")
        case Standing.NEVER:
            return found_down("beat.late", f"never reported; due by {_said(config, expected)}")
        case Standing.LATE:
            last = _time(config, beats.ok.at) if beats.ok else "ever"
            sentence = f"no report since {last}; due by {_said(config, expected)}"
            return found_down("beat.late", sentence, _figures(beats))
        case Standing.FAILED:
            when = _time(config, beats.fail) if beats.fail else "last"
            return found_down("beat.failed", f"reported a failure at {when}", _figures(beats))
    if config.max_run and beats.is_running and beats.start and now - beats.start > config.max_run:
        sentence = f"started at {_time(config, beats.start)} and has not ended since"
        return found_down("beat.stuck", sentence, _figures(beats))
    return _judge_last(config, beats)


def expected_by(config: HeartbeatProbeConfig, now: datetime) -> Expected:
    """By the calendar of the job's zone: a time the clock skips or repeats is due once."""
    if config.every is not None:
        return Expected(slot=now - config.every - config.grace, deadline=now)
    local = (now - config.grace).astimezone(ZoneInfo(config.timezone))
    slot = next(CronSim(config.cron or "", local, reverse=True))
    return Expected(slot=slot, deadline=slot + config.grace)


def _judge_last(config: HeartbeatProbeConfig, beats: Beats) -> Finding:
    last, figures = beats.ok, _figures(beats)
    if last is None:
        return own_trouble("waiting", "no report has come yet")
    when = _time(config, last.at)
    if (last.bytes or 0) < config.min_bytes:
        size = "no size" if last.bytes is None else size_words(last.bytes)
        sentence = f"reported {size} at {when}, expected at least {size_words(config.min_bytes)}"
        return found_down("beat.too_small", sentence, figures)
    if config.slow and last.duration and last.duration > config.slow:
        took = format_duration(last.duration)
        sentence = f"took {took}, more than {format_duration(config.slow)}"
        return found_degraded("beat.slow", sentence, figures)
    return found_up(f"reported at {when}{_how(last)}", figures)


def _how(last: Beat) -> str:
    said = [size_words(last.bytes)] if last.bytes is not None else []
    if last.duration is not None:
        said.append(f"in {format_duration(last.duration)}")
    return f": {' '.join(said)}" if said else ""


def size_words(size: int) -> str:
    """``0 B``, ``1.2 MB``: in steps of a thousand."""
    amount, unit = float(size), 0
    while amount >= _STEP and unit < len(_UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    return f"{amount:.1f}".removesuffix(".0") + f" {_UNITS[unit]}"


def _figures(beats: Beats) -> dict[str, Figure]:
    last = beats.ok
    figures: dict[str, Figure] = {}
    if last:
        figures["last_ok"] = last.at.isoformat()
        if last.bytes is not None:
            figures["bytes"] = last.bytes
        if last.duration is not None:
            figures["duration_ms"] = round(last.duration.total_seconds() * 1000)
    return figures


def _said(config: HeartbeatProbeConfig, expected: Expected) -> str:
    return _time(config, expected.deadline)


def _time(config: HeartbeatProbeConfig, at: datetime) -> str:
    """``Wed 18 Nov 02:41 CET``, in the job's zone: readers may live in another."""
    local = at.astimezone(ZoneInfo(config.timezone))
    return f"{local:%a} {local.day} {local:%b %H:%M %Z}"

"""Whether a probe's target is being worked on, as was said beforehand in blockers.yml."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from bot.domain.health import MaintenanceWindow, ProbePlan, ProbeResult, Verdict

REASON = "prober.maintenance"
_A_MOMENT = timedelta(seconds=1)
"""A window that begins now has begun."""


def maintenance_end(plan: ProbePlan, now: datetime) -> datetime | None:
    """When the window that is open now closes; the latest of several."""
    ends = [end for window in plan.maintenance if (end := _end(window, now))]
    return max(ends, default=None)


def excused(plan: ProbePlan, result: ProbeResult, zone: str) -> ProbeResult:
    """A failure within a window says nothing of the target: nothing turns, nothing is counted.

    What was down before the window still is after it, without a word. A good answer counts.
    """
    end = maintenance_end(plan, result.at)
    if end is None or result.verdict not in {Verdict.DOWN, Verdict.DEGRADED}:
        return result
    local = end.astimezone(ZoneInfo(zone))
    until = f"{local:%a} {local.day} {local:%b %H:%M}"
    sentence = f"in maintenance until {until}; it {result.sentence}"
    return replace(result, verdict=Verdict.UNKNOWN, reason=REASON, sentence=sentence)


def _end(window: MaintenanceWindow, now: datetime) -> datetime | None:
    if window.cron is None:
        if window.begin is None or window.end is None:
            return None
        return window.end if window.begin <= now < window.end else None
    local = now.astimezone(ZoneInfo(window.zone)) + _A_MOMENT
    begin = next(CronSim(window.cron, local, reverse=True)).astimezone(UTC)
    end = begin + window.length
    return end if end > now else None

"""The risk level from named rules with weights, shown with its top reasons (SPEC §8)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.blocker import Blocker, Priority
from bot.domain.health import Verdict
from bot.domain.ids import BlockerKey

SHOWN_REASONS = 3


class RiskLevel(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskWeights:
    """Points of each rule; levels begin at 1 (medium), ``high`` and ``critical`` points."""

    open_urgent: int = 2
    overdue: int = 2
    unowned: int = 1
    probe_down: int = 2
    target_passed: int = 3
    target_near: int = 1
    high: int = 4
    critical: int = 9


DEFAULT_WEIGHTS = RiskWeights()
TARGET_NEAR_DAYS = 7


@dataclass(frozen=True, slots=True)
class Risk:
    """``reasons`` are short phrases, the heaviest first; empty when the level is low."""

    level: RiskLevel
    reasons: tuple[str, ...] = ()


def judge_risk(
    blockers: Sequence[Blocker],
    probes: Mapping[str, Verdict],
    target: date | None,
    today: date,
    weights: RiskWeights = DEFAULT_WEIGHTS,
    *,
    unowned: Collection[BlockerKey],
) -> Risk:
    """``blockers`` are the open, blocking ones of the milestone, ``unowned`` those of nobody."""
    found = [
        *_about_blockers(blockers, today, weights, unowned),
        *_about_probes(probes, weights),
        *_about_target(blockers, target, today, weights),
    ]
    found.sort(key=lambda reason: -reason[0])
    points = sum(weight for weight, _ in found)
    level = RiskLevel.LOW
    if points:
        level = RiskLevel.MEDIUM
    if points >= weights.high:
        level = RiskLevel.HIGH
    if points >= weights.critical:
        level = RiskLevel.CRITICAL
    return Risk(level, tuple(text for _, text in found[:SHOWN_REASONS]))


def _about_blockers(
    blockers: Sequence[Blocker],
    today: date,
    weights: RiskWeights,
    unowned: Collection[BlockerKey],
) -> list[tuple[int, str]]:
    urgent = [b for b in blockers if b.priority is Priority.URGENT]
    overdue = [b for b in blockers if b.due and b.due < today]
    nobodys = [b for b in blockers if b.key in unowned]
    rules = (
        (weights.overdue, overdue, "overdue"),
        (weights.open_urgent, urgent, "urgent and open"),
        (weights.unowned, nobodys, "without an owner"),
    )
    return [(weight * len(some), f"{_names(some)} {what}") for weight, some, what in rules if some]


def _about_probes(probes: Mapping[str, Verdict], weights: RiskWeights) -> list[tuple[int, str]]:
    down = sorted(probe for probe, verdict in probes.items() if verdict is Verdict.DOWN)
    return [(weights.probe_down * len(down), f"{', '.join(down)} down")] if down else []


def _about_target(
    blockers: Sequence[Blocker], target: date | None, today: date, weights: RiskWeights
) -> list[tuple[int, str]]:
    if target is None or not blockers:
        return []
    left = (target - today).days
    if left < 0:
        days = "day" if left == -1 else "days"
        return [(weights.target_passed, f"target passed {-left} {days} ago")]
    if left <= TARGET_NEAR_DAYS:
        when = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
        return [(weights.target_near, f"target {when}")]
    return []


def _names(blockers: Sequence[Blocker]) -> str:
    if len(blockers) <= 2:  # noqa: PLR2004 - two keys read faster than a number
        return " and ".join(blocker.key for blocker in blockers)
    return f"{len(blockers)} blockers"

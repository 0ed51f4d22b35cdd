"""The risk level from named rules with weights, and what would lower it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.blocker import Blocker, Priority
from bot.domain.health import Verdict
from bot.domain.ids import BlockerKey

SHOWN_REASONS = 3
GROWTH_WINDOW = timedelta(days=7)
TARGET_NEAR_DAYS = 7


class RiskLevel(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class RiskRule(StrEnum):
    """Values are the names of the weights in the configuration."""

    OVERDUE = "overdue"
    OPEN_URGENT = "open_urgent"
    UNOWNED = "unowned"
    STALE = "stale"
    SCOPE_GROWN = "scope_grown"
    PROBE_DOWN = "probe_down"
    CONTESTED = "contested"
    TARGET_PASSED = "target_passed"
    TARGET_NEAR = "target_near"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskWeights:
    """Points of each rule, and with how many of them each level begins; 0 switches a rule off."""

    open_urgent: int = 2
    overdue: int = 2
    unowned: int = 1
    stale: int = 1
    scope_grown: int = 1
    probe_down: int = 2
    contested: int = 1
    target_passed: int = 3
    target_near: int = 1
    medium: int = 1
    high: int = 4
    critical: int = 9

    def of(self, rule: RiskRule) -> int:
        points: int = getattr(self, rule.value)
        return points

    def level(self, points: int) -> RiskLevel:
        if points >= self.critical:
            return RiskLevel.CRITICAL
        if points >= self.high:
            return RiskLevel.HIGH
        return RiskLevel.MEDIUM if points >= self.medium else RiskLevel.LOW


DEFAULT_WEIGHTS = RiskWeights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What would take a reason away, or its part of it; where it is about one thing, which."""

    text: str
    blocker: BlockerKey | None = None
    probe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskReason:
    """``times`` is how often the rule applies, each time with its ``weight``.

    ``without`` is the level that would be left if this reason were gone.
    """

    rule: RiskRule
    text: str
    weight: int
    times: int
    remedies: tuple[Remedy, ...] = ()
    without: RiskLevel = RiskLevel.LOW

    @property
    def points(self) -> int:
        return self.weight * self.times


@dataclass(frozen=True, slots=True)
class Risk:
    """``reasons`` are the heaviest as short phrases; ``factors`` are all of them in full."""

    level: RiskLevel
    reasons: tuple[str, ...] = ()
    factors: tuple[RiskReason, ...] = ()
    weights: RiskWeights = DEFAULT_WEIGHTS

    @property
    def points(self) -> int:
        return sum(factor.points for factor in self.factors)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeGrowth:
    """What came and what went within the window; nothing grew where nothing was there before it."""

    came: tuple[Blocker, ...] = ()
    gone: int = 0
    began_before: bool = False

    @property
    def net(self) -> int:
        return max(len(self.came) - self.gone, 0) if self.began_before else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFacts:
    """``blockers`` are the open, blocking ones; ``unowned`` and ``stale`` are keys among them."""

    blockers: Sequence[Blocker]
    today: date
    target: date | None = None
    probes: Mapping[str, Verdict] = field(default_factory=dict)
    unowned: Collection[BlockerKey] = ()
    stale: Collection[BlockerKey] = ()
    contested: Sequence[tuple[BlockerKey, str]] = ()
    """Ticked items that a probe speaks against: the blocker's key, the item's text."""
    growth: ScopeGrowth = ScopeGrowth()


def scope_growth(blockers: Sequence[Blocker], now: datetime) -> ScopeGrowth:
    """By when issues were made and closed. ``blockers`` are all known that block or did."""
    begin = now - GROWTH_WINDOW
    came = tuple(b for b in blockers if b.created_at and b.created_at > begin)
    gone = sum(1 for b in blockers if not b.is_open and _closed_after(b, begin))
    began = any(b.created_at and b.created_at <= begin for b in blockers)
    return ScopeGrowth(came=came, gone=gone, began_before=began)


def judge_risk(facts: RiskFacts, weights: RiskWeights = DEFAULT_WEIGHTS) -> Risk:
    """The heaviest reason first."""
    found = [
        *_about_blockers(facts, weights),
        *_about_growth(facts.growth, weights),
        *_about_probes(facts.probes, weights),
        _about_contests(facts, weights),
        *_about_target(facts, weights),
    ]
    factors = sorted((reason for reason in found if reason.points), key=lambda one: -one.points)
    points = sum(factor.points for factor in factors)
    return Risk(
        weights.level(points),
        tuple(factor.text for factor in factors[:SHOWN_REASONS]),
        tuple(_without(factor, points, weights) for factor in factors),
        weights,
    )


def _without(reason: RiskReason, points: int, weights: RiskWeights) -> RiskReason:
    return RiskReason(
        rule=reason.rule,
        text=reason.text,
        weight=reason.weight,
        times=reason.times,
        remedies=reason.remedies,
        without=weights.level(points - reason.points),
    )


def _about_blockers(facts: RiskFacts, weights: RiskWeights) -> list[RiskReason]:
    open_ones = facts.blockers
    rules = (
        (
            RiskRule.OVERDUE,
            [b for b in open_ones if b.due and b.due < facts.today],
            "overdue",
            "clear {}, or agree on a new date for it",
        ),
        (
            RiskRule.OPEN_URGENT,
            [b for b in open_ones if b.priority is Priority.URGENT],
            "urgent and open",
            "clear {}",
        ),
        (
            RiskRule.UNOWNED,
            [b for b in open_ones if b.key in facts.unowned],
            "without an owner",
            "give {} an owner",
        ),
        (
            RiskRule.STALE,
            [b for b in open_ones if b.key in facts.stale],
            "stale",
            "move {}: tick what is done, or say what holds it",
        ),
    )
    return [
        RiskReason(
            rule=rule,
            text=f"{_names(some)} {what}",
            weight=weights.of(rule),
            times=len(some),
            remedies=tuple(Remedy(text=how.format(b.key), blocker=b.key) for b in some),
        )
        for rule, some, what, how in rules
        if some
    ]


def _about_growth(growth: ScopeGrowth, weights: RiskWeights) -> list[RiskReason]:
    if not growth.net:
        return []
    days = GROWTH_WINDOW.days
    gone = f"{growth.gone} cleared" if growth.gone else "none cleared"
    remedies = tuple(
        Remedy(text=f"clear {b.key}, or take it out of the milestone", blocker=b.key)
        for b in growth.came
        if b.is_open
    )
    return [
        RiskReason(
            rule=RiskRule.SCOPE_GROWN,
            text=f"scope grown: {len(growth.came)} new and {gone} in {days} days",
            weight=weights.scope_grown,
            times=growth.net,
            remedies=remedies,
        )
    ]


def _about_probes(probes: Mapping[str, Verdict], weights: RiskWeights) -> list[RiskReason]:
    down = sorted(probe for probe, verdict in probes.items() if verdict is Verdict.DOWN)
    if not down:
        return []
    return [
        RiskReason(
            rule=RiskRule.PROBE_DOWN,
            text=f"{', '.join(down)} down",
            weight=weights.probe_down,
            times=len(down),
            remedies=tuple(Remedy(text=f"bring {probe} up again", probe=probe) for probe in down),
        )
    ]


def _about_contests(facts: RiskFacts, weights: RiskWeights) -> RiskReason:
    items = "item" if len(facts.contested) == 1 else "items"
    how = "look at “{}” of {}: mend what its probe says, or reopen it"
    found = facts.contested
    return RiskReason(
        rule=RiskRule.CONTESTED,
        text=f"{len(found)} {items} contested",
        weight=weights.contested,
        times=len(found),
        remedies=tuple(Remedy(text=how.format(what, key), blocker=key) for key, what in found),
    )


def _about_target(facts: RiskFacts, weights: RiskWeights) -> list[RiskReason]:
    if facts.target is None or not facts.blockers:
        return []
    left = (facts.target - facts.today).days
    if left > TARGET_NEAR_DAYS:
        return []
    rule, text = RiskRule.TARGET_NEAR, f"target {_when(left)}"
    if left < 0:
        rule = RiskRule.TARGET_PASSED
        text = f"target passed {-left} {'day' if left == -1 else 'days'} ago"
    count = len(facts.blockers)
    some = {1: "the open blocker", 2: "both open blockers"}
    what = some.get(count, f"all {count} open blockers")
    remedy = Remedy(text=f"clear {what}, or agree on a later target")
    return [RiskReason(rule=rule, text=text, weight=weights.of(rule), times=1, remedies=(remedy,))]


def _when(left: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")


def _closed_after(blocker: Blocker, begin: datetime) -> bool:
    closed = blocker.completed_at or blocker.updated_at
    return closed is not None and closed > begin


def _names(blockers: Sequence[Blocker]) -> str:
    if len(blockers) <= 2:  # noqa: PLR2004 - two keys read faster than a number
        return " and ".join(blocker.key for blocker in blockers)
    return f"{len(blockers)} blockers"

"""What the rules of the risk look at, gathered from the rows of a board."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.board import BlockerView
from bot.domain.health import Verdict
from bot.domain.needs import is_stale
from bot.domain.risk import RiskFacts, scope_growth


def build_risk_facts(
    views: Sequence[BlockerView],
    probes: Mapping[str, Verdict],
    target: date | None,
    now: datetime,
    zone: ZoneInfo,
) -> RiskFacts:
    """``views`` are all of the milestone; what is only watched counts for nothing."""
    today = now.astimezone(zone).date()
    blocking = [view for view in views if not view.blocker.watched]
    open_ones = [view for view in blocking if view.blocker.is_open]
    return RiskFacts(
        blockers=[view.blocker for view in open_ones],
        today=today,
        target=target,
        probes=probes,
        unowned={view.blocker.key for view in open_ones if view.is_unowned},
        stale={view.blocker.key for view in open_ones if is_stale(view, today, zone)},
        growth=scope_growth([view.blocker for view in blocking], now),
    )

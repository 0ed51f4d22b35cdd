"""What the rules of the risk and the scorecard look at, gathered from the rows of a board."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.board import BlockerView
from bot.domain.health import Verdict
from bot.domain.needs import is_stale, quiet_days
from bot.domain.risk import RiskFacts, scope_growth
from bot.domain.scorecard import Tied


def build_risk_facts(
    views: Sequence[BlockerView],
    probes: Mapping[str, Verdict],
    target: date | None,
    now: datetime,
    zone: ZoneInfo,
) -> RiskFacts:
    """``views`` are all of the milestone; what is only watched counts by its contests."""
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
        contested=[
            (view.blocker.key, shown.item.text) for view in views for shown in view.contested
        ],
        growth=scope_growth([view.blocker for view in blocking], now),
    )


def tied_of(view: BlockerView, today: date, zone: ZoneInfo) -> Tied:
    """What a component sees of it."""
    is_quiet = view.blocker.is_open and is_stale(view, today, zone)
    return Tied(
        blocker=view.blocker,
        stale_days=quiet_days(view, today, zone) if is_quiet else 0,
        contested=tuple(shown.item.text for shown in view.contested),
        rechecks=tuple(shown.item.text for shown in view.rechecks),
    )

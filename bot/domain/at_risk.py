"""Why a blocker is at risk of not clearing in time, each sign in words."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.board import BlockerView, Board, ItemView, ProbeView
from bot.domain.health import Verdict
from bot.domain.needs import is_stale, quiet_days
from bot.domain.people import are_gone


def risk_signs(view: BlockerView, board: Board) -> tuple[str, ...]:
    """Empty where nothing speaks against it. The gravest first; names are as they came."""
    zone = ZoneInfo(board.timezone)
    today = board.now.astimezone(zone).date()
    return tuple(
        sign
        for sign in (
            overdue_sign(view, today),
            contested_sign(view),
            _probes_sign(view),
            _owner_sign(view),
            stale_sign(view, today, zone),
            _target_sign(view, board),
        )
        if sign
    )


def overdue_sign(view: BlockerView, today: date) -> str:
    """``overdue 5 days, 2 items overdue``; "" where nothing is."""
    return ", ".join(_late_parts(view, today))


def contested_sign(view: BlockerView) -> str:
    """``1 item contested``; "" where none is."""
    number = len(view.contested)
    return f"{number} {'item' if number == 1 else 'items'} contested" if number else ""


def stale_sign(view: BlockerView, today: date, zone: ZoneInfo) -> str:
    if not is_stale(view, today, zone):
        return ""
    return f"not moved for {quiet_days(view, today, zone)} working days"


def is_late(view: BlockerView, today: date) -> bool:
    """The blocker's own date has passed, or that of an open item."""
    return any(_late_parts(view, today))


def late_items(view: BlockerView, today: date) -> tuple[ItemView, ...]:
    if not view.blocker.is_open:
        return ()
    return tuple(
        shown
        for shown in view.items
        if shown.item.state.is_open and shown.item.due and shown.item.due < today
    )


def late_items_sign(view: BlockerView, today: date) -> str:
    """``2 items overdue``; "" where none is."""
    number = len(late_items(view, today))
    return f"{number} {'item' if number == 1 else 'items'} overdue" if number else ""


def _late_parts(view: BlockerView, today: date) -> Iterator[str]:
    days, items = view.overdue_days(today), late_items_sign(view, today)
    if days:
        yield f"overdue {days} {'day' if days == 1 else 'days'}"
    if items:
        yield items


def _probes_sign(view: BlockerView) -> str:
    """Down, degraded, or fallen silent; one that was never heard says nothing yet."""
    return ", ".join(f"{probe.id} {_trouble(probe)}" for probe in view.probes if _trouble(probe))


def _trouble(probe: ProbeView) -> str:
    if probe.verdict in {Verdict.DOWN, Verdict.DEGRADED}:
        return probe.verdict.value
    silent = probe.verdict is Verdict.UNKNOWN and probe.state is not None and probe.state.heard
    return "silent" if silent else ""


def _owner_sign(view: BlockerView) -> str:
    if view.is_unowned:
        return "nobody owns it"
    owner = view.blocker.owner
    return f"{owner.name}'s account is closed" if owner and are_gone(owner) else ""


def _target_sign(view: BlockerView, board: Board) -> str:
    due, target = view.blocker.due, board.milestone.target
    return "due after the milestone's target" if due and target and due > target else ""

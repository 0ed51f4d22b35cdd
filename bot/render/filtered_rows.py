"""A blocker in a filtered list: its lines, and why it matches."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.at_risk import late_items_sign, risk_signs, stale_sign
from bot.domain.board import BlockerView, Board
from bot.domain.due_spans import NONE, is_due
from bot.domain.filter_words import owner_said
from bot.domain.filters import (
    Filter,
    FilteredBoards,
    Flag,
    Owned,
    OwnerKind,
    folded,
    today_of,
)
from bot.domain.messages import Json
from bot.render import actions
from bot.render.blocks import section_blocks
from bot.render.escape import outside
from bot.render.limits import NAME, SHORT
from bot.render.lines import blocker_line, dotted, local_time, next_words, title_words
from bot.render.probes import evidence_words
from bot.render.state import milestone_name

SHOWN_LABELS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """``first``: the milestone is named above it where there are several."""

    board: Board
    view: BlockerView
    first: bool


def row_blocks(found: FilteredBoards, row: Row) -> Json:
    view, local = row.view, local_time(row.board)
    text = [
        _group_words(found, row.board) if found.every and row.first else "",
        f"{'Watching, not blocking: ' if view.blocker.watched else ''}{title_words(view)}",
        blocker_line(view, local),
        dotted(*_reasons(found, row), next_words(view), evidence_words(view.probes, local, 1)),
    ]
    return section_blocks(
        "\n".join(line for line in text if line),
        actions.open_button(row.board.milestone.key, view.blocker),
    )


def _group_words(found: FilteredBoards, board: Board) -> str:
    views = found.asked.found(board, found.teams)
    return f"*{milestone_name(board)}* · {len(views)} of {len(found.asked.pool(board))}"


def _reasons(found: FilteredBoards, row: Row) -> Iterator[str]:
    """Why it matches, as far as the line above does not say so already."""
    asked, view = found.asked, row.view
    today, zone = today_of(row.board), ZoneInfo(row.board.timezone)
    yield _their_words(found, row)
    if Flag.AT_RISK in asked.flags:
        signs = [outside(sign, SHORT) for sign in risk_signs(view, row.board)]
        yield f"⚠️ at risk: {', '.join(signs)}"
    else:
        yield late_items_sign(view, today) if Flag.OVERDUE in asked.flags else ""
        yield stale_sign(view, today, zone) if Flag.STALE in asked.flags else ""
    yield _due_words(asked, row)
    yield _label_words(asked, view)


def _their_words(found: FilteredBoards, row: Row) -> str:
    """``2 of your items open, 1 overdue``."""
    items = found.asked.their_items(row.view, found.teams)
    if not items:
        return ""
    today, whole = today_of(row.board), row.view.blocker.due
    dates = [one.item.due or whole for one in items]  # as on their Home
    late = sum(due is not None and due < today for due in dates)
    words = f"{len(items)} of {_whose(found)} items open"
    return f"{words}, {late} overdue" if late else words


def _whose(found: FilteredBoards) -> str:
    owners = found.asked.owners
    if len(owners) > 1:
        return "their"
    return "your" if _is_viewer(owners[0], found) else _possessive(owners[0], found)


def _is_viewer(owned: Owned, found: FilteredBoards) -> bool:
    return owned.kind is OwnerKind.USER and owned.value == found.viewer


def _possessive(owned: Owned, found: FilteredBoards) -> str:
    return f"{outside(owner_said(owned, found.names), NAME)}'s"


def _due_words(asked: Filter, row: Row) -> str:
    """Which item falls due then, where it is not the blocker itself."""
    today, view = today_of(row.board), row.view
    spans = [word for word in asked.due if word != NONE]
    if not spans or any(is_due(view.blocker.due, word, today) for word in asked.due):
        return ""
    items = [
        one.item
        for one in view.items
        if one.item.state.is_open and any(is_due(one.item.due, word, today) for word in spans)
    ]
    if not items or not items[0].due:
        return ""
    when = local_time(row.board).due(items[0].due)
    more = f" and {len(items) - 1} more" if len(items) > 1 else ""
    return f"item “{outside(items[0].text, SHORT)}” {when}{more}"


def _label_words(asked: Filter, view: BlockerView) -> str:
    """Which label it is, where one of several was enough."""
    if not any(len(group) > 1 for group in asked.labels):
        return ""
    wanted = {folded(label) for group in asked.labels for label in group}
    labels = [label for label in view.blocker.labels if folded(label) in wanted]
    return f"labels: {', '.join(outside(label, NAME) for label in labels[:SHOWN_LABELS])}"

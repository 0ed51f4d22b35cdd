"""The risk alone: the level, each reason with its points, and what would take it away."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.board import BlockerView, Board
from bot.domain.ids import BlockerKey
from bot.domain.messages import Json, Message
from bot.domain.risk import Remedy, Risk, RiskLevel, RiskReason, RiskRule
from bot.render import actions
from bot.render.blocks import section_blocks
from bot.render.escape import outside
from bot.render.limits import NAME, NEXT_ACTION, SENTENCE, SHORT
from bot.render.lines import blocker_owner_words, dotted, due_words, keys_words
from bot.render.part_frame import Look, Rows, part_message
from bot.render.state import is_known, milestone_name, target_words
from bot.render.words import RISK_EMOJI, LocalTime, count

PART = "risk"
PAGE_ROWS = 12
_RULES = {
    RiskRule.OPEN_URGENT: "urgent and open",
    RiskRule.OVERDUE: "overdue",
    RiskRule.STALE: "stale",
    RiskRule.UNOWNED: "without an owner",
    RiskRule.SCOPE_GROWN: "more new than cleared in a week",
    RiskRule.PROBE_DOWN: "a probe down",
    RiskRule.TARGET_NEAR: "the target near",
    RiskRule.TARGET_PASSED: "the target passed",
}


Views = Mapping[BlockerKey, BlockerView]


@dataclass(frozen=True, slots=True)
class _Row:
    """A remedy; ``reason`` is set on the first one of each reason.

    ``is_new`` says that its blocker was in no row before, so what is next for it stands there.
    """

    remedy: Remedy | None
    reason: RiskReason | None = None
    is_new: bool = False


def risk_message(
    board: Board, *, private: bool = True, page: int = 0, live: bool = True
) -> Message:
    look = Look(board=board, part=PART, private=private, page=page, live=live)
    rows = _rows(board) if is_known(board) else []
    views = {view.blocker.key: view for view in reversed(board.everything)}

    def draw(index: int) -> Json:
        return _row_blocks(board, rows[index], views, look.local)

    return part_message(
        look, _head(board, look.local), Rows(total=len(rows), draw=draw, size=PAGE_ROWS)
    )


def _head(board: Board, local: LocalTime) -> list[str]:
    risk, name = board.risk, milestone_name(board)
    if not is_known(board):
        tracker = outside(board.sources.tracker, NAME)
        return [f"⚪ *{name}: risk not known*, {tracker} was never read"]
    line = dotted(
        f"{RISK_EMOJI[risk.level]} *{name}: risk {risk.level.value}*",
        count(risk.points, "point"),
        target_words(board, local),
    )
    weights = risk.weights
    levels = f"medium from {weights.medium}, high from {weights.high}, critical from "
    levels += f"{weights.critical}"
    if risk.factors:
        return [line, f"{_lower_words(risk)} ({levels}). What raises it, and what takes that away:"]
    looked_at = [words for rule, words in _RULES.items() if weights.of(rule)]
    return [line, f"Nothing raises it. Looked for: {', '.join(looked_at)}.", f"Levels: {levels}"]


def _lower_words(risk: Risk) -> str:
    """``3 points less make it medium``."""
    if risk.level is RiskLevel.LOW:
        return "Not enough for medium"
    less = next(n for n in range(1, risk.points + 2) if _level_after(risk, n) is not risk.level)
    verb = "makes" if less == 1 else "make"
    return f"{count(less, 'point')} less {verb} it {_level_after(risk, less).value}"


def _level_after(risk: Risk, less: int) -> RiskLevel:
    return risk.weights.level(risk.points - less)


def _rows(board: Board) -> list[_Row]:
    rows = []
    seen: set[BlockerKey | None] = {None}
    for reason in board.risk.factors:
        for number, remedy in enumerate(reason.remedies or (None,)):
            key = remedy.blocker if remedy else None
            rows.append(_Row(remedy, None if number else reason, key not in seen))
            seen.add(key)
    return rows


def _row_blocks(board: Board, row: _Row, views: Views, local: LocalTime) -> Json:
    remedy = row.remedy
    view = _concerned(board, remedy, views) if remedy else None
    lines = [_reason_line(row.reason) if row.reason else "", _remedy_line(remedy)]
    if remedy and remedy.probe:
        lines.append(_behind_words(board, remedy.probe))
    elif view:
        title = outside(view.blocker.title, SHORT)
        action = outside(view.story.next_action, NEXT_ACTION)
        lines += [
            dotted(title, blocker_owner_words(view), due_words(view, local)),
            f"Next: {action}" if action and row.is_new else "",
        ]
    button = actions.open_button(board.milestone.key, view.blocker) if view else None
    return section_blocks("\n".join(line for line in lines if line), button)


def _reason_line(reason: RiskReason) -> str:
    each = f" ({reason.weight} for each)" if reason.times > 1 else ""
    text = outside(reason.text, SENTENCE)
    return f"*+{reason.points} · {text}*{each} · without it risk {reason.without.value}"


def _remedy_line(remedy: Remedy | None) -> str:
    return f"→ {outside(remedy.text, SENTENCE)}" if remedy else ""


def _concerned(board: Board, remedy: Remedy, views: Views) -> BlockerView | None:
    if remedy.blocker:
        return views.get(remedy.blocker)
    return next(iter(_waiting_on(board, remedy.probe)), None) if remedy.probe else None


def _waiting_on(board: Board, probe: str) -> list[BlockerView]:
    return [view for view in board.blockers if any(each.id == probe for each in view.probes)]


def _behind_words(board: Board, probe: str) -> str:
    components = [
        outside(verdict.component.name, SHORT)
        for verdict in board.scorecard
        if probe in verdict.component.probes
    ]
    keys = tuple(view.blocker.key for view in _waiting_on(board, probe))
    hanging = dotted(", ".join(components[:3]), keys_words(keys))
    return f"Behind it: {hanging}" if hanging else ""

"""The state of a milestone in one line, with its risk and target, and why it is so."""

import re

from bot.domain.board import Board
from bot.domain.milestone import Readiness
from bot.domain.scorecard import overall
from bot.render.escape import outside
from bot.render.limits import NAME, SENTENCE, SHORT
from bot.render.lines import dotted, key_words
from bot.render.words import LocalTime, capital, count

SHOWN_WHYS = 2
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{3}[.!?])\s+(?=[A-Z\u00c0-\u00de\u0391-\u03a9\u0401\u0410-\u042f])"
    r"|(?<=[\u3002\uff01\uff1f])"
)
"""Before a capital letter, and not after a short word such as ``e.g.``; or Chinese, Japanese."""

_WITHOUT_BLOCKERS = {
    Readiness.BLOCKED: ("🔴", "no open blocker, but the scorecard says blocked"),
    Readiness.AT_RISK: ("🟡", "no open blocker, but the scorecard says at risk"),
    Readiness.UNKNOWN: ("⚪", "no open blocker, but part of the scorecard is unknown"),
    Readiness.READY: ("🟢", "clear, nothing blocks it"),
}


def board_state(board: Board, local: LocalTime) -> str:
    """``🔴 *Production deployment is blocked by 2* · risk high · target Fri 18 Dec``."""
    emoji, phrase = _state(board)
    name = milestone_name(board)
    verb = " is" if board.blockers else ":"
    risk = f"risk {board.risk.level.value}" if is_known(board) else ""
    return dotted(f"{emoji} *{name}{verb} {phrase}*", risk, target_words(board, local))


def digest_state(board: Board, local: LocalTime, *, were_open: int | None = None) -> str:
    """``🔴 *Blocked by 2* (was 3) · risk high (…) · target Fri 18 Dec``: the head has the name."""
    emoji, phrase = _state(board)
    risk = ""
    if is_known(board):
        reasons = ", ".join(_reasons(board))
        risk = f"risk {board.risk.level.value}" + (f" ({reasons})" if reasons else "")
    state = f"{emoji} *{capital(phrase)}*{_compared(board, were_open)}"
    return dotted(state, risk, target_words(board, local))


def why_lines(board: Board) -> list[str]:
    """What the blockers keep back in their own words, then the reasons of the risk."""
    said = [
        f"{capital(outside(_opening(view.story.why), SHORT).rstrip('.'))} ({key_words(view)})"
        for view in board.blockers
        if view.story.why.strip()
    ][:SHOWN_WHYS]
    lines = [" · ".join(said)] if said else []
    reasons = ", ".join(_reasons(board))
    return [*lines, f"Risk: {reasons}"] if reasons and is_known(board) else lines


def _opening(text: str) -> str:
    """The first sentence alone where all of it would be cut."""
    return _SENTENCE_END.split(text, maxsplit=1)[0] if len(text) > SHORT else text


def is_known(board: Board) -> bool:
    """Whether what blocks it was ever read: a failed reading is not *no blockers*."""
    never_read = bool(board.sources.tracker) and board.sources.tracker_at is None
    return bool(board.everything) or not never_read


def milestone_name(board: Board) -> str:
    return outside(board.milestone.name, SHORT) or outside(board.milestone.key, NAME)


def target_words(board: Board, local: LocalTime) -> str:
    target = board.milestone.target
    if target is None:
        return "no target date"
    late = (local.today - target).days
    passed = f", passed {count(late, 'day')} ago" if late > 0 else ""
    return f"target {local.day(target)}{passed}"


def _compared(board: Board, were_open: int | None) -> str:
    if were_open is None or were_open == len(board.blockers) or not is_known(board):
        return ""
    if not board.blockers:
        return f" (was blocked by {were_open})"
    return f" (was {were_open or 'clear'})"


def _state(board: Board) -> tuple[str, str]:
    if board.blockers:
        return "🔴", f"blocked by {len(board.blockers)}"
    if not is_known(board):
        tracker = outside(board.sources.tracker, NAME)
        return "⚪", f"not known yet, {tracker} was never read"
    return _WITHOUT_BLOCKERS[overall(board.scorecard) or Readiness.READY]


def _reasons(board: Board) -> list[str]:
    return [outside(reason, SENTENCE // 2) for reason in board.risk.reasons]

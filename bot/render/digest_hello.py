"""The first digest of a milestone in a channel: what is watched, and what comes next."""

from collections.abc import Iterator

from bot.domain.board import Board
from bot.render.escape import outside
from bot.render.limits import NAME
from bot.render.state import is_known, milestone_name
from bot.render.words import LocalTime, count


def hello_words(board: Board, local: LocalTime) -> str:
    """In place of news: there is nothing to compare with yet."""
    watched = ", ".join(_watched(board))
    return (
        f"👋 *First digest* of {milestone_name(board)} here. Watched: {watched}. "
        f"{_next(board, local)}; `/blockers` answers at any time.{_begin(board)}"
    )


def _next(board: Board, local: LocalTime) -> str:
    at = board.sources.next_digest
    if at is None:
        return "No further one is planned here, `/blockers settings` plans them"
    return f"The next one, {local.moment(at)}, tells what changed"


def _begin(board: Board) -> str:
    if board.everything or board.sources.tracker:
        return ""
    return " `/blockers add TITLE` adds the first blocker."


def _watched(board: Board) -> Iterator[str]:
    tracker = outside(board.sources.tracker, NAME)
    where = f"in {tracker}" if tracker else "kept here"
    yield f"the blockers {where} ({_open(board)})"
    if board.watched:
        yield f"{count(len(board.watched), 'issue')} that {_verb(len(board.watched))} not block"
    if board.probes:
        yield count(len(board.probes), "probe")
    if board.scorecard:
        yield f"{count(len(board.scorecard), 'part')} of the scorecard"


def _open(board: Board) -> str:
    if not is_known(board):
        return "not read yet"
    return f"{len(board.blockers) or 'none'} open"


def _verb(number: int) -> str:
    return "does" if number == 1 else "do"

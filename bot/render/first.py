"""Which blocker first: the one that frees most, the longest chain, circles, and every turn."""

from collections.abc import Sequence

from bot.domain.board import BlockerView, Board
from bot.domain.messages import Json, Message
from bot.domain.order import Circle, Issue, Order, Turn, build_order
from bot.render import actions
from bot.render.blocks import section_blocks
from bot.render.escape import outside
from bot.render.limits import NAME, SHORT
from bot.render.lines import blocker_owner_words, dotted, due_words, state_words
from bot.render.part_frame import Look, Rows, part_message
from bot.render.state import is_known, milestone_name
from bot.render.words import LocalTime, count

PART = "first"
PAGE_TURNS = 10
SHOWN_ISSUES = 5
SHOWN_STEPS = 8
SHOWN_CIRCLES = 3
BLOCKED = "blocked"


def first_message(
    board: Board, *, private: bool = True, page: int = 0, live: bool = True
) -> Message:
    look = Look(board=board, part=PART, private=private, page=page, live=live)
    views = {view.blocker.id: view for view in (*board.blockers, *board.watched)}
    order = build_order([view.blocker for view in views.values()])
    turns = order.turns if is_known(board) else ()

    def draw(index: int) -> Json:
        turn = turns[index]
        view = views[turn.issue.id]
        text = _turn_words(turn, view, look.local)
        return section_blocks(text, actions.open_button(board.milestone.key, view.blocker))

    return part_message(
        look,
        _head(board, order),
        Rows(total=len(turns), draw=draw, size=PAGE_TURNS),
    )


def _head(board: Board, order: Order) -> list[str]:
    name = milestone_name(board)
    if not is_known(board):
        tracker = outside(board.sources.tracker, NAME)
        return [f"⚪ *{name}: order not known*, {tracker} was never read"]
    if not order.turns:
        return [f"🟢 *{name}: nothing is open*, so nothing has to come first"]
    return [
        _start_words(name, order),
        _counted_words(order),
        *_circle_lines(order.circles),
        f"Longest chain: {_chain_words(order)}" if order.chain else "",
        f"⚠️ {outside(board.sources.tracker, NAME) or 'The tracker'} has more relations than were "
        "read: there may be more that waits"
        if order.is_partial
        else "",
    ]


def _start_words(name: str, order: Order) -> str:
    first = order.turns[0]
    key = outside(first.issue.key, NAME)
    if not order.has_relations:
        return f"🔀 *{name}: begin with {key}*, by priority and date: no issue blocks another"
    if not first.can_start:
        return f"🔴 *{name}: nothing can start*, each waits on another"
    if first.frees:
        return f"🔀 *{name}: begin with {key}*, {_waiting_words(len(first.frees))} for it"
    return f"🔀 *{name}: begin with {key}*, by priority and date: nothing waits for what can start"


def _counted_words(order: Order) -> str:
    ready = sum(turn.can_start for turn in order.turns)
    waiting = len(order.turns) - ready
    if not order.has_relations:
        return ""
    words = f"{ready} can start now"
    return (
        f"{words}, {_waiting_words(waiting, '')} on others"
        if waiting
        else f"{words}, none of them waits"
    )


def _waiting_words(number: int, what: str = "issue") -> str:
    counted = count(number, what) if what else str(number)
    return f"{counted} {'waits' if number == 1 else 'wait'}"


def _circle_lines(circles: Sequence[Circle]) -> list[str]:
    lines = []
    for circle in circles[:SHOWN_CIRCLES]:
        way = " → ".join([*_names(circle.way, SHOWN_STEPS), outside(circle.way[0].key, NAME)])
        others = ""
        if circle.others:
            others = f"; tied in with it: {', '.join(_names(circle.others, SHOWN_ISSUES))}"
        lines.append(f"⚠️ *Circle*, none of them can be cleared first: {way}{others}")
    more = len(circles) - SHOWN_CIRCLES
    return [*lines, f"⚠️ and {count(more, 'more circle')}"] if more > 0 else lines


def _chain_words(order: Order) -> str:
    """``THR-41 → THR-60 → OPS-9 (outside)``; who waits for each other is one step of it."""
    steps = [" ⇄ ".join(_names(step, SHOWN_ISSUES)) for step in order.chain[:SHOWN_STEPS]]
    more = len(order.chain) - SHOWN_STEPS
    if more > 0:
        steps.append(f"{more} more")
    return f"{' → '.join(steps)} ({count(sum(map(len, order.chain)), 'issue')})"


def _turn_words(turn: Turn, view: BlockerView, local: LocalTime) -> str:
    key, title = outside(turn.issue.key, NAME), outside(turn.issue.title, SHORT)
    watched = " (watching, not blocking)" if view.blocker.watched else ""
    frees = ""
    if turn.frees:
        frees = f"Frees {len(turn.frees)}: {', '.join(_names(turn.frees, SHOWN_ISSUES))}"
    lines = (
        f"*{turn.number}. {f'{key} {title}'.strip()}*{watched}",
        dotted(
            _turn_state(turn, view),
            view.blocker.priority.word,
            state_words(view),
            blocker_owner_words(view),
            due_words(view, local),
        ),
        frees,
    )
    return "\n".join(line for line in lines if line)


def _turn_state(turn: Turn, view: BlockerView) -> str:
    """A team may have a state *Blocked* for what waits on no issue."""
    if turn.can_start and state_words(view) == BLOCKED:
        return "⏸️ waits on no issue, but its state says so"
    if turn.can_start:
        return "▶️ can start now"
    waits = ", ".join(_names(turn.waits_on, SHOWN_ISSUES))
    return f"⏸️ waits on {waits}{', in a circle' if turn.in_circle else ''}"


def _names(issues: Sequence[Issue], most: int) -> list[str]:
    shown = [
        outside(issue.key, NAME) + ("" if issue.inside else " (not in this milestone)")
        for issue in issues[:most]
    ]
    more = len(issues) - most
    return [*shown, f"{more} more"] if more > 0 else shown

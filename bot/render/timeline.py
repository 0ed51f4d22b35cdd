"""The timeline alone, in text: each week with what is due, the effort left, the naive finish."""

from collections.abc import Iterator

from bot.domain.board import Board
from bot.domain.messages import Json, Message
from bot.domain.timeline import HOURS_A_DAY, Entry, Hours, Span, Stretch, Timeline, build_timeline
from bot.render.blocks import section_blocks
from bot.render.escape import outside, wire_size
from bot.render.limits import NAME, SHORT
from bot.render.lines import (
    blocker_owner_words,
    dotted,
    key_words,
    keys_words,
    owner_words,
    state_words,
)
from bot.render.part_frame import Look, Rows, part_message
from bot.render.state import is_known, milestone_name, target_words
from bot.render.words import LocalTime, count, hours

PART = "timeline"
PAGE_ROWS = 8
ROW_LINES, ROW_JSON = 5, 2_400
"""What stands in one section: fewer lines where they are long, so that none is cut."""
STRIP_CELLS = 26
BAR_CELLS = 8
DUE, FREE, TARGET = "▰", "▱", "◆"


def timeline_message(
    board: Board, *, private: bool = True, page: int = 0, live: bool = True
) -> Message:
    look = Look(board=board, part=PART, private=private, page=page, live=live)
    local = look.local
    timeline = build_timeline(board.blockers, board.watched, board.milestone.target, local.today)
    rows = list(_rows(timeline, local)) if is_known(board) else []

    def draw(index: int) -> Json:
        return section_blocks(rows[index])

    note = f"A cell is a week: {DUE} something due, {FREE} nothing, {TARGET} the target"
    return part_message(
        look,
        _head(board, timeline, local),
        Rows(total=len(rows), draw=draw, size=PAGE_ROWS, what="parts of the timeline"),
        note if rows else "",
    )


def _head(board: Board, timeline: Timeline, local: LocalTime) -> list[str]:
    name = milestone_name(board)
    if not is_known(board):
        tracker = outside(board.sources.tracker, NAME)
        return [f"⚪ *{name}: timeline not known*, {tracker} was never read"]
    target = target_words(board, local)
    if not board.blockers:
        return [f"🟢 *{name}: nothing open blocks it* · {target}", _strip(timeline)]
    late = next((s for s in timeline.stretches if s.span is Span.OVERDUE), None)
    overdue = late.blocking if late else 0
    return [
        dotted(
            f"🗓️ *{name}: {count(len(board.blockers), 'blocker')} open*",
            f"{overdue} overdue" if overdue else "none overdue",
            f"{hours(timeline.hours)} left" if timeline.hours else "",
            target,
        ),
        _finish_words(board, timeline, local),
        _without_words(timeline),
        _strip(timeline),
    ]


def _finish_words(board: Board, timeline: Timeline, local: LocalTime) -> str:
    if timeline.hours is None:
        return "No naive finish: no blocker says its effort"
    if timeline.finish is None:
        return "Naive finish: years away by the effort alone"
    first, last = timeline.finish
    days = local.day(first) if first == last else f"{local.day(first)} to {local.day(last)}"
    how = f"the effort alone, one after the other, {HOURS_A_DAY} h a working day; no forecast"
    target = board.milestone.target
    if target is None:
        return f"Naive finish *{days}*: {how}"
    late = (last - target).days
    against = f"{count(late, 'day')} late" if late > 0 else "within the target"
    return f"Naive finish *{days}*, {against}: {how}"


def _without_words(timeline: Timeline) -> str:
    views = timeline.without_effort
    if not views or timeline.hours is None:
        return ""
    keys = keys_words(tuple(view.blocker.key for view in views))
    verb = "says" if len(views) == 1 else "say"
    return f"Not counted: {keys} {verb} no effort"


def _strip(timeline: Timeline) -> str:
    """``now ▰▱▱◆▱``: one cell a week from this one on."""
    cells: list[str] = []
    more = 0
    for stretch in timeline.stretches:
        if stretch.span is Span.GAP:
            room = max(min(stretch.weeks, STRIP_CELLS - len(cells)), 0)
            cells += FREE * room
            more += stretch.weeks - room
        elif stretch.span is Span.WEEK and len(cells) < STRIP_CELLS:
            cells.append(_cell(stretch))
        elif stretch.span is Span.WEEK:
            more += 1
    beyond = f" +{count(more, 'week')}" if more else ""
    return f"now {''.join(cells)}{beyond}"


def _cell(stretch: Stretch) -> str:
    due = DUE if stretch.entries else FREE
    return (due if stretch.entries else "") + TARGET if stretch.has_target else due


def _rows(timeline: Timeline, local: LocalTime) -> Iterator[str]:
    most = max((s.hours[1] for s in timeline.stretches if s.hours), default=0.0)
    for stretch in timeline.stretches:
        title = _title(stretch, local)
        head = dotted(f"*{title}*", _aim_words(stretch), _due_words(stretch, most))
        for number, lines in enumerate(_chunks([_line(e, local) for e in stretch.entries])):
            top = head if number == 0 else f"*{title}*, continued"
            yield "\n".join([top, *lines])


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    """At least one, so that a stretch without entries has its row too."""
    chunk: list[str] = []
    weight = 0
    for line in lines:
        size = wire_size(line)
        if chunk and (len(chunk) == ROW_LINES or weight + size > ROW_JSON):
            yield chunk
            chunk, weight = [], 0
        chunk.append(line)
        weight += size
    yield chunk


def _title(stretch: Stretch, local: LocalTime) -> str:
    if stretch.span is Span.OVERDUE:
        return "⏰ Overdue"
    if stretch.span is Span.NO_DATE or stretch.start is None:
        return "No date"
    if stretch.span is Span.GAP:
        return f"{count(stretch.weeks, 'week')} from {local.day(stretch.start)}: nothing due"
    if stretch.is_now:
        return "This week"
    return f"Week of {local.day(stretch.start)}"


def _aim_words(stretch: Stretch) -> str:
    return f"{TARGET} the target is in this week" if stretch.has_target else ""


def _due_words(stretch: Stretch, most: float) -> str:
    """``▰▰▰▱▱▱▱▱ 2 blockers due, 14 h``; the bar is the share of the fullest week."""
    if stretch.span is Span.GAP:
        return ""
    if not stretch.entries:
        return "nothing due"
    word = {Span.OVERDUE: "overdue", Span.NO_DATE: "without a date"}.get(stretch.span, "due")
    others = len(stretch.entries) - stretch.blocking
    effort = hours(stretch.hours) if stretch.hours else ""
    counted = ", ".join(
        part
        for part in (
            f"{count(stretch.blocking, 'blocker')} {word}" if stretch.blocking else "",
            f"{count(others, 'other')} {word}" if others else "",
            effort,
        )
        if part
    )
    return f"{_bar(stretch.hours, most)} {counted}".strip()


def _bar(span: Hours | None, most: float) -> str:
    if span is None or most <= 0:
        return ""
    filled = min(max(round(span[1] / most * BAR_CELLS), 1), BAR_CELLS)
    return DUE * filled + FREE * (BAR_CELLS - filled)


def _line(entry: Entry, local: LocalTime) -> str:
    view, when = entry.view, local.due(entry.day) if entry.day else ""
    if entry.item:
        owner = entry.item.owner or view.blocker.owner
        text = outside(entry.item.item.text, SHORT) or "(no text)"
        return "• " + dotted(f"“{text}” of {key_words(view)}", when, owner_words(owner))
    title = outside(view.blocker.title, SHORT)
    return "• " + dotted(
        f"{key_words(view)} {title}".rstrip(),
        when,
        blocker_owner_words(view),
        state_words(view),
        hours(view.story.effort_hours) if view.story.effort_hours else "",
        "watching, not blocking" if view.blocker.watched else "",
    )

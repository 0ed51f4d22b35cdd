"""A part of a board, or of every board: how many match, by what, and why each does."""

from collections.abc import Iterator, Sequence

from bot.domain.filter_words import said, typed
from bot.domain.filters import Filter, FilteredBoards, clashes
from bot.domain.messages import Json, Message
from bot.render import actions
from bot.render.blocks import actions_blocks, context_blocks, message, section_blocks
from bot.render.escape import outside
from bot.render.filtered_rows import Row, row_blocks
from bot.render.limits import (
    MESSAGE_JSON,
    NAME,
    PAGE_BLOCKERS,
    SHORT,
    Page,
    find_page,
    json_size,
)
from bot.render.lines import local_time, sources_line, trouble_line
from bot.render.state import is_known, milestone_name
from bot.render.values import EVERY, Show
from bot.render.words import count

FILTER_TEXT = 400
FRAME = 600
"""Characters kept for the line that names the milestone at the top of a later page."""


def filtered_message(
    found: FilteredBoards, *, page: int = 0, private: bool, live: bool = True
) -> Message:
    """``private`` and ``live`` as for ``board_message``."""
    rows = list(_rows(found))
    head = section_blocks("\n".join(_head_lines(found, len(rows))))
    tail = context_blocks(sources_line(found.boards[0], private=private, live=live))

    def draw(index: int) -> Json:
        return row_blocks(found, rows[index])

    most = Page(1, range(0), len(rows))
    frame = [head, tail, *_next_blocks(found, most), *_button_blocks(found, 1, private=private)]
    room = MESSAGE_JSON - FRAME - json_size(frame)
    shown = find_page(page, len(rows), draw, size=PAGE_BLOCKERS, budget=room)
    return message(
        (
            head,
            *_continued_blocks(found, rows, shown),
            *(draw(index) for index in shown.rows),
            *_next_blocks(found, shown),
            tail,
            *_button_blocks(found, shown.number, private=private),
        )
    )


def _rows(found: FilteredBoards) -> Iterator[Row]:
    """Milestone by milestone; what is only watched comes after what blocks."""
    for board in found.boards:
        views = found.asked.found(board, found.teams)
        for number, view in enumerate(views):
            yield Row(board, view, first=not number)


def _head_lines(found: FilteredBoards, matching: int) -> list[str]:
    lines = [trouble_line(board.sources, local_time(board)) for board in found.boards]
    lines = list(dict.fromkeys(line for line in lines if line))
    if not any(is_known(board) for board in found.boards):
        return [*lines, f"⚪ *Not known yet* · {_filter_words(found)}"]
    lines.append(f"🔎 *{_how_many(found)}* · {_filter_words(found)}")
    lines += [line for line in (_teams_line(found),) if line]
    return lines if matching else [*lines, *_why_none(found)]


def _filter_words(found: FilteredBoards) -> str:
    return outside(said(found.asked, found.names, viewer=found.viewer), FILTER_TEXT)


def _how_many(found: FilteredBoards) -> str:
    """``2 of 5 open blockers of Production deployment, 1 of 1 watched``."""
    views = [view for board in found.boards for view in found.asked.pool(board)]
    rows = list(_rows(found))
    done = found.asked.is_done
    blocking = sum(1 for view in views if done or not view.blocker.watched)
    matching = sum(1 for row in rows if done or not row.view.blocker.watched)
    if done and not blocking:
        return f"No blocker {_where(found)} was cleared recently"
    words = f"{matching or 'None'} of {blocking} {'recently cleared' if done else 'open'}"
    words += f" {'blocker' if blocking == 1 else 'blockers'} {_where(found)}"
    if len(views) > blocking:
        words += f", {len(rows) - matching} of {len(views) - blocking} watched"
    return words


def _where(found: FilteredBoards) -> str:
    if found.every:
        return f"in {count(len(found.boards), 'milestone')}"
    return f"of {milestone_name(found.boards[0])}"


def _teams_line(found: FilteredBoards) -> str:
    """Which teams count as somebody's, or that this could not be asked."""
    if found.teams_unread:
        return "⚠️ Slack does not say who is in which team now, so what teams own is left out."
    names = [
        outside(found.names.get(key, key), NAME) for keys in found.teams.values() for key in keys
    ]
    return f"Counted with it: what {' and '.join(names)} owns" if names else ""


def _why_none(found: FilteredBoards) -> Iterator[str]:
    """What shuts out what; else how many each condition has by itself."""
    reasons = list(clashes(found.asked))
    if reasons:
        yield f"Why none: {'; '.join(reasons)}."
    parts = found.asked.parts
    if len(parts) > 1:
        counts = (f"{_part_words(found, part)}: {_count(found, part)}" for part in parts)
        yield f"Each by itself: {' · '.join(counts)}"


def _part_words(found: FilteredBoards, part: Filter) -> str:
    words = said(part, found.names, viewer=found.viewer)
    return outside(words.removeprefix("done, "), SHORT)


def _count(found: FilteredBoards, part: Filter) -> int:
    return sum(len(part.found(board, found.teams)) for board in found.boards)


def _continued_blocks(found: FilteredBoards, rows: Sequence[Row], page: Page) -> list[Json]:
    """A page that begins within a milestone's rows says whose they are."""
    if not found.every or not page.rows or rows[page.rows[0]].first:
        return []
    name = milestone_name(rows[page.rows[0]].board)
    return [context_blocks(f"{name}, continued")]


def _show(found: FilteredBoards, page: int) -> Show:
    milestone = EVERY if found.every else found.boards[0].milestone.key
    return Show(milestone=milestone, page=page, filter=typed(found.asked))


def _next_blocks(found: FilteredBoards, page: Page) -> list[Json]:
    if not page.left:
        return []
    text = f"*{page.left} more* on page {page.number + 2}"
    return [section_blocks(text, actions.next_button(_show(found, page.number + 1)))]


def _button_blocks(found: FilteredBoards, page: int, *, private: bool) -> tuple[Json, ...]:
    """Clearing a posted list would take it from everybody: there the whole is one press away."""
    here, key = _show(found, page), found.boards[0].milestone.key
    whole = actions.clear_button(key) if private else actions.full_status_button(key)
    return actions_blocks(
        [
            actions.previous_button(_show(found, page - 1)) if page else None,
            actions.share_button(here) if private else None,
            actions.refresh_button(here),
            None if found.every else whole,
        ]
    )

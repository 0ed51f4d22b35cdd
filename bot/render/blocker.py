"""The answer to `/blockers THR-42`: everything known of one blocker, and its checklist to tick."""

from collections.abc import Sequence

from bot.domain.blocker import Blocker
from bot.domain.board import BlockerView, Board, ItemView
from bot.domain.checklist import Section, progress_of
from bot.domain.local import is_local
from bot.domain.messages import Json, Message
from bot.render import actions
from bot.render.blocks import actions_blocks, context_blocks, message, section_blocks
from bot.render.escape import outside
from bot.render.items import SECTION_HEADING, item_blocks
from bot.render.limits import (
    MESSAGE_JSON,
    NAME,
    NEXT_ACTION,
    PAGE_ITEMS,
    SENTENCE,
    TITLE,
    Page,
    find_page,
    json_size,
)
from bot.render.lines import (
    blocker_owner_words,
    dated_due_words,
    dotted,
    effort_words,
    keys_words,
    local_time,
    sources_line,
    state_words,
    title_words,
    trouble_line,
)
from bot.render.origin import source_words
from bot.render.probes import evidence_words
from bot.render.state import milestone_name
from bot.render.values import Show
from bot.render.words import LocalTime, count, progress_words

SHOWN_PROBES = 3
NO_CHECKLIST = "No checklist yet: *Add item* begins one"
OF_DESCRIPTION = ", and a task list in the description becomes one"
FRAME = 3400
"""Characters kept for the row that leads on, the sections' headings, and the buttons."""


def blocker_message(
    board: Board, view: BlockerView, *, private: bool, page: int = 0, live: bool = True
) -> Message:
    """``private`` and ``live`` as for ``board_message``."""
    local = local_time(board)
    items = [shown for shown in view.items if not shown.item.archived]
    items.sort(key=lambda shown: shown.item.section is Section.ACTIONS)
    head = _head_blocks(board, view, local, page)
    tail = (context_blocks(_footer(board, view, private=private, live=live)),)

    def draw(index: int) -> Json:
        return item_blocks(board.milestone.key, view, items[index], local, page)

    room = MESSAGE_JSON - FRAME - json_size([*head, *tail])
    found = find_page(page, len(items), draw, size=PAGE_ITEMS, budget=room)
    return message(
        (
            *head,
            *_page_blocks(board, view, [items[index] for index in found.rows], found.number),
            *_next_blocks(board, view, found),
            *tail,
            *_button_blocks(board, view, found.number, private=private),
        )
    )


def _head_blocks(board: Board, view: BlockerView, local: LocalTime, page: int) -> list[Json]:
    first = dotted(*_facts(view, local))
    trouble = trouble_line(board.sources, local)
    lines = [line for line in (trouble, first) if line]
    said = [line for line in _said(board, view, local) if line]
    edit = actions.edit_blocker_button(board.milestone.key, view.blocker, page)
    blocks: list[Json] = [section_blocks("\n".join(lines), edit)]
    return [*blocks, section_blocks("\n".join(said))] if said else blocks


def _facts(view: BlockerView, local: LocalTime) -> tuple[str, ...]:
    blocker = view.blocker
    return (
        title_words(view),
        state_words(view),
        blocker.priority.word,
        blocker_owner_words(view),
        dated_due_words(view, local),
        effort_words(view) if blocker.is_open else "",
        _age_words(view, local),
        "watched, not blocking" if blocker.watched else "",
    )


def _age_words(view: BlockerView, local: LocalTime) -> str:
    blocker = view.blocker
    if blocker.completed_at and not blocker.is_open:
        return f"closed {local.moment(blocker.completed_at)}"
    for word, at in (("started", blocker.started_at), ("opened", blocker.created_at)):
        if at:
            days = local.days_since(at)
            return f"{word} {count(days, 'day')} ago" if days else f"{word} today"
    return ""


def _said(board: Board, view: BlockerView, local: LocalTime) -> tuple[str, ...]:
    story, blocker = view.story, view.blocker
    blocks = outside(story.blocks, TITLE)
    if not blocks and not blocker.watched and blocker.is_open:
        blocks = milestone_name(board)
    more = " (and more than were read)" if blocker.links_cut else ""
    waits = keys_words(tuple(link.key for link in blocker.blocked_by))
    evidence = evidence_words(view.probes, local, SHOWN_PROBES)
    return (
        _labelled("Blocks", blocks),
        _labelled("Why", outside(story.why, SENTENCE)),
        _labelled("Next", outside(story.next_action, NEXT_ACTION) if blocker.is_open else ""),
        _labelled("Waits for", waits + more if waits else ""),
        _labelled("Frees", keys_words(view.frees) + more if view.frees else ""),
        _labelled("Sub-issues", _sub_issue_words(blocker)),
        _labelled("Health", evidence),
        _labelled("Source", source_words(view, local)),
    )


def _sub_issue_words(blocker: Blocker) -> str:
    """``1 of 3 done, open: THR-62, THR-63``; the total with a + where the tracker has more."""
    if not blocker.sub_issues:
        return ""
    left = tuple(one.key for one in blocker.sub_issues if one.is_open)
    total = f"{len(blocker.sub_issues)}{'+' if blocker.sub_issues_cut else ''}"
    done = f"{len(blocker.sub_issues) - len(left)} of {total} done"
    return f"{done}, open: {keys_words(left)}" if left else done


def _labelled(label: str, text: str) -> str:
    return f"*{label}:* {text}" if text else ""


def _page_blocks(
    board: Board, view: BlockerView, items: Sequence[ItemView], page: int
) -> list[Json]:
    """A heading where a section begins, and at the top of each page, if there are two of them."""
    local = local_time(board)
    both = len({shown.item.section for shown in view.items if not shown.item.archived}) > 1
    if not items:
        described = "" if is_local(view.blocker.id) else OF_DESCRIPTION
        return [section_blocks(f"{NO_CHECKLIST}{described}.")]
    blocks: list[Json] = [] if both else [section_blocks(_heading(view, None))]
    above: Section | None = None
    for shown in items:
        if both and shown.item.section is not above:
            above = shown.item.section
            blocks.append(section_blocks(_heading(view, above)))
        blocks.append(item_blocks(board.milestone.key, view, shown, local, page))
    return blocks


def _heading(view: BlockerView, section: Section | None) -> str:
    items = view.checklist.section(section) if section else view.checklist.live
    title = SECTION_HEADING[section] if section else "Checklist"
    return f"*{title}* · {progress_words(progress_of(items))}"


def _next_blocks(board: Board, view: BlockerView, page: Page) -> list[Json]:
    if not page.left:
        return []
    show = Show(milestone=board.milestone.key, blocker=view.blocker.id, page=page.number + 1)
    text = f"*{count(page.left, 'more item')}* on page {page.number + 2}"
    return [section_blocks(text, actions.next_button(show))]


def _footer(board: Board, view: BlockerView, *, private: bool, live: bool) -> str:
    labels = ", ".join(outside(label, NAME) for label in view.blocker.labels[:3])
    sources = sources_line(board, private=private, live=live)
    return dotted(sources, f"labels: {labels}" if labels else "")


def _button_blocks(
    board: Board, view: BlockerView, page: int, *, private: bool
) -> tuple[Json, ...]:
    key, blocker = board.milestone.key, view.blocker
    here = Show(milestone=key, blocker=blocker.id, page=page)
    back = Show(milestone=key, blocker=blocker.id, page=page - 1) if page else None
    return actions_blocks(
        [
            actions.previous_button(back) if back else None,
            actions.edit_button(here) if view.checklist.items else None,
            actions.add_button(here),
            actions.history_button(here),
            actions.link_to_tracker(blocker),
            actions.share_button(here) if private else None,
            actions.refresh_button(here),
        ]
    )

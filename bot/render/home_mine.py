"""My work in the App Home: open items by milestone with their buttons, and blockers without any."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.board import BlockerView, Board, ItemView, is_mine, is_owned_by
from bot.domain.checklist import ItemState
from bot.domain.home import Home
from bot.domain.messages import Json
from bot.render.actions import Action, add_button, link_to_tracker, look_button, tick_button
from bot.render.blocks import actions_blocks, button, context_blocks, divider_blocks
from bot.render.escape import outside
from bot.render.evidence import CONTESTED_EMOJI, doubt_words, now_words
from bot.render.evidence_values import Look
from bot.render.home_asks import received_blocks, sent_blocks
from bot.render.home_frame import (
    SHORT_PAGE,
    Paging,
    page_button,
    page_of,
    paging_blocks,
    row_blocks,
)
from bot.render.home_waiting import Waiting, head_words, led_blocks, led_needs
from bot.render.items import item_text, state_words, tick_of
from bot.render.limits import NAME, PAGE_ITEMS, SHORT
from bot.render.lines import blocker_line, dotted, key_words, title_words, trouble_line
from bot.render.membership import pause_blocks
from bot.render.state import board_state, milestone_name
from bot.render.values import HomePage, Show
from bot.render.words import ITEM_EMOJI, LocalTime, count

SHOWN_DONE = 10
SHOWN_BOARDS = 10
SHOWN_PAUSES = 3
"""The others are on the tab of the installation, beside their channel."""


@dataclass(frozen=True, slots=True)
class _Mine:
    """An item with where it stands."""

    board: Board
    view: BlockerView
    shown: ItemView

    @property
    def due(self) -> date | None:
        return self.shown.item.due or self.view.blocker.due

    @property
    def urgency(self) -> tuple[date, int, str, int]:
        blocker = self.view.blocker
        due = self.due or date.max
        return (due, blocker.priority.rank, blocker.key, self.shown.item.position)


@dataclass(frozen=True, slots=True)
class _Owned:
    """A blocker that is the user's, with nothing on its checklist that is."""

    board: Board
    view: BlockerView


def mine_blocks(home: Home, local: LocalTime, wanted: HomePage) -> list[Json]:
    items, owned, led = _open_items(home), _owned_without(home), led_needs(home)
    late = sum(_is_late(entry, local) for entry in items)
    waiting = Waiting(items=len(items), late=late, owned=len(owned), led=len(led))
    paging = page_of(
        wanted,
        (len(items), PAGE_ITEMS),
        (len(owned), SHORT_PAGE),
        (len(led), SHORT_PAGE),
        (len(home.sent), SHORT_PAGE),
        (len(home.received), SHORT_PAGE),
    )
    shown = paging.rows(items, PAGE_ITEMS)
    return [
        row_blocks(head_words(waiting), button("Preferences", Action.PREFERENCES, "")),
        *_lead_blocks(home),
        *pause_blocks(home.pauses[:SHOWN_PAUSES]),
        *received_blocks(home, local, paging),
        *_item_sections(shown, local, paging.at.page),
        *_owned_blocks(owned, local, paging),
        *led_blocks(led, paging),
        *_done_blocks(_done_today(home, local), local, paging.at),
        *sent_blocks(home, local, paging),
        *paging_blocks(paging),
        *_other_boards(home, {entry.board.milestone.key for entry in shown}, local),
    ]


def _lead_blocks(home: Home) -> list[Json]:
    if home.overview is None:
        return []
    wrong = len(home.overview.wrong)
    said = (
        f"✗ *{count(wrong, 'thing')} to put right* in the installation"
        if wrong
        else ("✓ all is well with the installation")
    )
    return [row_blocks(said, page_button("Installation", Action.HOME_TAB, HomePage(leads=True)))]


def _open_items(home: Home) -> list[_Mine]:
    """Mine, to be done or contested: the milestone that presses most first, then what is due."""
    found = [
        entry
        for entry in _every_item(home.boards)
        if (_is_to_do(entry) or entry.shown.item.standing_doubt)
        and is_mine(entry.view, entry.shown, home.user, home.teams)
    ]
    first: dict[str, tuple[date, int]] = {}
    for entry in found:
        key = entry.board.milestone.key
        first[key] = min(first.get(key, entry.urgency[:2]), entry.urgency[:2])
    return sorted(
        found,
        key=lambda entry: (
            first[entry.board.milestone.key],
            entry.board.milestone.key,
            entry.urgency,
        ),
    )


def _is_to_do(entry: _Mine) -> bool:
    return entry.shown.item.state.is_open and entry.view.blocker.is_open


def _every_item(boards: Sequence[Board]) -> Iterator[_Mine]:
    for board in boards:
        for view in board.everything:
            for shown in view.items:
                if not shown.item.archived:
                    yield _Mine(board, view, shown)


def _owned_without(home: Home) -> list[_Owned]:
    """Blockers of mine that none of my open items speaks for."""
    return [
        _Owned(board, view)
        for board in home.boards
        for view in (*board.blockers, *board.watched)
        if is_owned_by(view.blocker.owner, home.user, home.teams)
        and not any(
            shown.item.state.is_open
            and not shown.item.archived
            and is_mine(view, shown, home.user, home.teams)
            for shown in view.items
        )
    ]


def _done_today(home: Home, local: LocalTime) -> list[_Mine]:
    """What the user ticked today, the last first."""
    found = [
        (touched.at, entry)
        for entry in _every_item(home.boards)
        if (touched := entry.shown.item.touched)
        and touched.by == home.user
        and entry.shown.item.state is ItemState.DONE
        and local.days_since(touched.at) == 0
    ]
    found.sort(key=lambda timed: timed[0], reverse=True)
    return [entry for _, entry in found]


def _item_sections(shown: Sequence[_Mine], local: LocalTime, page: int) -> Iterator[Json]:
    """A heading wherever another milestone begins."""
    before = None
    for entry in shown:
        key = entry.board.milestone.key
        if before is None:
            yield divider_blocks()
        if key != before:
            yield row_blocks(_board_words(entry.board, local))
        yield _item_blocks(entry, local, page)
        before = key


def _item_blocks(entry: _Mine, local: LocalTime, page: int) -> Json:
    item, doubt = entry.shown.item, doubt_words(entry.shown, local)
    text = dotted(
        f"{CONTESTED_EMOJI if doubt else ITEM_EMOJI[item.state]} {item_text(item)}",
        doubt or state_words(entry.shown, local),
        _due_words(entry, local),
        now_words(entry.shown),
    )
    if doubt:
        key, blocker = entry.board.milestone.key, entry.view.blocker.id
        look = look_button(Look(milestone=key, blocker=blocker, item=item.id), item)
        return row_blocks(f"{text}\n{title_words(entry.view)}", look)
    tick = tick_of(entry.board.milestone.key, entry.view, item, page)
    return row_blocks(f"{text}\n{title_words(entry.view)}", tick_button(tick, item))


def _is_late(entry: _Mine, local: LocalTime) -> bool:
    return entry.due is not None and entry.due < local.today


def _due_words(entry: _Mine, local: LocalTime) -> str:
    """When, and where it is late whose date that is."""
    item, blocker, due = entry.shown.item, entry.view.blocker, entry.due
    if due is None or not item.state.is_open:
        return ""
    if not _is_late(entry, local):
        return local.due(due)
    whose = "its own date" if item.due else f"the date of {key_words(entry.view)}"
    if not item.due and blocker.due_from_milestone:
        whose = "the milestone's date"
    return f"*{local.due(due)}* ({whose}, {local.day(due)})"


def _owned_blocks(owned: Sequence[_Owned], local: LocalTime, paging: Paging) -> list[Json]:
    shown = paging.rows(owned, SHORT_PAGE)
    if not shown:
        return []
    head = row_blocks(f"*You own {count(len(owned), 'blocker')} with no open item of yours*")
    return [divider_blocks(), head, *(_owned_row(entry, local) for entry in shown)]


def _owned_row(entry: _Owned, local: LocalTime) -> Json:
    view = entry.view
    lines = (
        dotted(title_words(view), milestone_name(entry.board)),
        blocker_line(view, local),
        _why_without(view),
    )
    show = Show(milestone=entry.board.milestone.key, blocker=view.blocker.id)
    live = [shown for shown in view.items if not shown.item.archived]
    way_on = link_to_tracker(view.blocker) if live else add_button(show)
    return row_blocks("\n".join(lines), way_on)


def _why_without(view: BlockerView) -> str:
    live = [shown for shown in view.items if not shown.item.archived]
    left = [shown for shown in live if shown.item.state.is_open]
    if not live:
        return "no checklist yet: add what it still needs"
    if left:
        names = ", ".join(outside(name, NAME) for name in view.item_owners[:3]) or "others"
        return f"{count(len(left), 'open item')}, all of {names}"
    return "every item is done: close the issue if so is the work"


def _done_blocks(done: Sequence[_Mine], local: LocalTime, at: HomePage) -> list[Json]:
    """A count with the last one to be undone; all of them when asked for."""
    if not done:
        return []
    last = done[0]
    item = last.shown.item
    when = local.clock(item.touched.at) if item.touched else ""
    said = f"\u201c{outside(item.text, SHORT) or '(no text)'}\u201d"
    text = f"✅ *You did {count(len(done), 'item')} today* · last {when}: {said}"
    undo = tick_button(tick_of(last.board.milestone.key, last.view, item, at.page), item)
    other = replace(at, done=not at.done)
    label = "Hide" if at.done else "Show all done today"
    rows = [_item_blocks(entry, local, at.page) for entry in done[:SHOWN_DONE]] if at.done else []
    if at.done and len(done) > SHOWN_DONE:
        rows.append(context_blocks(f"and {len(done) - SHOWN_DONE} more before those"))
    head = rows or [row_blocks(text, undo)]
    if rows:
        head = [row_blocks(text), *rows]
    more = page_button(label, Action.HOME_DONE, other) if at.done or len(done) > 1 else None
    return [divider_blocks(), *head, *actions_blocks([more])]


def _other_boards(home: Home, shown: set[str], local: LocalTime) -> list[Json]:
    """How the other milestones stand."""
    others = [board for board in home.boards if board.milestone.key not in shown]
    blocks: list[Json] = [divider_blocks()] if others else []
    blocks += [row_blocks(_board_words(board, local)) for board in others[:SHOWN_BOARDS]]
    more = len(others) - SHOWN_BOARDS
    if more > 0:
        blocks.append(row_blocks(f"and {count(more, 'more milestone')}: `/blockers KEY`"))
    return blocks


def _board_words(board: Board, local: LocalTime) -> str:
    state, trouble = board_state(board, local), trouble_line(board.sources, local)
    return f"{state}\n{trouble}" if trouble else state

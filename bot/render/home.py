"""The App Home: my open items over all milestones with their buttons, and the blockers I own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.board import BlockerView, Board, ItemView, is_mine, is_owned_by
from bot.domain.checklist import ItemState
from bot.domain.ids import TeamKey, UserId
from bot.domain.messages import Json
from bot.render import actions
from bot.render.blocks import actions_blocks, context_blocks, divider_blocks, section_blocks
from bot.render.items import item_text, state_words, tick_of
from bot.render.limits import PAGE_BLOCKERS, PAGE_ITEMS
from bot.render.lines import blocker_line, dotted, title_words, trouble_line
from bot.render.state import board_state, milestone_name
from bot.render.words import ITEM_EMOJI, LocalTime, count

SHOWN_DONE = 5
SHOWN_BOARDS = 10

_NOTHING = (
    "*Nothing waits for you.* Checklist items that you or your team own appear here, each with a "
    "button to tick it."
)


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


def home_view(
    user: UserId,
    boards: Sequence[Board],
    *,
    teams: Sequence[TeamKey] = (),
    page: int = 0,
    notice: str = "",
    timezone: str = "UTC",
) -> Json:
    """``teams`` are the user's own; ``notice`` (escaped) answers the last press, at the top."""
    if not boards:
        return _view([section_blocks("*No milestone is configured yet.* Ask who installed me.")])
    local = LocalTime.of(max(board.now for board in boards), timezone)
    mine, owned = _open_items(user, boards, teams), _owned(user, boards, teams)
    last = max((len(mine) - 1) // PAGE_ITEMS, (len(owned) - 1) // PAGE_BLOCKERS, 0)
    page = min(max(page, 0), last)
    blocks = (
        *([section_blocks(notice)] if notice else []),
        section_blocks(_head(mine, local)),
        *(_item_blocks(entry, local, page) for entry in _slice(mine, page, PAGE_ITEMS)),
        *_done_blocks(_done_by(user, boards), local, page),
        *_owned_blocks(owned, local, page),
        *_paging_blocks(page, last),
        *_board_blocks(boards, local),
    )
    return _view(blocks)


def _view(blocks: Sequence[Json]) -> Json:
    return {"type": "home", "callback_id": "home", "blocks": list(blocks)}


def _slice(entries: Sequence[_Mine], page: int, size: int) -> Sequence[_Mine]:
    return entries[page * size : (page + 1) * size]


def _open_items(user: UserId, boards: Sequence[Board], teams: Sequence[TeamKey]) -> list[_Mine]:
    """Mine and to be done, the most pressing first."""
    found = [
        entry
        for entry in _every_item(boards)
        if entry.shown.item.state.is_open
        and entry.view.blocker.is_open
        and is_mine(entry.view, entry.shown, user, teams)
    ]
    return sorted(found, key=lambda entry: entry.urgency)


def _done_by(user: UserId, boards: Sequence[Board]) -> list[_Mine]:
    """What the user ticked last, so that a slip can be undone here too."""
    found = [
        (entry.shown.item.touched.at, entry)
        for entry in _every_item(boards)
        if entry.shown.item.touched
        and entry.shown.item.touched.by == user
        and entry.shown.item.state is ItemState.DONE
    ]
    found.sort(key=lambda timed: timed[0], reverse=True)
    return [entry for _, entry in found[:SHOWN_DONE]]


def _every_item(boards: Sequence[Board]) -> Iterator[_Mine]:
    for board in boards:
        for view in board.everything:
            for shown in view.items:
                if not shown.item.archived:
                    yield _Mine(board, view, shown)


def _owned(
    user: UserId, boards: Sequence[Board], teams: Sequence[TeamKey]
) -> list[tuple[Board, BlockerView]]:
    return [
        (board, view)
        for board in boards
        for view in (*board.blockers, *board.watched)
        if is_owned_by(view.blocker.owner, user, teams)
    ]


def _head(mine: Sequence[_Mine], local: LocalTime) -> str:
    if not mine:
        return _NOTHING
    late = sum(entry.due is not None and entry.due < local.today for entry in mine)
    verb = "waits" if len(mine) == 1 else "wait"
    return dotted(
        f"*{count(len(mine), 'item')} {verb} for you*", f"*{late} overdue*" if late else ""
    )


def _item_blocks(entry: _Mine, local: LocalTime, page: int) -> Json:
    item = entry.shown.item
    due = local.due(entry.due) if entry.due and item.state.is_open else ""
    where = dotted(title_words(entry.view), milestone_name(entry.board))
    text = dotted(
        f"{ITEM_EMOJI[item.state]} {item_text(item)}", state_words(entry.shown, local), due
    )
    tick = tick_of(entry.board.milestone.key, entry.view, item, page)
    return section_blocks(f"{text}\n{where}", actions.tick_button(tick, item))


def _done_blocks(done: Sequence[_Mine], local: LocalTime, page: int) -> list[Json]:
    if not done:
        return []
    rows = [_item_blocks(entry, local, page) for entry in done]
    return [divider_blocks(), section_blocks("*You ticked last*"), *rows]


def _owned_blocks(
    owned: Sequence[tuple[Board, BlockerView]], local: LocalTime, page: int
) -> list[Json]:
    if not owned:
        return []
    rows = [
        section_blocks(
            f"{title_words(view)} · {milestone_name(board)}\n{blocker_line(view, local)}",
            actions.link_to_tracker(view.blocker),
        )
        for board, view in owned[page * PAGE_BLOCKERS : (page + 1) * PAGE_BLOCKERS]
    ]
    head = section_blocks(f"*You own {count(len(owned), 'open blocker')}*")
    return [divider_blocks(), head, *rows]


def _paging_blocks(page: int, last: int) -> list[Json]:
    if not last:
        return []
    text = context_blocks(f"Page {page + 1} of {last + 1}")
    back = actions.home_previous_button(page - 1) if page else None
    ahead = actions.home_next_button(page + 1) if page < last else None
    return [text, *actions_blocks([back, ahead])]


def _board_blocks(boards: Sequence[Board], local: LocalTime) -> list[Json]:
    blocks: list[Json] = [divider_blocks()]
    for board in boards[:SHOWN_BOARDS]:
        trouble = trouble_line(board.sources, local)
        state = board_state(board, local)
        blocks.append(section_blocks(f"{state}\n{trouble}" if trouble else state))
    more = len(boards) - SHOWN_BOARDS
    if more > 0:
        blocks.append(section_blocks(f"and {count(more, 'more milestone')}: `/blockers KEY`"))
    as_of = f"as of {local.clock(local.now)} {local.zone_word}"
    return [*blocks, context_blocks(f"`/blockers` in any channel shows the whole state · {as_of}")]

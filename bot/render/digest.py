"""The digest as messages: the news, who is needed, the state, and the long parts for the thread."""

from dataclasses import dataclass

from bot.domain.board import BlockerView, Board
from bot.domain.digest import Digest
from bot.domain.messages import Json, Message
from bot.render import actions
from bot.render.blocks import (
    actions_blocks,
    context_blocks,
    message,
    section_blocks,
    sentence,
)
from bot.render.digest_needs import needs_part
from bot.render.digest_news import Part, fitting, in_the_thread, news_part
from bot.render.digest_thread import lines_pieces, rows_pieces, thread_messages
from bot.render.escape import outside
from bot.render.limits import (
    MESSAGE_JSON,
    NAME,
    PAGE_NEEDS,
    SHORT,
    json_size,
)
from bot.render.lines import (
    blocker_owner_words,
    dotted,
    due_words,
    key_words,
    local_time,
    scorecard_line,
    sources_line,
    trouble_line,
)
from bot.render.notes import note_button
from bot.render.probes import health_line
from bot.render.state import digest_state, milestone_name
from bot.render.terminal import printed
from bot.render.words import LocalTime, count, progress_words

FRAME = 900
"""Characters kept for headings and counts."""
HEAD_JSON = 1_400
CHANGES_SHARE, NEEDS_SHARE = 0.15, 0.8
SHOWN_BLOCKERS = 10
MORE_NEEDS = "More that needs someone today"
PREVIEWED = 3
"""A command takes five answers (https://docs.slack.dev/interactivity/handling-user-interaction)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMessages:
    """``thread`` holds what the main message has no room for, to be posted below it in order."""

    main: Message
    thread: tuple[Message, ...] = ()


def digest_message(digest: Digest, *, preview: bool) -> DigestMessages:
    """A preview pings nobody and offers to post; what is posted mentions only who is needed."""
    local = local_time(digest.board)
    head = section_blocks(_head(digest, local, preview=preview), wire=HEAD_JSON)
    inventory = _inventory(digest.board, local)
    end = (
        *([section_blocks(inventory, wire=HEAD_JSON)] if inventory else []),
        context_blocks(_footer(digest, local, preview=preview)),
        *_button_blocks(digest, preview=preview),
    )
    room = MESSAGE_JSON - FRAME - json_size([head, *end])
    changes = news_part(digest, local, room * CHANGES_SHARE)
    needs = needs_part(digest, room * NEEDS_SHARE, preview=preview)
    room -= json_size([*changes.blocks, *needs.blocks])
    blockers = _blockers(digest, local, room)
    blocks = (head, *changes.blocks, *needs.blocks, *blockers.blocks, *end)
    pieces = (
        *lines_pieces("More that changed", changes.left),
        *rows_pieces(MORE_NEEDS, needs.left),
        *lines_pieces(MORE_NEEDS, needs.lines),
        *lines_pieces("More blockers", blockers.left),
    )
    return DigestMessages(main=message(blocks), thread=thread_messages(digest.board, pieces))


def preview_messages(digest: Digest) -> tuple[Message, ...]:
    """The post and what goes into its thread, as many as may answer one command."""
    drawn = digest_message(digest, preview=True)
    thread = drawn.thread[:PREVIEWED]
    more = len(drawn.thread) - len(thread)
    rest = [sentence(f"{count(more, 'more message')} would follow in the thread.")] if more else []
    return (drawn.main, *(_in_thread(part) for part in thread), *rest)


def printed_digest(digest: Digest) -> str:
    """All of it for a terminal, its thread below, as plain text."""
    drawn = digest_message(digest, preview=True)
    parts = (drawn.main, *drawn.thread)
    return "\n\nIn its thread:\n".join(map(printed, parts))


def _in_thread(part: Message) -> Message:
    return message((context_blocks("In its thread:"), *part.blocks))


def _blockers(digest: Digest, local: LocalTime, room: float) -> Part:
    """The state, then a line for each blocker."""
    board = digest.board
    state = digest_state(board, local, were_open=digest.were_open)
    lines = [f"• {_blocker_words(view, local)}" for view in board.blockers]
    shown = fitting(lines, SHOWN_BLOCKERS, room, state)
    text = "\n".join([state, *lines[:shown], *in_the_thread(len(lines) - shown)])
    return Part([section_blocks(text, wire=MESSAGE_JSON)], lines[shown:])


def _head(digest: Digest, local: LocalTime, *, preview: bool) -> str:
    name = milestone_name(digest.board)
    by = f"posted by hand by {outside(digest.by_hand, NAME)}" if digest.by_hand else ""
    quiet = f"no change, day {digest.quiet_days}" if digest.quiet_days else ""
    if quiet and preview:
        quiet += ": the standing message would be refreshed instead of a new post"
    first = dotted(
        f"*Standup · {name} · {local.day(digest.day)}*",
        "*preview*, only you see this" if preview else "",
        "" if preview else by,
        "late" if digest.late else "",
        quiet,
    )
    return "\n".join(
        filter(None, (first, trouble_line(digest.board.sources, local), _unread(digest)))
    )


def _unread(digest: Digest) -> str:
    """No blocker here is not *nothing blocks it* where nobody can look."""
    source = digest.board.milestone.unread
    if source is None:
        return ""
    return f"⚠️ {source.called} is not connected, its issues are missing here: `/blockers doctor`"


def _inventory(board: Board, local: LocalTime) -> str:
    lines = (_watching(board), health_line(board.probes, local), scorecard_line(board))
    return "\n".join(line for line in lines if line)


def _blocker_words(view: BlockerView, local: LocalTime) -> str:
    owner = blocker_owner_words(view)
    title = outside(view.blocker.title, SHORT)
    ticked = progress_words(view.progress) if view.progress.total else ""
    return dotted(f"{key_words(view)} {title}", ticked, owner, due_words(view, local))


def _watching(board: Board) -> str:
    count = len(board.watched)
    if not count:
        return ""
    keys = ", ".join(key_words(view) for view in board.watched[:PAGE_NEEDS])
    more = f" and {count - PAGE_NEEDS} more" if count > PAGE_NEEDS else ""
    return f"Watching, not blocking: {keys}{more}"


def _footer(digest: Digest, local: LocalTime, *, preview: bool) -> str:
    """One of an earlier day names the day as of which its state lines are."""
    return sources_line(digest.board, private=preview, dated=digest.day != local.today)


def _button_blocks(digest: Digest, *, preview: bool) -> tuple[Json, ...]:
    board, key = digest.board, digest.board.milestone.key
    named = (board.find(need.blocker) for need in digest.needs)
    first = next((view for view in (*named, *board.blockers) if view), None)
    return actions_blocks(
        [
            actions.post_digest_button(key) if preview else None,
            actions.open_checklist_button(key, first.blocker) if first else None,
            actions.full_status_button(key),
            note_button(key, first.blocker.id) if first and not preview else None,
        ]
    )

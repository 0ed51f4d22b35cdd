"""The digest as messages: the news, who is needed, the state, and the long parts for the thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.board import BlockerView, Board
from bot.domain.digest import Digest, Need
from bot.domain.messages import Json, Message
from bot.render import actions
from bot.render.blocks import actions_blocks, context_blocks, message, section_blocks
from bot.render.digest_thread import thread_messages
from bot.render.escape import mention, outside
from bot.render.limits import NAME, PAGE_NEEDS, SENTENCE, TITLE
from bot.render.lines import (
    dotted,
    due_words,
    key_words,
    local_time,
    owner_words,
    scorecard_line,
    sources_line,
    trouble_line,
)
from bot.render.probes import health_line
from bot.render.state import digest_state, is_known, milestone_name
from bot.render.words import LocalTime, progress_words

SHOWN_CHANGES = 8
SHOWN_BLOCKERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMessages:
    """``thread`` holds what the main message has no room for, to be posted below it in order."""

    main: Message
    thread: tuple[Message, ...] = ()


def digest_message(digest: Digest, *, preview: bool) -> DigestMessages:
    """A preview pings nobody and offers to post; what is posted mentions only who is needed."""
    board, local = digest.board, local_time(digest.board)
    changes = [f"• {outside(change, SENTENCE)}" for change in digest.changes]
    needs = [_need_words(need, preview=preview) for need in digest.needs]
    lines = [f"• {_blocker_words(view, local)}" for view in board.blockers]
    parts = (
        ("More that changed", changes[SHOWN_CHANGES:]),
        ("More that needs someone today", [f"• {line}" for line in needs[PAGE_NEEDS:]]),
        ("More blockers", lines[SHOWN_BLOCKERS:]),
    )
    blocks = (
        section_blocks(_head(digest, local, preview=preview)),
        section_blocks(_news(digest, local, changes[:SHOWN_CHANGES])),
        *_needs_blocks(digest, needs),
        section_blocks(_inventory(board, local, lines[:SHOWN_BLOCKERS])),
        context_blocks(_footer(digest, parts, preview=preview)),
        *_button_blocks(digest, preview=preview),
    )
    return DigestMessages(main=message(blocks), thread=thread_messages(board, parts))


def _head(digest: Digest, local: LocalTime, *, preview: bool) -> str:
    name = milestone_name(digest.board)
    by = f"posted by hand by {outside(digest.by_hand, NAME)}" if digest.by_hand else ""
    quiet = f"no change, day {digest.quiet_days}" if digest.quiet_days else ""
    first = dotted(
        f"*Standup · {name} · {local.day(digest.day)}*",
        "*preview*, only you see this" if preview else "",
        "" if preview else by,
        "late" if digest.late else "",
        quiet,
    )
    trouble = trouble_line(digest.board.sources, local)
    return f"{first}\n{trouble}" if trouble else first


def _news(digest: Digest, local: LocalTime, changes: Sequence[str]) -> str:
    if digest.since is None:
        return "\n".join(["*First digest*, nothing to compare with yet", *changes])
    since = f"*Since {local.since(digest.since)}*"
    if not changes:
        return f"{since} nothing changed"
    more = len(digest.changes) - len(changes)
    return "\n".join([since, *changes, *_in_the_thread(more)])


def _needs_blocks(digest: Digest, needs: Sequence[str]) -> list[Json]:
    if not needs:
        return [section_blocks(_nobody(digest))]
    blocks: list[Json] = [section_blocks("*Needs someone today*")]
    for need, text in zip(digest.needs[:PAGE_NEEDS], needs, strict=False):
        view = digest.board.find(need.blocker)
        key = digest.board.milestone.key
        accessory = actions.open_button(key, view.blocker) if view else None
        blocks.append(section_blocks(f"• {text}", accessory))
    more = _in_the_thread(len(needs) - PAGE_NEEDS)
    return [*blocks, *(section_blocks(line) for line in more)]


def _nobody(digest: Digest) -> str:
    if not is_known(digest.board):
        return "*Needs someone today* not known while the issues cannot be read"
    return "*Needs someone today* nobody"


def _need_words(need: Need, *, preview: bool) -> str:
    who = outside(need.person or "", NAME)
    if need.mention and not preview:
        who = mention(need.mention)
    title = outside(need.title, TITLE)
    key = outside(need.blocker, NAME)
    subject = f"*{key} {title}*" if title else f"*{key}*"
    said = f"{subject} {outside(need.sentence, SENTENCE)}"
    return f"{said}, {who}" if who else said


def _inventory(board: Board, local: LocalTime, lines: Sequence[str]) -> str:
    more = _in_the_thread(len(board.blockers) - len(lines))
    watched = _watching(board)
    parts = (
        digest_state(board, local),
        *lines,
        *more,
        watched,
        health_line(board.probes, local),
        scorecard_line(board),
    )
    return "\n".join(part for part in parts if part)


def _blocker_words(view: BlockerView, local: LocalTime) -> str:
    owner = owner_words(view.blocker.assignee)
    title = outside(view.blocker.title, NAME)
    return dotted(
        f"{key_words(view)} {title}", progress_words(view.progress), owner, due_words(view, local)
    )


def _watching(board: Board) -> str:
    count = len(board.watched)
    if not count:
        return ""
    keys = ", ".join(key_words(view) for view in board.watched[:PAGE_NEEDS])
    more = f" and {count - PAGE_NEEDS} more" if count > PAGE_NEEDS else ""
    return f"Watching, not blocking: {keys}{more}"


def _in_the_thread(more: int) -> list[str]:
    return [f"{more} more in the thread"] if more > 0 else []


def _footer(digest: Digest, parts: Sequence[tuple[str, Sequence[str]]], *, preview: bool) -> str:
    sources = sources_line(digest.board, private=preview)
    left = sum(len(lines) for _, lines in parts)
    return dotted(sources, f"{left} more lines go to the thread" if preview and left else "")


def _button_blocks(digest: Digest, *, preview: bool) -> tuple[Json, ...]:
    board, key = digest.board, digest.board.milestone.key
    named = (board.find(need.blocker) for need in digest.needs)
    first = next((view for view in (*named, *board.blockers) if view), None)
    return actions_blocks(
        [
            actions.post_digest_button(key) if preview else None,
            actions.open_checklist_button(key, first.blocker) if first else None,
            actions.full_status_button(key),
        ]
    )

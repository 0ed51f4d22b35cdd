"""The news of a digest: in one line where they are few, else counted first and told by kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.digest import Digest
from bot.domain.messages import Json
from bot.domain.news import Change, ChangeKind, grouped
from bot.render.blocks import section_blocks
from bot.render.digest_hello import hello_words
from bot.render.escape import outside, wire_size
from bot.render.limits import MESSAGE_JSON, NAME, SECTION_TEXT, SENTENCE
from bot.render.lines import keys_words
from bot.render.words import LocalTime, count

MARGIN = 100
"""Characters of a section kept for the count of what goes to the thread."""
IN_ONE_LINE, ONE_LINE = 4, 240
"""So many changes, in so many characters, need no list."""
SHOWN_OF_A_KIND, OF_A_KIND = 6, 420
COUNTED_KINDS = 6
"""What a phone shows of the first line."""

_COUNTED = {
    ChangeKind.CLEARED: ("cleared", "cleared"),
    ChangeKind.NEW: ("new", "new"),
    ChangeKind.REOPENED: ("reopened", "reopened"),
    ChangeKind.LEFT: ("no longer listed", "no longer listed"),
    ChangeKind.SLIPPED: ("slipped", "slipped"),
    ChangeKind.DATED: ("new date", "new dates"),
    ChangeKind.REASSIGNED: ("reassigned", "reassigned"),
    ChangeKind.PRIORITY: ("re-prioritised", "re-prioritised"),
    ChangeKind.GROWN: ("grown", "grown"),
    ChangeKind.TICKED: ("ticked", "ticked"),
    ChangeKind.UNDONE: ("reopened item", "reopened items"),
    ChangeKind.SKIPPED: ("skipped", "skipped"),
    ChangeKind.RESUMED: ("taken up again", "taken up again"),
    ChangeKind.CONTESTED: ("contested", "contested"),
    ChangeKind.TURNED: ("probe turned", "probes turned"),
    ChangeKind.WAITS: ("newly blocked or freed", "newly blocked or freed"),
    ChangeKind.NOTE: ("note", "notes"),
    ChangeKind.OTHER: ("more", "more"),
}


_MINOR = {
    ChangeKind.DATED,
    ChangeKind.REASSIGNED,
    ChangeKind.PRIORITY,
    ChangeKind.GROWN,
    ChangeKind.WAITS,
    ChangeKind.NOTE,
    ChangeKind.OTHER,
}


@dataclass(frozen=True, slots=True)
class Part:
    """What the main message shows of a list, and the lines it has no room for."""

    blocks: Sequence[Json]
    left: Sequence[str] = ()


def news_part(digest: Digest, local: LocalTime, room: float) -> Part:
    """``room`` is how many characters of JSON it may take."""
    changes = digest.changes
    if digest.since is None:
        head = hello_words(digest.board, local)
    else:
        head = f"*Since {local.since(digest.since)}*"
        if not changes:
            return _part(f"{head} {_nothing(digest)}")
    said = [_words(change, local) for change in changes]
    line = " · ".join(said)
    if len(changes) <= IN_ONE_LINE and len(line) <= ONE_LINE and wire_size(line) < room:
        return _part(f"{head} {line}" if digest.since else "\n".join(filter(None, (head, line))))
    return _listed(f"{head} {_counts(changes)}", changes, local, room)


def _nothing(digest: Digest) -> str:
    """An old reading does not tell that nothing changed; a day that has come is news."""
    sources = digest.board.sources
    if sources.trouble:
        tracker = outside(sources.tracker, NAME) or "the tracker"
        said = f"nothing is known to have changed: {tracker} cannot be read"
    else:
        said = "nothing changed"
    if digest.pressing:
        said += f", but there is a new reason to act on {keys_words(digest.pressing)}"
    return said


def fitting(lines: Sequence[str], most: int, room: float, heading: str = "") -> int:
    """How many of the first lines fit into one section, below its heading."""
    characters = SECTION_TEXT - MARGIN - len(heading)
    room -= wire_size(heading)
    for number, line in enumerate(lines[:most]):
        room -= wire_size(line) + len(r"\n")
        characters -= len(line) + 1
        if min(room, characters) < 0:
            return number
    return min(len(lines), most)


def in_the_thread(more: int) -> list[str]:
    return [f"{more} more in the thread"] if more > 0 else []


def _listed(head: str, changes: Sequence[Change], local: LocalTime, room: float) -> Part:
    groups = [_Group.of(kind, found, local) for kind, found in grouped(changes)]
    lines = [group.line for group in groups]
    shown = fitting(lines, len(lines), room, head)
    left = [line for group in groups[:shown] for line in group.left]
    left += [line for group in groups[shown:] for line in group.all]
    text = "\n".join([head, *lines[:shown], *in_the_thread(len(left))])
    return Part([section_blocks(text, wire=MESSAGE_JSON)], left)


@dataclass(frozen=True, slots=True)
class _Group:
    """A kind's line, what it has no room for, and everything of it; all for the thread."""

    line: str
    left: Sequence[str]
    all: Sequence[str]

    @classmethod
    def of(cls, kind: ChangeKind, changes: Sequence[Change], local: LocalTime) -> "_Group":
        told = [f"• {_words(change, local)}" for change in changes]
        shown: list[str] = []
        length = 0
        for change in changes[:SHOWN_OF_A_KIND]:
            short = _timed(outside(change.short or change.words, SENTENCE), change, local)
            length += len(short) + 2
            if shown and length > OF_A_KIND:
                break
            shown.append(short)
        more = len(changes) - len(shown)
        rest = f", and {more} more" if more else ""
        between = "; " if kind in _LONG else ", "
        return cls(f"• *{kind.value}* {between.join(shown)}{rest}", told[len(shown) :], told)


_LONG = {
    ChangeKind.TICKED,
    ChangeKind.UNDONE,
    ChangeKind.SKIPPED,
    ChangeKind.RESUMED,
    ChangeKind.CONTESTED,
    ChangeKind.NOTE,
    ChangeKind.OTHER,
}
"""Kinds that are told in sentences with commas of their own."""


def _part(text: str) -> Part:
    return Part([section_blocks(text, wire=MESSAGE_JSON)])


def _words(change: Change, local: LocalTime) -> str:
    return _timed(outside(change.words, SENTENCE), change, local)


def _timed(words: str, change: Change, local: LocalTime) -> str:
    if change.at is None:
        return words
    at = local.since(change.at)
    if change.kind is ChangeKind.CONTESTED:
        return f"{words}, since {at}"
    if change.lasts:
        return f"{words} since {at}"
    is_today = change.at.astimezone(local.zone).date() == local.today
    return f"{words} {'at ' if is_today else ''}{at}"


def _counts(changes: Sequence[Change]) -> str:
    """``3 cleared · 1 new · target moved``: all of it before any of it, the minor ones as one."""
    groups = grouped(changes)
    is_minor = [kind in _MINOR and len(groups) > COUNTED_KINDS for kind, _ in groups]
    pairs = list(zip(groups, is_minor, strict=True))
    said = [_counted(kind, found) for (kind, found), minor in pairs if not minor]
    others = sum(_number(found) for (_, found), minor in pairs if minor)
    return " · ".join([*said, count(others, "other change")] if others else said)


def _counted(kind: ChangeKind, found: Sequence[Change]) -> str:
    if kind is ChangeKind.TARGET:
        said = found[0].short or found[0].words.removeprefix("target ")
        return f"target {outside(said.partition(' ')[0].rstrip(','), SENTENCE)}"
    one, many = _COUNTED[kind]
    number = _number(found)
    return f"{number} {one if number == 1 else many}"


def _number(found: Sequence[Change]) -> int:
    return sum(one.number for one in found)

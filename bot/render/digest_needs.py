"""*Needs someone today*: each row with its reason, who is called, and what may be answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.board import Board
from bot.domain.digest import Called, Digest, Need
from bot.domain.ids import UserId
from bot.domain.messages import Json
from bot.domain.needs import build_needs, is_still_needed
from bot.render import actions
from bot.render.blocks import section_blocks
from bot.render.digest_news import in_the_thread
from bot.render.escape import mention, outside
from bot.render.limits import NAME, PAGE_NEEDS, json_size
from bot.render.lines import local_time
from bot.render.needs import need_words
from bot.render.replies import reply_buttons, reply_of, reply_words
from bot.render.state import is_known

ANSWERED_BELOW = 8
"""So many rows of the thread have buttons too: they fill one message."""

Row = Sequence[Json]


@dataclass(frozen=True, slots=True)
class NeedsPart:
    """What the main message shows, and what it has no room for: rows, then lines."""

    blocks: Sequence[Json]
    left: Sequence[Row] = ()
    lines: Sequence[str] = ()


def needs_part(digest: Digest, room: float, *, preview: bool) -> NeedsPart:
    """``room`` is how many characters of JSON it may take."""
    if not digest.needs:
        return NeedsPart([section_blocks(_nobody(digest))])
    drawing = _Drawing(digest.board, preview=preview)
    rows = [drawing.row(need) for need in digest.needs[:PAGE_NEEDS]]
    shown = _fitting_rows(rows, room)
    more = [section_blocks(line) for line in in_the_thread(len(digest.needs) - shown)]
    drawn = [block for row in rows[:shown] for block in row]
    left = list(_called_once(digest.needs, shown))
    return NeedsPart(
        [section_blocks("*Needs someone today*"), *drawn, *more],
        [drawing.row(need) for need in left[:ANSWERED_BELOW]],
        [drawing.words(need).replace("\n", " · ") for need in left[ANSWERED_BELOW:]],
    )


class _Drawing:
    def __init__(self, board: Board, *, preview: bool) -> None:
        self._board = board
        self._now = build_needs(board, ())
        self._preview = preview

    def row(self, need: Need) -> Row:
        """The need, and what may be answered to it while it stands."""
        board, text = self._board, self.words(need)
        view = board.find(need.blocker)
        if view is None:
            return [section_blocks(text)]
        row = section_blocks(text, actions.open_button(board.milestone.key, view.blocker))
        if self._preview or not is_still_needed(need, self._now):
            return [row]
        return [row, *reply_buttons(board, view, need)]

    def words(self, need: Need) -> str:
        return f"• {_need_words(need, preview=self._preview)}{self._standing(need)}"

    def _standing(self, need: Need) -> str:
        """Who answered, on a line of its own; that it is settled where nobody is needed now."""
        view = self._board.find(need.blocker)
        if view is None or not is_known(self._board):
            return ""
        if not is_still_needed(need, self._now):
            return "\n✅ settled meanwhile"
        found = reply_of(self._board, need)
        return f"\n{reply_words(found, local_time(self._board))}" if found else ""


def _called_once(needs: Sequence[Need], shown: int) -> Iterator[Need]:
    """Those after the ``shown`` ones: a second message would ping somebody a second time."""
    called: set[UserId] = {user for need in needs[:shown] for user in need.mentions}
    for need in needs[shown:]:
        yield _uncalled(need, called)
        called |= set(need.mentions)


def _uncalled(need: Need, called: set[UserId]) -> Need:
    each = (
        replace(one, mention=None, name=one.called or one.name) if one.mention in called else one
        for one in need.each
    )
    need = replace(need, each=tuple(each))
    if need.mention in called:
        return replace(need, mention=None, person=need.called or need.person)
    return need


def _fitting_rows(rows: Sequence[Row], room: float) -> int:
    for number, row in enumerate(rows):
        room -= json_size(row)
        if room < 0:
            return number
    return len(rows)


def _nobody(digest: Digest) -> str:
    if not is_known(digest.board):
        return "*Needs someone today* not known while the issues cannot be read"
    return "*Needs someone today* nobody"


def _need_words(need: Need, *, preview: bool) -> str:
    said, called = (
        need_words(need),
        need.mention and _at(need.mention, need.called, preview=preview),
    )
    if called:
        return f"{said}, {called}"
    if any(one.mention for one in need.each):
        names = (_called_words(one, preview=preview) for one in need.each)
        return f"{said}, {', '.join(dict.fromkeys(names))}"
    who = outside(need.person or "", NAME)
    return f"{said} · {who}" if who else said


def _called_words(one: Called, *, preview: bool) -> str:
    called = one.mention and _at(one.mention, one.called, preview=preview)
    return called or outside(one.name, NAME)


def _at(user: UserId, name: str, *, preview: bool) -> str:
    """Empty where only the name may be said, and it is not known."""
    if not preview:
        return mention(user)
    return f"@{outside(name, NAME)}" if name else ""

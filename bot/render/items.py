"""A checklist item as a row: its state in words, who and when, and the one button it has."""

from bot.domain.board import BlockerView, ItemView
from bot.domain.checklist import Item, ItemState, Section, Touch
from bot.domain.evidence import is_signed
from bot.domain.ids import MilestoneKey
from bot.domain.messages import Json
from bot.render.actions import look_button, target_state, tick_button
from bot.render.blocks import section_blocks
from bot.render.escape import outside
from bot.render.evidence import CONTESTED_EMOJI, doubt_words, now_words, then_words
from bot.render.evidence_values import Look
from bot.render.limits import NAME, SHORT, TITLE
from bot.render.lines import dotted, owner_words
from bot.render.values import Tick
from bot.render.words import ITEM_EMOJI, ITEM_WORD, REOPENED, LocalTime

ROW_JSON = 1_700
"""What the text of a row may weigh, so that one always has room beside a full head."""
SECTION_HEADING = {Section.NEEDED: "What is needed", Section.ACTIONS: "Immediate actions"}


def item_blocks(
    milestone: MilestoneKey, view: BlockerView, shown: ItemView, local: LocalTime, page: int
) -> Json:
    item = shown.item
    indent = "↳ " if item.depth else ""
    doubt = doubt_words(shown, local)
    text = dotted(
        f"{CONTESTED_EMOJI if doubt else ITEM_EMOJI[item.state]} {indent}{item_text(item)}",
        doubt or state_words(shown, local),
        _owner_if_other(view, shown),
        _due_if_other(view, item, local),
        now_words(shown),
        note_words(item.note),
    )
    if doubt:
        look = Look(milestone=milestone, blocker=view.blocker.id, item=item.id, page=page)
        return section_blocks(text, look_button(look, item), wire=ROW_JSON)
    tick = tick_button(tick_of(milestone, view, item, page), item)
    return section_blocks(text, tick, wire=ROW_JSON)


def tick_of(milestone: MilestoneKey, view: BlockerView, item: Item, page: int) -> Tick:
    return Tick(
        milestone=milestone,
        blocker=view.blocker.id,
        item=item.id,
        to=target_state(item),
        revision=item.revision,
        page=page,
    )


def note_words(note: str) -> str:
    """Cut where it is long, but never within an address: half of one leads nowhere."""
    shown = outside(note, SHORT)
    before, space, last = shown.rpartition(" ")
    return f"{before}{space}…" if last.endswith("…") and "://" in last else shown


def item_text(item: Item) -> str:
    return outside(item.text, TITLE) or "(no text)"


def state_words(shown: ItemView, local: LocalTime) -> str:
    """``done by Bob, Mon 16:20``; the state alone where nobody pressed anything."""
    item = shown.item
    word, by = ITEM_WORD[item.state], outside(shown.touched_by, NAME)
    if item.touched is None:
        return word
    who = f" by {by}, {local.moment(item.touched.at)}" if by else ""
    if item.state.is_open:
        verb = _again(item, item.touched)
        return f"{word}, {verb}{who}" if verb and who else word
    if is_signed(item.touched.by):
        return f"ticked{who}"
    return ", ".join(filter(None, (f"{word}{who}", then_words(item))))


def _again(item: Item, touched: Touch) -> str:
    """How an open item came to be open again; "" for one that was never anything but open."""
    if touched.before and not touched.before.is_open:
        return REOPENED[touched.before]
    return "put back" if item.state is ItemState.TODO else ""


def _owner_if_other(view: BlockerView, shown: ItemView) -> str:
    if shown.owner is None or shown.item.state is ItemState.DONE:
        return ""
    whole = view.blocker.owner
    same = whole is not None and shown.owner.name == whole.name
    return "" if same else owner_words(shown.owner)


def _due_if_other(view: BlockerView, item: Item, local: LocalTime) -> str:
    if item.due is None or not item.state.is_open or item.due == view.blocker.due:
        return ""
    return local.due(item.due)

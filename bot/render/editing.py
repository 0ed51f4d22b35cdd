"""The modals that change an item or add one: a loading view first, then a picker and the fields."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.blocker import Blocker
from bot.domain.checklist import Checklist, Item, ItemState, Section
from bot.domain.editing import Addition, Fields
from bot.domain.messages import Json, Message
from bot.domain.ordering import Move
from bot.render.actions import Action
from bot.render.blocks import plain_text, section_blocks, sentence
from bot.render.escape import outside
from bot.render.evidence_inputs import evidence_inputs, reason_input
from bot.render.inputs import (
    date_input,
    group,
    name_input,
    one_of,
    option,
    text_input,
    user_input,
)
from bot.render.items import SECTION_HEADING
from bot.render.limits import NAME, json_size
from bot.render.lines import heading_words
from bot.render.modal import modal_view
from bot.render.values import MAX_OPTION, Form
from bot.render.words import ITEM_EMOJI, ITEM_WORD, LocalTime, count

EDIT_VIEW, ADD_VIEW = "checklist.edit", "checklist.add"
TITLES = {EDIT_VIEW: "Edit items", ADD_VIEW: "Add item"}
PICKER_JSON = 180_000
"""Slack takes 250 kB a view; three hundred items of the dearest characters stay below this."""
MOST_OPTIONS = 100
PLACEHOLDER = 75
SHOWN_TEAMS = 10
SHOWN_VALUE = 250
MAX_WRITTEN = 200
MAX_STAMP = 240
"""A block_id holds 255 characters."""
ON_LIST, ARCHIVED = "listed", "archived"

_STATES = {state.value: f"{ITEM_EMOJI[state]} {ITEM_WORD[state]}" for state in ItemState}
_PLACES = {ON_LIST: "On the list", ARCHIVED: "Archived: off the list, kept with its history"}
_SECTIONS = {section.value: heading for section, heading in SECTION_HEADING.items()}
_MOVES = {
    Move.UP.value: "One up",
    Move.DOWN.value: "One down",
    Move.TOP.value: "To the top",
    Move.BOTTOM.value: "To the bottom",
}
_LABELS = {
    "state": "State",
    "text": "Text",
    "owner": "Owner",
    "due": "Due",
    "note": "Note",
    "archived": "Place",
    "evidence": "Evidence",
}


def loading_view(callback_id: str) -> Json:
    return _view(callback_id, [section_blocks("Loading…")])


def said_view(callback_id: str, blocks: Sequence[Json]) -> Json:
    """An answer that ends the matter."""
    return _view(callback_id, blocks)


def picker_view(
    blocker: Blocker, checklist: Checklist, form: Form, answer: Sequence[Json] = ()
) -> Json:
    """``answer`` is what there is to say of the item picked, where its fields are not shown."""
    return _view(EDIT_VIEW, [*_picker_blocks(blocker, checklist, form), *answer], form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the inputs begin with, under ``notice`` (escaped); ``teams`` are named as a hint.

    ``probes`` are those that an item may be tied to; ``why`` is said for a tick against one.
    """

    fields: Fields
    move: Move | None = None
    teams: Sequence[str] = ()
    notice: str = ""
    probes: Sequence[str] = ()
    why: str = ""


def fields_view(blocker: Blocker, checklist: Checklist, form: Form, entry: Entry) -> Json:
    """``form`` holds the stamps of how the item stands now.

    Slack keeps what was typed where the block_id stays, so that changes with what is shown.
    """
    stamp, fields = f"{form.item}.{form.seen}"[:MAX_STAMP], entry.fields
    blocks = [
        *_picker_blocks(blocker, checklist, form),
        *([section_blocks(entry.notice)] if entry.notice else []),
        one_of(f"state/{stamp}", "State", _STATES, fields.state.value),
        text_input(f"text/{stamp}", "Text", fields.text),
        *_owner_inputs(stamp, fields.owner, form, entry.teams),
        date_input(f"due/{stamp}", "Due", fields.due),
        text_input(f"note/{stamp}", "Note", fields.note, multiline=True, optional=True),
        one_of(f"move/{stamp}", "Move", _MOVES, entry.move or "", optional=True),
        one_of(f"archived/{stamp}", "Place", _PLACES, ARCHIVED if fields.archived else ON_LIST),
        *evidence_inputs(stamp, fields.evidence, entry.probes),
        *([reason_input(stamp, entry.why)] if fields.evidence or entry.why else []),
    ]
    return _view(EDIT_VIEW, blocks, form, "Save")


def addition_view(blocker: Blocker, form: Form, teams: Sequence[str] = ()) -> Json:
    empty = Addition(text="")
    blocks = [
        section_blocks(heading_words(blocker)),
        text_input("text/new", "Text", empty.text),
        one_of("section/new", "Section", _SECTIONS, empty.section.value),
        *_owner_inputs("new", empty.owner, form, teams),
        date_input("due/new", "Due", empty.due),
        text_input("note/new", "Note", empty.note, multiline=True, optional=True),
    ]
    return _view(ADD_VIEW, blocks, form, "Add")


def clash_words(changes: Sequence[tuple[str, str, str]]) -> str:
    """``changes``: field, its new value, who and when. What was typed is still in the inputs."""
    lines = [
        f"• *{_LABELS[field]}* is now {value or 'empty'}{f' ({who})' if who else ''}"
        for field, value, who in changes
    ]
    head = "⚠️ *Not saved yet*: this item has changed since the form was opened."
    tail = "Below is what you entered. *Save* puts it in place of that; or change it first."
    return "\n".join((head, *lines, tail))


def not_opened_message() -> Message:
    return sentence("⚠️ Slack did not open the form in time. Please press again.")


def away_message(what: str) -> Message:
    return sentence(
        f"⚠️ {outside(what, NAME)} does not answer just now. Close this and press again."
    )


def value_words(field: str, fields: Fields, local: LocalTime) -> str:
    """A field's value in a sentence; "" where it is empty."""
    if field == "state":
        return ITEM_WORD[fields.state]
    if field == "archived":
        return "archived" if fields.archived else "on the list"
    value = getattr(fields, field)
    if isinstance(value, date):
        return local.day(value)
    value = str(value or "")
    return f"\u201c{outside(value, SHOWN_VALUE)}\u201d" if value else ""


def author_words(by: str, at: str) -> str:
    """``Alice, 09:41``."""
    return ", ".join(word for word in (outside(by, NAME), at) if word)


def _view(
    callback_id: str, blocks: Sequence[Json], form: Form | None = None, submit: str = ""
) -> Json:
    metadata = form.encode() if form else ""
    return modal_view(callback_id, TITLES[callback_id], blocks, metadata=metadata, submit=submit)


def _owner_inputs(stamp: str, owner: str, form: Form, teams: Sequence[str]) -> tuple[Json, ...]:
    """Somebody of this Slack, else a team or a name as it is written in documents."""
    known = bool(form.account) and owner == form.written
    named = ", ".join(teams[:SHOWN_TEAMS])
    hint = f"Instead of a person. Teams: {named}" if named else "Instead of a person."
    return (
        user_input(f"person/{stamp}", "Owner", form.account if known else ""),
        name_input(f"owner/{stamp}", "Owner: a team, or a name", "" if known else owner, hint),
    )


def _picker_blocks(blocker: Blocker, checklist: Checklist, form: Form) -> list[Json]:
    groups, missing = _fitting(list(_groups(checklist)))
    if not groups:
        return [section_blocks(f"{heading_words(blocker)}\nNothing is on this checklist yet.")]
    select: dict[str, object] = {
        "type": "static_select",
        "action_id": Action.ITEM.value,
        "placeholder": plain_text("Pick an item", PLACEHOLDER),
        "option_groups": groups,
    }
    chosen = checklist.item(form.item)
    if chosen is not None and _is_offered(groups, chosen):
        select["initial_option"] = _option(chosen)
    more = f"\n{count(missing, 'more item')} did not fit into the list." if missing else ""
    return [{**section_blocks(f"{heading_words(blocker)}{more}", select), "block_id": "picker"}]


def _groups(checklist: Checklist) -> Iterator[tuple[str, list[Item]]]:
    parts = [(SECTION_HEADING[section], checklist.section(section)) for section in Section]
    archived = tuple(item for item in checklist.items if item.archived)
    for heading, items in (*parts, ("Archived", archived)):
        fitting = [item for item in items if len(item.id) <= MAX_OPTION]
        for start in range(0, len(fitting), MOST_OPTIONS):
            label = f"{heading}, from {start + 1}" if start else heading
            yield label, fitting[start : start + MOST_OPTIONS]


def _fitting(groups: list[tuple[str, list[Item]]]) -> tuple[list[dict[str, object]], int]:
    """As many options as a view can hold, and how many are left."""
    room, shown, missing = PICKER_JSON, [], 0
    for label, items in groups:
        options = []
        for item in items:
            drawn = _option(item)
            room -= json_size([drawn])
            if room < 0:
                missing += 1
            else:
                options.append(drawn)
        if options:
            shown.append(group(label, options))
    return shown, missing


def _option(item: Item) -> dict[str, object]:
    return option(item.id, f"{ITEM_EMOJI[item.state]} {item.text or '(no text)'}")


def _is_offered(groups: list[dict[str, object]], item: Item) -> bool:
    drawn = _option(item)
    return any(drawn in options for each in groups if isinstance(options := each["options"], list))

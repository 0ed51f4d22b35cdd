"""The form that puts a message on a checklist: which blocker, and the item's fields."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.blocker import Blocker
from bot.domain.checklist import Section
from bot.domain.ids import MilestoneKey
from bot.domain.messages import Json, Message
from bot.domain.milestone import Milestone
from bot.render.blocker_values import MessageForm
from bot.render.blocks import section_blocks, sentence
from bot.render.inputs import (
    date_input,
    name_input,
    one_of,
    one_of_groups,
    option,
    text_input,
    user_input,
)
from bot.render.items import SECTION_HEADING
from bot.render.limits import json_size
from bot.render.modal import modal_view
from bot.render.values import MAX_OPTION, Show
from bot.render.words import count

ITEM_VIEW = "checklist.from_message"
MOST_OPTIONS = 100
MOST_GROUPS = 100
PICKER_JSON = 180_000
"""Slack takes 250 kB a view."""
_HINT = "Left empty, it is for whoever owns the blocker."
_SECTIONS = {section.value: heading for section, heading in SECTION_HEADING.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A milestone with its open blockers, in the order they are offered."""

    milestone: Milestone
    blockers: Sequence[Blocker]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    text: str
    note: str = ""


def loading_view() -> Json:
    return _view([section_blocks("Loading…")])


def said_view(blocks: Sequence[Json]) -> Json:
    return _view(blocks)


def item_view(offered: Sequence[Offered], shown: ItemShown, form: MessageForm) -> Json:
    groups, missing = _fitting(offered)
    if not groups:
        return said_view(nothing_to_add_to_message().blocks)
    more = f"{count(missing, 'more blocker')} did not fit into the list."
    blocks = [
        *([section_blocks(more)] if missing else []),
        one_of_groups("blocker/0", "Blocker", groups),
        text_input("text/0", "Text", shown.text),
        one_of("section/0", "Section", _SECTIONS, Section.NEEDED.value),
        user_input("person/0", "Owner", ""),
        name_input(
            "owner/0",
            "Owner: a team, or a name",
            "",
            _HINT,
        ),
        date_input("due/0", "Due", None),
        text_input("note/0", "Note", shown.note, multiline=True, optional=True),
    ]
    return _view(blocks, form.encode(), "Add")


def nothing_to_add_to_message() -> Message:
    return sentence(
        "There is no open blocker to add an item to. *Make this a blocker* or "
        "`/blockers add TITLE` begins one."
    )


def _fitting(offered: Sequence[Offered]) -> tuple[list[tuple[str, dict[str, str]]], int]:
    """As many as a view can hold, and how many are left."""
    groups: list[tuple[str, dict[str, str]]] = []
    room, missing = PICKER_JSON, 0
    for heading, milestone, blockers in _parts(offered):
        words: dict[str, str] = {}
        for blocker in blockers:
            value = Show(milestone=milestone, blocker=blocker.id).encode()
            word = f"{blocker.key} {blocker.title}"
            room -= json_size([option(value, word)])
            if room < 0 or len(value) > MAX_OPTION or len(groups) >= MOST_GROUPS:
                missing += 1
            else:
                words[value] = word
        if words:
            groups.append((heading, words))
    return groups, missing


def _parts(offered: Sequence[Offered]) -> Iterator[tuple[str, MilestoneKey, Sequence[Blocker]]]:
    """A group holds a hundred."""
    for one in offered:
        name = one.milestone.name or one.milestone.key
        for start in range(0, len(one.blockers), MOST_OPTIONS):
            heading = f"{name}, from {start + 1}" if start else name
            yield heading, one.milestone.key, one.blockers[start : start + MOST_OPTIONS]


def _view(blocks: Sequence[Json], metadata: str = "", submit: str = "") -> Json:
    return modal_view(ITEM_VIEW, "Add as checklist item", blocks, metadata=metadata, submit=submit)

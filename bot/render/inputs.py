"""Inputs of a modal as plain dicts, each within Slack's limits.

A block_id is ``field/stamp``; the one control in it is called ``value``, unless it is ``telling``.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from bot.domain.messages import Json
from bot.render.blocks import plain_text

VALUE = "value"
MAX_INPUT = 3000
LABEL, HINT, OPTION = 75, 300, 75
MOST_OPTIONS = 100
"""More than that go into groups."""
_FIRST_YEAR = 1900


def text_input(
    block_id: str, label: str, text: str, *, multiline: bool = False, optional: bool = False
) -> Json:
    element: dict[str, object] = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "max_length": MAX_INPUT,
        "multiline": multiline,
    }
    if text:
        element["initial_value"] = text[:MAX_INPUT]
    return _input(block_id, label, element, optional=optional)


def file_input(block_id: str, label: str, types: Sequence[str]) -> Json:
    """One file, picked or dropped; Slack knows its kind by the end of its name."""
    element: dict[str, object] = {
        "type": "file_input",
        "action_id": VALUE,
        "filetypes": list(types),
        "max_files": 1,
    }
    return _input(block_id, label, element, optional=True)


def user_input(block_id: str, label: str, user: str) -> Json:
    element: dict[str, object] = {"type": "users_select", "action_id": VALUE}
    if user:
        element["initial_user"] = user
    return _input(block_id, label, element, optional=True)


def name_input(block_id: str, label: str, name: str, hint: str) -> Json:
    element: dict[str, object] = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "max_length": MAX_INPUT,
    }
    if name:
        element["initial_value"] = name[:MAX_INPUT]
    block = _input(block_id, label, element, optional=True)
    return {**block, "hint": plain_text(hint, HINT)} if hint else block


def date_input(block_id: str, label: str, day: date | None) -> Json:
    element: dict[str, object] = {"type": "datepicker", "action_id": VALUE}
    if day and day.year >= _FIRST_YEAR:
        element["initial_date"] = day.isoformat()
    return _input(block_id, label, element, optional=True)


def one_of(
    block_id: str,
    label: str,
    words: Mapping[str, str],
    chosen: str = "",
    *,
    optional: bool = False,
) -> Json:
    options = [option(value, word) for value, word in words.items()]
    element: dict[str, object] = {"type": "static_select", "action_id": VALUE}
    if len(options) <= MOST_OPTIONS:
        element["options"] = options
    else:
        element["option_groups"] = [
            group(f"From {start + 1}", options[start : start + MOST_OPTIONS])
            for start in range(0, len(options), MOST_OPTIONS)
        ]
    if chosen:
        element["initial_option"] = option(chosen, words[chosen])
    return _input(block_id, label, element, optional=optional)


def one_of_groups(
    block_id: str, label: str, groups: Sequence[tuple[str, Mapping[str, str]]], chosen: str = ""
) -> Json:
    """``groups``: a heading, then values with their words. Slack takes a hundred of each."""
    element: dict[str, object] = {
        "type": "static_select",
        "action_id": VALUE,
        "option_groups": [
            group(heading, [option(value, word) for value, word in words.items()])
            for heading, words in groups
            if words
        ],
    }
    words = next((words for _, words in groups if chosen in words), {})
    if words:
        element["initial_option"] = option(chosen, words[chosen])
    return _input(block_id, label, element, optional=False)


def either(block_id: str, label: str, words: Mapping[str, str], chosen: str) -> Json:
    """All of a few in sight."""
    element: dict[str, object] = {
        "type": "radio_buttons",
        "action_id": VALUE,
        "options": [option(value, word) for value, word in words.items()],
        "initial_option": option(chosen, words[chosen]),
    }
    return _input(block_id, label, element, optional=False)


def many_of(block_id: str, label: str, words: Mapping[str, str], chosen: Collection[str]) -> Json:
    """Any number of at most ten; none is an answer too."""
    options = [option(value, word) for value, word in words.items()]
    element: dict[str, object] = {
        "type": "checkboxes",
        "action_id": VALUE,
        "options": options,
    }
    ticked = [each for each in options if each["value"] in chosen]
    if ticked:  # Slack refuses an empty list
        element["initial_options"] = ticked
    return _input(block_id, label, element, optional=True)


def time_input(block_id: str, label: str, at: str) -> Json:
    """``at`` as ``09:00``."""
    element: dict[str, object] = {"type": "timepicker", "action_id": VALUE}
    if at:
        element["initial_time"] = at
    return _input(block_id, label, element, optional=False)


def telling(block: Json, action: str) -> Json:
    """The same input, of which every change is told at once as ``action``, typed ones too."""
    element = block["element"]
    if not isinstance(element, dict):
        return block
    told: dict[str, object] = {**element, "action_id": action}
    if element["type"] == "plain_text_input":
        told["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    return {**block, "element": told, "dispatch_action": True}


def hinted(block: Json, hint: str) -> Json:
    return {**block, "hint": plain_text(hint, HINT)}


def option(value: str, word: str) -> dict[str, object]:
    return {"text": plain_text(word, OPTION), "value": value}


def group(label: str, options: Sequence[Json]) -> dict[str, object]:
    return {"label": plain_text(label, LABEL), "options": list(options)}


def _input(block_id: str, label: str, element: Json, *, optional: bool) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, LABEL),
        "element": element,
        "optional": optional,
    }

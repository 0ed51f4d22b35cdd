"""Inputs of a modal as plain dicts, each within Slack's limits.

A block_id is ``field/stamp``; the one control in it is always called ``value``.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.messages import Json
from bot.render.blocks import plain_text

VALUE = "value"
MAX_INPUT = 3000
LABEL, HINT, OPTION = 75, 300, 75
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
    element: dict[str, object] = {
        "type": "static_select",
        "action_id": VALUE,
        "options": options,
    }
    if chosen:
        element["initial_option"] = option(chosen, words[chosen])
    return _input(block_id, label, element, optional=optional)


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

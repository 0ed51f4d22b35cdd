"""What Slack adds to blocks it stores: ids that were left out, and the defaults of text objects."""

import copy
from typing import Any

from sandbox.slack.wire import Payload, new_id

_INTERACTIVE = frozenset(
    {
        "button",
        "channels_select",
        "checkboxes",
        "conversations_select",
        "datepicker",
        "datetimepicker",
        "email_text_input",
        "external_select",
        "feedback_buttons",
        "file_input",
        "icon_button",
        "multi_channels_select",
        "multi_conversations_select",
        "multi_external_select",
        "multi_static_select",
        "multi_users_select",
        "number_input",
        "overflow",
        "plain_text_input",
        "radio_buttons",
        "rich_text_input",
        "static_select",
        "timepicker",
        "url_text_input",
        "users_select",
        "workflow_button",
    }
)


def with_ids(blocks: list[Payload]) -> list[Payload]:
    stored = copy.deepcopy(blocks)
    for block in stored:
        block.setdefault("block_id", new_id("", 5))
        _complete(block)
    return stored


def elements_of(block: Payload) -> list[Payload]:
    """Return the interactive elements of a block, nested blocks of a container included."""
    found: list[Payload] = []
    _collect(block, found)
    return found


def _collect(node: object, found: list[Payload]) -> None:
    if isinstance(node, dict):
        if node.get("type") in _INTERACTIVE:
            found.append(node)
            return
        for value in node.values():
            _collect(value, found)
    elif isinstance(node, list):
        for value in node:
            _collect(value, found)


def _complete(node: Any) -> None:  # noqa: ANN401 - walks any JSON
    if isinstance(node, dict):
        kind = node.get("type")
        if kind in _INTERACTIVE:
            node.setdefault("action_id", new_id("", 5))
        if kind == "plain_text":
            node.setdefault("emoji", True)
        if kind == "mrkdwn":
            node.setdefault("verbatim", False)
        for value in node.values():
            _complete(value)
    elif isinstance(node, list):
        for value in node:
            _complete(value)

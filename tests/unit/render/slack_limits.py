"""Judges of messages and views: slack_sdk's own models, and the limits that those let through."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.messages import Json, Message

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_JSON = 12_000
BUTTON = {"text": 75, "value": 2000, "action_id": 255, "url": 3000, "accessibility_label": 75}
OPTION = {"text": 75, "value": 150}
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}

_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_TAG = re.compile(r"<(?!@[UW][A-Z0-9]+>|#[CDG][A-Z0-9]+>|https://[^<>|\s]+\|[^<>|]+>)")
LIVE = re.compile(r"<(?:@|!|#)")


def faults_of_message(message: Message) -> list[str]:
    """What Slack would refuse, or what breaks a budget of ours; empty where all is well."""
    blocks = plain(message.blocks)
    return [
        *_text_faults(message.text, 3000, "fallback"),
        *(["too many blocks"] if len(blocks) > MESSAGE_BLOCKS else []),
        *(["too much JSON"] if len(json.dumps(blocks)) > MESSAGE_JSON else []),
        *_block_faults(blocks),
    ]


def faults_of_view(view: Json) -> list[str]:
    drawn = plain([view])[0]
    View(**drawn).validate_json()
    blocks = drawn["blocks"]
    return [
        *(["too many blocks"] if len(blocks) > VIEW_BLOCKS else []),
        *(["too much JSON"] if len(json.dumps(drawn)) > 250_000 else []),
        *(["private_metadata"] if len(drawn.get("private_metadata", "")) > 3000 else []),
        *(["ids twice"] if _ids_twice(blocks) else []),
        *_block_faults(blocks),
    ]


def _ids_twice(blocks: Sequence[Mapping[str, Any]]) -> bool:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    return len(ids) != len(set(ids))


def plain(blocks: Sequence[Json]) -> list[dict[str, Any]]:
    """As Slack gets them."""
    drawn: list[dict[str, Any]] = json.loads(json.dumps(list(blocks)))
    return drawn


def texts_of(blocks: Sequence[Json]) -> Iterator[str]:
    """Every mrkdwn text."""
    for block in plain(blocks):
        for found in (block.get("text"), *block.get("elements", ())):
            if isinstance(found, dict) and found.get("type") == "mrkdwn":
                yield found["text"]


def buttons_of(blocks: Sequence[Json]) -> list[dict[str, Any]]:
    return [e for block in plain(blocks) for e in _elements(block) if e.get("type") == "button"]


def labels_of(blocks: Sequence[Json]) -> list[str]:
    return [button["text"]["text"] for button in buttons_of(blocks)]


def button_called(blocks: Sequence[Json], label: str) -> dict[str, Any]:
    return next(button for button in buttons_of(blocks) if button["text"]["text"] == label)


def _elements(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    own = block.get("elements", []) if block["type"] == "actions" else []
    return [*own, *([block["accessory"]] if "accessory" in block else [])]


def _block_faults(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        parsed = Block.parse(block)
        if parsed is None:
            yield f"slack_sdk does not know {block['type']}"
            continue
        parsed.validate_json()
        yield from _one_block(block)


def _one_block(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "section":
        yield from _text_faults(block["text"]["text"], 3000, kind)
    if kind == "context":
        if not 1 <= len(block["elements"]) <= 10:
            yield "context elements"
        for element in block["elements"]:
            yield from _text_faults(element["text"], 3000, kind)
    if kind == "actions" and not 1 <= len(block["elements"]) <= 25:
        yield "actions elements"
    if kind == "input":
        yield from _input_faults(block)
    ids = Counter(element["action_id"] for element in _elements(block))
    yield from (f"action_id {name} twice in a block" for name, n in ids.items() if n > 1)
    for element in _elements(block):
        yield from _element_faults(element)


def _element_faults(element: dict[str, Any]) -> Iterator[str]:
    if element["type"] == "static_select":
        options = list(_options(element))
        if not options or any(not 1 <= size <= 100 for size in _option_counts(element)):
            yield "options"
        values = [option["value"] for option in options]
        if len(set(values)) != len(values):
            yield "option values twice"
        for option in options:
            yield from _sizes(
                {**option, "text": option["text"]["text"]}, {"text": 75, "value": 150}
            )
        return
    if element["type"] == "users_select":
        yield from _sizes({"placeholder": element["placeholder"]["text"]}, {"placeholder": 150})
        return
    yield from _sizes({**element, "text": element["text"]["text"]}, BUTTON)
    if "confirm" in element:
        texts = {name: part["text"] for name, part in element["confirm"].items()}
        yield from _sizes(texts, CONFIRM)


def _options(element: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from element.get("options", ())
    for group in element.get("option_groups", ()):
        yield from group["options"]


def _option_counts(element: Mapping[str, Any]) -> list[int]:
    """Of the list or of each group, and of the groups themselves."""
    groups = element.get("option_groups")
    if groups is None:
        return [len(element["options"])]
    return [len(groups), *(len(group["options"]) for group in groups)]


def _input_faults(block: Mapping[str, Any]) -> Iterator[str]:
    element = block["element"]
    yield from _sizes({"label": block["label"]["text"]}, {"label": 2000})
    yield from _sizes({"block_id": block["block_id"]}, {"block_id": 255})
    if "hint" in block:
        yield from _sizes({"hint": block["hint"]["text"]}, {"hint": 2000})
    if "initial_value" in element:
        yield from _sizes(element, {"initial_value": element["max_length"]})
    if element["type"] == "static_select":
        yield from _element_faults(element)


def _sizes(parts: Mapping[str, str], limits: Mapping[str, int]) -> Iterator[str]:
    for name, limit in limits.items():
        if name in parts and not 1 <= len(parts[name]) <= limit:
            yield f"{name} of {len(parts[name])} characters"


def _text_faults(text: str, limit: int, where: str) -> Iterator[str]:
    if not text.strip():
        yield f"{where} is empty"
    if len(text) > limit:
        yield f"{where} has {len(text)} characters"
    if _ENTITY.search(text):
        yield f"{where} holds a bare or broken entity"
    if _TAG.search(text):
        yield f"{where} holds a tag that is not ours"
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        yield f"{where} holds half a character"

"""A Slack message as lines for a terminal: what a person would read, buttons in brackets."""

import html
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 96
Message = Mapping[str, Any]
Names = Mapping[str, str]


def lines_of(message: Message, names: Names, *, at_most: int = 40) -> list[str]:
    """``names`` maps user ids to names; what is beyond ``at_most`` lines is counted."""
    found = [line for block in message.get("blocks") or [] for line in _block(block, names)]
    found = found or _wrapped(str(message.get("text", "")), names)
    if len(found) > at_most:
        left = len(found) - at_most
        found = [*found[:at_most], f"… and {left} more line{'s' if left > 1 else ''}"]
    return found


def buttons_of(message: Message, action_id: str) -> list[Mapping[str, Any]]:
    """Every button with this action_id, each with the ``block_id`` it stands in."""
    found: list[Mapping[str, Any]] = []
    for block in message.get("blocks") or []:
        elements = [*block.get("elements", []), block.get("accessory") or {}]
        found += [
            {**element, "block_id": block.get("block_id", "")}
            for element in elements
            if element.get("action_id") == action_id
        ]
    return found


def text_beside(message: Message, button: Mapping[str, Any]) -> str:
    """The text of the block that a button stands in, as plain words."""
    for block in message.get("blocks") or []:
        if block.get("block_id", "") == button["block_id"] and "text" in block:
            return plain(block["text"]["text"], {})
    return ""


def plain(text: str, names: Names) -> str:
    """Mentions by name, links by their words, without marks and entities."""
    text = re.sub(r"<@(\w+)(?:\|[^>]*)?>", lambda m: f"@{names.get(m[1], m[1])}", text)
    text = re.sub(r"<#(\w+)(?:\|([^>]*))?>", lambda m: f"#{m[2] or m[1]}", text)
    text = re.sub(r"<[^>|]+\|([^>]*)>", r"\1", text)
    text = re.sub(r"[\u2066-\u2069\u200b\u2060]", "", text)
    text = re.sub(r"(?<![\w*])\*([^*\n]+)\*(?!\w)", r"\1", text)
    return html.unescape(text)


def _block(block: Mapping[str, Any], names: Names) -> Iterator[str]:
    match block.get("type"):
        case "divider":
            yield "─" * 24
        case "context":
            for element in block.get("elements", []):
                yield from _wrapped(str(element.get("text", "")), names)
        case "actions":
            yield " ".join(_label(element) for element in block.get("elements", []))
        case _:
            yield from _section(block, names)


def _section(block: Mapping[str, Any], names: Names) -> Sequence[str]:
    text = block.get("text")
    lines = _wrapped(str(text["text"]), names) if text else []
    accessory = block.get("accessory")
    if lines and accessory:
        lines[0] = f"{lines[0]}  {_label(accessory)}"
    return lines


def _label(element: Mapping[str, Any]) -> str:
    text = element.get("text") or element.get("placeholder") or {}
    return f"[{text.get('text', element.get('type', '?'))}]"


def _wrapped(text: str, names: Names) -> list[str]:
    return [
        line
        for paragraph in plain(text, names).splitlines()
        for line in textwrap.wrap(paragraph, WIDTH) or [""]
    ]

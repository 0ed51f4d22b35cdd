"""Block Kit as plain dicts: the few blocks we use, each built within Slack's limits.

slack_sdk's models cost 72 times as much; they are the judges in the tests.
"""

from collections.abc import Sequence

from bot.domain.messages import Json, Message
from bot.render.escape import fit, plain
from bot.render.limits import FALLBACK_TEXT, MESSAGE_JSON, SECTION_JSON, SECTION_TEXT

NOTHING = "…"
BUTTON_TEXT = 75
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
MAX_URL = 500
"""Slack takes 3,000; what is longer than this is no address of an issue."""


def section_blocks(
    text: str, accessory: Json | None = None, *, wire: int = SECTION_JSON
) -> dict[str, object]:
    """``wire`` is how many characters of JSON the text may take."""
    block: dict[str, object] = {"type": "section", "text": mrkdwn(text, wire)}
    if accessory:
        block["accessory"] = accessory
    return block


def context_blocks(text: str) -> dict[str, object]:
    return {"type": "context", "elements": [mrkdwn(text)]}


def actions_blocks(elements: Sequence[Json | None]) -> tuple[dict[str, object], ...]:
    """One block, or none where no element is left (Slack refuses an empty one)."""
    kept = [element for element in elements if element]
    return ({"type": "actions", "elements": kept},) if kept else ()


def divider_blocks() -> dict[str, object]:
    return {"type": "divider"}


def mrkdwn(text: str, wire: int = SECTION_JSON) -> dict[str, object]:
    """``text`` is escaped already. Slack refuses an empty one."""
    return {"type": "mrkdwn", "text": fit(text, SECTION_TEXT, wire) or NOTHING}


def plain_text(text: str, limit: int) -> dict[str, object]:
    return {"type": "plain_text", "text": plain(text, limit) or NOTHING, "emoji": True}


def button(label: str, action: str, value: str, *, spoken: str = "") -> dict[str, object]:
    """``spoken`` is what a screen reader says instead, where the label alone tells too little."""
    element: dict[str, object] = {
        "type": "button",
        "text": plain_text(label, BUTTON_TEXT),
        "action_id": action,
    }
    if value:
        element["value"] = value
    if spoken:
        element["accessibility_label"] = plain(spoken, BUTTON_TEXT)
    return element


def link_button(label: str, action: str, url: str) -> dict[str, object] | None:
    """None for what is no web address: Slack would refuse the whole message."""
    well_formed = url.startswith(("https://", "http://")) and url.isprintable() and " " not in url
    if not well_formed or len(url) > MAX_URL:
        return None
    return button(label, action, "") | {"url": url}


def confirm(title: str, text: str, yes: str) -> dict[str, object]:
    return {
        "title": plain_text(title, CONFIRM_TITLE),
        "text": plain_text(text, CONFIRM_TEXT),
        "confirm": plain_text(yes, CONFIRM_BUTTON),
        "deny": plain_text("Cancel", CONFIRM_BUTTON),
    }


def message(blocks: Sequence[Json]) -> Message:
    """The fallback says what the blocks say, line by line, without the buttons."""
    return Message(text=fallback(blocks), blocks=tuple(blocks))


def sentence(text: str) -> Message:
    """A message of one paragraph; ``text`` is escaped already."""
    return message((section_blocks(text),))


def fallback(blocks: Sequence[Json]) -> str:
    return (
        fit("\n".join(filter(None, map(_text_of, blocks))), FALLBACK_TEXT, MESSAGE_JSON) or NOTHING
    )


def _text_of(block: Json) -> str:
    texts = [block.get("text")]
    if block.get("type") == "context":
        elements = block.get("elements")
        texts = list(elements) if isinstance(elements, list) else []
    return " ".join(str(text["text"]) for text in texts if isinstance(text, dict))

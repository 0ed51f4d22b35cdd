"""A message for a terminal: everything that is said, whole, without marks and entities."""

import re

from bot.domain.messages import Json, Message

_BOLD = re.compile(r"(?<!\w)\*(\S(?:[^*\n]*\S)?)\*(?!\w)")
_ISOLATES = re.compile("[\u2066-\u2069]")


def printed(message: Message) -> str:
    said = "\n".join(line for block in message.blocks for line in _texts(block))
    said = _BOLD.sub(r"\1", _ISOLATES.sub("", said))
    return said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _texts(block: Json) -> list[str]:
    texts = [block.get("text")]
    if block.get("type") == "context":
        elements = block.get("elements")
        texts = list(elements) if isinstance(elements, list) else []
    return [str(text["text"]) for text in texts if isinstance(text, dict)]

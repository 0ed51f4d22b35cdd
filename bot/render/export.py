"""What is said with an exported summary, and the summary itself where Slack takes no file."""

from collections.abc import Iterator

from bot.domain.messages import Message
from bot.render.blocks import message, section_blocks, sentence
from bot.render.escape import escape, outside, wire_size
from bot.render.limits import MESSAGE_JSON, NAME, SHORT

MOST_PIECES = 3
"""A response_url takes five answers; one may be needed to say that it takes a while."""
_PIECE = 2_600
_ROOM = MESSAGE_JSON - 1_500
_WAYS_OUT = {
    "missing_scope": "the app lacks the scope `files:write`: add it as in the manifest and "
    "install the app again",
    "restricted_action": "this workspace does not let the app upload files: ask its admins",
    "file_uploads_disabled": "file uploads are switched off in this workspace: ask its admins",
    "storage_limit_reached": "this workspace has no room left for files: ask its admins",
}
_TERMINAL = "`python -m bot export KEY` writes it to the terminal in the meantime"


def writing_message(name: str) -> Message:
    return sentence(f"⏳ Writing the summary of *{outside(name, SHORT)}*, this takes a moment…")


def exported_message(name: str, file: str) -> Message:
    return sentence(
        f"📄 The summary of *{outside(name, SHORT)}* is in our direct messages as "
        f"`{escape(file)}`. Only you see it."
    )


def export_words(name: str) -> Message:
    """What stands above the file."""
    return sentence(
        f"📄 The summary of *{outside(name, SHORT)}* as it stands now. Edit it as you like: "
        "`/blockers import` reads it back."
    )


def pieces_messages(name: str, text: str, code: str) -> tuple[Message, ...]:
    """``code`` is Slack's name for why it took no file."""
    found = list(_messages(text))
    head = section_blocks(
        f"⚠️ Slack took no file: {_reason(code)}. Here is the summary of "
        f"*{outside(name, SHORT)}* to copy instead."
    )
    shown = [message(blocks) for blocks in found[:MOST_PIECES]]
    first = message((head, *shown[0].blocks)) if shown else message((head,))
    if len(found) <= MOST_PIECES:
        return (first, *shown[1:])
    left = sum(piece.count("\n") + 1 for piece in _pieces(text)) - _lines_in(found[:MOST_PIECES])
    more = section_blocks(f"{left} more lines do not fit here; {_TERMINAL}.")
    return (first, *shown[1:-1], message((*shown[-1].blocks, more)))


def _reason(code: str) -> str:
    return _WAYS_OUT.get(code, f"it says `{outside(code, NAME)}`; {_TERMINAL}")


def _messages(text: str) -> Iterator[list[dict[str, object]]]:
    blocks: list[dict[str, object]] = []
    used = 0
    for piece in _pieces(text):
        block = section_blocks(f"```{escape(piece)}```")
        weight = wire_size(escape(piece)) + 80
        if blocks and used + weight > _ROOM // 2:
            yield blocks
            blocks, used = [], 0
        blocks.append(block)
        used += weight
    if blocks:
        yield blocks


def _pieces(text: str) -> Iterator[str]:
    """Whole lines, as many as fit one block. The fence of a code block is another one here."""
    lines: list[str] = []
    for line in text.replace("```", "~~~").rstrip("\n").split("\n"):
        if lines and wire_size(escape("\n".join([*lines, line]))) > _PIECE:
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    yield "\n".join(lines)


def _lines_in(messages: list[list[dict[str, object]]]) -> int:
    texts = [str(block["text"]) for blocks in messages for block in blocks]
    return sum(text.count("\\n") + 1 for text in texts)

"""What leads are told where something cannot be written to the tracker."""

from bot.domain.messages import Message
from bot.render.blocks import message, section_blocks
from bot.render.escape import outside
from bot.render.limits import NAME, SENTENCE

_WAY_OUT = (
    "You are told once. See `linear_writes:` in blockers.yml, and in Linear what the key or app "
    "may write; `/blockers doctor` shows how it stands."
)


def refused_write_message(milestone: str, reason: str, key: str, kind: str) -> Message:
    """``key`` and ``kind`` are empty where nothing at all may be written."""
    why = outside(reason, SENTENCE)
    if kind:
        what = f"🚫 *Linear refused the {outside(kind, NAME)} for {outside(key, NAME)}*: {why}"
        end = "It was given up; checklists here are not touched by that."
    else:
        what = f"🚫 *Nothing can be written to Linear for {outside(milestone, NAME)}*: {why}"
        end = "What is to be written waits and is tried again every hour."
    return message([section_blocks(f"{what}\n{end}\n{_WAY_OUT}")])

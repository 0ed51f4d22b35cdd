"""What is said to a mention beside the answers that a command gives too."""

from bot.domain.messages import Message
from bot.render.blocks import sentence
from bot.render.escape import outside
from bot.render.limits import SHORT

_EXAMPLES = "`@Blockers what blocks us?`, `@Blockers THR-42`, `@Blockers overdue`"


def not_understood_message(typed: str, nearest: str) -> Message:
    """``nearest`` is a command, "" where none is near."""
    said = f"I do not know what {_code(typed)} asks." if typed else "I do not know what that asks."
    near = f" Did you mean {_code(f'@Blockers {nearest}')}?" if nearest else ""
    return sentence(f"{said}{near}\nAsk me {_EXAMPLES}, or type `/blockers help` for all of it.")


def type_it_message(command: str) -> Message:
    """For what is answered to one person alone, or changes something."""
    typed = _code(f"/blockers {command}".strip())
    return sentence(
        f"I answer that to you alone, so I do not post it here: type {typed} in the message box "
        "of the channel."
    )


def kept_to_its_channels_message(command: str) -> Message:
    """The milestone is followed by private channels only, or outsiders read here."""
    typed = _code(f"/blockers {command}".strip())
    return sentence(
        "I tell of that milestone only in the channels that follow it, so I post nothing here. "
        f"{typed} shows it to you alone."
    )


def _code(text: str) -> str:
    return f"`{outside(text.replace('`', ' '), SHORT)}`"

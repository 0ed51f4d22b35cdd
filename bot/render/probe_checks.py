"""What somebody is told who has a probe checked now."""

from bot.domain.messages import Message
from bot.render.blocks import sentence
from bot.render.escape import outside
from bot.render.limits import NAME
from bot.render.words import count


def asked_probe_message(probe: str) -> Message:
    return sentence(f"🔄 {_name(probe)} is asked now. Its row follows when it has answered.")


def asked_too_soon_message(probe: str, seconds: int) -> Message:
    return sentence(
        f"{_name(probe)} was asked within the last {count(seconds, 'second')}, so it is not asked "
        "again yet. *Refresh* shows what it said."
    )


def silent_probe_message(probe: str) -> Message:
    return sentence(
        f"⚠️ {_name(probe)} has not answered yet: all checks are busy, or the bot that runs them is "
        "stopped. *Refresh* shows its answer once it is there."
    )


def gone_probe_message(probe: str) -> Message:
    return sentence(
        f"{_name(probe)} is no longer among the probes in blockers.yml. *Refresh* shows those that "
        "are."
    )


def _name(probe: str) -> str:
    return f"*{outside(probe, NAME) or 'The probe'}*"

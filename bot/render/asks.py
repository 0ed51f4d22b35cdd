"""Answers to who asks: who was asked and how they hear of it, and what is said where it is over."""

from collections.abc import Sequence

from bot.domain.asks import AskRecord
from bot.domain.messages import Message
from bot.domain.preferences import Reach
from bot.render.blocks import sentence
from bot.render.escape import outside
from bot.render.home_frame import link_words
from bot.render.limits import NAME, TITLE
from bot.render.lines import names_words
from bot.render.preferences import reach_words
from bot.render.refusals import about_words
from bot.render.words import LocalTime


def asked_message(each: Sequence[tuple[str, Reach]], *, posted: bool) -> Message:
    """``each``: who was asked, and how they hear of it."""
    by_reach: dict[Reach, list[str]] = {}
    for name, reach in each:
        by_reach.setdefault(reach, []).append(name)
    said = (reach_words(reach, names) for reach, names in by_reach.items())
    how = "; ".join(words for words in said if words)
    if not posted:
        return sentence(f"Nothing was posted now: {how}. Your Home lists it.")
    who = names_words([name for name, _ in each]) or "The owner"
    have = "has" if len(each) == 1 else "have"
    return sentence(f"{who} {have} been asked{f': {how}' if how else ''}. Your Home lists it.")


def asked_already_message(record: AskRecord, names: Sequence[str], local: LocalTime) -> Message:
    who = names_words(names) or "the owner"
    link = link_words(record.link, "see it")
    at = f"at {local.clock(record.at)}{f' ({link})' if link else ''}"
    return sentence(
        f"You asked {who} about {_about(record)} today already, {at}. "
        "Once a day is enough: from tomorrow on your Home has *Ask again*."
    )


def withdrawn_message(record: AskRecord, asker: str) -> Message:
    """In place of the line that asked."""
    who = outside(asker, NAME) or "Somebody"
    return sentence(f"{who} took the question about {_about(record)} back.")


def taken_back_words(record: AskRecord) -> str:
    return f"Your question about {_about(record)} is taken back."


def answer_removed_words(record: AskRecord) -> str:
    return f"Your question about {_about(record)} is off your list."


def question_gone_words() -> str:
    return "That question is not on your list any more."


def _about(record: AskRecord) -> str:
    text = outside(record.text, TITLE) or "(no text)"
    return about_words(f"\u201c{text}\u201d", outside(record.key, NAME), record.item)

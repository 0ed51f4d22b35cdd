"""The answer to a filter that names a person, team or label which is not there."""

from collections.abc import Sequence

from bot.domain.messages import Message
from bot.render.blocks import sentence
from bot.render.escape import outside
from bot.render.limits import NAME, SENTENCE


def unknown_word_message(
    kind: str, word: str, near: Sequence[str], *, several: bool, suggested: str = ""
) -> Message:
    """A filter names a person, team or label that is not there, or that may be one of several.

    ``suggested`` is the whole command with the nearest in its place.
    """
    shown = ", ".join(f"`{outside(one, NAME)}`" for one in near)
    name = f"`{outside(word, NAME)}`"
    if several:
        line = f"{name} may be {shown}. I do not guess: name one of them in full, or pick from @."
    elif near:
        there = "There is" if len(near) == 1 else "There are"
        line = f"{_UNKNOWN[kind].format(name)} {'Near' if suggested else there}: {shown}."
    else:
        line = f"{_UNKNOWN[kind].format(name)} {_NONE_AT_ALL[kind]}"
    mean = f"\nDid you mean `{outside(suggested, SENTENCE)}`?" if suggested and not several else ""
    return sentence(line + mean)


_UNKNOWN = {
    "person": "I know nobody called {} on this board.",
    "team": "I know no team {}.",
    "label": "No blocker here has the label {}.",
}
_NONE_AT_ALL = {
    "person": "Pick somebody from the list that @ opens.",
    "team": "Teams are named under `teams:` in blockers.yml.",
    "label": "None has any label.",
}

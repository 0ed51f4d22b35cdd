"""One direct message with what somebody wanted no mention for."""

from collections.abc import Mapping, Sequence

from bot.domain.ids import UserId
from bot.domain.messages import Json, Message
from bot.domain.nudges import Nudge
from bot.render.actions import Action
from bot.render.blocks import button, context_blocks, message, section_blocks
from bot.render.escape import channel_link, outside
from bot.render.limits import MESSAGE_JSON, NAME, NEED, TITLE, how_many
from bot.render.lines import dotted
from bot.render.refusals import QUESTION
from bot.render.values import Show
from bot.render.words import LocalTime, count

MOST = 15
FRAME = 1_500


def nudges_message(
    nudges: Sequence[Nudge], names: Mapping[UserId, str], local: LocalTime
) -> Message:
    """``names`` holds display names of who asked."""
    verb = "needs" if len(nudges) == 1 else "need"
    head = section_blocks(f"*{count(len(nudges), 'thing')} {verb} you*")
    rows = [_row(nudge, names, local) for nudge in nudges[:MOST]]
    shown = how_many(rows, MOST, MESSAGE_JSON - FRAME)
    more = len(nudges) - shown
    left = [section_blocks(f"and {more} more: they are on my Home tab")] if more > 0 else []
    footer = context_blocks("One message a day at most. *Preferences* are on my Home tab.")
    return message((head, *rows[:shown], *left, footer))


def _row(nudge: Nudge, names: Mapping[UserId, str], local: LocalTime) -> Json:
    title = outside(nudge.title, TITLE)
    subject = f"*{outside(nudge.key, NAME)} {title}*".replace(" *", "*")
    said = outside(nudge.sentence, NEED)
    if nudge.asker:
        who = outside(names.get(nudge.asker, ""), NAME) or "somebody"
        said = f"{who} asks about \u201c{said}\u201d. {QUESTION[nudge.wanted]}"
    where = f"in {channel_link(nudge.channel)}" if nudge.channel else ""
    text = f"{subject} {said}\n{dotted(where, local.since(nudge.at))}"
    if not nudge.blocker:
        return section_blocks(text)
    value = Show(milestone=nudge.milestone, blocker=nudge.blocker).encode()
    return section_blocks(text, button("Open", Action.OPEN, value, spoken=f"Open {nudge.key}"))

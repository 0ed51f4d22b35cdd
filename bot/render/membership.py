"""What leads are told of channels that take no posts, or take them again."""

from collections.abc import Sequence

from bot.domain.membership import PauseNotice
from bot.domain.messages import Json, Message
from bot.render.blocks import context_blocks, message, section_blocks
from bot.render.escape import outside
from bot.render.limits import SENTENCE
from bot.render.words import count

SHOWN = 20


def membership_message(notices: Sequence[PauseNotice]) -> Message:
    """One message for everything that happened together."""
    paused = sum(notice.is_paused for notice in notices)
    back = len(notices) - paused
    heads = (
        f"⏸ *{count(paused, 'channel')} cannot be posted to*" if paused else "",
        f"▶️ *{count(back, 'channel')} can be posted to again*" if back else "",
    )
    head = " · ".join(filter(None, heads))
    how = context_blocks("I look again every few minutes. `/blockers doctor` says how things are.")
    return message((section_blocks(head), *pause_blocks(notices), how))


def pause_blocks(notices: Sequence[PauseNotice]) -> list[Json]:
    """A section each, the way out beside the reason; what does not fit is counted."""
    rows: list[Json] = [section_blocks(pause_line(notice)) for notice in notices[:SHOWN]]
    if len(notices) > SHOWN:
        rows.append(section_blocks(f"and {len(notices) - SHOWN} more: `/blockers doctor`"))
    return rows


def pause_line(notice: PauseNotice) -> str:
    """Plain words made safe, the way out on a line of its own."""
    mark = "⏸ paused:" if notice.is_paused else "▶️ goes on:"
    said = f"{mark} {outside(notice.sentence, SENTENCE)}"
    return f"{said}\nWay out: {outside(notice.way_out, SENTENCE)}" if notice.way_out else said

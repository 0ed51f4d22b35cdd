"""The card below a link to an issue that is a blocker: what holds the release, in three lines.

It is an attachment to somebody else's message, which ``chat.update`` cannot touch: a card is not
live. It says as of when it is, and *Open* shows how the blocker stands now.
"""

from bot.domain.board import BlockerView, Board
from bot.domain.messages import Message
from bot.render import actions
from bot.render.blocks import context_blocks, message, section_blocks
from bot.render.escape import outside
from bot.render.limits import NAME, NEXT_ACTION
from bot.render.lines import blocker_line, dotted, local_time, title_words, trouble_line
from bot.render.probes import evidence_words
from bot.render.state import milestone_name

SHOWN_PROBES = 2


def card_message(board: Board, view: BlockerView) -> Message:
    local = local_time(board)
    action = outside(view.story.next_action, NEXT_ACTION)
    lines = (
        f"🔴 {title_words(view)} blocks {milestone_name(board)}",
        blocker_line(view, local),
        dotted(
            f"Next: {action}" if action else "",
            evidence_words(view.probes, local, SHOWN_PROBES),
        ),
        trouble_line(board.sources, local),
    )
    tracker, at = outside(board.sources.tracker, NAME), board.sources.tracker_at
    footer = dotted(
        f"as of {local.clock(board.now)} {local.zone_word}, not live",
        f"{tracker} at {local.moment(at)}" if tracker and at else "",
    )
    return message(
        (
            section_blocks(
                "\n".join(line for line in lines if line),
                actions.open_button(board.milestone.key, view.blocker),
            ),
            context_blocks(footer),
        )
    )

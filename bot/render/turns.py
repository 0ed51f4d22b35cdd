"""One line in a digest's thread: a probe has turned, why, and what hangs on it."""

from bot.domain.board import Board, ProbeView
from bot.domain.messages import Message
from bot.render.blocks import sentence
from bot.render.lines import keys_words, local_time
from bot.render.probes import probe_words

SHOWN_KEYS = 5


def turn_message(board: Board, probe: ProbeView) -> Message:
    """``🔴 api-cert down since 08:12, certificate expired · hangs on it: THR-42``."""
    keys = tuple(
        view.blocker.key
        for view in (*board.blockers, *board.watched)
        if any(each.id == probe.id for each in view.probes)
    )
    words = probe_words(probe, local_time(board))
    if not keys:
        return sentence(words)
    more = f" and {len(keys) - SHOWN_KEYS} more" if len(keys) > SHOWN_KEYS else ""
    return sentence(f"{words} · hangs on it: {keys_words(keys[:SHOWN_KEYS])}{more}")

"""The parts of a board that can be shown alone, each under the word that people type for it."""

from collections.abc import Mapping
from typing import Protocol

from bot.domain.board import Board
from bot.domain.messages import Message
from bot.render.first import first_message
from bot.render.probe_rows import probes_message
from bot.render.risk import risk_message
from bot.render.scorecard import scorecard_message
from bot.render.timeline import timeline_message


class PartMessage(Protocol):
    def __call__(
        self, board: Board, *, private: bool = True, page: int = 0, live: bool = True
    ) -> Message: ...


PART_MESSAGES: Mapping[str, PartMessage] = {
    "scorecard": scorecard_message,
    "timeline": timeline_message,
    "first": first_message,
    "risk": risk_message,
    "probes": probes_message,
}
WITH_PAST = frozenset({"probes"})
"""Parts for which the board needs the history of its probes."""

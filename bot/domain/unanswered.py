"""How often people were asked about what without an answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from bot.domain.board import Board
from bot.domain.checklist import AuditEntry
from bot.domain.digest import Digest, DigestRecord
from bot.domain.ids import UserId

ASKED_OFTEN = 3
"""Times somebody is asked without an answer before a lead is."""


def asked_key(board: Board, blocker: str, user: UserId) -> str:
    view = board.find(blocker)
    return f"{view.blocker.id if view else blocker}:{user}"


@dataclass(frozen=True, slots=True)
class Asked:
    """How often each was asked about what, and who has done anything about what since then."""

    times: Mapping[str, int]
    acted: frozenset[str]

    @classmethod
    def before(cls, last: DigestRecord | None, log: Iterable[AuditEntry]) -> Self:
        """As of the last digest and the log since."""
        acted = frozenset(f"{entry.blocker}:{entry.by}" for entry in log)
        return cls(dict(last.asked) if last else {}, acted)

    def count(self, board: Board, blocker: str, user: UserId, stands_in: UserId) -> int:
        """Without an answer, be it from who stands in."""
        keys = {asked_key(board, blocker, each) for each in (user, stands_in)}
        return 0 if keys & self.acted else self.times.get(asked_key(board, blocker, user), 0)


def asked_now(digest: Digest) -> tuple[tuple[str, int], ...]:
    """To be kept for the next digest."""
    found: dict[str, int] = {}
    for need in digest.needs:
        for call in need.calls:
            if call.user and call.asked:
                key = asked_key(digest.board, need.blocker, call.user)
                found[key] = max(found.get(key, 0), call.asked)
    return tuple(found.items())

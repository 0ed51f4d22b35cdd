"""How often people were asked about what without an answer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from bot.domain.board import Board
from bot.domain.checklist import AuditEntry
from bot.domain.digest import Called, Digest, DigestRecord
from bot.domain.ids import UserId
from bot.domain.reminders import PUT_OFF

ASKED_OFTEN = 3
"""Times somebody is asked without an answer before a lead is."""
PUT_OFF_OFTEN = 5
"""Times in a row that somebody asks to be reminded before it is said."""


def asked_key(board: Board, blocker: str, user: UserId) -> str:
    view = board.find(blocker)
    return f"{view.blocker.id if view else blocker}:{user}"


@dataclass(frozen=True, slots=True)
class Asked:
    """How often each was asked about what, and who has done anything about what since then.

    Who asked to be reminded (``delayed``) has answered; how often they did so in a row is
    counted apart, by whom it was put off and who ``moved`` it.
    """

    times: Mapping[str, int]
    put_off: Mapping[str, int]
    moved: frozenset[str]
    delayed: frozenset[str]

    @classmethod
    def before(cls, last: DigestRecord | None, log: Iterable[AuditEntry]) -> Self:
        """As of the last digest and the log since."""
        moved, delayed = set[str](), set[str]()
        for entry in log:
            (delayed if entry.kind == PUT_OFF else moved).add(f"{entry.blocker}:{entry.by}")
        return cls(
            dict(last.asked) if last else {},
            dict(last.put_off) if last else {},
            frozenset(moved),
            frozenset(delayed),
        )

    def count(self, board: Board, blocker: str, user: UserId, stands_in: UserId) -> int:
        """Without an answer, be it from who stands in."""
        keys = {asked_key(board, blocker, each) for each in (user, stands_in)}
        acted = self.moved | self.delayed
        return 0 if keys & acted else self.times.get(asked_key(board, blocker, user), 0)

    def delays(self, board: Board, blocker: str, user: UserId, stands_in: UserId) -> int:
        """In a row, one a digest, be it by who stands in."""
        keys = {asked_key(board, blocker, each) for each in (user, stands_in)}
        before = 0 if keys & self.moved else self.put_off.get(asked_key(board, blocker, user), 0)
        return before + bool(keys & self.delayed)


def asked_now(digest: Digest) -> tuple[tuple[str, int], ...]:
    """To be kept for the next digest."""
    return _kept(digest, lambda call: call.asked)


def put_off_now(digest: Digest) -> tuple[tuple[str, int], ...]:
    """Likewise."""
    return _kept(digest, lambda call: call.put_off)


def _kept(digest: Digest, times: Callable[[Called], int]) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for need in digest.needs:
        for call in need.calls:
            if call.user and times(call):
                key = asked_key(digest.board, need.blocker, call.user)
                found[key] = max(found.get(key, 0), times(call))
    return tuple(found.items())

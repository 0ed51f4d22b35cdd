"""Why an open blocker is no longer in its milestone's list, which is never the same as resolved."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import BlockerId


class Fate(StrEnum):
    """What became of an issue that a reading left out."""

    MOVED = "moved"
    TRANSFERRED = "transferred"
    UNLABELLED = "unlabelled"
    ELSEWHERE = "elsewhere"
    """It left the project, the project milestone or the release that was asked for."""
    ARCHIVED = "archived"
    TRASHED = "trashed"
    DELETED = "deleted"
    CLOSED = "closed"
    UNMATCHED = "unmatched"
    UNSEEN = "unseen"
    UNSELECTED = "unselected"
    """It did not change: another selection stands in the configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """``detail`` is what the fate names: a team, a label, a state; "" where it names nothing."""

    blocker: BlockerId
    fate: Fate
    detail: str = ""

    @property
    def words(self) -> str:
        """What happened to it, to be said after its key."""
        return _WORDS[self.fate].format(f" {self.detail}" if self.detail else "").rstrip()


_WORDS = {
    Fate.MOVED: "moved to another team{}",
    Fate.TRANSFERRED: "was transferred to another repository:{}",
    Fate.UNLABELLED: "lost its label{}",
    Fate.ELSEWHERE: "left{}",
    Fate.ARCHIVED: "was archived unresolved",
    Fate.TRASHED: "was put in the trash",
    Fate.DELETED: "was deleted",
    Fate.CLOSED: "was closed as{}",
    Fate.UNMATCHED: "no longer matches the filter",
    Fate.UNSEEN: "cannot be seen any more: deleted, or out of the credential's sight",
    Fate.UNSELECTED: "is not in the selection that the configuration has now",
}

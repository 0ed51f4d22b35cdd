"""Where the reader stands: the headings that are open above the block at hand."""

from bot.summary.drafts import Reading
from bot.summary.opening import continues_blocker, open_scope
from bot.summary.scopes import Scope
from bot.summary.structure import FOLD_LEVEL, Block, Heading

_MAX_FOLDS = 10
_HALF_BELOW = 0.5


class Place:
    """Opens and closes the headings while the blocks go by."""

    def __init__(self, reading: Reading, root: Scope | None = None) -> None:
        self.reading = reading
        self._scopes = [root or Scope(0, "other", "", 0, is_title=True)]

    @property
    def scope(self) -> Scope:
        return self._scopes[-1]

    def close(self, level: float) -> None:
        while len(self._scopes) > 1 and self._scopes[-1].level >= level:
            self._scopes.pop()

    def close_fold(self) -> None:
        self.close(FOLD_LEVEL + max(self._folds - 1, 0))

    def open(self, heading: Heading, rest: tuple[Block, ...]) -> None:
        """`rest` is what follows the heading, some blocks of it."""
        level = heading.level
        if level == FOLD_LEVEL:
            level += min(self._folds, _MAX_FOLDS)
        if continues_blocker(self._scopes, heading):
            level += _HALF_BELOW
        heading = Heading(level, heading.raw, heading.line)
        self.close(level)
        self._scopes.append(open_scope(self.reading, self._scopes, heading, rest))

    @property
    def _folds(self) -> int:
        return sum(scope.level >= FOLD_LEVEL for scope in self._scopes)

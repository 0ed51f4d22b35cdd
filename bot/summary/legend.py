# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""The document's own key to its marks ("[~] being worked on", "🔵 = in review")."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from string import ascii_letters

from bot.domain.document import StatedStatus
from bot.summary.boxes import read_box
from bot.summary.inline import plain
from bot.summary.marks import MARK_PATTERN, leading_mark
from bot.summary.priority import read_priority
from bot.summary.status import read_status

_PARTS = re.compile(
    r"\s*(?:[|·•;]|,(?=\s*(?:\[.?\]|[^\x00-\x7f]|:[a-z])))\s*|\s{2,}|\s+(?=(?:\[.\])\s*[=:–-])"
)
_LETTERS = frozenset(ascii_letters + "@#&$^")
"""What a legend may put in a box beside the signs that everybody does."""
_EXPLAINED = re.compile(rf"(?:\[.?\]|{MARK_PATTERN})\s*(?:=|means\s)\s*(?=[^\W\d_])")
_FEWEST = 2
_EQUALS = re.compile(r"^\s*(?:[=:–—-]+|->|→|means\b|is\b)?\s*")


@dataclass(slots=True)
class Legend:
    """By the character in the box and by the bare emoji; None: explained, but as no state.

    `lessons` counts what it was taught.
    """

    boxes: dict[str, StatedStatus | None] = field(default_factory=dict)
    glyphs: dict[str, StatedStatus | None] = field(default_factory=dict)
    lessons: int = 0

    def learn(self, raw: str) -> bool:
        """Reads one line of a legend; False if there is none on it."""
        learned = [self._learn_one(part) for part in _PARTS.split(raw.replace("`", "")) if part]
        return any(learned)

    def _learn_one(self, raw: str) -> bool:
        box = read_box(raw, _LETTERS)
        if box is not None:
            self._keep(self.boxes, box.char, _state(_EQUALS.sub("", box.rest)))
            return True
        mark, rest = leading_mark(plain(raw).strip("`* "))
        if mark is None or not rest.strip():
            return False
        self._keep(self.glyphs, mark.glyph, _state(_EQUALS.sub("", rest)))
        return True

    def _keep(
        self, known: dict[str, StatedStatus | None], sign: str, state: StatedStatus | None
    ) -> None:
        if sign not in known or known[sign] != state:
            known[sign] = state
            self.lessons += 1

    def learn_in_passing(self, raw: str, *, fewest: int = _FEWEST) -> bool:
        """As in "Key: [x] = failed, [o] = passed", under whatever name: two of a kind prove it."""
        if "=" not in raw and "means" not in raw:
            return False
        text = raw.replace("`", "")
        starts = [found.start() for found in _EXPLAINED.finditer(text)]
        if len(starts) < fewest:
            return False
        for start, end in pairwise([*starts, len(text)]):
            self._learn_one(text[start:end].strip(" ,;|·•/*"))
        return True

    def pairs(self) -> tuple[tuple[str, str], ...]:
        boxes = tuple((f"[{char}]", state or "no state") for char, state in self.boxes.items())
        return boxes + tuple((glyph, state or "no state") for glyph, state in self.glyphs.items())


def _state(text: str) -> StatedStatus | None:
    reading = read_status(text)
    if read_priority(text) and not re.search(r"block|stuck|wait", text, re.IGNORECASE):
        return None
    return reading.status

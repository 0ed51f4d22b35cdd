"""Text from outside as Markdown that shows and reads as that text, as plainly as it can be."""

import re
import unicodedata
from dataclasses import dataclass, field

Role = str
"""Where a text stands: what reads like a state in a title may be innocent in a note."""

HARDEST = 4
_ALWAYS = re.compile(r"([\\`*\[\]<|])")
_LOOSE_LINE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_START = re.compile(r"^(?:([-+#>=~])|(\d{1,9})([.)]))")
_END = re.compile(r"(#+)$")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufffd\ud800-\udfff\ue000-\uf8ff\U000323b0-\U0010ffff]"
)
_BLANKS = re.compile("[\u1680\u180e]")


@dataclass(slots=True)
class Ink:
    """How much of a text has to be written so that nothing in it is read as a mark."""

    levels: dict[tuple[Role, str], int] = field(default_factory=dict)

    def __call__(self, role: Role, text: str) -> str:
        return written(text, self.levels.get((role, text), 1))

    def level(self, role: Role, text: str) -> int:
        return self.levels.get((role, text), 1)

    def press(self, role: Role, text: str) -> None:
        self.levels[role, text] = min(self.level(role, text) + 1, HARDEST)


def tidied(text: str) -> str:
    """On one line, without what a document cannot hold."""
    return " ".join(_UNSEEN.sub("", _BLANKS.sub(" ", " ".join(text.split()))).split())


def written(text: str, level: int) -> str:
    """1: what Markdown would take for a mark. 2: every sign. 3: words too. 4: every letter."""
    if level <= 1:
        return _for_markdown(text)
    if level == HARDEST:
        return "".join(one if one == " " else _number(one) for one in text)
    starts = {found.start() for found in _WORD.finditer(text)} if level > 2 else set()  # noqa: PLR2004
    return "".join(
        _number(one) if at in starts or _is_sign(one) else _PUNCTUATION.sub(r"\\\1", one)
        for at, one in enumerate(text)
    )


def _for_markdown(text: str) -> str:
    loose_lines, tildes = bool(_LOOSE_LINE.search(text)), text.count("~") > 1
    text = _ENTITY.sub(r"\\&", _ALWAYS.sub(r"\\\1", text))
    if loose_lines:
        text = text.replace("_", r"\_")
    if tildes:
        text = text.replace("~", r"\~")
    text = _START.sub(_start, text)
    return _END.sub(lambda found: "\\#" * len(found[1]), text)


def _start(found: re.Match[str]) -> str:
    if found[1]:
        return f"\\{found[1]}"
    return f"{found[2]}\\{found[3]}"


def _is_sign(character: str) -> bool:
    """A dash, a bracket or a picture that no backslash can stand before."""
    return not character.isascii() and unicodedata.category(character)[0] in "PS"


def _number(character: str) -> str:
    return f"&#{ord(character)};"

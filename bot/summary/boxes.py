# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Task boxes of all makes: `[ ]`, `[X]`, `[~]`, `[]`, `[x]text`, escaped ones, struck ones."""

import re
from collections.abc import Container
from typing import NamedTuple

from bot.domain.document import ItemState

_BOX = re.compile(
    r"^(?P<strike>~~|<(?:del|s|strike)>)?\s*\\?\[(?P<char>\s*|\s*[^\[\]\s]\ufe0f?\s*)\\?\]"
    r"(?![(:])(?P<gap>\s*)(?P<rest>.*)$",
    re.DOTALL,
)
_STYLED = re.compile(r"^(\*{1,2}|_{1,2})(\\?\[[^\[\]]?\\?\])\1(?=\s)")
_TICKS = set("xX✓✔✅☑√")
_STATES: dict[str, ItemState] = {
    " ": "todo", "x": "done", "~": "doing", "/": "doing", "-": "skipped", "!": "todo", ">": "todo",
    "<": "todo", "?": "todo", "*": "todo", "o": "doing", ".": "doing", "=": "doing", "+": "doing",
    "\\": "doing", "❌": "todo", "✗": "todo", "✘": "todo", "✖": "todo", "🔄": "doing",
    "⏳": "doing", "🚧": "doing", "⬜": "todo", "–": "skipped", "—": "skipped", "%": "doing",
    "✕": "todo", "×": "todo",
}  # fmt: skip
COMMON = {" ", "x", "~", "/", "-", "!"}
_AS_TAUGHT = {"[ ] ": " ", "[x] ": "x"}
"""How nearly every box begins: no pattern has to look at it."""


class Box(NamedTuple):
    """`char` is normalised: a blank for an empty box, x for any tick."""

    char: str
    rest: str
    loose: bool = False

    @property
    def state(self) -> ItemState:
        return _STATES.get(self.char, "todo")

    @property
    def stuck(self) -> bool:
        return self.char == "!"


def read_box(raw: str, known: Container[str] = ()) -> Box | None:
    """`known`: characters that a legend explains."""
    if "[" not in raw:
        return None
    taught = _AS_TAUGHT.get(raw[:4])
    if taught is not None:
        return Box(taught, raw[4:].strip())
    found = _BOX.match(_STYLED.sub(r"\2", raw) if raw[:1] in {"*", "_"} else raw)
    if found is None:
        return None
    inner = found["char"].strip().rstrip("\ufe0f")
    char = " " if not inner else "x" if inner in _TICKS else inner
    if char not in _STATES and char not in known:
        return None
    rest = (found["strike"] or "") + found["rest"]
    if char != " " and not found["gap"] and not found["rest"]:
        rest = ""
    loose = (
        not found["gap"]
        or found["char"] == ""
        or len(found["char"].strip(" ")) != len(found["char"]) > 1
    )
    return Box(char, rest.strip(), loose and bool(rest))

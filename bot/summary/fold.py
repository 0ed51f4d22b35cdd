# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Text for comparing words: case, accents and typographic quotes folded, scripts kept."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ACCENTS = re.compile("[\u0300-\u036f]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": "-", "：": ":"})
_LATIN = re.compile(r"[a-z0-9\u0370-\u052f]")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    text = text.translate(_QUOTES)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
        text = text.replace("ß", "ss").replace("ı", "i").replace("ø", "o").replace("ł", "l")
    return " ".join(text.casefold().split())


def any_of(words: Iterable[str]) -> str:
    """A pattern for whole words; scripts without blanks between words have no word ends."""
    ordered = sorted({fold(word) for word in words}, key=len, reverse=True)
    spaced = [word for word in ordered if _LATIN.match(word)]
    dense = [re.escape(word) for word in ordered if not _LATIN.match(word)]
    parts = [rf"(?<!\w)(?:{_branches(spaced)})(?!\w)"] if spaced else []
    return "|".join([*parts, *dense]) or r"(?!)"


def _branches(words: list[str]) -> str:
    """Words that begin alike share their beginning; of these the longest still comes first."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[:1], []).append(word[1:])
    ends = rests.pop("", [])
    whole = [re.escape(first) + _rest(some) for first, some in rests.items()]
    return "|".join([*whole, *ends[:1]])


def _rest(rests: list[str]) -> str:
    return re.escape(rests[0]) if len(rests) == 1 else f"(?:{_branches(rests)})"

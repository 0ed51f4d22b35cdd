# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Which single-byte page a text was written in: the one in which its words look like words."""

import re
import unicodedata
from functools import cache
from itertools import pairwise

PAGES = ("cp1252", "cp1254", "mac_roman", "cp1250", "cp1251", "koi8_r", "cp866")
"""The most frequent first: it wins where two read the same."""
_ENOUGH = 20_000
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_AMID = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’–—…](?=[^\W\d_])")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_WELCOME = {
    "cp1252": "éèêëàâçôûùîïœæäöüßñáíóúãõåøÉÈÊÀÂÇÔÛÎÏŒÆÄÖÜÑÁÍÓÚÃÕÅØ",
    "cp1254": "ğışİŞĞöüçâîûÖÜÇ",
    "mac_roman": "éèêëàâçôûùîïœæäöüßñáíóúãõåøÉÈÊÀÂÇÔÛÎÏŒÆÄÖÜÑÁÍÓÚÃÕÅØ",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻčďěňřšťůžýáéíúČĎĚŇŘŠŤŮŽÝőűŐŰöüÖÜä",
    "cp1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёіїє",
    "koi8_r": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё",
    "cp866": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё",
}
_NORDIC_PAIR, _NEVER_TURKISH = frozenset("ðþ"), frozenset("áéíóúæ")
_HUNGARIAN = frozenset("őű")
_QUOTES = frozenset("’‘“”„–—…•«»\u00a0¿¡")
_SIGNS = frozenset("€°§™©®·£")
_ALL_FOREIGN = 3


def best_page(raw: bytes) -> str:
    return max(PAGES, key=lambda page: _naturalness(raw[:_ENOUGH], page))


def _naturalness(raw: bytes, page: str) -> float:
    text = raw.decode(page, errors="replace")
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    score = sum(_of_sign(char) for char in _FOREIGN.findall(text) if not char.isalpha())
    score -= 2.0 * len(_AMID.findall(text))
    return score + sum(_of_word(word, page) for word in words) + _of_letters(set(text), page)


def _of_sign(char: str) -> float:
    if char in _QUOTES:
        return 1.0
    if char in _SIGNS:
        return 0.3
    return -3.0 if char == "\ufffd" or "\x80" <= char < "\xa0" else -1.0


def _of_letters(found: set[str], page: str) -> float:
    """Letters of two languages that share most of their bytes."""
    if page == "cp1252" and found & _NORDIC_PAIR:
        return 20.0 if found & _NEVER_TURKISH else -1.0
    if page == "cp1250" and found >= _HUNGARIAN:
        return 3.0
    return 0.0


def _of_word(word: str, page: str) -> float:
    letters = [char for char in word if char.isalpha()]
    foreign = [char for char in letters if not char.isascii()]
    welcome = _welcome(page)
    if len(letters) <= 1:
        return 0.2 if foreign and foreign[0] in "àéóèÀÉ" else -1.0
    score = sum(1.0 if char in welcome else 0.1 for char in foreign)
    if len({_script(char) for char in letters}) > 1:
        score -= 2.0 * len(foreign)
    score -= 2.0 * sum(one.islower() and two.isupper() for one, two in pairwise(letters))
    latin = bool(foreign) and _script(foreign[0]) == "LATIN"
    if latin and len(foreign) == len(letters) >= _ALL_FOREIGN:
        score -= 2.0 * len(foreign)
    return score


@cache
def _welcome(page: str) -> frozenset[str]:
    letters = _WELCOME[page]
    return frozenset(letters + letters.upper())


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "?").split(" ")[0]

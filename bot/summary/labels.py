# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Labelled lines ("**Owner:** Bob", "Prazo : 01/12", "- **担当**: x") → label and value."""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from bot.summary.fold import fold
from bot.summary.inline import is_whole, plain, squeeze
from bot.summary.label_words import FIELD_WORDS, Label
from bot.summary.list_words import LIST_WORDS
from bot.summary.marks import leading_mark, strip_marks

_COLUMNS: tuple[Label, ...] = ("key", "title", "component")
"""Words such as "task" head a column; before a colon they more often announce a list."""
_BY_WORD: dict[str, Label] = {}
for _label, _words in (
    *((one, words) for one, words in FIELD_WORDS.items() if one not in _COLUMNS),
    *LIST_WORDS.items(),
    *((one, FIELD_WORDS[one]) for one in _COLUMNS),
):
    for _word in _words:
        _BY_WORD.setdefault(fold(_word), _label)
_FIRST_WORDS = {word.partition(" ")[0] for word in _BY_WORD} | {"why"}
"""A name that begins with another word is no label of ours."""
_AS_OF = re.compile(r"\s+(?:as of|as at|on)\s[^:]*\d[^:]*$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WHY_THE_RISK = re.compile(
    r"why (?:it's |it is |is it )?(?:low|medium|moderate|high|critical|elevated)"
)
_NUMBERED = re.compile(r"^(?:\d+[.)]|#\d+[.:]?)\s+")
_BOLD = re.compile(
    r"^(\*\*\*|\*\*|__|\*|_)(?!\s)([^*_\n]{1,80}?)\s*([:：])?\s*\1\s*([:：]|[-–—](?=\s))?\s*"
)
_PLAIN = re.compile(
    r"^([^\s:：|`<>\[\]][^:：|`<>\[\]\n]{0,60}?)\s?(：|::?(?=\s|$|[^\x00-\x7f]|\*\*|~~)(?!//))\s*"
)
_BRACKET = re.compile(r"\s*[（(]([^()（）]{1,30})[)）]\s*$")
_MAY_LABEL = re.compile(r"[:：*_\d]")
_STYLES = ("*", "_")
_MAX_WORDS = 6
_MAX_LABELS = 12
_WHOLLY = re.compile(r"^(\*\*\*|\*\*|__|\*|_)(?!\s)([^*_\n]*[^*_\n\s])\1$")
_DATED = re.compile(
    r"^([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ ]{2,30}?)\s+(?=(?:on\s+)?(?:[A-Z][a-zà-ÿ]{2,9},?\s)?"
    r"(?:\d{1,4}[-/. ]|[A-Z][a-z]{2,8} \d))(?:on\s+)?"
)
_BEFORE_A_DAY = {"date", "next_review", "prepared_by", "done_on"}
_NEXT_BOLD = re.compile(
    r"\s*(?:[|·•;,/]|<br\s*/?>)?\s*(?=(?:\*\*|__)[^*_\n]{1,60}?(?:[:：]\s*(?:\*\*|__)|"
    r"(?:\*\*|__)\s*[:：])|(?<=\s)[*_][^*_\n\s][^*_\n]{0,40}[:：][*_]\s)",
    re.IGNORECASE,
)
_NEXT_PLAIN = re.compile(
    r"\s*(?:[|·•;]|\s/\s|\s[-–—]\s|<br\s*/?>|,(?=\s))\s*(?=[A-Za-zÀ-ÿ][\w' -]{1,30}?\s?[:：]\s)",
    re.IGNORECASE,
)
_LIST_LABELS: set[Label] = {
    "needed", "actions", "legend", "benefits", "conditions", "procedure", "history", "why",
    "mitigation", "reasons", "note", "next_action", "blocked_by", "timeline",
}  # fmt: skip


class Labelled(NamedTuple):
    """`label` None: the author's own label, kept as `name`."""

    name: str
    label: Label | None
    value: str
    line: int
    bold: bool
    symbol: str | None = None


def label_of(name: str) -> Label | None:
    text = plain(name)
    return _label_of(text) if _may_name(text) else None


def _may_name(text: str) -> bool:
    """Whether a name of ours may stand first: of most texts the first word tells that none does."""
    first = text.partition(" ")[0].rstrip(":?!.").lower()
    return not (first.isascii() and first.isalpha()) or first in _FIRST_WORDS


@lru_cache(maxsize=4096)
def _label_of(name: str) -> Label | None:
    name = _AS_OF.sub("", name) if _DIGIT.search(name) else name
    name = fold(strip_marks(_NUMBERED.sub("", strip_marks(name)))).rstrip(":?!. ")
    found = _BY_WORD.get(name)
    if found is None:
        shorter = _BRACKET.sub("", name) if name.endswith((")", "）")) else name
        found = _BY_WORD.get(shorter.strip(" :"))
    return found or _risk_reason(name)


def _risk_reason(name: str) -> Label | None:
    why = name.startswith("why ") and _WHY_THE_RISK.fullmatch(name)
    return "reasons" if why else None


def read_labelled(raw: str, line: int) -> list[Labelled]:
    """All labels of one source line; none if the line does not begin with one."""
    found = _labels(raw) if _MAY_LABEL.search(raw) else ()
    if not line:
        return list(found)
    return [Labelled(one.name, one.label, one.value, line, one.bold, one.symbol) for one in found]


@lru_cache(maxsize=8192)
def _labels(raw: str) -> tuple[Labelled, ...]:
    """Lines are looked at before they are read: the reading is kept, without a number."""
    found: list[Labelled] = []
    rest: str | None = raw
    while rest is not None and len(found) < _MAX_LABELS:
        first = _one(rest)
        if first is None:
            break
        first, rest = _parted(first, rest)
        found.append(first)
    return tuple(found)


def _parted(first: Labelled, raw: str) -> tuple[Labelled, str | None]:
    """The first label with its own value, and the line from the next label on."""
    if first.label is None and not first.bold:
        return first, None
    start = len(raw) - len(first.value)
    for splitter, (sign, other) in ((_NEXT_BOLD, _STYLES), (_NEXT_PLAIN, (":", "："))):
        if splitter is _NEXT_PLAIN and first.label is None:
            continue
        if raw.find(sign, start) < 0 and raw.find(other, start) < 0:
            continue
        for cut in islice(splitter.finditer(raw, start), _MAX_LABELS):
            following = _one(raw[cut.end() :])
            if following is not None and (following.label or following.bold):
                return _valued(first, raw[start : cut.start()].strip()), raw[cut.end() :]
    return first, None


def _valued(first: Labelled, value: str) -> Labelled:
    return Labelled(first.name, first.label, value, first.line, first.bold, first.symbol)


def _one(raw: str) -> Labelled | None:
    _, text = leading_mark(raw)
    wholly = _WHOLLY.match(text) if text.startswith(_STYLES) else None
    if wholly and (re.search(r"[:：]\s*\S", wholly[2]) or _DATED.match(wholly[2])):
        text = wholly[2]
    dated = _DATED.match(text) if text[:1].isalpha() and _may_name(text) else None
    if dated and label_of(dated[1]) in _BEFORE_A_DAY:
        name, value = squeeze(dated[1]), text[dated.end() :]
        return Labelled(name, label_of(name), value, 0, bold=True)
    found = _BOLD.match(text) if text.startswith(_STYLES) else None
    if found:
        return _bold(found, text)
    found = _PLAIN.match(text) if ":" in text or "：" in text else None
    if found is None:
        return None
    name = squeeze(found[1])
    label = label_of(name)
    if label is None and (len(name.split()) > _MAX_WORDS or not name[:1].isalpha()):
        return None
    if label is None and (_sentence_like(name) or not is_whole(name)):
        return None  # a sentence, or cut off as in "Write it (owner: Olga)"
    return Labelled(plain(name), label, text[found.end() :].strip(), 0, bold=False)


def _bold(found: re.Match[str], text: str) -> Labelled | None:
    name = squeeze(plain(found[2]))
    label = label_of(name)
    value = text[found.end() :].strip()
    colon = bool(found[3] or found[4])
    strong = len(found[1]) > 1 or bool(colon)
    if not colon and (label is None or not strong):
        return None
    if not colon and value and label in _LIST_LABELS:
        return None
    symbol = _BRACKET.search(name)
    return Labelled(name, label, value, 0, bold=True, symbol=symbol[1] if symbol else None)


def _sentence_like(name: str) -> bool:
    return bool(re.search(r"[.!?;,]", name))

"""A document that came as a mail: its head, and the older mails quoted below."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.summary.keys import find_keys
from bot.summary.source import Line

Part = Literal["from", "to", "date", "subject"]
_NAMES: dict[str, Part] = {
    "from": "from", "von": "from", "de": "from", "da": "from", "van": "from",
    "to": "to", "cc": "to", "bcc": "to", "an": "to", "à": "to", "para": "to", "a": "to",
    "sent": "date", "date": "date", "gesendet": "date", "datum": "date", "envoyé": "date",
    "enviado": "date", "enviada": "date", "inviato": "date", "data": "date", "fecha": "date",
    "subject": "subject", "betreff": "subject", "objet": "subject", "assunto": "subject",
    "asunto": "subject", "oggetto": "subject", "onderwerp": "subject",
}  # fmt: skip
_FIRST_OF_NAMES = {
    one for name, part in _NAMES.items() if part == "from" for one in (name[0], name[0].upper())
}
_FIELD = re.compile(r"^\s{0,3}\*{0,2}([^\W\d_]{1,10})\s?:\*{0,2}\s+(\S.*)$")
_RULE = re.compile(
    r"^\s*[-_]{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht"
    r"|weitergeleitete nachricht|message d.origine|message transféré|mensagem original"
    r"|mensaje original|messaggio originale|oorspronkelijk bericht)\s*[-_]{2,}\s*$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"^(?:on|am|le|em|el|il|op)\s.{5,160}(?:\bwrote|\bschrieb\b.{0,60}|\ba écrit|\bescreveu"
    r"|\bescribió|\bha scritto|\bschreef\b.{0,60})\s?:\s*$",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"^(?:(?:re|fwd?|aw|wg|tr|rv|enc|antw)\s?:\s*|\[[^\[\]]{1,30}\]\s*)+", re.IGNORECASE
)
_ADDRESS = re.compile(r"\s*[<\[(][^<>\[\]()\s]{1,100}@[^<>\[\]()\s]{1,100}[>\])]\s*$")
_WORK = re.compile(r"^\s*(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|\|)")
_FEWEST, _MOST = 3, 8
_NAME_OF: dict[Part, str] = {"from": "prepared by", "date": "date", "subject": "title"}


@dataclass(frozen=True, slots=True)
class Letter:
    """`pairs` are as in front matter; `older` are mails below, `around` is said about this one."""

    pairs: tuple[tuple[str, str, int], ...]
    lines: list[Line]
    older: list[Line]
    around: list[Line]


def open_letter(lines: list[Line]) -> Letter:
    """The lines of the newest mail; of one that only forwards another, those of the other."""
    if not any(_begins(line.text) for line in lines):
        return Letter((), lines, [], [])
    pairs, start = _head(lines, next((at for at, one in enumerate(lines) if one.text.strip()), 0))
    cut = next((at for at in range(start, len(lines)) if _is_cut(lines, at)), None)
    told = {number for _, _, number in pairs}
    head = [one for one in lines[:start] if one.text.strip() and one.number not in told]
    if cut is None:
        return Letter(pairs, lines[start:], [], head)
    if any(_WORK.match(one.text) or find_keys(one.text) for one in lines[start:cut]):
        return Letter(pairs, lines[start:cut], lines[cut:], head)
    inner, body = _head(lines, cut if _FIELD.match(lines[cut].text) else cut + 1)
    return Letter(inner or pairs, lines[body:], [], [*head, *lines[start:body]])


def _begins(text: str) -> bool:
    bare = text.lstrip()
    if bare[:1] in {"-", "_"}:
        return bare[1:2] in {"-", "_"} and _RULE.match(text) is not None
    if ":" not in text:
        return False
    if bare.lstrip("*")[:1] in _FIRST_OF_NAMES and _part(text) == "from":
        return True
    return text.rstrip().endswith(":") and _WROTE.match(text) is not None


def _part(text: str) -> Part | None:
    found = _FIELD.match(text)
    return _NAMES.get(found[1].casefold()) if found else None


def _head(lines: list[Line], start: int) -> tuple[tuple[tuple[str, str, int], ...], int]:
    """The head of a mail and the line after it; () and `start` where there is none."""
    found: dict[Part, tuple[str, int]] = {}
    at = start
    while at < len(lines) and at - start < _MOST:
        part = _part(lines[at].text)
        if part is None:
            if lines[at].text.strip() or found:
                break
        elif (field := _FIELD.match(lines[at].text)) is not None:
            found.setdefault(part, (field[2].strip(), lines[at].number))
        at += 1
    if len(found) < _FEWEST or "from" not in found:
        return (), start
    pairs = tuple((name, *found[part]) for part, name in _NAME_OF.items() if part in found)
    return tuple((name, _bare(name, value), line) for name, value, line in pairs), at


def _bare(name: str, value: str) -> str:
    """Without "Re:" before a title and the address behind a name."""
    shorter = (_REPLY if name == "title" else _ADDRESS).sub("", value)
    return shorter.strip(' "') or value


def _is_cut(lines: list[Line], at: int) -> bool:
    """Where an older mail begins; one that is quoted with ">" is read as a quote."""
    text = lines[at].text
    if _RULE.match(text):
        return True
    if _WROTE.match(text):
        below = next((one.text for one in lines[at + 1 :] if one.text.strip()), "")
        return not below.lstrip().startswith(">")
    return _part(text) == "from" and bool(_head(lines, at)[0])

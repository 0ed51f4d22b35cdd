# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Issue keys (THR-42, #12) in text, and what only looks like one (UTF-8, CVE-2026-1234)."""

import re
from typing import NamedTuple

_KEY = re.compile(r"([A-Z](?<![\w/.@-].)[A-Z0-9]{0,9}-\d{1,6})(?![\w-]|\.\d)")
"""It begins with the capital, which is soon found, and looks at what stands before that."""
STRICT_KEY = r"[A-Z][A-Z0-9_]{0,11}-\d{1,6}"
_LOWER_KEY = r"[A-Za-z][a-z]{1,5}-\d{1,6}"
_LOOKALIKES = {
    "UTF", "ISO", "RFC", "CVE", "CWE", "SHA", "MD", "AES", "RSA", "DES", "TLS", "SSL",
    "HTTP", "HTTPS", "IPV", "TCP", "UDP", "USB", "COVID", "GPT", "CLAUDE", "LLAMA", "GPL",
    "LGPL", "AGPL", "MIT", "BSD", "APACHE", "CP", "KOI", "LATIN", "ASCII", "UCS", "ECMA",
    "IEEE", "PEP", "BASE", "MP", "PY", "JDK", "JAVA", "NODE", "WEEK", "DAY", "PHASE",
    "STEP", "TIER", "LEVEL", "STAGE", "SPRINT", "RC", "BETA", "ALPHA", "VERSION",
    "PRIORITY", "SECTION", "CHAPTER", "WINDOWS", "WIN", "UTC", "GMT", "CET", "EST", "PST",
    "ADR", "PCI", "SOC", "WCAG", "NIST", "FIPS", "OWASP", "ANSI", "DIN", "IEC", "GHSA",
    "FY", "GB", "SHA2", "SHA3", "RTX", "PSR", "LOCALHOST", "PORT",
}  # fmt: skip
_LOOKALIKES_IN_TEXT = _LOOKALIKES | {
    "A", "CAT", "CO", "D", "EC", "EN", "ES", "F", "GO", "H", "ID", "IL", "IP", "K", "M",
    "MR", "PART", "PM", "PR", "Q", "R", "RAID", "S", "SP", "T", "TOP", "V", "X",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"^[A-Z][A-Z0-9]*-(?:0{2,}|X{1,}|N{1,}|\?+|#+)$", re.IGNORECASE)
_LEADING = re.compile(
    rf"^[\[(]?\s*(?P<key>{STRICT_KEY}|{_LOWER_KEY}(?=\s*[:：\]–—|-]))\s*[\])]?"
    r"(?=[\s:：\]–—|·.,)(-]|$)(?:\s*[:：|·–—-]+\s*|\s*\.\s+|\s+|$)"
)
_SEVERAL = re.compile(
    rf"^\[?\s*(?P<key>{STRICT_KEY})\s*\]?"
    rf"(?P<also>(?:\s*(?:[/,&+;]|→|->|\b(?:and|und|et|y)\b)\s*\[?{STRICT_KEY}\]?){{1,9}})"
    r"(?:\s*[:：|·–—-]+\s*|\s+|$)"
)
KEYED_LINE = re.compile(rf"^\W{{0,4}}{STRICT_KEY}\s*[:：–—|-]\s+\S")
_KEYS_ALONE = re.compile(
    rf"(?:{STRICT_KEY}|#\d{{1,6}})(?:(?:\s*[,;/&+]\s*|\s+and\s+|\s+)(?:{STRICT_KEY}|#\d{{1,6}}))*"
)
_LEADING_HASH = re.compile(r"^(?:GH-|#)(?P<number>\d{1,6})\s*[:：.)|·–—-]+\s*(?=\S)")
_PREFIX = re.compile(
    r"^(?:blocker|issue|bug|problem|item|task|ticket|bloqueur|point bloquant|probleme"
    r"|problème|bloqueio|bloqueo|"
    r"problema|blocker nr\.?|hindernis|ブロッカー|課題|阻塞|問題|问题)\s*(?:#|no\.?|nr\.?"
    r"|n°)?\s*(?P<number>\d{1,4})\s*[:：.)|·–—-]+\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?:#\s?)?(?P<number>\d{1,3})\s?[.):]\s+|^(?P<hash>#\d{1,6})\s+")
_PRIORITY = re.compile(
    r"^(?:priority|prio|p|priorité|prioridade|prioridad|priorität)\s*(\d)\s*[:.)–—-]\s*",
    re.IGNORECASE,
)


class Leading(NamedTuple):
    """What stood before a title; `also` are keys beside the first, as in "AB-1 / AB-2: Title"."""

    key: str | None
    number: str | None
    rest: str
    also: tuple[str, ...] = ()


def is_lookalike(key: str) -> bool:
    return key.rsplit("-", 1)[0].upper() in _LOOKALIKES


def _is_lookalike_in_text(key: str) -> bool:
    """Amid a text "X-1" is rarely a key; in front of a title it is one."""
    return key.rsplit("-", 1)[0].upper() in _LOOKALIKES_IN_TEXT


def _is_no_key(key: str) -> bool:
    """In small letters there are more words with a number: "Part-2: …"."""
    return is_lookalike(key) or (not key.isupper() and _is_lookalike_in_text(key))


def is_placeholder_key(key: str) -> bool:
    return _PLACEHOLDER.match(key) is not None


def find_keys(text: str) -> tuple[str, ...]:
    if "-" not in text:
        return ()
    found = dict.fromkeys(_KEY.findall(text))
    return tuple([one for one in found if not _is_lookalike_in_text(one)])


def are_keys(text: str) -> bool:
    """Keys and nothing else, as in "AB-1, AB-2"."""
    return _KEYS_ALONE.fullmatch(text.strip()) is not None


def take_leading(text: str) -> Leading:
    """A number, a prefix such as "Blocker 2:" and a key, in that order, off a title."""
    number: str | None = None
    for pattern in (_PREFIX, _NUMBER):
        found = pattern.match(text)
        if found:
            number = found.groupdict().get("number") or found.groupdict().get("hash")
            text = text[found.end() :]
            break
    else:
        hashed = _LEADING_HASH.match(text)
        if hashed:
            return Leading(f"#{hashed['number']}", None, text[hashed.end() :])
    several = _SEVERAL.match(text)
    if several and not is_lookalike(several["key"]):
        rest = text[several.end() :].strip()
        return Leading(several["key"], number, rest, find_keys(several["also"]))
    keyed = _LEADING.match(text)
    if keyed and not _is_no_key(keyed["key"]):
        return Leading(keyed["key"].upper(), number, text[keyed.end() :].strip())
    return Leading(None, number, text)


def without_priority_prefix(text: str) -> str:
    return _PRIORITY.sub("", text, count=1)

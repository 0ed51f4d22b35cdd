# ruff: noqa: RUF001  (dashes are what is read here)
"""What a blocker waits for: keys, people, things ("Blocked by: AB-1, legal")."""

import re

from bot.summary.drafts import Draft
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.keys import find_keys
from bot.summary.status import read_status

_BLOCKED_BY = re.compile(
    r"\b(?:blocked (?:by|on)|waiting (?:on|for)|depends on|bloque par|bloqueado por"
    r"|blockiert (?:durch|von))\b:?\s*(.+)$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|&|\+|\band\b|\bet\b|\bund\b|\by\b)\s*")
NO_TEXT = {"", "-", "--", "—", "–", "n/a", "none", "tbd", "?"}
_LISTED = ", "


def waits_for(draft: Draft, status_raw: str | None, *, exact: bool) -> tuple[str, ...]:
    """Its own field, and in a document by hand what the words of its state name."""
    texts = [plain(one.value) for one in draft.fields.get("blocked_by", ())]
    if exact:
        return tuple(dict.fromkeys(part for text in texts for part in text.split(_LISTED)))
    said = plain(status_raw or "")
    found = _BLOCKED_BY.search(said) if " " in said else None
    if found and read_status(status_raw or "").status == "blocked":
        texts.append(found[1])
    parts = [part.strip(" .()") for text in texts for part in _AND.split(text)]
    parts = [re.sub(r"\s*\(.*$", "", part) for part in parts]
    named = [(find_keys(part) or (part,))[0] for part in parts if fold(part) not in NO_TEXT]
    return tuple(dict.fromkeys(named))

# ruff: noqa: RUF001, RUF002  (dashes are what is read here)
"""Remarks that take something back: "… (except the EU)", "… – waiting for review"."""

import re

from bot.domain.document import StatedStatus
from bot.summary.fold import fold

_WAITING = (
    r"waiting\b|waits? (?:for|on)|awaiting|blocked\b|stuck\b|on hold|held up|pending\b|en attente"
    r"|bloque|wartet|wartend|blockiert|esperando|aguardando|bloquead[oa]|pendiente|pendente"
    r"|in attesa|wacht op"
)
_PARTICIPLES = (
    r"(?:verifi|test|deploy|releas|merg|review|confirm|approv|finish|complet|start|sign|publish"
    r"|shipp|configur|enabl|validat|document|rehears|announc)ed|done|live|run|sent|set"
)
_LACKING = (
    r"except\b|apart from|other than|minus\b|but (?:not|still|only)|not yet"
    rf"|not (?:\w+ )?(?:{_PARTICIPLES})\b"
    r"|still (?:open|to|needs?|failing|missing|not|in)\b"
    r"|only (?:on|in|for|the)\b|(?:on |in )?(?:staging|dev|test) only|locally\b|partly\b"
    r"|partially|needs\b|to be \w+|tbc\b|unconfirmed|todo\b|to do\b|reverted|rolled back"
    r"|reopened|now (?:broken|failing|red)|(?:broke|broken|failing) (?:again|since)"
    r"|\d+ (?:\w+ )?(?:open|left|remaining|missing|failing|outstanding|to go)\b"
    r"|(?:scheduled|planned|due) (?:for|on|in|to)\b"
    r"|sauf\b|hors\b|reste\b|pas encore|ausser\b|bis auf|nur\b|noch (?:offen|nicht|zu)"
    r"|fehlt\b|excepto|exceto|menos\b|falta\b|todavia no|ainda nao|tranne|eccetto|behalve"
)
_UNSURE = (
    r"(?:(?:done|ready|fixed|finished|complete[d]?|ok),? )?(?:i (?:think|guess|hope|believe|assume)"
    r"|not (?:quite |really |100 ?% )?sure|unsure|maybe|probably|perhaps|presumably|glaube? ich"
    r"|denke ich|je (?:crois|pense)|creo|acho)[)\].!?]*$"
    r"|(?:done|ready|fixed|finished|completed?) ?\?[)\].]*$"
    r"|(?:done|ready|fixed|finished|completed?),? (?:except|apart from|but)\b"
)
"""As in "done, I think" and "done?"."""
_PARTING = r"(?:[(\[,;]|\s[-–—]|\s->|→)\s*(?:but |and |just |now |then )?"
_TURNED = r":\s*(?:still\b|not yet|not done|reverted|rolled back|reopened)"
_BEHIND = re.compile(rf"{_PARTING}(?:(?P<waiting>{_WAITING})|{_LACKING}|{_UNSURE})|{_TURNED}")
_FIRST = re.compile(rf"(?P<waiting>{_WAITING})|{_LACKING}|{_UNSURE}")
_WISH = re.compile(
    r"(?:would|could|might) be (?:nice|good|great|useful|helpful|handy|cool)|nice[- ]to[- ]have"
    r"|(?:would|i'd|we'd) (?:like|love)|ideally\b|if possible\b|optional(?:ly)?\b"
    r"|(?:if|once|when|unless|until|as soon as|provided(?: that)?|subject to)\s[^,;:]{1,60}$"
)
_TURNS = re.compile(_TURNED)
_MAY_PART = re.compile(r"[(\[,;→]|\s[-–—]")
"""One of them stands before every remark, but for what has turned behind a colon."""
_WINDOW = 120


def taken_back(text: str) -> StatedStatus | None:
    """The state that a remark at the end of a line leaves, None where none takes it back."""
    text = text[-_WINDOW:]
    if _MAY_PART.search(text):
        return _state(_BEHIND.search(fold(text)))
    turned = (":" in text or "：" in text) and _TURNS.search(fold(text))
    return "doing" if turned else None


def is_wish(text: str) -> bool:
    """As in "would be nice: dark mode" or "once legal agrees": not done, ticked or not."""
    return _WISH.match(fold(text)) is not None


def remark_takes_back(remark: str) -> StatedStatus | None:
    """The same of a remark that stands by itself."""
    return _state(_FIRST.match(fold(remark)))


def _state(found: re.Match[str] | None) -> StatedStatus | None:
    if found is None:
        return None
    return "blocked" if found["waiting"] else "doing"

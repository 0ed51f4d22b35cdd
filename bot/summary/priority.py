"""Written priorities → P0 to P3."""

import re

from bot.summary.fold import any_of, fold
from bot.summary.inline import plain

_LEVEL = re.compile(r"(?<![\w])(?:p|prio(?:rity)?\s?|sev(?:erity)?[ -]?|s)([0-4])(?!\w)")
_SPAN = re.compile(r"\bp[0-4]\s?(?:-|to|/)\s?p[0-4]\b")
_WORDS = {
    "P0": ("critical", "urgent", "blocker", "highest", "showstopper", (
        "show stopper"
    ), "must fix", "emergency",
           "critique", "critico", "critica", "urgente", "kritisch", "dringend", "kriittinen",
           "kritiek", "krytyczny",
           "kritik", "acil", "критический", "критично", "срочно", "緊急", "最優先", "致命的",
           "紧急", "严重", "긴급",
       ),
    "P1": ("high", "major", (
        "important"
    ), "haute", "elevee", "eleve", "alta", "alto", "hoch", "hoog", "hog", "wysoki",
           "yuksek", "высокий", "высокая", "高", "높음"),
    "P2": ("medium", "moderate", "normal", "moyenne", "moyen", "media", "medio", "mittel", (
        "gemiddeld"
    ), "medel",
           "sredni", "orta", "средний", "средняя", "中", "보통"),
    "P3": ("low", "minor", "lowest", "trivial", (
        "nice to have"
    ), "faible", "basse", "baixa", "baixo", "baja", "bajo",
           "niedrig", "gering", "bassa", "basso", "laag", "lag", "niski", "dusuk", "низкий",
           "низкая", "低", "낮음",
       ),
}  # fmt: skip
_PATTERNS = {level: re.compile(any_of(words)) for level, words in _WORDS.items()}


def read_priority(raw: str) -> str | None:
    text = re.split(r"→|->|=>", fold(plain(raw)))[-1]
    if _SPAN.search(text) or is_open_choice(text):
        return None
    level = _LEVEL.search(text)
    if level:
        return f"P{min(int(level[1]), 3)}"
    starts = {one: found.start() for one, p in _PATTERNS.items() if (found := p.search(text))}
    return min(starts, key=lambda one: starts[one]) if starts else None


def is_open_choice(raw: str) -> bool:
    """As in "Low / Medium / High": nothing was chosen."""
    parts = [part.strip() for part in re.split(r"[/|]", fold(plain(raw))) if part.strip()]
    levels = [
        next((one for one, p in _PATTERNS.items() if p.fullmatch(part)), None) for part in parts
    ]
    return len(parts) > 1 and None not in levels and len(set(levels)) == len(parts)


_RISK_WORDS = {
    "critical": ("critical", "severe", "extreme", "very high", "critique", "critico", "kritisch", (
        "tres eleve"
    ), "muito alto", "muy alto",
                 "sehr hoch", "критический", "致命的", "极高", "严重"),
    "high": ("high", (
        "elevated"
    ), "eleve", "haut", "alto", "alta", "hoch", "hoog", "hog", "wysokie", "yuksek", "высокий", "高", "높음"),
    "medium": ("medium", "moderate", "moyen", "modere", "medio", "media", "moderado", "mittel", (
        "gemiddeld"
    ), "medel", "srednie", "orta",
               "средний", "中", "보통"),
    "low": ("low", (
        "minimal"
    ), "faible", "bas", "baixo", "baixa", "bajo", "baja", "niedrig", "gering", "basso", "laag", "lag", "niskie",
            "dusuk", "низкий", "低", "낮음"),
}  # fmt: skip
_RISK_PATTERNS = {level: re.compile(any_of(words)) for level, words in _RISK_WORDS.items()}


def read_risk_level(raw: str) -> str | None:
    text = fold(plain(raw))
    return next((level for level, p in _RISK_PATTERNS.items() if p.search(text)), None)


def stated_level(raw: str) -> str | None:
    """Only an explicit P0 to P3, for headings where a word such as "critical" adorns."""
    text = fold(raw)
    level = None if _SPAN.search(text) else re.search(r"(?<![\w-])p([0-4])(?![\w-])", text)
    return f"P{min(int(level[1]), 3)}" if level else None

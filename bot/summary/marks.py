# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Boxes, emoji and shortcodes: which mark means what where no word stands beside it."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.summary.repair import LOST

Meaning = Literal[
    "done", "doing", "todo", "cross", "blocked", "skipped", "red", "amber", "green", "warn",
    "unknown", "lost", "decor",
]  # fmt: skip

_GLYPHS: dict[Meaning, str] = {
    "done": "✅ ✔ ☑ ✓ 🗹 🗸 🆗",
    "doing": "🔄 🔃 🔁 ⏳ ⌛ 🚧 🏗 🛠 👷 ▶ ⏩ 🏃 👀 ⚙",
    "todo": "⬜ ☐ 🔲 ◻ ◽ ⚪ ▫ □ ○ ◯ ❏ ❑ 🔜 🆕 📋 🕒 🕐 ⏰",
    "cross": "❌ ✖ ✗ ✘ ❎ ☒ 🗙",
    "blocked": "⛔ 🛑 🚫 🔒 ⏸ 🧱",
    "skipped": "⏭ 🗑",
    "red": "🔴 🟥 ♦ 🚨 ❗ ‼ ❕ 🔥",
    "amber": "🟡 🟠 🟨 🟧",
    "green": "🟢 🟩",
    "warn": "⚠",
    "unknown": "🔵 🟣 🟤 ⚫ 🟦 🟪 🟫 ⬛ 🔷 🔶 ❓ ❔ 🔘 ⏹ ⭕ ● ◉",
}
MEANINGS: dict[str, Meaning] = {
    glyph: meaning for meaning, glyphs in _GLYPHS.items() for glyph in glyphs.split()
}
PRIORITY_ONLY = {"🚨", "❗", "‼", "❕", "🔥", "♦", "📋", "⏰", "🔒", "⚙", "🛠", "🏗", "👷", "👀"}
"""Marks that more often adorn than tell a state: never a state of a heading."""

_SHORTCODES = {
    "✅": "white_check_mark check_mark_button",
    "✔": "heavy_check_mark check_mark check",
    "☑": "ballot_box_with_check",
    "🔄": "arrows_counterclockwise counterclockwise_arrows_button",
    "🔃": "arrows_clockwise",
    "🔁": "repeat",
    "⏳": "hourglass_flowing_sand",
    "⌛": "hourglass",
    "🚧": "construction",
    "🏗": "building_construction",
    "⬜": "white_large_square white_medium_square black_square_button white_square_button",
    "⚪": "white_circle",
    "❌": "x cross_mark negative_squared_cross_mark",
    "✖": "heavy_multiplication_x",
    "⛔": "no_entry",
    "🛑": "octagonal_sign stop_sign",
    "🚫": "no_entry_sign prohibited",
    "⏸": "pause_button double_vertical_bar",
    "🔴": "red_circle",
    "🟥": "red_square large_red_square",
    "🟡": "yellow_circle large_yellow_circle",
    "🟠": "orange_circle large_orange_circle",
    "🟨": "yellow_square large_yellow_square",
    "🟢": "green_circle large_green_circle",
    "🟩": "green_square large_green_square",
    "⚠": "warning",
    "🔵": "large_blue_circle blue_circle",
    "🟣": "purple_circle large_purple_circle",
    "🟤": "brown_circle large_brown_circle",
    "⚫": "black_circle",
    "❓": "question grey_question",
    "❗": "exclamation heavy_exclamation_mark bangbang",
    "🚨": "rotating_light",
    "🔥": "fire",
    "🚀": "rocket",
    "🎉": "tada",
    "🎯": "dart",
    "⏱": "stopwatch",
    "📊": "bar_chart",
    "📈": "chart_with_upwards_trend",
    "🚦": "vertical_traffic_light traffic_light",
    "📝": "memo pencil",
    "📌": "pushpin",
    "🔒": "lock",
}
_BY_CODE = {name: glyph for glyph, names in _SHORTCODES.items() for name in names.split()}
_EMOJI = (
    r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\u23E9-\u23FF\u231A\u231B\u25A0-\u25FF"
    r"\u203C\u2049\u2139]"
)
_ONE = rf"(?:{_EMOJI}[\ufe0e\ufe0f\u20e3\U0001F3FB-\U0001F3FF]*(?:\u200d{_EMOJI}\ufe0f?)*"
MARK_PATTERN = rf"{_ONE}|:[a-z][a-z0-9_+-]{{0,40}}:|{LOST}[^\w\s\[(<`*~@#\"'“‘]*)"
_LEADING = re.compile(rf"^\s*({MARK_PATTERN})\s*")
_TRAILING = re.compile(rf"\s*({MARK_PATTERN})\s*$")
_TRAILING_WINDOW = 60
_MOST_MARKS = 40
"""No person writes more in a row; each one cut off copies the rest of the line."""
_ANY = re.compile(MARK_PATTERN)


class Mark(NamedTuple):
    """One mark as written, and what it commonly means."""

    raw: str
    glyph: str
    meaning: Meaning


@lru_cache(maxsize=1024)
def read_mark(raw: str) -> Mark:
    if raw.startswith(LOST):
        return Mark(raw, LOST, "lost")
    glyph = _BY_CODE.get(raw.strip(":"), raw) if raw.startswith(":") else raw
    glyph = glyph.rstrip("\ufe0f\ufe0e")
    return Mark(raw, glyph, MEANINGS.get(glyph, "decor"))


def _may_hold(text: str) -> bool:
    """Most lines are plain letters: no pattern has to look at them."""
    return not text.isascii() or ":" in text


def leading_mark(text: str) -> tuple[Mark | None, str]:
    first = text.lstrip()[:1]
    if first.isascii() and first != ":":
        return None, text
    found = _LEADING.match(text)
    if found is None or not _known(found[1]):
        return None, text
    return read_mark(found[1]), text[found.end() :]


def trailing_mark(text: str) -> tuple[Mark | None, str]:
    last = text.rstrip()[-1:]
    if last.isascii() and last != ":" and LOST not in text:
        return None, text
    start = max(0, len(text) - _TRAILING_WINDOW)
    found = _TRAILING.search(text, start)
    if found is None or not _known(found[1]):
        return None, text
    return read_mark(found[1]), text[: found.start()]


def _known(raw: str) -> bool:
    """An unknown shortcode may be a word between colons: it stays in the text."""
    return not raw.startswith(":") or raw.strip(":") in _BY_CODE


def marks_in(text: str) -> list[tuple[Mark, int, int]]:
    if not _may_hold(text):
        return []
    return [
        (read_mark(one.group()), one.start(), one.end())
        for one in _ANY.finditer(text)
        if _known(one.group())
    ]


def strip_marks(text: str) -> str:
    """Without marks at both ends and without what could not be rebuilt."""
    bare = text.strip()
    if text.isascii() and bare[:1] != ":" and bare[-1:] != ":":
        return bare
    for take in (leading_mark, trailing_mark):
        for _ in range(_MOST_MARKS):
            mark, rest = take(text)
            if mark is None:
                break
            text = rest
    return text.replace(LOST, "").strip()

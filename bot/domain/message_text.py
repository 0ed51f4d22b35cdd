"""A Slack message's text as people read it, and parted into a title and what is left."""

import html
import re
from collections.abc import Callable, Mapping

from bot.domain.drafting import MAX_TITLE
from bot.domain.editing import many_lines, one_line

_MARKUP = re.compile(r"<([^<>]*)>")
_USER = re.compile(r"<@([UW][A-Z0-9]+)")
_LEAST = 20
"""A cut does not take more of a title than it leaves."""


def mentioned(text: str) -> frozenset[str]:
    """The ids of the people named in it."""
    return frozenset(_USER.findall(text))


def as_read(text: str, names: Mapping[str, str]) -> str:
    """``<@U1>`` → ``@Bob``, ``<https://…|here>`` → ``here (https://…)``, ``&amp;`` → ``&``.

    What pinged somebody there pings nobody here: it is plain text.
    """
    return many_lines(html.unescape(_MARKUP.sub(_reader(names), text)))


def _reader(names: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def read(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if target.startswith("@"):
            return f"@{names.get(target[1:]) or label.lstrip('@') or target[1:]}"
        if target.startswith("#"):
            return f"#{label or target[1:]}"
        if target.startswith("!"):
            return label or f"@{target[1:].partition('^')[0]}"
        target = target.removeprefix("mailto:")
        return f"{label} ({target})" if label and label != target else target

    return read


def part_title(text: str) -> tuple[str, str]:
    """The first line as the title and the rest; both in full where that line is too long."""
    first, _, rest = text.strip().partition("\n")
    title = one_line(first)
    if len(title) <= MAX_TITLE:
        return title, many_lines(rest)
    end = title.rfind(" ", _LEAST, MAX_TITLE)
    return f"{title[: end if end > 0 else MAX_TITLE - 1].rstrip()}…", many_lines(text)

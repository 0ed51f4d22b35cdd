"""``Blocked by #12`` in an issue's text, where nobody has drawn the dependency in GitHub itself."""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_TASK = re.compile(r"\s*[-*+]\s+\[.\]")
_LINE = re.compile(
    r"\s*(?:[-*+]\s+|>\s*)?[*_]{0,2}"
    r"(?P<verb>blocked by|depends on|waits? (?:for|on)|blocks|blocking)"
    r"[*_]{0,2}\s*:?\s*[*_]{0,2}\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"https?://[^\s/]+/(?P<linked>[\w.-]+/[\w.-]+)/issues/(?P<by_link>\d{1,9})"
    r"|(?<![\w/.&-])(?P<repo>[\w.-]+/[\w.-]+)?#(?P<number>\d{1,9})(?!\w)"
)
_BLOCKS = frozenset({"blocks", "blocking"})
MOST = 50


@dataclass(frozen=True, slots=True)
class Mention:
    """``repo`` is "" for an issue of the same repository."""

    repo: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    blocked_by: tuple[Mention, ...] = ()
    blocks: tuple[Mention, ...] = ()


def read_mentions(body: str) -> Mentions:
    """Lines that begin with the words and name issues; not in fences, and no tasks of a list."""
    found: dict[bool, list[Mention]] = {True: [], False: []}
    fence = ""
    for line in body.splitlines():
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
            continue
        said = None if fence or _TASK.match(line) else _LINE.match(line)
        if said:
            found[said["verb"].lower() in _BLOCKS] += _issues(said["rest"])
    return Mentions(
        blocked_by=tuple(dict.fromkeys(found[False]))[:MOST],
        blocks=tuple(dict.fromkeys(found[True]))[:MOST],
    )


def _issues(text: str) -> list[Mention]:
    return [
        Mention(one["linked"] or one["repo"] or "", int(one["by_link"] or one["number"]))
        for one in _ISSUE.finditer(text)
    ]

"""Comments of HTML, over as many lines as they take; one that never ends is text."""

from bot.summary.source import Line

_OPENS, _CLOSES = "<!--", "-->"


def last_comment_end(lines: list[Line]) -> int:
    ends = [at for at, line in enumerate(lines) if _CLOSES in line.text]
    return ends[-1] if ends else -1


def without_comment(text: str, comment: int, closable: bool) -> tuple[str, int]:
    """What is left of a line, and 1 where a comment goes on behind it.

    An opening with no end anywhere after it is text: it would hide the rest.
    """
    if not comment and _OPENS not in text:
        return text, 0
    kept: list[str] = []
    at = 0
    while at < len(text):
        if comment:
            end = text.find(_CLOSES, at)
            if end < 0:
                return "".join(kept), 1
            at, comment = end + len(_CLOSES), 0
            continue
        start = _start(text, at)
        if start < 0 or not closable:
            kept.append(text[at:])
            break
        kept.append(text[at:start])
        at, comment = start + len(_OPENS), 1
    return "".join(kept).rstrip() if kept else "", comment


def opens_comment(text: str) -> bool:
    return _OPENS in text and _start(text, 0) >= 0


def _start(text: str, at: int) -> int:
    start = text.find(_OPENS, at)
    inside_code = start >= 0 and text.count("`", 0, start) % 2 == 1 and "`" in text[start:]
    return -1 if inside_code else start

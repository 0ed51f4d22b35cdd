"""Text from outside made safe for Slack, once, at the edge: tidied, cut, softened, then escaped.

Slack knows three entities and no escape for its marks (docs.slack.dev, formatting message text),
so marks that would format something become look-alikes. Only ``mention`` makes a live mention.
"""

import html
import json
import re
import unicodedata

_JOINER = "\u200d"
_BACK_OFF = 10
_ISOLATES = 2
"""Characters that keep right-to-left text to itself: one before, one behind."""
WIRE_WEIGHT = 6
"""How many characters of JSON one character of text may cost on average: ``\\u00b7`` is six."""

_JUNK = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)
_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_GRAVE, _ASTERISK, _LOW_LINE, _TILDE = "\u02cb", "\u2217", "\u02cd", "\u223c"
_STAR = re.compile(r"(?<!\s)\*(?!\w)|(?<!\w)\*(?!\s)")
_UNDERSCORED = re.compile(r"(?<!\w)_(?=\S)([^_]*\S)_(?!\w)")
_STRUCK = re.compile(r"(?<!\w)~(?=\S)([^~]*\S)~(?!\w)")
_MARKS = str.maketrans("", "", "*`")
_QUOTED = re.compile(r"\"([^\"]*)\"")
_HALF = re.compile(r"(&[a-z]{0,3}|<[^>]*)$")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,40}")
_USER = re.compile(r"[UW][A-Z0-9]{1,40}")


def tidy(text: str) -> str:
    """One line without control characters, lone surrogates or marks that turn the line around."""
    return " ".join(_JUNK.sub("", " ".join(text.split())).split())


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters, an ellipsis included; at a word's end where one is near."""
    allowed = _affordable(text, limit)
    if len(text) <= allowed:
        return text
    end = max(allowed - 1, 0)
    for _ in range(_BACK_OFF):
        if not _splits_a_character(text, end):
            break
        end -= 1
    space = text.rfind(" ", max(end - limit // 3, 1), end + 1)
    return text[: space if space > 0 else max(end, 0)].rstrip() + "…"


def plain(text: str, limit: int) -> str:
    """For ``plain_text`` objects, which know neither entities nor marks."""
    shown = _isolate(cut(tidy(text), limit))
    return shown if len(shown) <= limit else _isolate(cut(tidy(text), limit - _ISOLATES))


def outside(text: str, limit: int) -> str:
    """For mrkdwn: everything that somebody wrote, escaped. ``limit`` counts before escaping."""
    return _isolate(escape(_soften(cut(tidy(text), limit))))


def curly(text: str) -> str:
    """Straight quotes as in all other words of ours."""
    return _QUOTED.sub(r"“\1”", text)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unmarked(text: str) -> str:
    """A sentence of mrkdwn for where Slack shows plain text, as under an input of a modal."""
    return html.unescape(text.translate(_MARKS))


def mention(user: str) -> str:
    """A live mention; the id alone (escaped) where it is none of Slack's."""
    return f"<@{user}>" if _USER.fullmatch(user) else escape(user)


def channel_link(channel: str) -> str:
    """A link to a channel, which Slack draws by its name; the id alone where it is none."""
    return f"<#{channel}>" if _CHANNEL.fullmatch(channel) else escape(channel)


def fit(text: str, limit: int, wire: int) -> str:
    """Escaped text of ours within ``limit`` characters and ``wire`` characters of JSON.

    Whole lines while they fit, else the first one cut; never half an entity.
    """
    if _fits(text, limit, wire):
        return text
    lines = text.split("\n")
    while len(lines) > 1:
        lines.pop()
        shorter = "\n".join([*lines, "…"])
        if _fits(shorter, limit, wire):
            return shorter
    line = lines[0][: limit - 1]
    while not _fits(line, limit - 1, wire - WIRE_WEIGHT):
        line = line[: len(line) * 9 // 10]
    return _HALF.sub("", line) + "…"


def wire_size(text: str) -> int:
    return len(json.dumps(text)) - 2


def _fits(text: str, limit: int, wire: int) -> bool:
    return len(text) <= limit and wire_size(text) <= wire


def _affordable(text: str, limit: int) -> int:
    """How many characters fit the limit and what they cost on the wire."""
    room = limit * WIRE_WEIGHT
    if len(text) <= limit and (text.isascii() or _weight(text) <= room):
        return limit
    if _weight(text[:limit]) <= room:
        return limit
    for number, character in enumerate(text[:limit]):
        room -= _weight(character)
        if room < 0:
            return number
    return limit


def _weight(text: str) -> int:
    """Characters of JSON, an ampersand counted as the entity it becomes."""
    return wire_size(text) + 4 * text.count("&")


def _splits_a_character(text: str, end: int) -> bool:
    """Whether a cut before ``end`` would part a base from its accent, or a joined emoji."""
    if not 0 < end < len(text):
        return False
    after = text[end]
    joined = _JOINER in {after, text[end - 1]}
    return joined or unicodedata.category(after) in {"Mn", "Me", "Mc"} or "🏻" <= after <= "🏿"


def _soften(text: str) -> str:
    """Marks that would format or swallow a line become look-alikes; whole code spans stay."""
    if "`" in text and ("``" in text or text.count("`") % 2):
        text = text.replace("`", _GRAVE)
    text = _STAR.sub(_ASTERISK, text)
    text = _UNDERSCORED.sub(rf"{_LOW_LINE}\1{_LOW_LINE}", text)
    return _STRUCK.sub(rf"{_TILDE}\1{_TILDE}", text)


def _isolate(text: str) -> str:
    """Right-to-left text is kept from reordering what stands beside it."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return text
    return f"\u2068{text}\u2069"

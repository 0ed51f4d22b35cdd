"""Text from outside made safe for Slack, once, at the edge: tidied, cut, softened, then escaped.

Slack knows three entities and no escape for its marks (docs.slack.dev, formatting message text),
so marks that would format something become look-alikes. Only ``mention`` makes a live mention.
"""

import json
import re
import unicodedata

_DROPPED = frozenset("\u200b\u200e\u200f\u2060\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_JUNK = frozenset({"Cc", "Cs"})
_GRAVE, _ASTERISK, _LOW_LINE, _TILDE = "\u02cb", "\u2217", "\u02cd", "\u223c"
_JOINER = "\u200d"
_BACK_OFF = 10
_WORD_SLACK = 12
WIRE_WEIGHT = 6
"""How many characters of JSON one character of text may cost on average: ``\\u00b7`` is six."""

_STAR = re.compile(r"(?<!\s)\*(?!\w)|(?<!\w)\*(?!\s)")
_UNDERSCORED = re.compile(r"(?<!\w)_(?=\S)([^_]*\S)_(?!\w)")
_STRUCK = re.compile(r"(?<!\w)~(?=\S)([^~]*\S)~(?!\w)")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,40}")
_USER = re.compile(r"[UW][A-Z0-9]{1,40}")


def tidy(text: str) -> str:
    """One line without control characters, lone surrogates or marks that turn the line around."""
    spaced = " ".join(text.split())
    kept = "".join(c for c in spaced if c not in _DROPPED and unicodedata.category(c) not in _JUNK)
    return kept.strip()


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
    space = text.rfind(" ", max(end - _WORD_SLACK, 1), end + 1)
    return text[: space if space > 0 else max(end, 0)].rstrip() + "…"


def plain(text: str, limit: int) -> str:
    """For ``plain_text`` objects, which know neither entities nor marks."""
    return _isolate(cut(tidy(text), limit))


def outside(text: str, limit: int) -> str:
    """For mrkdwn: everything that somebody wrote, escaped. ``limit`` counts before escaping."""
    return _isolate(escape(_soften(cut(tidy(text), limit))))


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mention(user: str) -> str:
    """A live mention; the id alone (escaped) where it is none of Slack's."""
    return f"<@{user}>" if _USER.fullmatch(user) else escape(user)


def channel_link(channel: str) -> str:
    """A link to a channel, which Slack draws by its name; the id alone where it is none."""
    return f"<#{channel}>" if _CHANNEL.fullmatch(channel) else escape(channel)


def fit(text: str, limit: int) -> str:
    """Escaped text of ours within ``limit``: whole lines while they fit, never half an entity."""
    if len(text) <= limit:
        return text
    lines: list[str] = []
    room = limit - 2
    for line in text.split("\n"):
        if len(line) + 1 > room:
            break
        lines.append(line)
        room -= len(line) + 1
    if lines:
        return "\n".join([*lines, "…"])
    return re.sub(r"(&[a-z]{0,3}|<[^>]*)$", "", text[: limit - 1]) + "…"


def _affordable(text: str, limit: int) -> int:
    """How many characters fit the limit and what they cost on the wire."""
    if len(text) * 2 <= limit or (text.isascii() and len(text) <= limit):
        return limit
    room = limit * WIRE_WEIGHT
    for count, character in enumerate(text[:limit]):
        room -= 5 if character == "&" else len(json.dumps(character)) - 2
        if room < 0:
            return count
    return limit


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
    if text.isascii() or not any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text):
        return text
    return f"\u2068{text}\u2069"

"""Where a blocker that lives here is from, in words."""

from bot.domain.board import BlockerView
from bot.domain.local import LocalBlocker, Origin, OriginKind
from bot.render.escape import escape, outside
from bot.render.limits import NAME, SHORT
from bot.render.words import LocalTime

MAX_LINK = 500


def source_words(view: BlockerView, local: LocalTime) -> str:
    """``from a message by Bob``, ``added here by Alice, Mon 16:20``; "" for a tracked issue."""
    return origin_words(view.local, view.source, local) if view.local else ""


def origin_words(blocker: LocalBlocker, name: str, local: LocalTime) -> str:
    """``name`` is of the message's author, else of who added or imported it."""
    origin, who = blocker.origin, outside(name, NAME)
    by = f" by {who}" if who else ""
    if origin.kind is OriginKind.MESSAGE:
        return f"from {_linked(origin, 'a message')}{by}"
    if origin.kind is OriginKind.IMPORTED:
        source = outside(origin.source, SHORT) or "a document"
        return f"imported from {source}{by}, {local.moment(origin.at)}"
    return f"added here{by}, {local.moment(origin.at)}"


def _linked(origin: Origin, words: str) -> str:
    link = origin.permalink
    plain = link.startswith(("https://", "http://")) and link.isprintable() and len(link) < MAX_LINK
    return words if not plain or set(link) & set("<>|` ") else f"<{escape(link)}|{words}>"

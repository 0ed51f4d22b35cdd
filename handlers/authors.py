"""Who changes something, when and from where, as the log keeps it."""

from bot.domain.checklist import HOME_TAB
from bot.domain.editing import Author
from bot.slack.payloads import Call
from handlers.services import Services


def author_of(services: Services, call: Call, where: str) -> Author:
    return Author(by=call.user, at=services.clock.now(), delivery=call.delivery, where=where)


def where_pressed(channel: str | None, ts: str | None) -> str:
    """The message that was pressed, or that a form was opened from; a Home has no channel."""
    return f"{channel}:{ts}" if channel else HOME_TAB

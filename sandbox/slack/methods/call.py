"""One call of a Web API method, and what the methods need again and again."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sandbox.slack.core import Slack
from sandbox.slack.state import Conversation
from sandbox.slack.wire import Payload, SlackError

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Call:
    slack: Slack
    args: Payload

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int) -> int:
        value = self.args.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError as error:
            raise SlackError("invalid_arguments", messages=[f"[ERROR] {name}: not a number"]) from (
                error
            )

    def channel(self, name: str = "channel") -> Conversation:
        return self.slack.channel_for_bot(self.args.get(name))

    def need_scope(self, scope: str) -> None:
        provided = self.slack.installation.scopes
        if scope not in provided:
            raise SlackError("missing_scope", needed=scope, provided=",".join(provided))

    def need_membership(self, channel: Conversation) -> None:
        if not self.slack.bot_is_in(channel):
            raise SlackError("not_in_channel")


Handler = Callable[[Call], Awaitable[Payload]]


@dataclass(frozen=True, slots=True)
class Method:
    handler: Handler
    scopes: tuple[str, ...] = ()
    opened_by: str = "bot"  # whose token: bot, app, or anyone
    required: tuple[str, ...] = ()


def page_of(call: Call, items: Sequence[Item], default: int, most: int) -> tuple[list[Item], str]:
    """Cut the asked-for page out of `items`; the cursor is the offset, opaque as Slack's."""
    limit = call.number("limit", default) or default
    if not 1 <= limit <= most:
        raise SlackError("invalid_limit")
    start = _offset(call.text("cursor"))
    end = start + limit
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), cursor


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word != "next":
            raise SlackError("invalid_cursor")
        return int(number)
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise SlackError("invalid_cursor") from error

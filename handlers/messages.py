"""What a message shortcut was used on: its text as people read it, who wrote it, its address."""

import re
from dataclasses import dataclass

from bot.domain.ids import UserId
from bot.domain.message_text import as_read, mentioned
from bot.ports import PostRefusedError, SlackUnavailableError
from bot.slack.payloads import Shortcut
from handlers.services import Services

_ACCOUNT = re.compile(r"<@([UW][A-Z0-9]+)>")
_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMessage:
    """``author`` is "" where an app wrote it; then ``author_name`` is the app's."""

    text: str
    author: UserId | None = None
    author_name: str = ""
    link: str = ""


class MessageReader:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def read(self, shortcut: Shortcut) -> ReadMessage:
        names = await self._services.people.names(sorted(mentioned(shortcut.message_text)))
        return ReadMessage(
            text=as_read(shortcut.message_text, names),
            author=shortcut.author,
            author_name=shortcut.author_name,
            link=await self._link(shortcut),
        )

    @staticmethod
    def account_of(owner: str) -> str:
        """Of an owner as the form writes a person."""
        found = _ACCOUNT.fullmatch(owner)
        return found[1] if found else ""

    async def _link(self, shortcut: Shortcut) -> str:
        """From Slack, else as Slack makes it: where the bot may not look it does not say."""
        channel, ts = shortcut.channel, shortcut.message_ts
        if channel is None or ts is None:
            return ""
        try:
            link = await self._services.poster.permalink(channel, ts)
        except (PostRefusedError, SlackUnavailableError):
            link = None
        if link:
            return link
        if not _DOMAIN.fullmatch(shortcut.domain):
            return ""
        return f"https://{shortcut.domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"

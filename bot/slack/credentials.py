"""What Slack says about the bot's own token: its name, and the scopes it was given."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import PostRefusedError, SlackUnavailableError
from bot.slack.client import ask

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "chat:write.public",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "links:read",
        "links:write",
        "usergroups:read",
        "users:read",
        "users:read.email",
    }
)
"""As in ``manifest.yml``; a test holds both together."""


class SlackCredentials:
    def __init__(self, reader: AsyncWebClient) -> None:
        self._reader = reader
        self._granted: frozenset[str] | None = None

    async def bot_name(self) -> str:
        """Raises SlackUnavailableError, permanent where the token is refused."""
        try:
            who = await ask(self._reader.auth_test())
        except PostRefusedError as error:
            raise SlackUnavailableError("Slack", error.code, permanent=True) from error
        said = {name.lower(): value for name, value in who.headers.items()}.get("x-oauth-scopes")
        self._granted = frozenset(s.strip() for s in said.split(",")) if said else None
        return str(who.get("user") or who["user_id"])

    async def missing_scopes(self) -> frozenset[str] | None:
        """As of the last ``bot_name``; None where Slack does not name the scopes."""
        return SCOPES - self._granted if self._granted is not None else None

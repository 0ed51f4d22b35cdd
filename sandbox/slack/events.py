"""The Events API: only what the app subscribed to and has the scope for, in Slack's wrapper."""

from collections.abc import Callable

from sandbox.slack.delivery import Courier
from sandbox.slack.installation import Installation
from sandbox.slack.state import Conversation, SlackState
from sandbox.slack.wire import Payload, new_id

# An event of a private channel goes by another name or another scope than that of a public one.
_SCOPES = {
    "app_mention": "app_mentions:read",
    "link_shared": "links:read",
    "user_change": "users:read",
    "team_join": "users:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_rename": "channels:read",
    "channel_deleted": "channels:read",
    "channel_left": "channels:read",
    "channel_id_changed": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_rename": "groups:read",
    "group_deleted": "groups:read",
    "group_left": "groups:read",
}
_MEMBERSHIP = ("member_joined_channel", "member_left_channel")


class Events:
    def __init__(
        self,
        state: SlackState,
        installation: Installation,
        courier: Courier,
        clock: Callable[[], float],
    ) -> None:
        self._state = state
        self._installation = installation
        self._courier = courier
        self._clock = clock

    def emit(self, event: Payload, channel: Conversation | None = None) -> bool:
        """Send the event if the app would get it; says whether it did."""
        if not self._wanted(str(event["type"]), channel):
            return False
        self._courier.deliver_event(self._wrapped(event))
        return True

    def _wanted(self, name: str, channel: Conversation | None) -> bool:
        if name == "message" and channel is not None:
            name = f"message.{channel.kind}"
        if name not in self._installation.events:
            return False
        scope = _SCOPES.get(name)
        if name in _MEMBERSHIP and channel is not None:
            scope = f"{channel.kind}:read"
        return scope is None or scope in self._installation.scopes

    def _wrapped(self, event: Payload) -> Payload:
        team = self._state.team_id
        return {
            "token": self._installation.verification_token,
            "team_id": team,
            "api_app_id": self._installation.app_id,
            "event": {"event_ts": self._state.next_ts(), **event},
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": int(self._clock()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team,
                    "user_id": self._state.bot,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{new_id('', 24)}",
        }

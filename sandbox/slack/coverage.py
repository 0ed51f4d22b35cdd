"""What this stand-in does of Slack, method by method; a test holds it to the registered routes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Covered:
    method: str
    level: str  # supported or partial
    tested_by: str
    notes: str = ""


_CHAT = "tests/contract/test_sandbox_slack_chat.py"
_CHANNELS = "tests/contract/test_sandbox_slack_conversations.py"
_PEOPLE = "tests/contract/test_sandbox_slack_people.py"
_MODALS = "tests/contract/test_sandbox_slack_modals.py"
_VIEWS = "tests/contract/test_sandbox_slack_views.py"
_FILES = "tests/contract/test_sandbox_slack_files.py"
_CHANGES = "tests/contract/test_sandbox_slack_changes.py"
_EVENTS = "tests/contract/test_sandbox_slack_events.py"
_SOCKET = "tests/contract/test_sandbox_slack_socket.py"

COVERAGE: tuple[Covered, ...] = (
    Covered("api.test", "supported", _PEOPLE),
    Covered("apps.connections.open", "supported", _SOCKET),
    Covered("auth.test", "supported", _PEOPLE),
    Covered("bots.info", "partial", _PEOPLE, "only the app's own bot"),
    Covered("chat.delete", "supported", _CHAT),
    Covered("chat.getPermalink", "supported", _CHAT, "the link leads to the local page"),
    Covered("chat.postEphemeral", "supported", _CHAT),
    Covered("chat.postMessage", "partial", _CHAT, "no username, icon, parse or link_names"),
    Covered("chat.unfurl", "partial", _CHAT, "no user_auth_*; no previews on the page"),
    Covered("chat.update", "partial", _CHAT, "no file_ids, no edit window"),
    Covered("conversations.history", "supported", _CHANNELS),
    Covered("conversations.info", "supported", _CHANNELS),
    Covered("conversations.join", "supported", _CHANNELS),
    Covered("conversations.leave", "supported", _CHANNELS),
    Covered("conversations.list", "supported", _CHANNELS),
    Covered("conversations.members", "supported", _CHANNELS),
    Covered("conversations.open", "partial", _CHANNELS, "one person only, no group DMs"),
    Covered("conversations.replies", "supported", _CHANNELS),
    Covered("files.completeUploadExternal", "supported", _FILES),
    Covered("files.delete", "supported", _FILES),
    Covered("files.getUploadURLExternal", "supported", _FILES),
    Covered("files.info", "partial", _FILES, "no comments, no thumbnails"),
    Covered("reactions.add", "supported", _PEOPLE),
    Covered("reactions.remove", "supported", _PEOPLE),
    Covered("team.info", "supported", _PEOPLE),
    Covered("usergroups.list", "supported", _PEOPLE),
    Covered("usergroups.users.list", "supported", _PEOPLE),
    Covered("users.conversations", "partial", _PEOPLE, "only those of the bot itself"),
    Covered("users.info", "supported", _PEOPLE),
    Covered("users.list", "supported", _PEOPLE),
    Covered("users.lookupByEmail", "supported", _PEOPLE),
    Covered("views.open", "supported", _VIEWS),
    Covered("views.publish", "supported", _VIEWS),
    Covered("views.push", "supported", _VIEWS),
    Covered("views.update", "supported", _VIEWS),
)


@dataclass(frozen=True, slots=True)
class CoveredEvent:
    event: str
    tested_by: str


EVENTS: tuple[CoveredEvent, ...] = (
    CoveredEvent("app_home_opened", _MODALS),
    CoveredEvent("app_mention", _EVENTS),
    CoveredEvent("app_uninstalled", _CHANGES),
    CoveredEvent("channel_archive", _CHANGES),
    CoveredEvent("channel_deleted", _CHANGES),
    CoveredEvent("channel_id_changed", _CHANGES),
    CoveredEvent("channel_left", _CHANGES),
    CoveredEvent("channel_rename", _CHANGES),
    CoveredEvent("channel_unarchive", _CHANGES),
    CoveredEvent("group_archive", _CHANGES),
    CoveredEvent("group_deleted", _CHANGES),
    CoveredEvent("group_left", _CHANGES),
    CoveredEvent("group_rename", _CHANGES),
    CoveredEvent("group_unarchive", _CHANGES),
    CoveredEvent("link_shared", _EVENTS),
    CoveredEvent("member_joined_channel", _EVENTS),
    CoveredEvent("member_left_channel", _CHANGES),
    CoveredEvent("tokens_revoked", _CHANGES),
    CoveredEvent("user_change", _CHANGES),
)

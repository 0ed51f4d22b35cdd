"""The app as installed in the workspace: tokens, scopes, commands, events; read from a manifest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DEFAULT_SCOPES = (
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
    "im:history",
    "im:read",
    "im:write",
    "links:read",
    "links:write",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "users:read",
    "users:read.email",
)
DEFAULT_EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "link_shared",
    "member_joined_channel",
    "member_left_channel",
    "tokens_revoked",
    "user_change",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashCommand:
    command: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    name: str
    type: str  # message or global
    callback_id: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    app_id: str = "A0BLOCKERS"
    bot_id: str = "B0BLOCKERS"
    bot_token: str = "xoxb-sandbox"  # noqa: S105 - it opens nothing but this stand-in
    app_token: str = "xapp-sandbox"  # noqa: S105
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105
    verification_token: str = "sandbox-verification"  # noqa: S105
    request_url: str | None = None  # None: Socket Mode
    scopes: tuple[str, ...] = DEFAULT_SCOPES
    events: tuple[str, ...] = DEFAULT_EVENTS
    commands: tuple[SlashCommand, ...] = (
        SlashCommand(
            command="/blockers",
            description="What holds the milestone back",
            usage_hint="[KEY | mine | help]",
            should_escape=True,
        ),
    )
    shortcuts: tuple[Shortcut, ...] = ()
    unfurl_domains: tuple[str, ...] = ()

    @property
    def mode(self) -> str:
        return "http" if self.request_url else "socket"

    def over_http(self, request_url: str) -> "Installation":
        return replace(self, request_url=request_url)


def from_manifest(path: Path) -> Installation:
    """Read what the app asks for from its manifest; without the file, take the defaults."""
    if not path.exists():
        return Installation()
    with path.open(encoding="utf-8") as file:
        manifest: Any = YAML(typ="safe").load(file)
    if not isinstance(manifest, Mapping):
        raise TypeError(f"{path}: expected a mapping")
    return _installation(manifest)


def _installation(manifest: Mapping[str, Any]) -> Installation:
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    return Installation(
        scopes=tuple(scopes.get("bot", ())),
        events=tuple(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands=_commands(features.get("slash_commands", ())),
        shortcuts=_shortcuts(features.get("shortcuts", ())),
        unfurl_domains=tuple(features.get("unfurl_domains", ())),
    )


def _commands(entries: Sequence[Mapping[str, Any]]) -> tuple[SlashCommand, ...]:
    return tuple(
        SlashCommand(
            command=entry["command"],
            description=entry["description"],
            usage_hint=entry.get("usage_hint", ""),
            should_escape=bool(entry.get("should_escape", False)),
        )
        for entry in entries
    )


def _shortcuts(entries: Sequence[Mapping[str, Any]]) -> tuple[Shortcut, ...]:
    return tuple(
        Shortcut(
            name=entry["name"],
            type=entry["type"],
            callback_id=entry["callback_id"],
            description=entry.get("description", ""),
        )
        for entry in entries
    )

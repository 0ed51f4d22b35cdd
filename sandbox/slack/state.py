"""All that the local Slack remembers, and its JSON form that outlives a restart."""

import base64
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.seed import Channel, Person, UserGroup, Workspace
from sandbox.slack.replaced import ReplacedBlocks
from sandbox.slack.wire import Payload, SlackError, new_id

VERSION = 1


class StateVersionError(ValueError):
    """The stored state was written by another version of the sandbox."""


@dataclass(slots=True)
class Conversation:
    id: str
    name: str
    members: list[str]
    private: bool = False
    im: bool = False
    archived: bool = False
    topic: str = ""
    created: int = 0

    @property
    def kind(self) -> str:
        """Name the conversation as the scopes do: channels, groups or im."""
        if self.im:
            return "im"
        return "groups" if self.private else "channels"

    def visible_to(self, user: str) -> bool:
        return user in self.members or not (self.private or self.im)


@dataclass(slots=True)
class StoredFile:
    id: str
    name: str
    length: int
    title: str = ""
    mimetype: str = "application/octet-stream"
    owner: str = ""
    content: bytes | None = None
    shared_in: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Ephemeral:
    user: str
    channel: str
    message: Payload


@dataclass(frozen=True, slots=True)
class CallRecord:
    method: str
    at: float
    ok: bool
    error: str | None = None


class SlackState:
    def __init__(self, workspace: Workspace, bot_id: str, clock: Callable[[], float]) -> None:
        self.team_id = workspace.team_id
        self.team_name = workspace.name
        self.domain = workspace.domain
        self.bot = workspace.bot
        self.bot_id = bot_id
        self.people: dict[str, Person] = {person.id: person for person in workspace.people}
        self.groups: dict[str, UserGroup] = {group.id: group for group in workspace.groups}
        self.channels: dict[str, Conversation] = {
            channel.id: _conversation(channel, int(clock())) for channel in workspace.channels
        }
        self.messages: dict[str, list[Payload]] = {}
        self.ephemerals: list[Ephemeral] = []
        self.homes: dict[str, Payload] = {}
        self.views: dict[str, list[Payload]] = {}
        self.replaced = ReplacedBlocks()
        self.files: dict[str, StoredFile] = {}
        self.calls: deque[CallRecord] = deque(maxlen=5000)
        self.changed: Callable[[], None] = lambda: None
        self._clock = clock
        self._last_ts = 0

    def next_ts(self) -> str:
        self._last_ts = max(self._last_ts + 1, int(self._clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def find_message(self, channel: str, ts: object) -> Payload | None:
        found = (one for one in self.messages.get(channel, ()) if one["ts"] == ts)
        return next(found, None)

    def find_ephemeral(self, user: str, channel: str, ts: object) -> Ephemeral | None:
        for one in self.ephemerals:
            if (one.user, one.channel, one.message["ts"]) == (user, channel, ts):
                return one
        return None

    def find_view(self, view_id: str) -> tuple[str, Payload] | None:
        for user, stack in self.views.items():
            for view in stack:
                if view["id"] == view_id:
                    return user, view
        for user, home in self.homes.items():
            if home["id"] == view_id:
                return user, home
        return None

    def person(self, user: object) -> Person:
        if not isinstance(user, str) or user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def open_im(self, one: str, other: str) -> Conversation:
        wanted = {one, other}
        for channel in self.channels.values():
            if channel.im and set(channel.members) == wanted:
                return channel
        channel_id = new_id("D0", 9)
        created = Conversation(
            channel_id, "", [one, other], private=True, im=True, created=int(self._clock())
        )
        self.channels[channel_id] = created
        self.changed()
        return created

    def dump(self) -> Payload:
        """Everything worth keeping over a restart; open modals and pending uploads are not."""
        return {
            "version": VERSION,
            "team_id": self.team_id,
            "channels": [asdict(channel) for channel in self.channels.values()],
            "messages": self.messages,
            "ephemerals": [asdict(one) for one in self.ephemerals],
            "homes": self.homes,
            "files": [_dumped(one) for one in self.files.values() if one.content is not None],
            "last_ts": self._last_ts,
        }

    def restore(self, dumped: Payload) -> None:
        if dumped.get("version") != VERSION or dumped.get("team_id") != self.team_id:
            raise StateVersionError("the stored workspace is of another version or team")
        self.channels = {one["id"]: Conversation(**one) for one in dumped["channels"]}
        self.messages = dumped["messages"]
        self.ephemerals = [Ephemeral(**one) for one in dumped["ephemerals"]]
        self.homes = dumped["homes"]
        self.files = {one["id"]: _loaded(one) for one in dumped["files"]}
        self._last_ts = dumped["last_ts"]


def _conversation(channel: Channel, created: int) -> Conversation:
    return Conversation(
        channel.id,
        channel.name,
        list(channel.members),
        private=channel.private or channel.im,
        im=channel.im,
        archived=channel.archived,
        topic=channel.topic,
        created=created,
    )


def _dumped(file: StoredFile) -> dict[str, Any]:
    return {**asdict(file), "content": base64.b64encode(file.content or b"").decode()}


def _loaded(dumped: dict[str, Any]) -> StoredFile:
    return StoredFile(**{**dumped, "content": base64.b64decode(dumped["content"])})

"""What is asked of Slack: writing, and who and what is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.ids import ChannelId, MessageTs, UserId
from bot.domain.messages import Json, Message, Post, PostKind
from bot.domain.people import Person
from bot.domain.statuses import NO_STATUS, Status


@dataclass(frozen=True, slots=True)
class Posted:
    """``channel`` is where it is to be found: a direct message is posted to a person's id.

    Known only while the post is fresh.
    """

    ts: MessageTs
    channel: ChannelId | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class InDoubt:
    """Slack may have taken the message: its answer was lost and history could not tell."""

    reason: str


class Poster(Protocol):
    """Writes to Slack. Raises PostRefusedError, SlackUnavailableError."""

    async def post_message(self, post: Post) -> Posted | InDoubt:
        """At most once per ``post.id``; a second call returns the first ``ts``."""
        ...

    async def find_post(self, channel: ChannelId, kind: PostKind, post_id: str) -> MessageTs | None:
        """Look for our metadata in the channel's history. Raises PostRefusedError if unreadable."""
        ...

    async def update_message(self, channel: ChannelId, ts: MessageTs, message: Message) -> None:
        """Raises MessageGoneError where it was deleted."""
        ...

    async def publish_home(self, user: UserId, view: Json) -> None: ...

    async def permalink(self, channel: ChannelId, ts: MessageTs) -> str | None: ...


class Modals(Protocol):
    """Modals of one person. Raises PostRefusedError, SlackUnavailableError."""

    async def open_view(self, trigger_id: str, view: Json) -> str:
        """The id of the view. A trigger lives three seconds and opens one view."""
        ...

    async def update_view(self, view_id: str, view: Json) -> None:
        """Nothing where the person has closed it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPlace:
    """The message that links stand in. One that is still being written has the two ids alone.

    ``channel`` and ``ts`` name none of ours then.
    """

    channel: ChannelId
    ts: MessageTs
    unfurl_id: str = ""
    source: str = ""


class Unfurls(Protocol):
    async def unfurl_links(self, place: LinkPlace, cards: Mapping[str, Message]) -> None:
        """A card below each link, by its address.

        Raises PostRefusedError, SlackUnavailableError, MessageGoneError.
        """
        ...


class FileTooLargeError(Exception):
    """A file is larger than what is read of one."""

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes")
        self.size = size


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    name: str
    content: bytes


class Files(Protocol):
    """Files in Slack. Raises PostRefusedError, SlackUnavailableError."""

    async def send_file(self, user: UserId, name: str, text: str, words: Message) -> None:
        """To one person alone, below ``words``."""
        ...

    async def fetch_file(self, file: str) -> FetchedFile:
        """Raises FileTooLargeError too."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A Slack account."""

    id: UserId
    name: str
    timezone: str = "UTC"
    active: bool = True
    email: str | None = None
    status: Status = NO_STATUS


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    id: ChannelId
    name: str
    is_private: bool = False
    is_member: bool = False
    is_archived: bool = False
    is_direct: bool = False


class Directory(Protocol):
    """People, groups and channels of the Slack workspace; cached (hit 24 h, miss 15 min)."""

    async def with_account(self, person: Person) -> Person:
        """The same person with ``slack`` filled in by override or email, never by name."""
        ...

    async def profile(self, user: UserId) -> Profile | None: ...

    async def group_members(self, group: str) -> frozenset[UserId]:
        """Members of a user group; empty where it cannot be read."""
        ...

    async def conversation(self, channel: ChannelId) -> Conversation | None:
        """None where the bot may not see it."""
        ...

    async def look_at(self, channel: ChannelId) -> Conversation | None:
        """As it is now, whatever is remembered; None where there is none that the bot may see.

        Raises SlackUnavailableError, also where Slack refuses to tell.
        """
        ...

    def forget_channel(self, channel: ChannelId) -> None:
        """It has changed: what is remembered of it is asked again."""
        ...

    def forget_user(self, user: UserId) -> None: ...

    async def channel_members(self, channel: ChannelId) -> frozenset[UserId] | None: ...

"""What goes to Slack as a value: a message with its fallback text, a view, and a posted copy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.ids import BlockerId, ChannelId, MessageTs, MilestoneKey, UserId

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """``text`` is the faithful plain-text fallback (mrkdwn, escaped), blocks the drawn form."""

    text: str
    blocks: tuple[Json, ...] = ()


class PostKind(StrEnum):
    """The event type in a post's metadata, by which it is found again."""

    ANSWER = "blockers_answer"
    ASK = "blockers_ask"
    DIGEST = "blockers_digest"
    DIGEST_PART = "blockers_digest_part"
    MEMBERSHIP = "blockers_membership"
    NUDGE = "blockers_nudge"
    REMINDER = "blockers_reminder"
    REPLY = "blockers_reply"
    SETTINGS = "blockers_settings"
    SHARE = "blockers_share"
    TROUBLE = "blockers_trouble"
    TURN = "blockers_turn"
    WRITE_REFUSED = "blockers_write_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message to post once. ``id`` is ours and goes out as metadata, so that it can be found."""

    id: str
    kind: PostKind
    channel: ChannelId
    message: Message
    thread_ts: MessageTs | None = None


class CopyKind(StrEnum):
    """What a posted copy shows."""

    BOARD = "board"
    BLOCKER = "blocker"
    DIGEST = "digest"
    HOME = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A message (or an App Home) on display that a change has to re-render.

    ``blocker`` is set for copies of one blocker; the others show the whole milestone. For ``HOME``,
    ``channel`` holds the user's id and ``ts`` is empty. ``arguments`` is what is needed to draw
    it again: the page, the filters, or the digest's id.
    """

    kind: CopyKind
    milestone: MilestoneKey
    channel: ChannelId | UserId
    ts: MessageTs
    blocker: BlockerId | None = None
    arguments: Mapping[str, str] = field(default_factory=dict, hash=False)

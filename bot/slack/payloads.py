"""What a handler gets for each call from Slack, and what it may give back."""

from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Literal, Self

from bot.domain.ids import ChannelId, DeliveryId, MessageTs, UserId
from bot.domain.messages import Json

FollowUp = Coroutine[object, object, None]
"""Work for after the acknowledgement; tracked, and finished on SIGTERM."""

Values = Mapping[str, Mapping[str, tuple[str, ...]]]
"""What a view's or message's inputs hold: block_id → action_id → chosen values (none: empty)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What every call has. ``delivery`` names it whatever the number of times it is delivered.

    ``team`` and ``enterprise`` are the caller's own, which in a shared channel may not be ours.
    """

    user: UserId
    team: str
    delivery: DeliveryId
    enterprise: str | None = None
    channel: ChannelId | None = None
    response_url: str | None = None
    trigger_id: str | None = None
    other_deliveries: tuple[DeliveryId, ...] = ()
    """Further names of the same delivery; seen under any of them is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Call):
    """A slash command. ``text`` is as Slack sends it: ``& < >`` escaped, mentions ``<@U1|bob>``."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """Where a pressed control sits: in a message (``ts``), else in a modal or App Home."""

    ts: MessageTs | None = None
    thread_ts: MessageTs | None = None
    is_ephemeral: bool = False
    view_id: str | None = None
    callback_id: str | None = None
    private_metadata: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press(Call):
    """A button pressed or an option chosen. ``chosen`` holds the button's value or the options'."""

    action_id: str
    block_id: str
    action_ts: str
    container: Container
    chosen: tuple[str, ...] = ()
    values: Values = field(default_factory=dict)

    @property
    def value(self) -> str:
        """The one value, empty where the control has none."""
        return self.chosen[0] if self.chosen else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Call):
    """A modal sent off."""

    callback_id: str
    view_id: str
    private_metadata: str = ""
    values: Values = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    """The block_ids of the input blocks in order: the only ones that can carry an error."""

    def text(self, block_id: str) -> str:
        """The one value of an input block, empty where nothing was entered."""
        chosen = next(iter(self.values.get(block_id, {}).values()), ())
        return chosen[0] if chosen else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut(Call):
    """A shortcut; ``message_…`` and the author are set for one on a message.

    ``author`` is a person; where an app wrote it, ``author_name`` is the app's. ``domain`` is the
    workspace's own: ``acme`` of ``acme.slack.com``.
    """

    callback_id: str
    message_ts: MessageTs | None = None
    message_text: str = ""
    author: UserId | None = None
    author_name: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Call):
    """Something happened. ``tab`` is set for ``app_home_opened`` (``home`` or ``messages``).

    ``happened`` is in seconds. ``by`` is who did it to a channel (or to ``user``), ``name`` and
    ``moved_to`` are the channel's new ones, ``revoked`` the bots whose tokens are gone.

    ``links`` stand in the message ``ts``, which for one that is still being written is named by
    ``unfurl_id`` and ``source`` alone. ``outsiders`` is set in a channel that is shared with
    another organisation, ``from_app`` where an app wrote the message, ``edited`` where it had
    been sent before.
    """

    type: str
    happened: float | None = None
    by: UserId | None = None
    name: str = ""
    moved_to: ChannelId | None = None
    revoked: tuple[str, ...] = ()
    ts: MessageTs | None = None
    thread_ts: MessageTs | None = None
    text: str = ""
    tab: str | None = None
    links: tuple[str, ...] = ()
    unfurl_id: str = ""
    source: str = ""
    outsiders: bool = False
    from_app: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewAnswer:
    """The answer to a modal sent off. Build it with one of the class methods."""

    action: Literal["close", "errors", "update", "push", "clear"]
    messages: Mapping[str, str] = field(default_factory=dict)
    view: Json | None = None
    follow_up: FollowUp | None = None

    @classmethod
    def close(cls, follow_up: FollowUp | None = None) -> Self:
        return cls(action="close", follow_up=follow_up)

    @classmethod
    def clear(cls, follow_up: FollowUp | None = None) -> Self:
        """Close the whole stack of modals."""
        return cls(action="clear", follow_up=follow_up)

    @classmethod
    def errors(cls, messages: Mapping[str, str]) -> Self:
        """Keep the modal open with a sentence under each input block: block_id → sentence."""
        return cls(action="errors", messages=messages)

    @classmethod
    def update(cls, view: Json, follow_up: FollowUp | None = None) -> Self:
        return cls(action="update", view=view, follow_up=follow_up)

    @classmethod
    def push(cls, view: Json, follow_up: FollowUp | None = None) -> Self:
        return cls(action="push", view=view, follow_up=follow_up)

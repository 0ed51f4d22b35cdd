"""The payloads as Slack sends them (pydantic), read into what handlers get.

Shapes: https://docs.slack.dev/reference/interaction-payloads and …/reference/events.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.domain.ids import ChannelId, DeliveryId, MessageTs, UserId
from bot.slack.payloads import Command, Container, Event, Press, Shortcut, Submission, Values

Body = Mapping[str, Any]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _Named(_Wire):
    id: str
    team_id: str | None = None
    domain: str | None = None


class _Option(_Wire):
    value: str = ""


class _Element(_Wire):
    """One control's state; which field is filled depends on its kind."""

    value: str | None = None
    selected_option: _Option | None = None
    selected_options: tuple[_Option, ...] | None = None
    selected_user: str | None = None
    selected_users: tuple[str, ...] | None = None
    selected_conversation: str | None = None
    selected_conversations: tuple[str, ...] | None = None
    selected_channel: str | None = None
    selected_channels: tuple[str, ...] | None = None
    selected_date: str | None = None
    selected_time: str | None = None
    selected_date_time: int | None = None
    files: tuple[_Named, ...] | None = None

    def chosen(self) -> tuple[str, ...]:
        many = self.selected_users or self.selected_conversations or self.selected_channels
        if many:
            return many
        if self.selected_options is not None:
            return tuple(option.value for option in self.selected_options)
        if self.files is not None:
            return tuple(file.id for file in self.files)
        one = self._one()
        return () if one is None else (one,)

    def _one(self) -> str | None:
        if self.selected_option is not None:
            return self.selected_option.value
        if self.selected_date_time is not None:
            return str(self.selected_date_time)
        ids = self.selected_user or self.selected_conversation or self.selected_channel
        return ids or self.selected_date or self.selected_time or self.value


class _Action(_Element):
    action_id: str
    block_id: str = ""
    action_ts: str = ""


class _State(_Wire):
    values: dict[str, dict[str, _Element]] = {}

    def read(self) -> Values:
        return {
            block: {action: element.chosen() for action, element in elements.items()}
            for block, elements in self.values.items()
        }


class _Block(_Wire):
    type: str = ""
    block_id: str = ""


class _View(_Wire):
    id: str
    hash: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    blocks: tuple[_Block, ...] = ()
    state: _State | None = None

    def inputs(self) -> tuple[str, ...]:
        return tuple(block.block_id for block in self.blocks if block.type == "input")


class _Place(_Wire):
    message_ts: str | None = None
    thread_ts: str | None = None
    channel_id: str | None = None
    is_ephemeral: bool = False
    view_id: str | None = None


class _Profile(_Wire):
    name: str | None = None


class _Text(_Wire):
    ts: str
    text: str | None = None
    user: str | None = None
    username: str | None = None
    bot_id: str | None = None
    bot_profile: _Profile | None = None

    def author(self) -> tuple[UserId | None, str]:
        """A person, or the name of the app."""
        if self.user and not self.bot_id:
            return UserId(self.user), ""
        named = self.bot_profile.name if self.bot_profile else None
        return None, named or self.username or ""


class _Interaction(_Wire):
    user: _Named
    team: _Named | None = None
    enterprise: _Named | None = None
    channel: _Named | None = None
    trigger_id: str | None = None
    response_url: str | None = None

    def common(self) -> dict[str, Any]:
        team = self.user.team_id or (self.team.id if self.team else "")
        return {
            "user": UserId(self.user.id),
            "team": team,
            "enterprise": self.enterprise.id if self.enterprise else None,
            "channel": ChannelId(self.channel.id) if self.channel else None,
            "trigger_id": self.trigger_id,
            "response_url": self.response_url,
        }


class _BlockActions(_Interaction):
    actions: tuple[_Action, ...] = Field(min_length=1)
    container: _Place = _Place()
    view: _View | None = None
    state: _State | None = None


class _ViewSubmission(_Interaction):
    view: _View


class _Shortcut(_Interaction):
    callback_id: str
    action_ts: str = ""
    message: _Text | None = None


class _SlashCommand(_Wire):
    command: str
    text: str = ""
    user_id: str
    team_id: str
    channel_id: str
    enterprise_id: str | None = None
    trigger_id: str
    response_url: str


class _Tokens(_Wire):
    bot: tuple[str, ...] = ()


class _Happening(_Wire):
    type: str
    user: str | None = None
    channel: str | None = None
    event_ts: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    text: str | None = None
    tab: str | None = None
    team: str | None = None
    user_team: str | None = None
    actor_id: str | None = None
    inviter: str | None = None
    name: str | None = None
    old_channel_id: str | None = None
    new_channel_id: str | None = None
    tokens: _Tokens | None = None

    @model_validator(mode="before")
    @classmethod
    def _ids(cls, event: object) -> object:
        """``channel_rename`` and ``user_change`` carry the whole thing instead of its id."""
        if not isinstance(event, dict):
            return event
        user, channel = event.get("user"), event.get("channel")
        if isinstance(user, dict):
            event = {**event, "user": user.get("id")}
        if isinstance(channel, dict):
            event = {**event, "channel": channel.get("id"), "name": channel.get("name")}
        return event


class _Authorization(_Wire):
    team_id: str | None = None
    enterprise_id: str | None = None


class _EventCallback(_Wire):
    event_id: str
    team_id: str | None = None
    enterprise_id: str | None = None
    event_time: float | None = None
    authorizations: tuple[_Authorization, ...] = ()
    event: _Happening


def read_command(body: Body) -> Command:
    form = _SlashCommand.model_validate(body)
    return Command(
        name=form.command,
        text=form.text,
        user=UserId(form.user_id),
        team=form.team_id,
        enterprise=form.enterprise_id,
        channel=ChannelId(form.channel_id),
        response_url=form.response_url,
        trigger_id=form.trigger_id,
        delivery=DeliveryId(f"command:{form.trigger_id}"),
    )


def read_press(body: Body) -> Press:
    wire = _BlockActions.model_validate(body)
    action, place, view = wire.actions[0], wire.container, wire.view
    state = wire.state or (view.state if view else None)
    common = wire.common()
    if common["channel"] is None and place.channel_id is not None:
        common["channel"] = ChannelId(place.channel_id)
    return Press(
        **common,
        delivery=DeliveryId(f"action:{wire.trigger_id}:{action.action_id}:{action.action_ts}"),
        action_id=action.action_id,
        block_id=action.block_id,
        action_ts=action.action_ts,
        chosen=action.chosen(),
        values=state.read() if state else {},
        container=Container(
            ts=MessageTs(place.message_ts) if place.message_ts else None,
            thread_ts=MessageTs(place.thread_ts) if place.thread_ts else None,
            is_ephemeral=place.is_ephemeral,
            view_id=view.id if view else place.view_id,
            callback_id=view.callback_id if view else None,
            private_metadata=view.private_metadata if view else "",
        ),
    )


def read_submission(body: Body) -> Submission:
    wire = _ViewSubmission.model_validate(body)
    view = wire.view
    return Submission(
        **wire.common(),
        # A modal sent again after an error keeps its hash: only the trigger tells them apart.
        delivery=DeliveryId(f"view:{view.id}:{view.hash}:{wire.trigger_id}"),
        callback_id=view.callback_id,
        view_id=view.id,
        view_hash=view.hash,
        private_metadata=view.private_metadata,
        values=view.state.read() if view.state else {},
        inputs=view.inputs(),
    )


def read_shortcut(body: Body) -> Shortcut:
    wire = _Shortcut.model_validate(body)
    author, author_name = wire.message.author() if wire.message else (None, "")
    return Shortcut(
        **wire.common(),
        delivery=DeliveryId(f"shortcut:{wire.trigger_id}:{wire.action_ts}"),
        callback_id=wire.callback_id,
        message_ts=MessageTs(wire.message.ts) if wire.message else None,
        message_text=(wire.message.text or "") if wire.message else "",
        author=author,
        author_name=author_name,
        domain=(wire.team.domain or "") if wire.team else "",
    )


def read_event(body: Body) -> Event:
    """``user`` is empty for events that nobody caused."""
    wire = _EventCallback.model_validate(body)
    event = wire.event
    # In a shared channel the outer team_id may be the other organisation's; ours is authorized.
    ours = wire.authorizations[0] if wire.authorizations else None
    team = event.user_team or event.team or (ours.team_id if ours else None) or wire.team_id
    happened = event.event_ts or event.ts
    channel = event.old_channel_id or event.channel
    again = (DeliveryId(f"event:{event.type}:{channel}:{happened}"),) if happened else ()
    by = event.inviter or event.actor_id
    return Event(
        type=event.type,
        user=UserId(event.user or ""),
        team=team or "",
        enterprise=(ours.enterprise_id if ours else None) or wire.enterprise_id,
        channel=ChannelId(channel) if channel else None,
        delivery=DeliveryId(f"event:{wire.event_id}"),
        other_deliveries=again,
        ts=MessageTs(event.ts) if event.ts else None,
        thread_ts=MessageTs(event.thread_ts) if event.thread_ts else None,
        text=event.text or "",
        tab=event.tab,
        happened=_seconds(happened) or wire.event_time,
        by=UserId(by) if by else None,
        name=event.name or "",
        moved_to=ChannelId(event.new_channel_id) if event.new_channel_id else None,
        revoked=event.tokens.bot if event.tokens else (),
    )


def _seconds(ts: str | None) -> float | None:
    try:
        return float(ts) if ts else None
    except ValueError:
        return None

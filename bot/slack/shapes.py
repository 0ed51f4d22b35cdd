"""The payloads as Slack sends them (pydantic).

Shapes: https://docs.slack.dev/reference/interaction-payloads and …/reference/events.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.domain.ids import ChannelId, UserId
from bot.slack.payloads import Values


class Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Named(Wire):
    id: str
    team_id: str | None = None
    domain: str | None = None


class Option(Wire):
    value: str = ""


class Element(Wire):
    """One control's state; which field is filled depends on its kind."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: tuple[Option, ...] | None = None
    selected_user: str | None = None
    selected_users: tuple[str, ...] | None = None
    selected_conversation: str | None = None
    selected_conversations: tuple[str, ...] | None = None
    selected_channel: str | None = None
    selected_channels: tuple[str, ...] | None = None
    selected_date: str | None = None
    selected_time: str | None = None
    selected_date_time: int | None = None
    files: tuple[Named, ...] | None = None

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


class Action(Element):
    action_id: str
    block_id: str = ""
    action_ts: str = ""


class State(Wire):
    values: dict[str, dict[str, Element]] = {}

    def read(self) -> Values:
        return {
            block: {action: element.chosen() for action, element in elements.items()}
            for block, elements in self.values.items()
        }


class Block(Wire):
    type: str = ""
    block_id: str = ""


class View(Wire):
    id: str
    hash: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    blocks: tuple[Block, ...] = ()
    state: State | None = None

    def inputs(self) -> tuple[str, ...]:
        return tuple(block.block_id for block in self.blocks if block.type == "input")


class Place(Wire):
    message_ts: str | None = None
    thread_ts: str | None = None
    channel_id: str | None = None
    is_ephemeral: bool = False
    view_id: str | None = None


class Profile(Wire):
    name: str | None = None


class Text(Wire):
    ts: str
    text: str | None = None
    user: str | None = None
    username: str | None = None
    bot_id: str | None = None
    bot_profile: Profile | None = None

    def author(self) -> tuple[UserId | None, str]:
        """A person, or the name of the app."""
        if self.user and not self.bot_id:
            return UserId(self.user), ""
        named = self.bot_profile.name if self.bot_profile else None
        return None, named or self.username or ""


class Interaction(Wire):
    user: Named
    team: Named | None = None
    enterprise: Named | None = None
    channel: Named | None = None
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


class BlockActions(Interaction):
    actions: tuple[Action, ...] = Field(min_length=1)
    container: Place = Place()
    view: View | None = None
    state: State | None = None


class ViewSubmission(Interaction):
    view: View


class Shortcut(Interaction):
    callback_id: str
    action_ts: str = ""
    message: Text | None = None


class SlashCommand(Wire):
    command: str
    text: str = ""
    user_id: str
    team_id: str
    channel_id: str
    enterprise_id: str | None = None
    trigger_id: str
    response_url: str


class Link(Wire):
    url: str


class Tokens(Wire):
    bot: tuple[str, ...] = ()


class Happening(Wire):
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
    tokens: Tokens | None = None
    bot_id: str | None = None
    edited: dict[str, Any] | None = None
    message_ts: str | None = None
    links: tuple[Link, ...] = ()
    unfurl_id: str | None = None
    source: str | None = None

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


class Authorization(Wire):
    team_id: str | None = None
    enterprise_id: str | None = None


class EventCallback(Wire):
    event_id: str
    team_id: str | None = None
    enterprise_id: str | None = None
    event_time: float | None = None
    is_ext_shared_channel: bool = False
    authorizations: tuple[Authorization, ...] = ()
    event: Happening

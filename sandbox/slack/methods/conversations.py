"""conversations.info, list, members, open, join and leave."""

from sandbox.slack.methods.call import Call, Method, page_of
from sandbox.slack.methods.shapes import channel_shape
from sandbox.slack.state import Conversation
from sandbox.slack.wire import Payload, SlackError, truthy

_TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


async def conversations_info(call: Call) -> Payload:
    channel = _readable(call)
    shape = channel_shape(call.slack, channel)
    if not truthy(call.args.get("include_num_members")):
        shape.pop("num_members", None)
    return {"channel": shape}


async def conversations_list(call: Call) -> Payload:
    kinds = [_kind(one.strip()) for one in call.text("types", "public_channel").split(",")]
    for kind in kinds:
        call.need_scope(f"{kind}:read")
    bot = call.slack.state.bot
    without_archived = truthy(call.args.get("exclude_archived"))
    channels = [
        one
        for one in call.slack.state.channels.values()
        if one.kind in kinds and one.visible_to(bot) and not (without_archived and one.archived)
    ]
    page, cursor = page_of(call, channels, 100, 1000)
    return {
        "channels": [channel_shape(call.slack, one) for one in page],
        "response_metadata": {"next_cursor": cursor},
    }


async def conversations_members(call: Call) -> Payload:
    channel = _readable(call)
    page, cursor = page_of(call, channel.members, 100, 1000)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


async def conversations_open(call: Call) -> Payload:
    if call.args.get("channel"):
        channel = call.channel()
        if not channel.im:
            raise SlackError("channel_not_found")
        return {"channel": {"id": channel.id}}
    given = call.args.get("users")
    users = given if isinstance(given, list) else call.text("users").split(",")
    if users == [""]:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        call.need_scope("mpim:write")
        raise SlackError("method_not_supported_for_channel_type")
    person = call.slack.state.person(users[0])
    if person.id == call.slack.state.bot:
        raise SlackError("user_not_found")
    channel = call.slack.open_dm(call.slack.state.bot, person.id)
    full = truthy(call.args.get("return_im"))
    return {"channel": channel_shape(call.slack, channel) if full else {"id": channel.id}}


async def conversations_join(call: Call) -> Payload:
    channel = call.channel()
    if channel.private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    bot = call.slack.state.bot
    if bot in channel.members:
        return {"channel": channel_shape(call.slack, channel), "warning": "already_in_channel"}
    channel.members.append(bot)
    call.slack.board.show_channel(channel)
    event = {
        "type": "member_joined_channel",
        "user": bot,
        "channel": channel.id,
        "channel_type": "C",
        "team": call.slack.state.team_id,
    }
    call.slack.events.emit(event, channel)
    return {"channel": channel_shape(call.slack, channel)}


async def conversations_leave(call: Call) -> Payload:
    channel = call.channel()
    if channel.im:
        raise SlackError("method_not_supported_for_channel_type")
    bot = call.slack.state.bot
    if bot not in channel.members:
        return {"not_in_channel": True}
    channel.members.remove(bot)
    call.slack.board.show_channel(channel)
    return {}


def _kind(name: str) -> str:
    if name not in _TYPES:
        raise SlackError("invalid_types")
    return _TYPES[name]


def _readable(call: Call) -> Conversation:
    """Find the channel if its kind may be read at all; Slack names the scope it wants."""
    channel = call.channel()
    call.need_scope(f"{channel.kind}:read")
    return channel


_CHANNEL = ("channel",)

ROUTES: dict[str, Method] = {
    "conversations.info": Method(conversations_info, required=_CHANNEL),
    "conversations.join": Method(conversations_join, ("channels:join",), required=_CHANNEL),
    "conversations.leave": Method(conversations_leave, required=_CHANNEL),
    "conversations.list": Method(conversations_list),
    "conversations.members": Method(conversations_members, required=_CHANNEL),
    "conversations.open": Method(conversations_open, ("im:write",)),
}

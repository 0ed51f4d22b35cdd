"""chat.postMessage, update, delete, postEphemeral and getPermalink."""

from sandbox.slack.limits.messages import MAX_EDITED_TEXT, MAX_TEXT, check_content, check_metadata
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.normalise import with_ids
from sandbox.slack.replaced import blocks_of
from sandbox.slack.state import Conversation
from sandbox.slack.wire import Payload, SlackError, truthy


async def post_message(call: Call) -> Payload:
    channel = _addressed(call)
    _refuse_where_silent(call, channel)
    content = check_content(call.args)
    message = call.slack.as_bot(_stored(content))
    warnings = []
    if len(content["text"]) > MAX_TEXT:
        message["text"] = content["text"][:MAX_TEXT]
        warnings.append("message_truncated")
    message.update(_thread(call, channel))
    if call.args.get("metadata"):
        metadata = check_metadata(call.args["metadata"])
        message.update({"metadata": metadata} if metadata else {})
    posted = call.slack.board.post(channel, message)
    call.slack.events.emit(_message_event(channel, posted), channel)
    answer: Payload = {"channel": channel.id, "ts": posted["ts"], "message": posted}
    if warnings:
        answer["response_metadata"] = {"warnings": warnings}
    return answer


async def update(call: Call) -> Payload:
    channel = call.channel()
    message = _own(call, channel, "ts", "cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    if len(call.text("text")) > MAX_EDITED_TEXT:
        raise SlackError("msg_too_long")
    content = check_content(_over(message, call.args))
    metadata = check_metadata(call.args["metadata"]) if "metadata" in call.args else None
    call.slack.state.replaced.keep(message["ts"], blocks_of(message))
    for name in ("blocks", "attachments"):
        message.pop(name, None)
    message.update(_stored(content))
    message["edited"] = {"user": call.slack.state.bot, "ts": call.slack.state.next_ts()}
    if metadata is not None:
        message.pop("metadata", None)
        message.update({"metadata": metadata} if metadata else {})
    call.slack.board.change(channel, message)
    return {
        "channel": channel.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": message,
    }


async def delete(call: Call) -> Payload:
    channel = call.channel()
    message = _own(call, channel, "ts", "cant_delete_message")
    call.slack.board.delete(channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


async def post_ephemeral(call: Call) -> Payload:
    channel = call.channel()
    call.need_membership(channel)
    if channel.archived:
        raise SlackError("is_archived")
    user = call.text("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = check_content(call.args)
    if len(content["text"]) > MAX_TEXT:
        raise SlackError("msg_too_long")
    message = call.slack.as_bot({**_stored(content), **_thread(call, channel)})
    return {"message_ts": call.slack.board.whisper(channel, user, message)["ts"]}


async def get_permalink(call: Call) -> Payload:
    channel = call.channel()
    ts = call.text("message_ts")
    if call.slack.state.find_message(channel.id, ts) is None:
        raise SlackError("message_not_found")
    link = f"{call.slack.origin}/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def _addressed(call: Call) -> Conversation:
    """Find the conversation of a post: an id, a name, or a person's id for the DM."""
    given = call.text("channel")
    state = call.slack.state
    if given in state.people:
        return call.slack.open_dm(state.bot, given)
    for channel in state.channels.values():
        if not channel.im and given.lstrip("#") == channel.name:
            return call.slack.channel_for_bot(channel.id)
    return call.slack.channel_for_bot(given)


def _refuse_where_silent(call: Call, channel: Conversation) -> None:
    if channel.archived:
        raise SlackError("is_archived")
    if not call.slack.bot_is_in(channel):
        public = "chat:write.public" in call.slack.installation.scopes and not channel.private
        if not public:
            raise SlackError("not_in_channel")


def _thread(call: Call, channel: Conversation) -> Payload:
    thread_ts = call.args.get("thread_ts")
    if not thread_ts:
        return {}
    parent = call.slack.state.find_message(channel.id, thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    # A reply to a reply lands in the thread of its parent.
    thread: Payload = {"thread_ts": parent.get("thread_ts", parent["ts"])}
    if truthy(call.args.get("reply_broadcast")):
        thread["subtype"] = "thread_broadcast"
    return thread


def _own(call: Call, channel: Conversation, name: str, refusal: str) -> Payload:
    message = call.slack.state.find_message(channel.id, call.args.get(name))
    if message is None:
        raise SlackError("message_not_found")
    if message.get("bot_id") != call.slack.installation.bot_id:
        raise SlackError(refusal)
    return message


def _over(message: Payload, args: Payload) -> Payload:
    """Complete an update: a text alone drops the blocks, blocks alone keep the old text."""
    if "text" not in args and "markdown_text" not in args:
        return {**args, "text": message["text"]}
    return args


def _stored(content: Payload) -> Payload:
    if "blocks" in content:
        return {**content, "blocks": with_ids(content["blocks"])}
    return content


def _message_event(channel: Conversation, message: Payload) -> Payload:
    kinds = {"channels": "channel", "groups": "group", "im": "im"}
    event = {**message, "channel": channel.id, "channel_type": kinds[channel.kind]}
    event.pop("metadata", None)
    return {**event, "event_ts": message["ts"]}


ROUTES: dict[str, Method] = {
    "chat.delete": Method(delete, ("chat:write",), required=("channel", "ts")),
    "chat.getPermalink": Method(get_permalink, required=("channel", "message_ts")),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), required=("channel", "user")),
    "chat.postMessage": Method(post_message, ("chat:write",), required=("channel",)),
    "chat.update": Method(update, ("chat:write",), required=("channel", "ts")),
}

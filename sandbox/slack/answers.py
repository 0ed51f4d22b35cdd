"""What an app says through an ack or a response_url: post, replace or delete a message."""

from sandbox.slack.core import Slack
from sandbox.slack.limits.messages import MAX_TEXT, check_content
from sandbox.slack.normalise import with_ids
from sandbox.slack.replaced import blocks_of
from sandbox.slack.response_urls import Origin
from sandbox.slack.state import Conversation
from sandbox.slack.wire import Payload, SlackError, truthy


def answer(slack: Slack, origin: Origin, body: Payload) -> None:
    """Carry out one answer; needs no membership of the bot where the person asked."""
    if truthy(body.get("delete_original")):
        _delete(slack, origin)
        return
    message = slack.as_bot(_content(body))
    if truthy(body.get("replace_original")) and origin.ts is not None:
        _replace(slack, origin, message)
    else:
        _post(slack, origin, body, message)


def _content(body: Payload) -> Payload:
    content = check_content(body)
    if len(content["text"]) > MAX_TEXT:
        raise SlackError("msg_too_long")
    if "blocks" in content:
        content["blocks"] = with_ids(content["blocks"])
    return content


def _post(slack: Slack, origin: Origin, body: Payload, message: Payload) -> None:
    channel = _channel(slack, origin)
    if body.get("thread_ts"):
        message["thread_ts"] = str(body["thread_ts"])
    elif origin.thread_ts:
        message["thread_ts"] = origin.thread_ts
    kind = body.get("response_type") or "ephemeral"
    if kind == "in_channel":
        if channel.archived:
            raise SlackError("is_archived")
        slack.board.post(channel, message)
    elif kind == "ephemeral":
        slack.board.whisper(channel, origin.user, message)
    else:
        raise SlackError("invalid_arguments", messages=[f"[ERROR] response_type: {kind}"])


def _replace(slack: Slack, origin: Origin, message: Payload) -> None:
    if origin.ephemeral:
        whispered = slack.state.find_ephemeral(origin.user, origin.channel, origin.ts)
        if whispered is None:
            raise SlackError("message_not_found")
        slack.state.replaced.keep(whispered.message["ts"], blocks_of(whispered.message))
        slack.board.change_whisper(whispered, message)
        return
    channel = _channel(slack, origin)
    posted = slack.state.find_message(origin.channel, origin.ts)
    if posted is None:
        raise SlackError("message_not_found")
    slack.state.replaced.keep(posted["ts"], blocks_of(posted))
    for name in ("blocks", "attachments"):
        posted.pop(name, None)
    posted.update(message)
    posted["edited"] = {"user": slack.state.bot, "ts": slack.state.next_ts()}
    slack.board.change(channel, posted)


def _delete(slack: Slack, origin: Origin) -> None:
    if origin.ephemeral:
        whispered = slack.state.find_ephemeral(origin.user, origin.channel, origin.ts)
        if whispered is not None:
            slack.board.delete_whisper(whispered)
        return
    posted = slack.state.find_message(origin.channel, origin.ts)
    if posted is not None:
        slack.board.delete(_channel(slack, origin), posted)


def _channel(slack: Slack, origin: Origin) -> Conversation:
    return slack.state.channels[origin.channel]

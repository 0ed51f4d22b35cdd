"""conversations.history and conversations.replies: newest first, pages, metadata on demand."""

from sandbox.slack.methods.call import Call, Method, page_of
from sandbox.slack.state import Conversation
from sandbox.slack.wire import Payload, SlackError, truthy


async def conversations_history(call: Call) -> Payload:
    channel = _readable(call)
    messages = [
        one
        for one in call.slack.state.messages.get(channel.id, ())
        if one.get("thread_ts", one["ts"]) == one["ts"] or one.get("subtype") == "thread_broadcast"
    ]
    page, cursor = page_of(call, _within(call, messages)[::-1], 100, 999)
    return _answer(call, page, cursor)


async def conversations_replies(call: Call) -> Payload:
    channel = _readable(call)
    ts = call.text("ts")
    messages = call.slack.state.messages.get(channel.id, [])
    asked = call.slack.state.find_message(channel.id, ts)
    if asked is None:
        raise SlackError("thread_not_found")
    root = asked.get("thread_ts", ts)
    thread = [one for one in messages if one["ts"] == root or one.get("thread_ts") == root]
    parent, replies = thread[:1], thread[1:]
    page, cursor = page_of(call, [*parent, *_within(call, replies)], 1000, 1000)
    return _answer(call, page, cursor)


def _readable(call: Call) -> Conversation:
    channel = call.channel()
    call.need_scope(f"{channel.kind}:history")
    call.need_membership(channel)
    return channel


def _within(call: Call, messages: list[Payload]) -> list[Payload]:
    oldest = float(call.text("oldest") or "0")
    latest = float(call.text("latest") or "inf")
    if truthy(call.args.get("inclusive")):
        return [one for one in messages if oldest <= float(one["ts"]) <= latest]
    return [one for one in messages if oldest < float(one["ts"]) < latest]


def _answer(call: Call, page: list[Payload], cursor: str) -> Payload:
    with_metadata = truthy(call.args.get("include_all_metadata"))
    shown = [
        {name: value for name, value in one.items() if with_metadata or name != "metadata"}
        for one in page
    ]
    return {
        "messages": shown,
        "has_more": bool(cursor),
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


ROUTES: dict[str, Method] = {
    "conversations.history": Method(conversations_history, required=("channel",)),
    "conversations.replies": Method(conversations_replies, required=("channel", "ts")),
}

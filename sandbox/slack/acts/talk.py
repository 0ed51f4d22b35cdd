"""People writing messages, and the events an app gets out of them."""

import re
import uuid
from urllib.parse import urlsplit

from sandbox.slack.acts.outcome import known_person, refused, seen_channel
from sandbox.slack.core import Slack
from sandbox.slack.pressed import NotThereError
from sandbox.slack.state import Conversation
from sandbox.slack.typed_text import as_message_text
from sandbox.slack.wire import Payload, new_id

_LINK = re.compile(r"<(https?://[^>|]+)(?:\|[^>]*)?>")
_CHANNEL_TYPES = {"channels": "channel", "groups": "group", "im": "im"}
MAX_TYPED = 40_000


def compose(slack: Slack, user: str, channel_id: str, text: str) -> str | None:
    """Type a message without sending it; the id by which its links may be unfurled, if any.

    The app is not told where it is being written.
    """
    known_person(slack, user)
    seen_channel(slack, user, channel_id)
    written = as_message_text(slack.state, user, text)
    links = _links(slack, written)
    if not links:
        return None
    number = str(uuid.uuid4())
    unfurl_id = f"COMPOSER|{number}"
    slack.drafts[unfurl_id] = {"text": written}
    event: Payload = {
        "type": "link_shared",
        "channel": "COMPOSER",
        "user": user,
        "message_ts": number,
        "links": links,
        "is_bot_user_member": True,
        "unfurl_id": unfurl_id,
        "source": "composer",
    }
    slack.events.emit(event)
    return unfurl_id


def say(
    slack: Slack,
    user: str,
    channel_id: str,
    text: str,
    thread_ts: str | None = None,
    draft: str = "",
) -> Payload | None:
    """Write a message; returns it as stored, or nothing where Slack would not take it.

    ``draft`` is what ``compose`` gave for it: cards that came meanwhile go with the message.
    """
    known_person(slack, user)
    channel = seen_channel(slack, user, channel_id)
    problem = _problem(user, channel, text)
    if problem:
        refused(slack, user, problem)
        return None
    message: Payload = {"user": user, "text": as_message_text(slack.state, user, text)}
    message["client_msg_id"] = new_id("", 32).lower()
    if thread_ts:
        parent = slack.state.find_message(channel.id, thread_ts)
        if parent is None:
            raise NotThereError(f"there is no message {thread_ts!r} in {channel.id}")
        message["thread_ts"] = parent.get("thread_ts", thread_ts)
    if cards := slack.drafts.pop(draft, {}).get("attachments"):
        message["attachments"] = cards
    posted = slack.board.post(channel, message)
    _tell_app(slack, channel, posted)
    return posted


def _problem(user: str, channel: Conversation, text: str) -> str | None:
    if not text.strip():
        return "An empty message cannot be sent."
    if len(text) > MAX_TYPED:
        return "This message is too long."
    if channel.archived:
        return "This channel is archived."
    if user not in channel.members:
        return f"Join #{channel.name} to write in it."
    return None


def _tell_app(slack: Slack, channel: Conversation, message: Payload) -> None:
    base = {**message, "channel": channel.id, "event_ts": message["ts"]}
    if slack.bot_is_in(channel):
        kind = _CHANNEL_TYPES[channel.kind]
        slack.events.emit({**base, "channel_type": kind}, channel)
        if f"<@{slack.state.bot}>" in message["text"] and not channel.im:
            slack.events.emit({**base, "type": "app_mention"}, channel)
    if slack.bot_is_in(channel) or not channel.private:
        _share_links(slack, channel, message)


def _share_links(slack: Slack, channel: Conversation, message: Payload) -> None:
    links = _links(slack, message["text"])
    if not links:
        return
    event: Payload = {
        "type": "link_shared",
        "channel": channel.id,
        "user": message["user"],
        "message_ts": message["ts"],
        "links": links,
        "is_bot_user_member": slack.bot_is_in(channel),
        "unfurl_id": f"{channel.id}|{message['ts']}",
        "source": "conversations_history",
    }
    if "thread_ts" in message:
        event["thread_ts"] = message["thread_ts"]
    slack.events.emit(event, channel)


def _links(slack: Slack, text: str) -> list[Payload]:
    return [
        {"url": url.replace("&amp;", "&"), "domain": domain}
        for url in _LINK.findall(text)
        for domain in slack.installation.unfurl_domains
        if _under(urlsplit(url).hostname or "", domain)
    ]


def _under(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")

"""How people, channels and messages look in the page's frames."""

from collections.abc import Mapping

from sandbox.seed import Person
from sandbox.slack.state import Conversation, SlackState
from sandbox.slack.wire import Payload

_COPIED = ("blocks", "thread_ts", "reactions", "reply_count", "subtype")


def page_user(person: Person) -> Payload:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "is_bot": person.is_bot,
        "tz": person.tz,
    }


def page_channel(state: SlackState, channel: Conversation, viewer: str) -> Payload:
    name = channel.name
    if channel.im:
        peers = [one for one in channel.members if one != viewer] or channel.members
        name = state.people[peers[0]].name if peers[0] in state.people else peers[0]
    return {
        "id": channel.id,
        "name": name,
        "private": channel.private,
        "im": channel.im,
        "archived": channel.archived,
        "members": list(channel.members),
        "topic": channel.topic,
    }


def page_message(message: Payload, *, ephemeral: bool = False) -> Payload:
    shown: Payload = {
        "ts": message["ts"],
        "user": message.get("user", ""),
        "text": message.get("text", ""),
        "bot": "bot_id" in message,
    }
    shown.update({key: message[key] for key in _COPIED if key in message})
    if ephemeral:
        shown["ephemeral"] = True
    if "edited" in message:
        shown["edited"] = True
    if message.get("files"):
        shown["files"] = [_page_file(file) for file in message["files"]]
    if message.get("attachments"):
        shown["unfurls"] = [dict(one) for one in message["attachments"]]
    return shown


def _page_file(file: Mapping[str, object]) -> Payload:
    return {
        "id": file["id"],
        "name": file["name"],
        "title": file.get("title", ""),
        "mimetype": file.get("mimetype", ""),
        "url": f"/page/files/{file['id']}",
        "size": file["size"],
    }

"""What people do to a channel and who is in it, with the events an app gets out of it.

Each act changes the state and returns None, or says why Slack would not do it.
"""

from collections.abc import Callable, Mapping

from sandbox.slack.acts.outcome import Outcome, known_person, refused, seen_channel
from sandbox.slack.core import Slack
from sandbox.slack.pressed import NotThereError
from sandbox.slack.state import Conversation
from sandbox.slack.wire import Payload, new_id

Act = Callable[[Slack, str, Conversation, str], str | None]


def archive(slack: Slack, user: str, channel: Conversation, _: str = "") -> str | None:
    if channel.archived:
        return "This channel is archived already."
    channel.archived = True
    _announce(slack, channel, "archive", {"channel": channel.id, "user": user, "is_moved": 0})
    return None


def unarchive(slack: Slack, user: str, channel: Conversation, _: str = "") -> str | None:
    if not channel.archived:
        return "This channel is not archived."
    channel.archived = False
    _announce(slack, channel, "unarchive", {"channel": channel.id, "user": user})
    return None


def rename(slack: Slack, _: str, channel: Conversation, text: str) -> str | None:
    name = text.lstrip("#").casefold().replace(" ", "-")
    taken = any(one.name == name for one in slack.state.channels.values())
    if not name or taken:
        return "That name is taken." if taken else "A channel needs a name."
    channel.name = name
    renamed = {"id": channel.id, "name": name, "created": channel.created}
    _announce(slack, channel, "rename", {"channel": renamed})
    return None


def delete(slack: Slack, user: str, channel: Conversation, _: str = "") -> str | None:
    """For good, with its messages; only an administrator may in the real one."""
    _announce(slack, channel, "deleted", {"channel": channel.id, "actor_id": user})
    del slack.state.channels[channel.id]
    slack.state.messages.pop(channel.id, None)
    slack.feed.publish({"type": "channel_gone", "channel": channel.id})
    slack.state.changed()
    return None


def convert(slack: Slack, user: str, channel: Conversation, _: str = "") -> str | None:
    """Public ↔ private: the id stays, a message says so, and no event of its own is sent."""
    if channel.archived:
        return "This channel is archived."
    channel.private = not channel.private
    kind, made = ("private", "private") if channel.private else ("public", "public")
    text = f"made this channel *{made}*."
    said = {"user": user, "text": text, "subtype": f"channel_convert_to_{kind}"}
    posted = slack.board.post(channel, said)
    if slack.bot_is_in(channel):
        slack.events.emit({**posted, "channel": channel.id, "event_ts": posted["ts"]}, channel)
    return None


def move(slack: Slack, _: str, channel: Conversation, __: str = "") -> str | None:
    """The channel gets another id, as happens when it becomes a shared one."""
    old, new = channel.id, new_id("C0", 9)
    del slack.state.channels[old]
    channel.id = new
    slack.state.channels[new] = channel
    slack.state.messages[new] = slack.state.messages.pop(old, [])
    for ephemeral in slack.state.ephemerals:
        ephemeral.channel = new if ephemeral.channel == old else ephemeral.channel
    slack.feed.publish({"type": "channel_gone", "channel": old})
    event = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new}
    slack.events.emit(event, channel)
    return None


def invite(slack: Slack, user: str, channel: Conversation, text: str) -> str | None:
    person = _named(slack, text)
    if person is None:
        return f"There is nobody called {text}."
    if person in channel.members:
        return f"{text} is already in this channel."
    if channel.archived:
        return "This channel is archived."
    channel.members.append(person)
    _membership(slack, "member_joined_channel", channel, person, inviter=user)
    return None


def remove(slack: Slack, user: str, channel: Conversation, text: str) -> str | None:
    person = _named(slack, text)
    if person is None or person not in channel.members:
        return f"{text} is not in this channel."
    # The events go out while the bot can still be told.
    _membership(slack, "member_left_channel", channel, person)
    if person == slack.state.bot:
        _announce(slack, channel, "left", {"channel": channel.id, "actor_id": user})
    channel.members.remove(person)
    return None


def invite_app(slack: Slack, user: str, channel: Conversation, _: str = "") -> str | None:
    return invite(slack, user, channel, slack.state.people[slack.state.bot].name)


def remove_app(slack: Slack, user: str, channel: Conversation, _: str = "") -> str | None:
    return remove(slack, user, channel, slack.state.people[slack.state.bot].name)


ACTS: Mapping[str, Act] = {
    "archive": archive,
    "unarchive": unarchive,
    "rename": rename,
    "delete": delete,
    "convert": convert,
    "move": move,
    "invite_app": invite_app,
    "remove_app": remove_app,
}


def change_channel(slack: Slack, user: str, channel_id: str, act: str, name: str = "") -> Outcome:
    """From the channel's menu."""
    known_person(slack, user)
    channel = seen_channel(slack, user, channel_id)
    if act not in ACTS:
        raise NotThereError(f"there is no {act!r} for a channel; known: {', '.join(ACTS)}")
    if channel.im:
        return refused(slack, user, "That does not work in a direct message.")
    return done(slack, user, channel, ACTS[act](slack, user, channel, name))


def done(slack: Slack, user: str, channel: Conversation, problem: str | None) -> Outcome:
    if problem is not None:
        return refused(slack, user, problem)
    if channel.id in slack.state.channels:
        slack.board.show_channel(channel)
    return Outcome()


def uninstall(slack: Slack) -> None:
    """The app is taken out of the workspace: its token is good for nothing any more."""
    slack.installed = False
    tokens = {"oauth": [], "bot": [slack.state.bot]}
    slack.events.emit({"type": "tokens_revoked", "tokens": tokens})
    slack.events.emit({"type": "app_uninstalled"})


def install(slack: Slack) -> None:
    slack.installed = True


def _named(slack: Slack, text: str) -> str | None:
    wanted = text.lstrip("@").casefold()
    for person in slack.state.people.values():
        if wanted in (person.name.casefold(), person.id.casefold()):
            return person.id
    return None


def _membership(
    slack: Slack, kind: str, channel: Conversation, person: str, *, inviter: str = ""
) -> None:
    event: Payload = {
        "type": kind,
        "user": person,
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": slack.state.team_id,
    }
    if inviter:
        event["inviter"] = inviter
    if slack.bot_is_in(channel):
        slack.events.emit(event, channel)


def _announce(slack: Slack, channel: Conversation, act: str, fields: dict[str, object]) -> None:
    """Tell the app what happened to a channel, if it would hear of it."""
    if channel.private and not slack.bot_is_in(channel):
        return
    family = "group" if channel.private else "channel"
    slack.events.emit({"type": f"{family}_{act}", **fields}, channel)

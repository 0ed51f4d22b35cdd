"""Slack's own commands that change a channel: inviting, removing, archiving, renaming, topic."""

from collections.abc import Callable

from sandbox.slack.acts.outcome import Outcome, refused
from sandbox.slack.core import Slack
from sandbox.slack.state import Conversation

Act = Callable[[Slack, str, Conversation, str], str | None]


def _invite(slack: Slack, user: str, channel: Conversation, text: str) -> str | None:
    person = _named(slack, text)
    if person is None:
        return f"There is nobody called {text}."
    if person in channel.members:
        return f"{text} is already in this channel."
    channel.members.append(person)
    _membership(slack, "member_joined_channel", channel, person, inviter=user)
    return None


def _remove(slack: Slack, user: str, channel: Conversation, text: str) -> str | None:
    person = _named(slack, text)
    if person is None or person not in channel.members:
        return f"{text} is not in this channel."
    # The event goes out while the bot can still be told.
    _membership(slack, "member_left_channel", channel, person, inviter=user)
    channel.members.remove(person)
    return None


def _archive(slack: Slack, user: str, channel: Conversation, _: str) -> str | None:
    if channel.archived:
        return "This channel is archived already."
    channel.archived = True
    _announce(slack, channel, "archive", {"channel": channel.id, "user": user, "is_moved": 0})
    return None


def _unarchive(slack: Slack, user: str, channel: Conversation, _: str) -> str | None:
    if not channel.archived:
        return "This channel is not archived."
    channel.archived = False
    _announce(slack, channel, "unarchive", {"channel": channel.id, "user": user})
    return None


def _rename(slack: Slack, _: str, channel: Conversation, text: str) -> str | None:
    name = text.lstrip("#").casefold().replace(" ", "-")
    taken = any(one.name == name for one in slack.state.channels.values())
    if not name or taken:
        return "That name is taken." if taken else "A channel needs a name."
    channel.name = name
    renamed = {"id": channel.id, "name": name, "created": channel.created}
    _announce(slack, channel, "rename", {"channel": renamed})
    return None


def _topic(_: Slack, __: str, channel: Conversation, text: str) -> str | None:
    channel.topic = text
    return None


COMMANDS: dict[str, Act] = {
    "/invite": _invite,
    "/remove": _remove,
    "/kick": _remove,
    "/archive": _archive,
    "/unarchive": _unarchive,
    "/rename": _rename,
    "/topic": _topic,
}


def run(slack: Slack, user: str, channel: Conversation, command: str, text: str) -> Outcome:
    if channel.im:
        return refused(slack, user, f"{command} does not work in a direct message.")
    problem = COMMANDS[command](slack, user, channel, text)
    if problem is not None:
        return refused(slack, user, problem)
    slack.board.show_channel(channel)
    return Outcome()


def _named(slack: Slack, text: str) -> str | None:
    wanted = text.lstrip("@").casefold()
    for person in slack.state.people.values():
        if wanted in (person.name.casefold(), person.id.casefold()):
            return person.id
    return None


def _membership(
    slack: Slack, kind: str, channel: Conversation, person: str, *, inviter: str
) -> None:
    event = {
        "type": kind,
        "user": person,
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": slack.state.team_id,
    }
    if kind == "member_joined_channel":
        event["inviter"] = inviter
    if slack.bot_is_in(channel):
        slack.events.emit(event, channel)


def _announce(slack: Slack, channel: Conversation, act: str, fields: dict[str, object]) -> None:
    """Tell the app what happened to a channel, if it would hear of it."""
    if channel.private and not slack.bot_is_in(channel):
        return
    family = "group" if channel.private else "channel"
    slack.events.emit({"type": f"{family}_{act}", **fields}, channel)

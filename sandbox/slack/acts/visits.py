"""Opening the Home tab and direct messages, and changing one's own name."""

from dataclasses import replace

from sandbox.slack.acts.outcome import known_person
from sandbox.slack.core import Slack
from sandbox.slack.methods.shapes import user_shape
from sandbox.slack.pressed import NotThereError
from sandbox.slack.state import Conversation
from sandbox.slack.wire import Payload


def open_home(slack: Slack, user: str) -> None:
    """Visit the app's Home tab; Slack tells the app at every visit."""
    known_person(slack, user)
    _opened(slack, user, "home", slack.open_dm(slack.state.bot, user))


def open_dm(slack: Slack, user: str, other: str) -> Conversation:
    known_person(slack, user)
    if other not in slack.state.people:
        raise NotThereError(f"there is nobody called {other!r}")
    channel = slack.open_dm(user, other)
    slack.board.show_channel(channel)
    if other == slack.state.bot:
        _opened(slack, user, "messages", channel)
    return channel


def change_name(slack: Slack, user: str, name: str) -> None:
    person = replace(slack.state.people[known_person(slack, user)], real_name=name)
    slack.state.people[user] = person
    slack.events.emit({"type": "user_change", "user": user_shape(slack, person)})
    slack.state.changed()


def _opened(slack: Slack, user: str, tab: str, channel: Conversation) -> None:
    event: Payload = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab}
    if user in slack.state.homes:
        event["view"] = slack.state.homes[user]
    slack.events.emit(event, channel)

"""Slack's own commands that change a channel: inviting, removing, archiving, renaming, topic."""

from sandbox.slack.acts import channels
from sandbox.slack.acts.channels import Act
from sandbox.slack.acts.outcome import Outcome, refused
from sandbox.slack.core import Slack
from sandbox.slack.state import Conversation


def _topic(_: Slack, __: str, channel: Conversation, text: str) -> str | None:
    channel.topic = text
    return None


COMMANDS: dict[str, Act] = {
    "/invite": channels.invite,
    "/remove": channels.remove,
    "/kick": channels.remove,
    "/archive": channels.archive,
    "/unarchive": channels.unarchive,
    "/rename": channels.rename,
    "/topic": _topic,
}


def run(slack: Slack, user: str, channel: Conversation, command: str, text: str) -> Outcome:
    if channel.im:
        return refused(slack, user, f"{command} does not work in a direct message.")
    return channels.done(slack, user, channel, COMMANDS[command](slack, user, channel, text))

"""Slash commands: the app's own, Slack's few that the sandbox needs, and the refusals."""

from sandbox.slack.acts import builtin
from sandbox.slack.acts.outcome import (
    Outcome,
    deliver,
    failure_word,
    known_person,
    refused,
    seen_channel,
)
from sandbox.slack.answers import answer
from sandbox.slack.core import Slack
from sandbox.slack.installation import SlashCommand
from sandbox.slack.payloads import command_payload
from sandbox.slack.response_urls import Origin
from sandbox.slack.state import Conversation
from sandbox.slack.typed_text import as_command_text
from sandbox.slack.wire import SlackError


async def run_command(
    slack: Slack, user: str, channel_id: str, line: str, thread_ts: str | None = None
) -> Outcome:
    """Type `line`, which starts with a slash, into a channel."""
    known_person(slack, user)
    channel = seen_channel(slack, user, channel_id)
    word, _, text = line.strip().partition(" ")
    if thread_ts:
        return refused(slack, user, f"{word} is not supported in threads. Sorry!")
    if word in builtin.COMMANDS:
        return builtin.run(slack, user, channel, word, text.strip())
    command = next((one for one in slack.installation.commands if one.command == word), None)
    if command is None or "commands" not in slack.installation.scopes:
        hint = "In Slack, all commands start with /, so it might be a message by mistake."
        return refused(slack, user, f"{word} is not a valid command. {hint}")
    return await _run_own(slack, user, channel, command, text.strip())


async def _run_own(
    slack: Slack, user: str, channel: Conversation, command: SlashCommand, text: str
) -> Outcome:
    sent = as_command_text(slack.state, user, text, should_escape=command.should_escape)
    payload = command_payload(slack, user, channel, command.command, sent)
    ack, acked_ms = await deliver(slack, "slash_commands", payload)
    failed = f'{command.command} failed with the error "{{}}"'
    if ack.problem is not None:
        return refused(slack, user, failed.format(failure_word(ack)))
    body = {"text": ack.body} if isinstance(ack.body, str) else ack.body
    try:
        if body:
            answer(slack, Origin(user, channel.id), body)
    except SlackError as error:
        word = f"invalid_command_response: {error.code} {' '.join(error.messages)}".strip()
        return refused(slack, user, failed.format(word), acked_ms)
    return Outcome(acked_ms=acked_ms, ack=ack.body)

"""What people may do with channels and messages, and what Slack says where they may not."""

import pytest

from sandbox.server import SlackSandbox
from sandbox.slack.acts import talk, visits
from sandbox.slack.acts.commands import run_command
from sandbox.slack.pressed import NotThereError
from tests.servers.slack import Watch, slack_sandbox, watch

__all__ = ["slack_sandbox", "watch"]


@pytest.mark.parametrize(
    ("channel", "line", "notice"),
    [
        ("C0OPS", "/invite @nobody", "There is nobody called @nobody."),
        ("C0OPS", "/invite @bob", "@bob is already in this channel."),
        ("C0GENERAL", "/remove @blockers", "@blockers is not in this channel."),
        ("C0OLD", "/archive", "This channel is archived already."),
        ("C0OPS", "/unarchive", "This channel is not archived."),
        ("C0OPS", "/rename release", "That name is taken."),
        ("C0OPS", "/rename", "A channel needs a name."),
    ],
)
async def test_slacks_own_commands_refuse_politely(
    slack_sandbox: SlackSandbox, watch: Watch, channel: str, line: str, notice: str
) -> None:
    outcome = await run_command(slack_sandbox.core, "U0ALICE", channel, line)
    assert (outcome.ok, outcome.notice) == (False, notice)
    assert (await watch.until("notice"))["text"] == notice


async def test_channel_is_changed_by_slacks_own_commands(slack_sandbox: SlackSandbox) -> None:
    core = slack_sandbox.core
    ops = slack_sandbox.state.channels["C0OPS"]
    for line in ("/remove @blockers", "/topic Go", "/rename #Ops Room", "/archive"):
        assert (await run_command(core, "U0ALICE", "C0OPS", line)).ok
    assert "U0BLOCKERS" not in ops.members
    assert (ops.topic, ops.name, ops.archived) == ("Go", "ops-room", True)
    assert (await run_command(core, "U0ALICE", "C0OPS", "/unarchive")).ok
    assert (await run_command(core, "U0ALICE", "C0LEADS", "/archive")).ok
    assert not ops.archived


async def test_direct_messages_keep_their_members(slack_sandbox: SlackSandbox) -> None:
    dm = visits.open_dm(slack_sandbox.core, "U0ALICE", "U0BOB")
    outcome = await run_command(slack_sandbox.core, "U0ALICE", dm.id, "/invite @dana")
    assert outcome.notice == "/invite does not work in a direct message."


@pytest.mark.parametrize(
    ("user", "channel", "text", "notice"),
    [
        ("U0BOB", "C0OPS", "  ", "An empty message cannot be sent."),
        ("U0BOB", "C0OPS", "x" * 40_001, "This message is too long."),
        ("U0BOB", "C0OLD", "x", "This channel is archived."),
        ("U0GONE", "C0OPS", "x", "Join #ops to write in it."),
    ],
)
async def test_message_that_cannot_be_sent(
    slack_sandbox: SlackSandbox, watch: Watch, user: str, channel: str, text: str, notice: str
) -> None:
    assert talk.say(slack_sandbox.core, user, channel, text) is None
    assert (await watch.until("notice"))["text"] == notice


async def test_reply_needs_its_root(slack_sandbox: SlackSandbox) -> None:
    core = slack_sandbox.core
    with pytest.raises(NotThereError):
        talk.say(core, "U0BOB", "C0OPS", "x", "1.000001")
    root = talk.say(core, "U0BOB", "C0OPS", "x")
    assert root is not None
    reply = talk.say(core, "U0BOB", "C0OPS", "https://linear.app/y", root["ts"])
    assert reply is not None
    assert (reply["thread_ts"], reply["text"]) == (root["ts"], "<https://linear.app/y>")


async def test_names_in_messages_become_ids(slack_sandbox: SlackSandbox) -> None:
    said = talk.say(
        slack_sandbox.core,
        "U0ALICE",
        "C0OPS",
        "@bob. @backend @here #leads #none @none me@x.org <!channel> <@U0BOB>",
    )
    assert said is not None
    assert said["text"] == (
        "<@U0BOB>. <!subteam^S0BACKEND> <!here> <#C0LEADS> #none @none me@x.org "
        "&lt;!channel&gt; &lt;@U0BOB&gt;"
    )

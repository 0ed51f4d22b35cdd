"""`python -m bot digest` as a process: what it prints, what it posts, and how it ends."""

from sandbox.server import SlackSandbox
from tests.contract import test_commands as commands
from tests.contract.test_commands import ONE, Shell
from tests.servers.slack import slack_sandbox

pytest_plugins = ("tests.servers.store_fixtures",)
__all__ = ["slack_sandbox"]
shell = commands.shell

CHANNELS = """version: 1
leads: [U0ALICE]
milestones:
  - {key: prod, name: "R&D <prod>", prefix: PROD}
channels:
  - {id: C0OPS, milestone: prod, digest: {at: "09:00", timezone: America/New_York}}
  - {id: C0OLD, milestone: prod}
"""


async def test_digest_is_printed_whole_and_posts_nothing(
    shell: Shell, slack_sandbox: SlackSandbox
) -> None:
    shell.write("blockers.yml", CHANNELS)
    await shell.run("import", shell.write("summary.md", ONE))
    ended = await shell.run("digest", "--channel", "C0OPS")

    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0].startswith("Standup · R&D <prod> · ")
    assert "preview" in lines[0]
    assert "🔴 Blocked by 1" in ended.out
    assert "AB-1 Order the certificate" in ended.out
    assert "<@" not in ended.out
    assert "*" not in ended.out
    assert slack_sandbox.state.messages.get("C0OPS", []) == []


async def test_digest_is_posted_by_hand(shell: Shell, slack_sandbox: SlackSandbox) -> None:
    shell.write("blockers.yml", CHANNELS)
    ended = await shell.run("digest", "--channel", "C0OPS", "--post")

    assert (ended.code, ended.out, ended.err) == (0, "posted\n", "")
    (message,) = slack_sandbox.state.messages["C0OPS"]
    assert "posted by hand by the operator" in message["text"]


async def test_digest_that_cannot_be_is_one_line_and_a_code(shell: Shell) -> None:
    file = shell.write("blockers.yml", CHANNELS)
    unknown = await shell.run("digest", "--channel", "C0NONE")
    unsaid = await shell.run("digest")
    archived = await shell.run("digest", "--channel", "C0OLD", "--post")
    away = await shell.run("digest", "--channel", "C0OPS", SLACK_API_URL="http://127.0.0.1:9/api/")

    assert (unknown.code, unsaid.code, archived.code, away.code) == (65, 64, 69, 69)
    assert unknown.err == (
        f"{file}:1: no channel 'C0NONE'; expected: one listed under channels: in blockers.yml, "
        "or tied by /blockers follow\n"
    )
    assert "--channel" in unsaid.err
    assert archived.err == "Slack took no message: is_archived in C0OLD\n"
    assert away.err.startswith("Slack is away: ")
    assert all("Traceback" not in one.err for one in (unknown, unsaid, archived, away))

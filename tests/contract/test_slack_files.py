"""Files on the local Slack: sent to one person alone, fetched with our token, never too large."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.domain.ids import UserId
from bot.ports import FileTooLargeError, PostRefusedError, SlackUnavailableError
from bot.render.export import export_words
from bot.slack.client import build_reader, build_writer, open_session
from bot.slack.files import MOST_BYTES, NOT_SERVED, SlackFiles
from sandbox.server import SlackSandbox
from sandbox.slack.state import StoredFile
from tests.servers.slack import INSTALLATION, slack_sandbox

__all__ = ["slack_sandbox"]

BOB = UserId("U0BOB")
WORDS = export_words("Production")


@pytest.fixture
async def files(slack_sandbox: SlackSandbox) -> AsyncIterator[SlackFiles]:
    async with open_session() as session:
        yield files_over(slack_sandbox, session)


def files_over(slack: SlackSandbox, session: aiohttp.ClientSession) -> SlackFiles:
    reader = build_reader(INSTALLATION.bot_token, slack.api_url, session)
    writer = build_writer(INSTALLATION.bot_token, slack.api_url, session)
    return SlackFiles(reader, writer, session, slack.api_url)


def without_scope(slack: SlackSandbox, scope: str) -> None:
    scopes = tuple(each for each in INSTALLATION.scopes if each != scope)
    slack.core.installation = replace(INSTALLATION, scopes=scopes)


def stored(slack: SlackSandbox, content: bytes, name: str = "summary.md", **fields: Any) -> str:
    file = StoredFile("F0ONE", name, len(content), owner=BOB, content=content, **fields)
    slack.state.files[file.id] = file
    return file.id


def direct_messages(slack: SlackSandbox) -> list[dict[str, Any]]:
    return [
        message
        for channel, messages in slack.state.messages.items()
        if channel.startswith("D")
        for message in messages
    ]


async def test_file_comes_to_one_person_below_its_words(
    slack_sandbox: SlackSandbox, files: SlackFiles
) -> None:
    await files.send_file(BOB, "blockers.md", "# Summary ✅\n", WORDS)
    words, upload = direct_messages(slack_sandbox)
    assert "Production" in words["text"]
    (file,) = upload["files"]
    assert (file["name"], file["size"]) == ("blockers.md", len("# Summary ✅\n".encode()))
    assert slack_sandbox.state.files[file["id"]].content == "# Summary ✅\n".encode()


async def test_without_the_scope_nothing_is_posted(
    slack_sandbox: SlackSandbox, files: SlackFiles
) -> None:
    without_scope(slack_sandbox, "files:write")
    with pytest.raises(PostRefusedError, match="missing_scope"):
        await files.send_file(BOB, "blockers.md", "# Summary\n", WORDS)
    assert direct_messages(slack_sandbox) == []


async def test_file_is_fetched_with_our_token(
    slack_sandbox: SlackSandbox, files: SlackFiles
) -> None:
    found = await files.fetch_file(stored(slack_sandbox, b"# Blockers\n", mimetype="text/markdown"))
    assert (found.name, found.content) == ("summary.md", b"# Blockers\n")


async def test_too_large_a_file_is_not_fetched(
    slack_sandbox: SlackSandbox, files: SlackFiles
) -> None:
    file = stored(slack_sandbox, b"x" * (MOST_BYTES + 1))
    with pytest.raises(FileTooLargeError):
        await files.fetch_file(file)


async def test_file_that_says_it_is_small_is_cut_off(
    slack_sandbox: SlackSandbox, files: SlackFiles
) -> None:
    file = stored(slack_sandbox, b"x" * (MOST_BYTES + 1))
    slack_sandbox.state.files[file].length = 10
    with pytest.raises(FileTooLargeError):
        await files.fetch_file(file)


async def test_page_in_place_of_a_file_is_no_document(
    slack_sandbox: SlackSandbox, files: SlackFiles
) -> None:
    """What Slack serves to those who may not read a file is its login page, with 200."""
    file = stored(slack_sandbox, b"<html>sign in</html>", mimetype="text/html")
    with pytest.raises(PostRefusedError, match=NOT_SERVED):
        await files.fetch_file(file)


@pytest.mark.parametrize("file", ["F0NONE", ""])
async def test_unknown_file_is_refused(files: SlackFiles, file: str) -> None:
    with pytest.raises(PostRefusedError):
        await files.fetch_file(file)


async def test_file_without_the_scope_is_refused(
    slack_sandbox: SlackSandbox, files: SlackFiles
) -> None:
    file = stored(slack_sandbox, b"x")
    without_scope(slack_sandbox, "files:read")
    with pytest.raises(PostRefusedError, match="missing_scope"):
        await files.fetch_file(file)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/files/F1",
        "https://slack.com.evil.example/files/F1",
        "https://evil.example/.slack.com",
        "http://files.slack.com/F1",
        "https://user@files.slack.com/F1",
        "",
    ],
)
async def test_token_goes_to_slack_alone(files: SlackFiles, address: str) -> None:
    with pytest.raises(PostRefusedError, match="foreign_file_address"):
        await files._download(address)
    with pytest.raises(PostRefusedError, match="foreign_file_address"):
        await files._upload(address, b"x")


async def test_slack_away_is_said_so(slack_sandbox: SlackSandbox) -> None:
    async with open_session() as session:
        away = files_over(slack_sandbox, session)
        await slack_sandbox.__aexit__(None, None, None)
        with pytest.raises(SlackUnavailableError):
            await away.send_file(BOB, "a.md", "x", WORDS)

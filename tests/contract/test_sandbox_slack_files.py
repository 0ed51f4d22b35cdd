"""The upload of files in three steps, and reading them back."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SlackSandbox
from tests.servers.slack import Watch, slack_client, slack_sandbox, watch

__all__ = ["slack_client", "slack_sandbox", "watch"]


async def error_of(client: AsyncWebClient, method: str, **args: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=args)
    return str(caught.value.response["error"])


async def test_upload_is_posted_and_can_be_read(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient, watch: Watch
) -> None:
    uploaded = await slack_client.files_upload_v2(
        channel="C0OPS", content="# Summary\n", filename="summary.md", initial_comment="here"
    )
    shown = (await watch.until("message", channel="C0OPS"))["message"]
    assert (shown["text"], shown["files"][0]["name"]) == ("here", "summary.md")
    file = uploaded["file"]
    async with aiohttp.ClientSession() as session:
        async with session.get(file["url_private"]) as refused:
            assert refused.status == 403
        bearer = {"Authorization": "Bearer xoxb-sandbox"}
        async with session.get(file["url_private"], headers=bearer) as answer:
            assert await answer.text() == "# Summary\n"
        async with session.get(slack_sandbox.origin + shown["files"][0]["url"]) as answer:
            assert await answer.text() == "# Summary\n"
            assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert (await slack_client.files_info(file=file["id"]))["file"]["channels"] == ["C0OPS"]
    await slack_client.files_delete(file=file["id"])
    assert await error_of(slack_client, "files.info", file=file["id"]) == "file_not_found"


async def test_upload_of_another_length_is_refused(slack_client: AsyncWebClient) -> None:
    ticket = await slack_client.files_getUploadURLExternal(filename="a.txt", length=3)
    async with (
        aiohttp.ClientSession() as session,
        session.post(ticket["upload_url"], data=b"four") as answer,
    ):
        assert answer.status == 400
    files = [{"id": ticket["file_id"]}]
    error = await error_of(slack_client, "files.completeUploadExternal", files=files)
    assert error == "file_not_found"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0LEADS", "invalid_channel"),
        ("C0GENERAL", "not_in_channel"),
        ("C0OLD", "posting_to_channel_denied"),
    ],
)
async def test_upload_is_not_shared_where_the_bot_may_not(
    slack_client: AsyncWebClient, channel: str, error: str
) -> None:
    ticket = await slack_client.files_getUploadURLExternal(filename="a.txt", length=3)
    async with (
        aiohttp.ClientSession() as session,
        session.post(ticket["upload_url"], data=b"abc") as answer,
    ):
        assert answer.status == 200
    files = [{"id": ticket["file_id"]}]
    args = {"files": files, "channel_id": channel}
    assert await error_of(slack_client, "files.completeUploadExternal", **args) == error

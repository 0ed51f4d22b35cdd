"""chat.* of the local Slack, asked by the real client."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SlackSandbox
from tests.sandbox_fixtures import Watch, slack_client, slack_sandbox, watch

__all__ = ["slack_client", "slack_sandbox", "watch"]

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*hello*"}}


async def test_post_is_stored_and_shown(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient, watch: Watch
) -> None:
    posted = await slack_client.chat_postMessage(
        channel="C0RELEASE", text="hello", blocks=[SECTION]
    )
    shown = await watch.until("message", channel="C0RELEASE")
    assert shown["message"]["ts"] == posted["ts"]
    assert shown["message"]["bot"] is True
    stored = slack_sandbox.state.find_message("C0RELEASE", posted["ts"])
    assert stored is not None
    assert stored["blocks"][0]["block_id"]


async def test_post_without_text_or_blocks_is_refused(slack_client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        await slack_client.api_call("chat.postMessage", json={"channel": "C0RELEASE"})
    assert caught.value.response["error"] == "no_text"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("C0LEADS", "channel_not_found"),
        ("C0OLD", "is_archived"),
    ],
)
async def test_post_where_it_cannot_go(
    slack_client: AsyncWebClient, channel: str, error: str
) -> None:
    with pytest.raises(SlackApiError) as caught:
        await slack_client.chat_postMessage(channel=channel, text="x")
    assert caught.value.response["error"] == error

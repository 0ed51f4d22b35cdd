"""chat.* of the local Slack, asked by the real client."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Around, SlackSandbox
from sandbox.slack.acts import talk
from sandbox.slack.installation import Installation
from tests.servers.slack import (
    QUICK,
    Watch,
    client_of,
    slack_client,
    slack_sandbox,
    watch,
    workspace,
)

__all__ = ["slack_client", "slack_sandbox", "watch"]

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*hello*"}}
METADATA = {"event_type": "digest", "event_payload": {"claim": "1"}}


async def refusal(client: AsyncWebClient, method: str, **args: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=args)
    answer = caught.value.response.data
    assert isinstance(answer, dict)
    return answer


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


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0RELEASE"}, "no_text"),
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0LEADS", "text": "x"}, "channel_not_found"),
        ({"channel": "C0OLD", "text": "x"}, "is_archived"),
        ({"text": "x"}, "channel_not_found"),
        ({"channel": "C0OPS", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "C0OPS", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": "C0OPS", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"channel": "C0OPS", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
        (
            {"channel": "C0OPS", "text": "x", "attachments": [{"text": "a"}] * 101},
            "too_many_attachments",
        ),
    ],
)
async def test_post_is_refused_by_name(
    slack_client: AsyncWebClient, args: dict[str, Any], error: str
) -> None:
    assert (await refusal(slack_client, "chat.postMessage", **args))["error"] == error


async def test_invalid_blocks_say_where(slack_client: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    answer = await refusal(slack_client, "chat.postMessage", channel="C0OPS", blocks=blocks)
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_post_into_a_foreign_public_channel_needs_its_scope() -> None:
    for scopes, refused in (
        (("chat:write", "chat:write.public"), False),
        (("chat:write",), True),
    ):
        around = Around(timing=QUICK)
        async with SlackSandbox(workspace(), Installation(scopes=scopes), around) as slack:
            client = client_of(slack)
            args = {"channel": "C0GENERAL", "text": "x"}
            if refused:
                answer = await refusal(client, "chat.postMessage", **args)
                assert answer["error"] == "not_in_channel"
            else:
                assert (await client.api_call("chat.postMessage", json=args))["ok"]


async def test_missing_scope_names_what_is_needed() -> None:
    around = Around(timing=QUICK)
    async with SlackSandbox(workspace(), Installation(scopes=("commands",)), around) as slack:
        answer = await refusal(client_of(slack), "chat.postMessage", channel="C0OPS", text="x")
        wanted = {"error": "missing_scope", "needed": "chat:write", "provided": "commands"}
        assert wanted.items() <= answer.items()


async def test_post_to_a_person_opens_the_dm(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient, watch: Watch
) -> None:
    posted = await slack_client.chat_postMessage(channel="U0BOB", text="psst")
    assert (await watch.until("channel"))["channel"]["id"] == posted["channel"]
    assert slack_sandbox.state.channels[posted["channel"]].im
    again = await slack_client.chat_postMessage(channel="U0BOB", text="psst")
    assert again["channel"] == posted["channel"]


async def test_long_text_is_cut_when_posted_and_refused_when_edited(
    slack_client: AsyncWebClient,
) -> None:
    posted = await slack_client.chat_postMessage(channel="C0OPS", text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    args = {"channel": "C0OPS", "ts": posted["ts"], "text": "x" * 4001}
    assert (await refusal(slack_client, "chat.update", **args))["error"] == "msg_too_long"


async def test_update_with_text_alone_drops_blocks_and_keeps_metadata(
    slack_client: AsyncWebClient, watch: Watch
) -> None:
    posted = await slack_client.chat_postMessage(
        channel="C0OPS", text="one", blocks=[SECTION], metadata=METADATA
    )
    updated = await slack_client.chat_update(channel="C0OPS", ts=posted["ts"], text="two")
    assert "blocks" not in updated["message"]
    assert updated["message"]["metadata"] == METADATA
    assert (await watch.until("message_changed"))["message"]["edited"] is True
    cleared = await slack_client.chat_update(
        channel="C0OPS", ts=posted["ts"], text="three", metadata={}
    )
    assert "metadata" not in cleared["message"]


async def test_only_own_messages_can_be_changed(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    said = talk.say(slack_sandbox.core, "U0ALICE", "C0OPS", "mine")
    assert said is not None
    theirs = {"channel": "C0OPS", "ts": said["ts"]}
    update = await refusal(slack_client, "chat.update", **theirs, text="x")
    delete = await refusal(slack_client, "chat.delete", **theirs)
    gone = await refusal(slack_client, "chat.update", channel="C0OPS", ts="1.000001", text="x")
    assert [one["error"] for one in (update, delete, gone)] == [
        "cant_update_message",
        "cant_delete_message",
        "message_not_found",
    ]


async def test_deleted_message_is_gone(slack_client: AsyncWebClient, watch: Watch) -> None:
    posted = await slack_client.chat_postMessage(channel="C0OPS", text="x")
    await slack_client.chat_delete(channel="C0OPS", ts=posted["ts"])
    assert (await watch.until("message_deleted"))["ts"] == posted["ts"]
    answer = await refusal(slack_client, "chat.delete", channel="C0OPS", ts=posted["ts"])
    assert answer["error"] == "message_not_found"


async def test_update_in_an_archived_channel_is_inactive(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    posted = await slack_client.chat_postMessage(channel="C0OPS", text="x")
    slack_sandbox.state.channels["C0OPS"].archived = True
    answer = await refusal(slack_client, "chat.update", channel="C0OPS", ts=posted["ts"], text="y")
    assert answer["error"] == "is_inactive"


async def test_ephemeral_is_seen_by_one_and_by_no_method(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    answer = await slack_client.chat_postEphemeral(channel="C0OPS", user="U0BOB", text="psst")
    (event,) = slack_sandbox.core.feed.after(0)
    assert (event.is_for("U0BOB"), event.is_for("U0ALICE")) == (True, False)
    args = {"channel": "C0OPS", "ts": answer["message_ts"], "text": "x"}
    assert (await refusal(slack_client, "chat.update", **args))["error"] == "message_not_found"


@pytest.mark.parametrize(
    ("channel", "user", "error"),
    [
        ("C0GENERAL", "U0BOB", "not_in_channel"),
        ("C0LEADS", "U0BOB", "channel_not_found"),
        ("C0CORE", "U0BOB", "user_not_in_channel"),
    ],
)
async def test_ephemeral_needs_both_in_the_channel(
    slack_client: AsyncWebClient, channel: str, user: str, error: str
) -> None:
    args = {"channel": channel, "user": user, "text": "x"}
    assert (await refusal(slack_client, "chat.postEphemeral", **args))["error"] == error


async def test_replies_are_counted_and_land_at_the_root(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    root = await slack_client.chat_postMessage(channel="C0OPS", text="root")
    reply = await slack_client.chat_postMessage(channel="C0OPS", text="a", thread_ts=root["ts"])
    below = await slack_client.chat_postMessage(channel="C0OPS", text="b", thread_ts=reply["ts"])
    assert below["message"]["thread_ts"] == root["ts"]
    stored = slack_sandbox.state.find_message("C0OPS", root["ts"])
    assert stored is not None
    assert (stored["reply_count"], stored["latest_reply"]) == (2, below["ts"])


async def test_permalink_leads_to_the_local_page(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    posted = await slack_client.chat_postMessage(channel="C0OPS", text="x")
    link = await slack_client.chat_getPermalink(channel="C0OPS", message_ts=posted["ts"])
    number = posted["ts"].replace(".", "")
    assert link["permalink"] == f"{slack_sandbox.origin}/archives/C0OPS/p{number}"


@pytest.mark.parametrize(
    ("url", "where", "error"),
    [
        ("https://linear.app/x", {}, "cannot_unfurl_message"),
        ("https://example.com/in", {}, "cannot_unfurl_url"),
        ("https://linear.app/in", {"ts": "1.000001"}, "cannot_find_message"),
        ("https://linear.app/in", {"channel": "C0LEADS"}, "cannot_find_channel"),
        ("https://linear.app/in", {"unfurls": "{"}, "invalid_unfurls_format"),
    ],
)
async def test_unfurl_is_refused_by_name(
    slack_sandbox: SlackSandbox,
    slack_client: AsyncWebClient,
    url: str,
    where: dict[str, str],
    error: str,
) -> None:
    said = talk.say(
        slack_sandbox.core, "U0BOB", "C0OPS", "https://linear.app/in https://example.com/in"
    )
    assert said is not None
    args = {"channel": "C0OPS", "ts": said["ts"], "unfurls": {url: {"text": "x"}}, **where}
    assert (await refusal(slack_client, "chat.unfurl", **args))["error"] == error

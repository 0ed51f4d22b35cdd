"""conversations.* of the local Slack, asked by the real client."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Around, SlackSandbox
from sandbox.slack.installation import Installation
from tests.servers.slack import QUICK, client_of, slack_client, slack_sandbox, workspace

__all__ = ["slack_client", "slack_sandbox"]


async def error_of(client: AsyncWebClient, method: str, **args: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, params=args)
    return str(caught.value.response["error"])


async def test_list_pages_through_what_the_bot_may_see(slack_client: AsyncWebClient) -> None:
    names: list[str] = []
    cursor = ""
    for _ in range(5):
        page = await slack_client.conversations_list(
            types="public_channel,private_channel", limit=2, cursor=cursor
        )
        names += [one["name"] for one in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert names == ["release", "ops", "general", "core", "old"]
    kept = await slack_client.conversations_list(exclude_archived=True)
    assert [one["name"] for one in kept["channels"]] == ["release", "ops", "general"]


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("conversations.list", {"cursor": "nonsense"}, "invalid_cursor"),
        ("conversations.list", {"types": "secret"}, "invalid_types"),
        ("conversations.list", {"limit": 5000}, "invalid_limit"),
        ("conversations.info", {"channel": "C0LEADS"}, "channel_not_found"),
        ("conversations.members", {"channel": "C0LEADS"}, "channel_not_found"),
        ("conversations.history", {"channel": "C0GENERAL"}, "not_in_channel"),
        ("conversations.replies", {"channel": "C0OPS", "ts": "1.0"}, "thread_not_found"),
        ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
        ("conversations.join", {"channel": "C0CORE"}, "method_not_supported_for_channel_type"),
        ("conversations.join", {"channel": "C0OLD"}, "is_archived"),
    ],
)
async def test_refusals_have_slacks_names(
    slack_client: AsyncWebClient, method: str, args: dict[str, Any], error: str
) -> None:
    assert await error_of(slack_client, method, **args) == error


async def test_private_channels_want_their_own_scope() -> None:
    scopes = ("channels:read", "channels:history")
    async with SlackSandbox(
        workspace(), Installation(scopes=scopes), Around(timing=QUICK)
    ) as slack:
        client = client_of(slack)
        assert (await client.conversations_info(channel="C0OPS"))["ok"]
        for method, args in (
            ("conversations.info", {"channel": "C0CORE"}),
            ("conversations.history", {"channel": "C0CORE"}),
            ("conversations.list", {"types": "public_channel,private_channel"}),
        ):
            assert await error_of(client, method, **args) == "missing_scope"


async def test_info_tells_membership_and_archive(slack_client: AsyncWebClient) -> None:
    general = (await slack_client.conversations_info(channel="C0GENERAL"))["channel"]
    old = (await slack_client.conversations_info(channel="C0OLD"))["channel"]
    assert (general["is_member"], general["is_archived"]) == (False, False)
    assert (old["is_member"], old["is_archived"]) == (True, True)
    members = await slack_client.conversations_members(channel="C0GENERAL", limit=2)
    assert members["members"] == ["U0ALICE", "U0BOB"]
    assert members["response_metadata"]["next_cursor"]


async def test_history_is_newest_first_and_shows_metadata_on_demand(
    slack_client: AsyncWebClient,
) -> None:
    metadata = {"event_type": "digest", "event_payload": {"claim": "C0OPS/2026-11-25"}}
    first = await slack_client.chat_postMessage(channel="C0OPS", text="1", metadata=metadata)
    second = await slack_client.chat_postMessage(channel="C0OPS", text="2")
    await slack_client.chat_postMessage(channel="C0OPS", text="in thread", thread_ts=first["ts"])
    bare = await slack_client.conversations_history(channel="C0OPS")
    assert [one["text"] for one in bare["messages"]] == ["2", "1"]
    assert all("metadata" not in one for one in bare["messages"])
    full = await slack_client.conversations_history(channel="C0OPS", include_all_metadata=True)
    assert full["messages"][1]["metadata"] == metadata
    since = await slack_client.conversations_history(channel="C0OPS", oldest=first["ts"])
    assert [one["ts"] for one in since["messages"]] == [second["ts"]]
    both = await slack_client.conversations_history(
        channel="C0OPS", oldest=first["ts"], latest=second["ts"], inclusive=True
    )
    assert len(both["messages"]) == 2
    page = await slack_client.conversations_history(channel="C0OPS", limit=1)
    assert page["has_more"] is True
    rest = await slack_client.conversations_history(
        channel="C0OPS", limit=1, cursor=page["response_metadata"]["next_cursor"]
    )
    assert [one["text"] for one in rest["messages"]] == ["1"]


async def test_replies_begin_with_their_root(slack_client: AsyncWebClient) -> None:
    root = await slack_client.chat_postMessage(channel="C0OPS", text="root")
    await slack_client.chat_postMessage(channel="C0OPS", text="reply", thread_ts=root["ts"])
    thread = await slack_client.conversations_replies(channel="C0OPS", ts=root["ts"])
    assert [one["text"] for one in thread["messages"]] == ["root", "reply"]


async def test_join_and_leave(slack_sandbox: SlackSandbox, slack_client: AsyncWebClient) -> None:
    await slack_client.conversations_join(channel="C0GENERAL")
    assert "U0BLOCKERS" in slack_sandbox.state.channels["C0GENERAL"].members
    assert (await slack_client.conversations_join(channel="C0GENERAL"))["warning"]
    await slack_client.conversations_leave(channel="C0GENERAL")
    assert "U0BLOCKERS" not in slack_sandbox.state.channels["C0GENERAL"].members


async def test_open_gives_one_dm_a_person(slack_client: AsyncWebClient) -> None:
    opened = await slack_client.conversations_open(users=["U0BOB"], return_im=True)
    assert opened["channel"]["user"] == "U0BOB"
    again = await slack_client.conversations_open(users="U0BOB")
    assert again["channel"] == {"id": opened["channel"]["id"]}

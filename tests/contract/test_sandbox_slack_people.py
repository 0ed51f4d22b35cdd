"""auth, users, bots, team, user groups and reactions of the local Slack."""

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


async def test_auth_test_names_the_bot_and_its_scopes(slack_client: AsyncWebClient) -> None:
    answer = await slack_client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team"]) == (
        "U0BLOCKERS",
        "B0BLOCKERS",
        "Three Rivers",
    )
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert "chat:write" in headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("xapp-sandbox", "auth.test", "not_allowed_token_type"),
        ("xoxb-sandbox", "apps.connections.open", "not_allowed_token_type"),
        ("xoxb-sandbox", "chat.nothing", "unknown_method"),
    ],
)
async def test_tokens_are_checked(
    slack_sandbox: SlackSandbox, token: str, method: str, error: str
) -> None:
    assert await error_of(client_of(slack_sandbox, token), method) == error


async def test_no_token_is_not_authed(slack_sandbox: SlackSandbox) -> None:
    client = AsyncWebClient(base_url=slack_sandbox.api_url, retry_handlers=[])
    assert await error_of(client, "auth.test") == "not_authed"
    assert (await client.api_test(foo="bar"))["args"]["foo"] == "bar"


async def test_users_are_listed_in_pages_and_found(slack_client: AsyncWebClient) -> None:
    seen: list[str] = []
    async for page in await slack_client.users_list(limit=3):
        seen += [one["id"] for one in page["members"]]
    assert len(seen) == len(set(seen)) == 7
    bob = (await slack_client.users_info(user="U0BOB"))["user"]
    assert (bob["profile"]["email"], bob["tz"]) == ("bob@example.com", "America/New_York")
    found = await slack_client.users_lookupByEmail(email="Bob@Example.com")
    assert found["user"]["id"] == "U0BOB"


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "gone@x.org"}, "users_not_found"),
        ("users.lookupByEmail", {}, "invalid_arguments"),
        ("usergroups.users.list", {"usergroup": "S0"}, "no_such_subteam"),
        ("bots.info", {"bot": "B0OTHER"}, "bot_not_found"),
    ],
)
async def test_refusals_have_slacks_names(
    slack_client: AsyncWebClient, method: str, args: dict[str, Any], error: str
) -> None:
    assert await error_of(slack_client, method, **args) == error


async def test_email_needs_its_own_scope() -> None:
    installation = Installation(scopes=("users:read",))
    async with SlackSandbox(workspace(), installation, Around(timing=QUICK)) as slack:
        client = client_of(slack)
        assert "email" not in (await client.users_info(user="U0BOB"))["user"]["profile"]
        args = {"email": "bob@example.com"}
        assert await error_of(client, "users.lookupByEmail", **args) == "missing_scope"


async def test_groups_team_and_bot(slack_client: AsyncWebClient) -> None:
    groups = await slack_client.usergroups_list(include_users=True)
    assert groups["usergroups"][0]["users"] == ["U0DANA", "U0ERIN"]
    members = await slack_client.usergroups_users_list(usergroup="S0BACKEND")
    assert members["users"] == ["U0DANA", "U0ERIN"]
    assert (await slack_client.team_info())["team"]["domain"] == "three-rivers"
    assert (await slack_client.bots_info(bot="B0BLOCKERS"))["bot"]["user_id"] == "U0BLOCKERS"
    own = await slack_client.users_conversations(types="public_channel,private_channel")
    assert [one["id"] for one in own["channels"]] == ["C0RELEASE", "C0OPS", "C0CORE", "C0OLD"]


async def test_reactions_are_added_once(slack_client: AsyncWebClient) -> None:
    posted = await slack_client.chat_postMessage(channel="C0OPS", text="x")
    args = {"channel": "C0OPS", "timestamp": posted["ts"], "name": "eyes"}
    await slack_client.api_call("reactions.add", params=args)
    assert await error_of(slack_client, "reactions.add", **args) == "already_reacted"
    await slack_client.api_call("reactions.remove", params=args)
    assert await error_of(slack_client, "reactions.remove", **args) == "no_reaction"

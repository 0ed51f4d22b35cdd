"""views.* of the local Slack: triggers, hashes, stacks and what a view may hold."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Around, SlackSandbox
from tests.servers.bolt import modal, plain
from tests.servers.slack import (
    INSTALLATION,
    QUICK,
    HandClock,
    client_of,
    slack_client,
    slack_sandbox,
    workspace,
)

__all__ = ["slack_client", "slack_sandbox"]


async def refusal(client: AsyncWebClient, method: str, **args: Any) -> Any:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=args)
    return caught.value.response


async def test_trigger_opens_one_view_only(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    trigger_id = slack_sandbox.core.triggers.issue("U0BOB")
    opened = await slack_client.views_open(trigger_id=trigger_id, view=modal())
    assert opened["view"]["root_view_id"] == opened["view"]["id"]
    again = await refusal(slack_client, "views.open", trigger_id=trigger_id, view=modal())
    assert again["error"] == "exchanged_trigger_id"
    invented = await refusal(slack_client, "views.open", trigger_id="1.x", view=modal())
    assert invented["error"] == "invalid_trigger_id"


async def test_trigger_expires_after_three_seconds() -> None:
    clock = HandClock()
    around = Around(timing=QUICK, clock=clock)
    async with SlackSandbox(workspace(), INSTALLATION, around) as slack:
        trigger_id = slack.core.triggers.issue("U0BOB")
        clock.advance(3.1)
        late = await refusal(client_of(slack), "views.open", trigger_id=trigger_id, view=modal())
        assert late["error"] == "expired_trigger_id"


async def test_invalid_view_does_not_spend_the_trigger(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    trigger_id = slack_sandbox.core.triggers.issue("U0BOB")
    view = modal(title=plain("t" * 25))
    answer = await refusal(slack_client, "views.open", trigger_id=trigger_id, view=view)
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert (await slack_client.views_open(trigger_id=trigger_id, view=modal()))["ok"]


async def test_stack_holds_three_views(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    triggers = slack_sandbox.core.triggers
    opened = await slack_client.views_open(trigger_id=triggers.issue("U0BOB"), view=modal())
    root = opened["view"]["id"]
    for _ in range(2):
        pushed = await slack_client.views_push(
            trigger_id=triggers.issue("U0BOB", root), view=modal()
        )
        assert pushed["view"]["root_view_id"] == root
    fourth = triggers.issue("U0BOB", root)
    answer = await refusal(slack_client, "views.push", trigger_id=fourth, view=modal())
    assert answer["error"] == "push_limit_reached"
    foreign = triggers.issue("U0BOB")
    answer = await refusal(slack_client, "views.push", trigger_id=foreign, view=modal())
    assert answer["error"] == "invalid_trigger_id"


async def test_update_by_either_id_and_with_the_right_hash(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    trigger_id = slack_sandbox.core.triggers.issue("U0BOB")
    view = modal(external_id="one")
    opened = (await slack_client.views_open(trigger_id=trigger_id, view=view))["view"]
    updated = await slack_client.views_update(
        external_id="one", view=modal(external_id="one", title=plain("Two")), hash=opened["hash"]
    )
    assert updated["view"]["id"] == opened["id"]
    stale = await refusal(
        slack_client, "views.update", view_id=opened["id"], view=modal(), hash=opened["hash"]
    )
    unknown = await refusal(slack_client, "views.update", view_id="V0", view=modal())
    other = slack_sandbox.core.triggers.issue("U0ALICE")
    taken = await refusal(slack_client, "views.open", trigger_id=other, view=view)
    assert [one["error"] for one in (stale, unknown, taken)] == [
        "hash_conflict",
        "not_found",
        "duplicate_external_id",
    ]


async def test_publish_is_for_homes_of_known_people(slack_client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": []}
    assert (await slack_client.views_publish(user_id="U0BOB", view=home))["view"]["type"] == "home"
    stranger = await refusal(slack_client, "views.publish", user_id="U0NOBODY", view=home)
    as_modal = await refusal(slack_client, "views.publish", user_id="U0BOB", view=modal())
    assert (stranger["error"], as_modal["error"]) == ("user_not_found", "invalid_arguments")

"""response_urls: five uses, thirty minutes, and what they refuse."""

from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.server import Around, SlackSandbox
from sandbox.slack.response_urls import Origin
from tests.servers.slack import (
    INSTALLATION,
    QUICK,
    HandClock,
    slack_sandbox,
    workspace,
)

__all__ = ["slack_sandbox"]

ORIGIN = Origin("U0CHARLIE", "C0GENERAL")


def webhook(slack: SlackSandbox, origin: Origin = ORIGIN) -> AsyncWebhookClient:
    return AsyncWebhookClient(slack.core.response_url(origin), retry_handlers=[])


async def test_five_uses_and_no_sixth(slack_sandbox: SlackSandbox) -> None:
    hook = webhook(slack_sandbox)
    for _ in range(5):
        assert (await hook.send(text="hello")).status_code == 200
    sixth = await hook.send(text="hello")
    assert (sixth.status_code, '"used_url"' in sixth.body) == (404, True)
    assert len(slack_sandbox.state.ephemerals) == 5


async def test_thirty_minutes_and_no_longer() -> None:
    clock = HandClock()
    around = Around(timing=QUICK, clock=clock)
    async with SlackSandbox(workspace(), INSTALLATION, around) as slack:
        hook = webhook(slack)
        clock.advance(1799)
        assert (await hook.send(text="in time")).status_code == 200
        clock.advance(2)
        late = await hook.send(text="late")
        assert (late.status_code, '"expired_url"' in late.body) == (404, True)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "loud"}, "invalid_arguments"),
    ],
)
async def test_bad_answers_are_refused_and_cost_no_use(
    slack_sandbox: SlackSandbox, body: dict[str, Any], error: str
) -> None:
    hook = webhook(slack_sandbox)
    refused = await hook.send_dict(body)
    assert (refused.status_code, f'"{error}"' in refused.body) == (400, True)
    for _ in range(5):
        assert (await hook.send(text="x")).status_code == 200


async def test_in_channel_answer_needs_no_membership(slack_sandbox: SlackSandbox) -> None:
    await webhook(slack_sandbox).send(text="for all", response_type="in_channel")
    (message,) = slack_sandbox.state.messages["C0GENERAL"]
    assert (message["text"], message["bot_id"]) == ("for all", "B0BLOCKERS")


async def test_answer_can_go_into_a_thread(slack_sandbox: SlackSandbox) -> None:
    await webhook(slack_sandbox).send_dict({"text": "x", "thread_ts": "1795000000.000001"})
    assert slack_sandbox.state.ephemerals[0].message["thread_ts"] == "1795000000.000001"


async def test_replacing_what_is_gone_is_refused(slack_sandbox: SlackSandbox) -> None:
    origin = Origin("U0BOB", "C0OPS", "1795000000.000001", ephemeral=True)
    refused = await webhook(slack_sandbox, origin).send(text="x", replace_original=True)
    assert (refused.status_code, "message_not_found" in refused.body) == (400, True)


async def test_invented_url_is_not_found(slack_sandbox: SlackSandbox) -> None:
    hook = AsyncWebhookClient(f"{slack_sandbox.origin}/response/RNONE", retry_handlers=[])
    assert (await hook.send(text="x")).status_code == 404

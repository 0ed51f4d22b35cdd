"""Modals on the local Slack: a trigger opens one view, a closed view is drawn no more."""

from collections.abc import AsyncIterator

import pytest

from bot.ports import PostRefusedError, SlackUnavailableError
from bot.render.editing import EDIT_VIEW, loading_view, said_view
from bot.render.notices import gone_milestone_message
from bot.slack.client import build_writer, open_session
from bot.slack.modals import SlackModals
from sandbox.server import SlackSandbox
from tests.servers.slack import INSTALLATION, slack_sandbox

__all__ = ["slack_sandbox"]

LOADING = loading_view(EDIT_VIEW)
ANSWER = said_view(EDIT_VIEW, gone_milestone_message().blocks)


@pytest.fixture
async def modals(slack_sandbox: SlackSandbox) -> AsyncIterator[SlackModals]:
    async with open_session() as session:
        writer = build_writer(INSTALLATION.bot_token, slack_sandbox.api_url, session)
        yield SlackModals(writer)


def trigger(slack: SlackSandbox) -> str:
    return slack.core.triggers.issue("U0BOB")


async def test_view_is_opened_and_drawn_anew_in_place(
    slack_sandbox: SlackSandbox, modals: SlackModals
) -> None:
    view_id = await modals.open_view(trigger(slack_sandbox), LOADING)
    await modals.update_view(view_id, ANSWER)
    (view,) = slack_sandbox.state.views["U0BOB"]
    assert view["id"] == view_id
    assert "no longer among the blockers" in view["blocks"][0]["text"]["text"]


async def test_trigger_opens_one_view(slack_sandbox: SlackSandbox, modals: SlackModals) -> None:
    used = trigger(slack_sandbox)
    await modals.open_view(used, LOADING)
    for spent in (used, "1.never"):
        with pytest.raises(PostRefusedError, match="trigger_id"):
            await modals.open_view(spent, LOADING)


async def test_view_that_was_closed_is_left_alone(
    slack_sandbox: SlackSandbox, modals: SlackModals
) -> None:
    view_id = await modals.open_view(trigger(slack_sandbox), LOADING)
    slack_sandbox.core.surfaces.clear("U0BOB")
    await modals.update_view(view_id, ANSWER)
    assert slack_sandbox.state.views["U0BOB"] == []


async def test_view_that_slack_refuses_is_an_error(
    slack_sandbox: SlackSandbox, modals: SlackModals
) -> None:
    view_id = await modals.open_view(trigger(slack_sandbox), LOADING)
    with pytest.raises(PostRefusedError, match="invalid_arguments"):
        await modals.update_view(view_id, {**ANSWER, "blocks": [{"type": "nonsense"}]})


async def test_slack_in_trouble_is_said_to_be_away(
    slack_sandbox: SlackSandbox, modals: SlackModals
) -> None:
    slack_sandbox.core.faults.add("views.open", "server_error")
    with pytest.raises(SlackUnavailableError):
        await modals.open_view(trigger(slack_sandbox), LOADING)

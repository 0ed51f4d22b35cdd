"""A start that takes long: health tells of it, and no work begins before Slack can be heard."""

import asyncio
from http import HTTPStatus

import aiohttp

from bot.slack.client import open_session
from sandbox.server import SlackSandbox
from tests.faults.test_linear_starts import Place, Watched, place
from tests.servers.bot_process import running_bot
from tests.servers.linear import local_linear
from tests.servers.slack import slack_sandbox
from tests.servers.stores import free_port

pytest_plugins = ("tests.servers.store_fixtures",)
__all__ = ["place", "slack_sandbox"]

HELD = 3.0
"""Seconds that Slack gives no connection; the first beats would come within one."""


async def test_health_answers_during_the_start_and_work_begins_after_it(
    place: Place,
    slack_sandbox: SlackSandbox,
) -> None:
    port = free_port()
    slack_sandbox.core.faults.add("apps.connections.open", "slow", seconds=HELD)
    async with (
        local_linear() as linear,
        open_session() as http,
        asyncio.timeout(40),
        asyncio.TaskGroup() as group,
    ):
        linear.state.faults = watched = Watched()
        looking = group.create_task(_seen_until_ready(http, port, watched))
        async with running_bot({**place.environment(linear), "PORT": str(port)}):
            seen = await looking
            await watched.asked.wait()
    assert "connections is up" in seen[0]
    assert seen[-1] == "ok"


async def _seen_until_ready(http: aiohttp.ClientSession, port: int, watched: Watched) -> list[str]:
    """What health said of Slack; the tracker is not asked as long as that was bad."""
    url, seen = f"http://127.0.0.1:{port}/health", [""]
    while seen[-1] != "ok":
        await asyncio.sleep(0.02)
        try:
            async with http.get(f"{url}/live") as live, http.get(f"{url}/ready") as ready:
                seen.append((await ready.json())["checks"]["slack"])
        except aiohttp.ClientConnectorError:
            continue
        assert live.status == HTTPStatus.OK
        if ready.status != HTTPStatus.OK:
            assert not watched.asked.is_set()
    return seen[1:]

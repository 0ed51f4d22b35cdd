"""Events that are to be noted: acknowledged once they are, delivered again where they are not."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.ports import StoreUnavailableError
from bot.slack.payloads import Event, FollowUp
from sandbox.slack.acts import visits
from sandbox.slack.acts.commands import run_command
from tests.stages.slack_side import Stage, http_stage, socket_stage


@pytest.fixture(params=["socket", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    opened = socket_stage() if request.param == "socket" else http_stage()
    async with opened as stage:
        yield stage


async def test_event_is_acknowledged_once_it_is_committed_then_followed_up(stage: Stage) -> None:
    order: list[str] = []
    done = asyncio.Event()

    async def follow() -> None:
        order.append("followed up")
        done.set()

    async def note(event: Event) -> FollowUp:
        order.append(f"committed {event.type} of {event.channel} by {event.user}")
        return follow()

    stage.ours.router.event("channel_archive", note, commits=True)
    assert (await run_command(stage.slack.core, "U0BOB", "C0OPS", "/archive")).ok
    await done.wait()
    await stage.slack.core.background.drain()
    assert order == ["committed channel_archive of C0OPS by U0BOB", "followed up"]
    assert 'kind="event",status="200"' in stage.ours.metrics.text()


@pytest.mark.parametrize("trouble", ["store away", "too slow", "unforeseen"])
async def test_event_that_was_not_committed_is_delivered_again(stage: Stage, trouble: str) -> None:
    tries: list[Event] = []
    committed = asyncio.Event()

    async def note(event: Event) -> None:
        tries.append(event)
        if len(tries) < 3:
            if trouble == "too slow":
                await asyncio.Event().wait()
            if trouble == "store away":
                raise StoreUnavailableError("The store", "switched off")
            raise RuntimeError(trouble)
        committed.set()

    stage.ours.router.event("channel_archive", note, commits=True)
    assert (await run_command(stage.slack.core, "U0BOB", "C0OPS", "/archive")).ok
    await committed.wait()
    await stage.slack.core.background.drain()
    assert len(tries) == 3
    assert len({event.delivery for event in tries}) == 1
    assert 'kind="event",status="500"' in stage.ours.metrics.text()


async def test_event_over_two_connections_is_handled_once() -> None:
    async with socket_stage(connections=2) as stage:
        heard: asyncio.Queue[Event] = asyncio.Queue()
        stage.ours.router.event("app_home_opened", heard.put)
        for user in ("U0BOB", "U0ALICE"):
            stage.slack.core.faults.add("events_api", "duplicate")
            visits.open_home(stage.slack.core, user)
        await stage.slack.core.background.drain()
        assert await stage.ours.work.drain(5.0) == 0
        users = [heard.get_nowait().user for _ in range(heard.qsize())]
        assert sorted(users) == ["U0ALICE", "U0BOB"]

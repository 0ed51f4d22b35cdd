"""The bot as a process: killed after a channel's end was acknowledged, or away meanwhile."""

import pytest

from sandbox.slack.acts.channels import change_channel
from tests.faults.test_restart_ticks import OPS, SECONDS, Town, town
from tests.servers.bot_process import running_bot
from tests.servers.slack import Watch

__all__ = ["town"]

ALICE, BOB, BOT = "U0ALICE", "U0BOB", "U0BLOCKERS"


def dm_of(town: Town) -> str:
    return town.slack.core.open_dm(BOT, ALICE).id


def told(town: Town) -> list[str]:
    return [message["text"] for message in town.slack.state.messages.get(dm_of(town), [])]


async def until_told(town: Town, count: int) -> list[str]:
    watch = Watch(town.slack)
    while len(told(town)) < count:
        await watch.until("message", SECONDS, channel=dm_of(town))
    return told(town)


async def until_answered(town: Town) -> None:
    """Every delivery of an event has had its answer, or all of its tries."""
    await town.slack.core.background.drain()


async def test_channel_closed_just_before_a_kill_is_told_by_the_next_bot(town: Town) -> None:
    async with running_bot(town.environment) as bot:
        assert change_channel(town.slack.core, BOB, OPS, "archive").ok
        await until_answered(town)
        await bot.kill()
    assert told(town) == []
    async with running_bot(town.environment):
        (sentence,) = await until_told(town, 1)
    assert "#ops was archived by Bob" in sentence


@pytest.mark.parametrize(
    ("act", "said"),
    [("archive", "#ops was archived"), ("delete", "C0OPS cannot be seen any more")],
)
async def test_what_happened_while_no_bot_ran_is_seen_at_the_start(
    town: Town, act: str, said: str
) -> None:
    assert change_channel(town.slack.core, BOB, OPS, act).ok
    async with running_bot(town.environment):
        (sentence,) = await until_told(town, 1)
    async with running_bot(town.environment) as bot:
        await bot.end()
    assert said in sentence
    assert told(town) == [sentence]

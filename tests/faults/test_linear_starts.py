"""The bot as a process beside a local Linear: names it refuses, OAuth over restarts, no Linear."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.linear.client import PAUSES
from sandbox.linear.faults import Fault, LinearFaults
from sandbox.linear.oauth import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from sandbox.linear.state import API_KEY
from sandbox.server import SlackSandbox
from tests.servers.bot_process import BotProcess, run_bot, running_bot
from tests.servers.linear import LocalLinear, local_linear
from tests.servers.slack import INSTALLATION, slack_sandbox

pytest_plugins = ("tests.servers.store_fixtures",)
__all__ = ["slack_sandbox"]

ASKED_AT_ONCE = len(PAUSES) + 1
CONFIG = """version: 1
leads: [U0ALICE]
milestones:
  - key: prod
    name: Production
    prefix: PROD
    linear:
      team: THR
      label: {label}
"""
OAUTH = {
    "LINEAR_CLIENT_ID": CLIENT_ID,
    "LINEAR_CLIENT_SECRET": CLIENT_SECRET,
    "LINEAR_REFRESH_TOKEN": REFRESH_TOKEN,
}


@dataclass(frozen=True, slots=True)
class Place:
    folder: Path
    slack_url: str

    def configure(self, label: str) -> None:
        (self.folder / "blockers.yml").write_text(CONFIG.format(label=label))

    def environment(self, linear: LocalLinear, **way_in: str) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": INSTALLATION.bot_token,
            "SLACK_APP_TOKEN": "xapp-sandbox",
            "SLACK_API_URL": self.slack_url,
            "LINEAR_API_URL": linear.url,
            "BLOCKERS_CONFIG": str(self.folder / "blockers.yml"),
            "BLOCKERS_DATA_DIR": str(self.folder / "data"),
            "PORT": "0",
            **(way_in or {"LINEAR_API_KEY": API_KEY}),
        }


@pytest.fixture
def place(slack_sandbox: SlackSandbox, short_folder: Path, request: pytest.FixtureRequest) -> Place:
    folder = short_folder / f"l{abs(hash(request.node.name)) % 10**8}"
    folder.mkdir()
    place = Place(folder, slack_sandbox.api_url)
    place.configure("blocker")
    return place


class Watched(LinearFaults):
    """Says when issues are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    def take(self, operation: str) -> Fault | None:
        fault = super().take(operation)
        if operation == "Blockers" and fault is None:
            self.asked.set()
        return fault


def says(bot: BotProcess, words: str) -> bool:
    """Among what it said until it was ready."""
    return any(words in line for line in bot.log)


async def test_a_start_with_a_misspelt_label_is_refused_with_line_and_near_names(
    place: Place,
) -> None:
    place.configure("blokcer")
    async with local_linear() as linear:
        code, said = await run_bot(place.environment(linear))
    assert code == 78
    assert said == (
        f"{place.folder}/blockers.yml:9: milestones[1].linear.label: "
        "Linear has no label 'blokcer'; there is blocker\n"
    )


async def test_names_are_said_back_at_the_start_and_by_doctor(place: Place) -> None:
    async with local_linear() as linear:
        environment = place.environment(linear)
        async with running_bot(environment) as bot:
            assert says(bot, "prod is team THR (Three Rivers); label blocker (the workspace's)")
        _, said = await run_bot(environment, "doctor")
    assert "Production is team THR (Three Rivers); label blocker (the workspace's)" in said
    assert "closed are Done, Canceled, Duplicate" in said


async def test_a_label_that_goes_after_it_was_read_stops_no_start(place: Place) -> None:
    async with local_linear() as linear:
        environment = place.environment(linear)
        await run_bot(environment, "export", "prod")
        for label in linear.state.issue_labels:
            label.name = label.name.replace("blocker", "obstacle")
        async with running_bot(environment) as bot:
            assert says(bot, "the last reading stands")
        code, said = await run_bot(environment, "export", "prod")
    assert code == 0
    assert "THR-42" in said


async def test_linear_away_stops_no_start_and_is_read_once_it_is_back(place: Place) -> None:
    async with local_linear() as linear:
        linear.state.faults = watched = Watched()
        watched.add("*", "502", times=ASKED_AT_ONCE)
        async with running_bot(place.environment(linear)) as bot:
            assert says(bot, "not every name was looked up")
            async with asyncio.timeout(20):
                await watched.asked.wait()


async def test_oauth_goes_on_over_restarts_and_spends_each_token_once(place: Place) -> None:
    async with local_linear() as linear:
        environment = place.environment(linear, **OAUTH)
        for _ in range(2):
            code, said = await run_bot(environment, "export", "prod")
            assert (code, "THR-42" in said) == (0, True)
        grants = linear.state.oauth
        assert (grants.refused, grants.exchanges) == (0, 1)
        linear.clock.advance(25 * 3600)
        async with running_bot(environment) as bot:
            assert says(bot, "prod is team THR")
        assert (grants.refused, grants.exchanges) == (0, 2)
        assert REFRESH_TOKEN not in grants.live
        assert not [line for line in bot.log for token in grants.access if token in line]

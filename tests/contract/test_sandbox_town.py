"""The whole sandbox in one place: the bot as its child, the panel's controls, what is kept."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from ruamel.yaml import YAML

from sandbox.folder import Folder, Start
from sandbox.town import BotNotReadyError, Town, open_town

START = Start(today=date(2026, 11, 18))
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel over the control API."""

    town: Town
    session: aiohttp.ClientSession

    async def press(self, name: str, **values: str) -> Json:
        body = {"name": name, **values}
        address = f"{self.town.origin}/_sandbox/control"
        async with self.session.post(address, json=body) as answer:
            pressed: Json = await answer.json()
        return pressed

    async def until(self, wanted: Callable[[Json], bool]) -> Json:
        """The first panel since the start that is as wanted."""
        since = 0
        while True:
            query = {"since": str(since), "timeout": "15"}
            address = f"{self.town.origin}/_sandbox/wait"
            async with self.session.get(address, params=query) as answer:
                news = await answer.json()
            assert news["events"], "no such panel was shown"
            for event in news["events"]:
                if event["type"] == "panel" and wanted(event["panel"]):
                    found: Json = event["panel"]
                    return found
            since = news["next"]


@asynccontextmanager
async def panel_of(folder: Folder) -> AsyncIterator[Panel]:
    async with (
        open_town(folder, START, reset=False, port=0) as town,
        aiohttp.ClientSession() as session,
    ):
        yield Panel(town, session)


def texts(panel: Json) -> list[str]:
    return [note["text"] for note in panel["notes"]]


async def test_a_killed_bot_is_started_again_and_each_step_is_told(tmp_path: Path) -> None:
    async with panel_of(Folder(tmp_path)) as panel:
        assert panel.town.is_new
        before = (await panel.press("mend", target="api-https"))["panel"]["bot"]
        assert (before["running"], before["connected"], before["mode"]) == (True, True, "socket")
        assert (await panel.press("kill_bot"))["ok"]
        gone = await panel.until(lambda shown: bool(shown["notes"]))
        assert not gone["bot"]["running"]
        assert gone["bot"]["comes_back"]
        assert texts(gone) == ["The bot was killed; it starts again after two seconds."]
        again = await panel.press("kill_bot")
        assert again["error"] == "The bot is not running just now; it comes back by itself."
        back = await panel.until(
            lambda shown: bool(shown["bot"]["restarts"] and shown["bot"]["connected"])
        )
        assert back["bot"]["pid"] != before["pid"]
        assert texts(back)[-1] == f"The bot was started again, as process {back['bot']['pid']}."


async def test_a_digest_is_scheduled_in_a_channel_of_its_own(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    async with panel_of(folder) as panel:
        noted = (await panel.press("schedule_digest"))["panel"]
        [channel] = [one for one in _config(folder)["channels"] if one["id"] == "C0STANDUP1"]
        assert channel["milestone"] == "prod"
        due = channel["digest"]["at"]
        assert texts(noted) == [f"A digest will be posted in the new channel #standup-1 at {due}."]
        assert (await panel.press("schedule_digest"))["ok"]
    assert _config(folder)["channels"][-1]["id"] == "C0STANDUP2"


async def test_targets_are_broken_in_the_way_that_was_chosen(tmp_path: Path) -> None:
    async with panel_of(Folder(tmp_path)) as panel:
        broken = await panel.press("break", target="api-cert", switch="self-signed")
        [target] = [one for one in broken["panel"]["targets"] if one["id"] == "api-cert"]
        assert (target["broken"], target["active"]) == (True, ["self-signed"])
        for wrong in ({"target": "nowhere"}, {"target": "api-cert", "switch": "melt"}):
            assert not (await panel.press("break", **wrong))["ok"]
        assert not (await panel.press("dance"))["ok"]


async def test_the_page_and_the_configuration_are_kept(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    async with panel_of(folder) as panel:
        said = {"user": "U0BOB", "channel": "C0OPS", "text": "still here"}
        async with panel.session.post(f"{panel.town.origin}/_sandbox/say", json=said) as answer:
            assert (await answer.json())["ok"]
    folder.config.write_text(folder.config.read_text().replace("prefix: PROD", "prefix: SHIP"))
    async with panel_of(folder) as panel:
        assert not panel.town.is_new
        async with panel.session.get(f"{panel.town.origin}/_sandbox/state") as answer:
            kept = (await answer.json())["messages"]["C0OPS"]
    assert [message["text"] for message in kept] == ["still here"]
    assert _config(folder)["milestones"][0]["prefix"] == "SHIP"


async def test_a_bot_that_cannot_start_is_told_in_its_own_words(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with folder.held():
        folder.open(START, reset=False)
        folder.config.write_text("version: 1\nmilestones: 7\n")
    with pytest.raises(BotNotReadyError, match=r"blockers\.yml:2"):
        async with panel_of(folder):
            pass


def _config(folder: Folder) -> Json:
    read: Json = YAML(typ="safe").load(folder.config.read_text(encoding="utf-8"))
    return read

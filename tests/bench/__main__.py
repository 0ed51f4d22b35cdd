"""``python -m tests.bench``: the product beside two peers, interleaved, as medians and ratios."""

import asyncio
import sys
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.calls import BLOCKERS, Commands, Presses, values_of
from tests.bench.ground import Ground, open_ground
from tests.bench.load import Cell, measure
from tests.bench.table import Group, Row, table

REPEATS = 3
CROWD = 16
CALLS = {1: 150, CROWD: 800}
WARM_UP = 40
PAUSE = 0.005
"""Seconds for a server to come to rest after its last answer."""

BOLT = "a bare Bolt listener, default mode"
TRIP = "aiohttp, signature, 1 pipelined round trip"
SCRIPT = "aiohttp, signature, 1 script"
OURS = "Blockers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One row: which server is called with what, by how many at once.

    ``patient``: the next call comes when the server is done with the last one, not just has
    acknowledged it; the peers have nothing to do after that.
    """

    row: Row
    port: int
    what: Commands | Presses
    at_once: int
    patient: bool = False


async def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with open_ground(Path(folder)) as ground:
            presses = Presses(ground.slack, await _items(ground))
            groups, trials = _plan(ground, presses)
            for trial in trials:
                await _run(ground, trial, WARM_UP)
            for _ in range(REPEATS):
                for trial in trials:
                    trial.row.cells.append(await _run(ground, trial, CALLS[trial.at_once]))
            stored = await _items(ground) == presses.values
    sys.stdout.write(table(groups))
    cores = "a core each for servers and load" if ground.pinned else "servers and load unpinned"
    sys.stdout.write(f"Medians of {REPEATS} interleaved repeats; {cores}. ")
    sys.stdout.write("Expected for /blockers: at most 0.1 of Bolt's, at most twice one trip's.\n")
    sys.stdout.write(f"Every tick that was acknowledged is stored: {'yes' if stored else 'NO'}.\n")
    return 0 if stored else 1


def _plan(ground: Ground, presses: Presses) -> tuple[list[Group], list[Trial]]:
    commands = Commands(ground.slack)
    presses_of_peer = Presses(ground.slack, deepcopy(presses.values))
    groups, trials = [], []
    for title, at_once, patient in (
        ("one at a time, to a server at rest", 1, True),
        ("one at a time, without a pause", 1, False),
        (f"{CROWD} at once, each without a pause", CROWD, False),
    ):
        bolt = Row(BOLT)
        command = Group(f"/blockers, {title}", Row(OURS), Row(TRIP), bolt)
        tick = Group(f"Done and Undo, {title}", Row(OURS), Row(SCRIPT))
        groups += [command, tick]
        trials += [
            Trial(row=row, port=port, what=what, at_once=at_once, patient=patient)
            for row, port, what in (
                (bolt, ground.bolt, commands),
                (command.trip, ground.trip, commands),
                (command.ours, ground.product, commands),
                (tick.trip, ground.trip, presses_of_peer),
                (tick.ours, ground.product, presses),
            )
        ]
    groups.sort(key=lambda group: group.bolt is None)
    return groups, trials


async def _run(ground: Ground, trial: Trial, calls: int) -> Cell:
    """What the product still has to answer afterwards is waited for: it is not the next one's."""
    slack, owed = ground.slack, ground.slack.answers - trial.what.made

    async def rest() -> None:
        if trial.port == ground.product:
            await slack.until(owed + trial.what.made)
        await asyncio.sleep(PAUSE)

    cell = await measure(
        trial.port,
        trial.what.next,
        connections=trial.at_once,
        calls=calls,
        between=rest if trial.patient else None,
    )
    await rest()
    return cell


async def _items(ground: Ground) -> list[dict[str, Any]]:
    """As the product shows them."""
    found: list[dict[str, Any]] = []
    for blocker in BLOCKERS:
        before = ground.slack.answers
        shown = Commands(ground.slack, blocker)
        await measure(ground.product, shown.next, connections=1, calls=1)
        await ground.slack.until(before + 1)
        found += values_of(ground.slack.last)
    return found


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

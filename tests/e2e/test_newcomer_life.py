"""The sandbox's life: kept over a restart, forgotten on request, and nothing left behind."""

import signal
import socket
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.processes import (
    all_ended,
    processes_of,
    running,
    spawn,
    spawn_alone,
)
from tests.e2e.newcomer.visitor import SOON, row, tick

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door = fixtures.browser, fixtures.door
ITEM = "DNS integration"


async def test_a_restart_keeps_everything_and_a_reset_forgets_it(
    door: Door, tmp_path: Path
) -> None:
    folder = tmp_path / "sandbox"
    async with running(folder) as run:
        alice = await door.enter(run, "U0ALICE")
        posted = await alice.share("/blockers THR-42")
        bob = await door.enter(run, "U0BOB")
        await tick(await bob.same(posted), ITEM)
        await expect(row(posted, ITEM)).to_contain_text("done by Bob, ", timeout=SOON)
        ts = await posted.get_attribute("data-ts")
    assert ts is not None
    async with running(folder) as again:
        assert again.origin != run.origin
        alice = await door.enter(again, "U0ALICE")
        kept = alice.message(ts)
        await expect(row(kept, ITEM)).to_contain_text("done by Bob, ")
        bob = await door.enter(again, "U0BOB")
        await tick(bob.message(ts), "Certificate issued")
        await expect(row(kept, "Certificate issued")).to_contain_text("done by Bob", timeout=SOON)
        await expect(row(await alice.ask("/blockers THR-42"), ITEM)).to_contain_text("done by Bob")
    async with running(folder, "--reset") as fresh:
        alice = await door.enter(fresh, "U0ALICE")
        await expect(alice.messages).to_have_count(0)
        await expect(row(await alice.ask("/blockers THR-42"), ITEM)).to_contain_text("doing")


async def test_the_second_sandbox_in_a_folder_is_refused_with_the_place_of_the_first(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "sandbox"
    async with running(folder) as first:
        second = await spawn(folder, "--port", "0")
        assert await second.code() == 64
        said = "\n".join(second.said)
        assert f"process {first.process.pid}, {first.origin}/" in said
        assert "--folder" in said


async def test_a_taken_port_gives_way_to_the_next_free_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = await spawn(tmp_path / "sandbox", "--port", str(port))
        try:
            await run.ready()
            assert run.origin != f"http://127.0.0.1:{port}"
        finally:
            assert await run.end() == 0


@pytest.mark.parametrize("wrong", ["x", "65536", "-1"])
async def test_a_port_that_is_none_is_refused_with_what_was_expected(
    tmp_path: Path, wrong: str
) -> None:
    run = await spawn(tmp_path / "sandbox", f"--port={wrong}")
    assert await run.code() == 64
    assert f"{wrong!r} is not a port from 0 to 65535" in run.said[-1]
    assert not (tmp_path / "sandbox").exists()


async def test_a_signal_while_it_starts_ends_it_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "sandbox"
    run = await spawn(folder, "--port", "0")
    assert run.process.stdout is not None
    assert b"Starting" in await run.process.stdout.readline()
    assert await run.end(signal.SIGINT) == 0
    assert processes_of(folder) == {}


async def test_a_signal_ends_it_where_nobody_reads_what_it_says(tmp_path: Path) -> None:
    run = await spawn_alone(tmp_path / "sandbox")
    run.process.send_signal(signal.SIGTERM)
    assert await all_ended([run.process.pid])
    assert await run.process.wait() == 0
    assert processes_of(run.folder) == {}


async def test_a_killed_sandbox_leaves_no_bot_and_no_store_behind(tmp_path: Path) -> None:
    folder = tmp_path / "sandbox"
    run = await spawn(folder, "--port", "0")
    await run.ready()
    left = processes_of(folder)
    assert any("-m bot" in command for command in left.values())
    assert any("valkey-server" in command for command in left.values())
    assert await run.end(signal.SIGKILL) == -signal.SIGKILL
    assert await all_ended(list(left))
    async with running(folder):
        pass

"""The guardian alone: what it starts, what it starts again, and when it ends."""

import fcntl
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.guardian import Guardian, count_failures, lock_file, server_arguments, try_lock
from tests.servers.stores import ping, valkey, wait_until

pytest_plugins = ("tests.servers.store_fixtures",)


class Watched:
    """A guardian in a thread, on a folder that a bot (the test) uses."""

    def __init__(self, folder: Path, binary: str) -> None:
        self.folder = folder
        self.socket = str(folder / "s")
        self.lock = lock_file(folder / "guardian.lock")
        self.bots = lock_file(folder / "bots.lock")
        fcntl.flock(self.bots, fcntl.LOCK_SH)
        guardian = Guardian(folder, self.socket, binary, self.lock)
        self.thread = threading.Thread(target=guardian.run, daemon=True)

    @property
    def server(self) -> int:
        return int((self.folder / "server.lock").read_text() or 0)

    def answers(self) -> bool:
        return ping(self.socket)

    def leave(self) -> None:
        os.close(self.bots)
        self.thread.join(10)
        assert not self.thread.is_alive()
        os.close(self.lock)


@pytest.fixture
def folder(short_folder: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    place = short_folder / f"g{abs(hash(request.node.name)) % 10**8}"
    place.mkdir()
    yield place
    servers = lock_file(place / "server.lock")
    assert try_lock(servers, fcntl.LOCK_EX), "the server is still there"
    os.close(servers)


def test_guardian_starts_a_server_and_ends_it_with_the_last_bot(folder: Path) -> None:
    watched = Watched(folder, valkey())
    watched.thread.start()
    wait_until(watched.answers)
    other_bot = lock_file(folder / "bots.lock")
    fcntl.flock(other_bot, fcntl.LOCK_SH)
    fcntl.flock(watched.bots, fcntl.LOCK_UN)
    assert watched.answers()
    os.close(other_bot)
    watched.leave()
    assert not watched.answers()


def test_guardian_starts_a_killed_server_again(folder: Path) -> None:
    watched = Watched(folder, valkey())
    watched.thread.start()
    for _ in range(4):
        wait_until(watched.answers)
        killed = watched.server
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda gone=killed: watched.server not in {0, gone})  # type: ignore[misc]
    wait_until(watched.answers)
    assert count_failures(watched.lock) == 0
    watched.leave()


def test_guardian_counts_servers_that_fail_and_waits_longer(folder: Path) -> None:
    watched = Watched(folder, "/bin/false" if Path("/bin/false").exists() else "/usr/bin/false")
    watched.thread.start()
    wait_until(lambda: count_failures(watched.lock) >= 3)
    watched.leave()


def test_guardian_takes_over_a_server_it_did_not_start(folder: Path) -> None:
    lock = lock_file(folder / "server.lock")
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.set_inheritable(lock, True)
    orphan = os.posix_spawn(valkey(), server_arguments(valkey(), folder, str(folder / "s")), {})
    os.pwrite(lock, str(orphan).encode(), 0)
    os.close(lock)
    watched = Watched(folder, valkey())
    wait_until(watched.answers)
    watched.thread.start()
    watched.leave()
    assert os.waitpid(orphan, 0) == (orphan, 0)

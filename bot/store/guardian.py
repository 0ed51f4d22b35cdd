"""Keeps the embedded server running while a bot uses it: a tiny process, started as a script.

Everything is said with file locks, since the kernel lets go of them however a process ends:
``bots.lock`` is shared by the bots; ``guardian.lock`` is held by the one guardian and says how many
servers failed in a row; ``server.lock`` is inherited by the server and says its number. So there
cannot be a second server on the folder.
"""

import contextlib
import fcntl
import os
import signal
import sys
import threading
import time
from pathlib import Path

STOP_SECONDS = 10
_YOUNG = 1.0
_PAUSES = (0.02, 0.1, 0.5, 2.0)
"""Seconds before starting a server again, by how often in a row one failed at once."""


def server_arguments(binary: str, folder: Path, socket: str) -> list[str]:
    """Append-only, synced before each answer; no TCP; no snapshots beside the log."""
    settings = {
        "port": "0",
        "unixsocket": socket,
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    return [binary, *(word for name, value in settings.items() for word in (f"--{name}", value))]


def lock_file(path: Path) -> int:
    """Open a lock file; the descriptor is not inherited by children."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def try_lock(descriptor: int, kind: int) -> bool:
    """Take a lock (``fcntl.LOCK_EX``, ``LOCK_SH``) now or not at all."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Guardian:
    """Starts the server whenever none lives, until the last bot has gone."""

    def __init__(self, folder: Path, socket: str, binary: str, lock: int) -> None:
        self._folder = folder
        self._socket = socket
        self._binary = binary
        self._lock = lock
        self._turn = threading.Lock()
        self._ending = threading.Event()
        self._stopped = threading.Event()
        self._child: int | None = None

    def run(self) -> None:
        ender = threading.Thread(target=self._end_with_the_last_bot, daemon=True)
        ender.start()
        failures = 0
        os.ftruncate(self._lock, 0)
        while True:
            lock = lock_file(self._folder / "server.lock")
            fcntl.flock(lock, fcntl.LOCK_EX)  # waits while a server lives, even one it inherited
            running = self._start(lock)
            os.close(lock)  # the server has it now
            if not running:
                break
            started = time.monotonic()
            self._wait_for_its_end()
            failed = not self._was_killed() and time.monotonic() - started < _YOUNG
            failures = failures + 1 if failed else 0
            os.pwrite(self._lock, str(failures).encode(), 0)
            self._ending.wait(_PAUSES[min(failures, len(_PAUSES) - 1)])
        self._stopped.set()
        ender.join()

    def _start(self, lock: int) -> bool:
        with self._turn:
            if self._ending.is_set():
                return False
            Path(self._socket).unlink(missing_ok=True)
            os.set_inheritable(lock, True)
            os.ftruncate(lock, 0)
            arguments = server_arguments(self._binary, self._folder, self._socket)
            self._child = os.posix_spawn(self._binary, arguments, {})
            os.pwrite(lock, str(self._child).encode(), 0)
            return True

    def _wait_for_its_end(self) -> None:
        lock = lock_file(self._folder / "server.lock")
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.close(lock)

    def _was_killed(self) -> bool:
        """By somebody else, so that the next one may do well at once."""
        if self._child is None:
            return False
        _, status = os.waitpid(self._child, 0)
        self._child = None
        return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL

    def _end_with_the_last_bot(self) -> None:
        bots = lock_file(self._folder / "bots.lock")
        fcntl.flock(bots, fcntl.LOCK_EX)  # kept while it ends: a new bot waits until all is over
        with self._turn:
            self._ending.set()
        self._signal_server(signal.SIGTERM)
        if not self._stopped.wait(STOP_SECONDS):
            self._signal_server(signal.SIGKILL)
            self._stopped.wait()
        os.close(bots)

    def _signal_server(self, number: signal.Signals) -> None:
        lock = lock_file(self._folder / "server.lock")
        try:
            written = os.pread(lock, 20, 0)
            if written and not try_lock(lock, fcntl.LOCK_EX):  # it lives, so the number is its own
                with contextlib.suppress(ProcessLookupError):  # it ended, the next has the lock
                    os.kill(int(written), number)
        finally:
            os.close(lock)


def count_failures(lock: int) -> int:
    """How many servers in a row did not live."""
    return int(os.pread(lock, 20, 0) or b"0")


def main(folder: str, socket: str, binary: str, lock: str) -> None:
    """Leave the starter's process tree, keep its (inherited) guardian's lock, and guard."""
    os.set_inheritable(int(lock), False)
    if os.fork():
        os._exit(0)
    Guardian(Path(folder), socket, binary, int(lock)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])

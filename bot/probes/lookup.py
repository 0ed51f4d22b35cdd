"""Names to addresses, with the machine's own resolver, each name in a thread of its own.

asyncio's default pool has few threads, and a dozen dead names in it would starve every other probe.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from threading import Thread

MAX_LOOKUPS = 128


def system_addresses(host: str) -> list[str]:
    """What the operating system knows, in its order of preference. Blocks."""
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is too long or empty
        raise socket.gaierror(socket.EAI_NONAME, "not a name that can exist") from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Lookup:
    """Asks anew each time. A name that is being asked for already is not asked for twice."""

    def __init__(self, resolve: Callable[[str], list[str]] = system_addresses) -> None:
        self._resolve = resolve
        self._asked: dict[str, asyncio.Future[list[str]]] = {}

    async def addresses(self, host: str) -> list[str]:
        """In the order of the operating system.

        Raises:
            socket.gaierror: the name has no address, or nobody could tell.

        """
        if _is_address(host):
            return [host]
        if host not in self._asked:
            self._ask(host)
        return await asyncio.shield(self._asked[host])

    def _ask(self, host: str) -> None:
        if len(self._asked) >= MAX_LOOKUPS:
            raise socket.gaierror(socket.EAI_AGAIN, "too many names are being looked up")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[str]] = loop.create_future()
        future.add_done_callback(lambda done: self._forget(host, done))
        Thread(target=self._wait_for, args=(host, loop, future), name="lookup", daemon=True).start()
        self._asked[host] = future  # not before: a thread that cannot start answers nobody

    def _wait_for(
        self, host: str, loop: asyncio.AbstractEventLoop, future: asyncio.Future[list[str]]
    ) -> None:
        found: list[str] = []
        trouble: OSError | None = None
        try:
            found = self._resolve(host)
        except OSError as error:
            trouble = error

        def tell() -> None:
            if trouble is None:
                future.set_result(found)
            else:
                future.set_exception(trouble)

        with suppress(RuntimeError):  # the loop has ended meanwhile, and with it the question
            loop.call_soon_threadsafe(tell)

    def _forget(self, host: str, done: asyncio.Future[list[str]]) -> None:
        self._asked.pop(host, None)
        if not done.cancelled():
            done.exception()  # read, so that nobody complains where the asker has left


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True

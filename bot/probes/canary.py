"""Whether our own network is well: a host that answers whenever it is."""

import asyncio
from time import monotonic

from bot.probes.guard import BlockedAddressError, Guard

TRY_SECONDS = 3.0
BELIEVED_SECONDS = 10.0
HTTPS_PORT = 443


class Canary:
    """Asked only when something failed; one answer serves everybody who fails with it."""

    def __init__(self, address: str, guard: Guard) -> None:
        host, _, port = address.partition(":")
        self.address = address
        self._host, self._port = host, int(port or HTTPS_PORT)
        self._guard = guard
        self._lock = asyncio.Lock()
        self._asked_at = float("-inf")
        self._sings = False

    async def sings(self) -> bool:
        """Whether it took a connection within the last seconds.

        Raises:
            BlockedAddressError: the address policy forbids asking it.

        """
        async with self._lock:
            if monotonic() - self._asked_at > BELIEVED_SECONDS:
                self._sings = await self._reaches()
                self._asked_at = monotonic()
            return self._sings

    async def _reaches(self) -> bool:
        try:
            async with asyncio.timeout(TRY_SECONDS):
                sock = await self._guard.dial(self._host, self._port)
        except BlockedAddressError:
            raise
        except OSError:
            return False
        sock.close()
        return True

"""The only door through which probes connect: every name and every socket meets the policy.

The resolver refuses a name with any forbidden answer, the socket factory is the last word on the
very address that is dialled, so neither a literal nor a second answer of a name gets around it.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.probes.addresses import AddressPolicy
from bot.probes.lookup import Lookup
from bot.probes.phases import begin_phase, current_watch, note_address

AddressTuple = tuple[str, int] | tuple[str, int, int, int]
AddressRecord = tuple[int, int, int, str, AddressTuple]


class BlockedAddressError(OSError):
    """The address policy forbids a connection."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"{address} is {why}")
        self.address = address
        self.why = why


class RedirectedError(aiohttp.ClientError):
    """A redirect where none is followed, such as in the handshake of a WebSocket."""


class Guard(AbstractResolver):
    """Looks up and connects under an address policy. An aiohttp resolver too."""

    def __init__(self, policy: AddressPolicy, lookup: Lookup | None = None) -> None:
        self._policy = policy
        self._lookup = lookup or Lookup()

    def check(self, address: str) -> None:
        """Raises BlockedAddressError for a forbidden address."""
        if why := self._policy.refusal(address):
            raise BlockedAddressError(address, why)

    async def addresses(self, host: str) -> list[str]:
        """Every address of a host, if all are allowed."""
        begin_phase("dns")
        found = await self._lookup.addresses(host)
        for address in found:
            self.check(address)
        return found

    def open_socket(self, record: AddressRecord) -> socket.socket:
        """A socket for an address about to be dialled. aiohttp's `socket_factory`."""
        family, kind, proto, _, target = record
        self.check(target[0])
        begin_phase("connect")
        note_address(target[0])
        return socket.socket(family=family, type=kind, proto=proto)

    async def dial(self, host: str, port: int) -> socket.socket:
        """A connected socket to the first address that takes it.

        Each address has an even share of the time that is left. The error is that of the last.
        """
        addresses = await self.addresses(host)
        trouble: OSError | None = None
        watch = current_watch()
        for number, address in enumerate(addresses):
            left = watch.remaining if watch else None
            share = left / (len(addresses) - number) if left is not None else None
            try:
                async with asyncio.timeout(share):
                    return await self._connect(address, port)
            except OSError as error:  # a timeout is one too
                trouble = error
        raise trouble or socket.gaierror(socket.EAI_NONAME, "no address")

    async def _connect(self, address: str, port: int) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        target: AddressTuple = (address, port)
        sock = self.open_socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", target))
        try:
            sock.setblocking(False)
            await asyncio.get_running_loop().sock_connect(sock, target)
        except BaseException:
            sock.close()
            raise
        return sock

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in await self.addresses(host)
            if family in {socket.AF_UNSPEC, socket.AF_INET6 if ":" in address else socket.AF_INET}
        ]

    async def close(self) -> None:
        """Nothing to release: a lookup ends by itself."""


@asynccontextmanager
async def guarded_session(guard: Guard) -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP session that cannot leave the guard and keeps nothing between two runs.

    No proxy, no cookie, no cached name, and a fresh connection each time, since a kept one hides
    trouble with names and certificates.
    """
    tracing = aiohttp.TraceConfig()
    tracing.on_connection_create_end.append(_note_wait)
    tracing.on_request_redirect.append(_stay_here)
    connector = aiohttp.TCPConnector(
        resolver=guard,
        socket_factory=guard.open_socket,
        use_dns_cache=False,
        force_close=True,
        limit=0,
    )
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),  # the runner's deadline covers everything
        trust_env=False,
        trace_configs=[tracing],
        headers={"User-Agent": "Blockers health probe"},
    ) as session:
        yield session


async def _stay_here(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    _redirect: aiohttp.TraceRequestRedirectParams,
) -> None:
    """Redirects are followed by hand or not at all; aiohttp's `ws_connect` has no switch for it."""
    raise RedirectedError


async def _note_wait(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    _created: aiohttp.TraceConnectionCreateEndParams,
) -> None:
    begin_phase("wait")

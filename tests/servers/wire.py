"""Name servers, WebSocket servers and gRPC servers on loopback, for probes to meet."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from aiohttp import web

Records = Mapping[tuple[str, str], Sequence[str]]
Talk = Callable[[web.WebSocketResponse], Awaitable[None]]


class NameServer(asyncio.DatagramProtocol):
    """Knows its records and no others. ``mute`` and ``broken`` are the ways to fail."""

    def __init__(self, records: Records, *, mute: bool = False, broken: bool = False) -> None:
        self.records = dict(records)
        self.mute = mute
        self.broken = broken
        self.asked = 0
        self.port = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        self.asked += 1
        if not self.mute:
            self._transport.sendto(self._answer(data), addr)

    def _answer(self, data: bytes) -> bytes:
        query = dns.message.from_wire(data)
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        name, kind = query.question[0].name, query.question[0].rdtype
        plain = name.to_text(omit_final_dot=True)
        known = {found for found, _ in self.records}
        if self.broken:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif plain not in known:
            response.set_rcode(dns.rcode.NXDOMAIN)
        else:
            word = dns.rdatatype.to_text(kind)
            found = self.records.get((plain, word), ())
            if found:
                response.answer.append(dns.rrset.from_text(name, 300, "IN", word, *found))
        return response.to_wire()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


@asynccontextmanager
async def name_server(records: Records, **failing: bool) -> AsyncIterator[NameServer]:
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(
        lambda: NameServer(records, **failing), local_addr=("127.0.0.1", 0)
    )
    try:
        yield server
    finally:
        transport.close()


@asynccontextmanager
async def websocket_server(
    talk: Talk, key: str = "", refuse: int = 401
) -> AsyncIterator[tuple[str, list[Mapping[str, str]]]]:
    """Its address, and the headers of those who came; ``refuse`` is for those without the key."""
    came: list[Mapping[str, str]] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        came.append(dict(request.headers))
        if key and request.headers.get("Authorization") != key:
            return web.Response(status=refuse, headers={"Location": "https://login.example/"})
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await talk(socket)
        return socket

    app = web.Application()
    app.router.add_get("/stream", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"ws://127.0.0.1:{runner.addresses[0][1]}/stream", came
    finally:
        await runner.cleanup()


async def listen(socket: web.WebSocketResponse) -> None:
    """Stays open until the other side leaves."""
    async for _ in socket:
        pass


def closing(code: int) -> Talk:
    async def talk(socket: web.WebSocketResponse) -> None:
        await socket.close(code=code)

    return talk


def saying_back(*words: str) -> Talk:
    """Says its words, then repeats what it hears."""

    async def talk(socket: web.WebSocketResponse) -> None:
        for word in words:
            await socket.send_str(word)
        async for message in socket:
            await socket.send_str(f"heard {message.data}")

    return talk

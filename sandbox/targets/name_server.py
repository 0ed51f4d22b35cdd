"""A name server for one name; switches have it answer another address, or nothing."""

import asyncio
import socket
from typing import Any, cast

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from sandbox.targets.switched import HOST, Switched, TargetPlan, bind_any

NAME, RIGHT, WRONG = "api.three-rivers.test", "203.0.113.7", "192.0.2.66"
WRONG_RECORD, GONE, SILENT = "wrong-record", "gone", "silent"
PLAN = TargetPlan(id="api-dns", name="DNS of the API", switches=(WRONG_RECORD, GONE, SILENT))
TTL = 60


class NameServer(Switched, asyncio.DatagramProtocol):
    alone = frozenset({WRONG_RECORD, GONE, SILENT})

    def __init__(self, plan: TargetPlan = PLAN) -> None:
        super().__init__(plan)
        self._transport: asyncio.DatagramTransport | None = None

    @property
    def address(self) -> str:
        return f"dns://{HOST}:{self.port}/{NAME}?{RIGHT}"

    @property
    def url(self) -> str:
        return f"{NAME} at {HOST}:{self.port}"

    async def start(self, port: int = 0) -> None:
        held = bind_any(port, socket.SOCK_DGRAM)
        held.setblocking(False)
        self.port = held.getsockname()[1]
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, sock=held)

    async def stop(self) -> None:
        if self._transport is not None:
            self._transport.close()
        self._transport = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        if SILENT in self._active or self._transport is None:
            return
        try:
            answer = self._answer(dns.message.from_wire(data))
        except dns.exception.DNSException:
            return
        self._transport.sendto(answer, addr)

    def _answer(self, query: dns.message.Message) -> bytes:
        response = dns.message.make_response(query)
        response.flags |= dns.flags.AA
        name = query.question[0].name.to_text(omit_final_dot=True) if query.question else ""
        if name != NAME or GONE in self._active:
            response.set_rcode(dns.rcode.NXDOMAIN)
        else:
            record = WRONG if WRONG_RECORD in self._active else RIGHT
            response.answer.append(
                dns.rrset.from_text(query.question[0].name, TTL, "IN", "A", record)
            )
        return response.to_wire()

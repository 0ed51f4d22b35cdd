"""Socket Mode: one-shot tickets, envelopes over any of the app's connections, acks."""

import asyncio
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from sandbox.slack.delivery import Ack, Delivery
from sandbox.slack.wire import Payload, compact, new_id

MAX_CONNECTIONS = 10
_HOST = "applink-sandbox"


@dataclass(eq=False, slots=True)
class Connection:
    socket: web.WebSocketResponse
    id: str = field(default_factory=lambda: new_id("K"))


class SocketMode:
    """The transport of an app without a request URL; `link_disabled` where it has one."""

    def __init__(self, app_id: str, *, enabled: bool) -> None:
        self._app_id = app_id
        self._enabled = enabled
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._pending: dict[str, asyncio.Future[Payload | None]] = {}
        self._turn = 0
        self.accepted = 0  # connections so far
        self.refused = 0
        self._moved = asyncio.Condition()

    @property
    def connections(self) -> int:
        return len(self._connections)

    async def until(self, reached: Callable[["SocketMode"], bool]) -> None:
        """Return once `reached` holds; it is asked again whenever a connection comes or goes."""
        async with self._moved:
            await self._moved.wait_for(lambda: reached(self))

    def issue_ticket(self) -> str:
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def accept(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            return web.Response(status=404, text="this ticket was used or never issued")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket)
        if not self._enabled:
            await self._dismiss(connection, "link_disabled")
        elif self.connections >= MAX_CONNECTIONS:
            await self._dismiss(connection, "too_many_websockets")
        else:
            await self._serve(connection)
        return socket

    async def send(self, delivery: Delivery, seconds: float) -> Ack:
        connection = self._next_connection()
        if connection is None:
            return Ack(problem="connection_failed")
        envelope_id = str(uuid.uuid4())
        answer: asyncio.Future[Payload | None] = asyncio.get_running_loop().create_future()
        self._pending[envelope_id] = answer
        try:
            async with asyncio.timeout(seconds):
                await connection.socket.send_str(compact(_envelope(envelope_id, delivery)))
                body = await answer
        except (TimeoutError, ConnectionError):
            return Ack(problem="timeout")
        finally:
            del self._pending[envelope_id]
        return Ack(body=None if delivery.type == "events_api" else body)

    async def disconnect(self, reason: str) -> None:
        """Announce the end to every connection, as Slack does when it refreshes them.

        `warning` leaves the connection open; the client closes it on any other reason.
        """
        for connection in tuple(self._connections):
            await connection.socket.send_str(compact(_disconnect(reason)))

    async def close(self) -> None:
        for connection in tuple(self._connections):
            await connection.socket.close()

    async def _serve(self, connection: Connection) -> None:
        self._connections.append(connection)
        self.accepted += 1
        await self._tell_moved()
        try:
            await connection.socket.send_str(compact(self._hello()))
            async for frame in connection.socket:
                if frame.type is WSMsgType.TEXT:
                    self._take_ack(frame.data)
        finally:
            self._connections.remove(connection)
            await self._tell_moved()

    async def _tell_moved(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    def _take_ack(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except ValueError:
            return
        envelope_id = ack.get("envelope_id") if isinstance(ack, dict) else None
        answer = self._pending.get(envelope_id) if isinstance(envelope_id, str) else None
        if answer is not None and not answer.done():
            answer.set_result(ack.get("payload"))

    def _next_connection(self) -> Connection | None:
        alive = [one for one in self._connections if not one.socket.closed]
        if not alive:
            return None
        self._turn += 1
        return alive[self._turn % len(alive)]

    def _hello(self) -> Payload:
        return {
            "type": "hello",
            "num_connections": self.connections,
            "debug_info": {
                "host": _HOST,
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self._app_id},
        }

    async def _dismiss(self, connection: Connection, reason: str) -> None:
        self.refused += 1
        await self._tell_moved()
        await connection.socket.send_str(compact(_disconnect(reason)))
        await connection.socket.close()


def _envelope(envelope_id: str, delivery: Delivery) -> Payload:
    envelope: Payload = {
        "envelope_id": envelope_id,
        "type": delivery.type,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.type != "events_api",
    }
    if delivery.type == "events_api":
        envelope["retry_attempt"] = delivery.attempt
        envelope["retry_reason"] = delivery.reason
    return envelope


def _disconnect(reason: str) -> Payload:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": _HOST}}

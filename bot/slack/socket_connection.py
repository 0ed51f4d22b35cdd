"""One Socket Mode connection: says hello, hands on envelopes, sends their acknowledgements.

The frames: https://docs.slack.dev/apis/events-api/using-socket-mode.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import aiohttp
from slack_bolt.response import BoltResponse

logger = logging.getLogger(__name__)

Deliver = Callable[[dict[str, Any], Mapping[str, str | Sequence[str]]], Awaitable[BoltResponse]]
OK = 200
MAX_FRAME = 4 * 1024 * 1024
_OVER = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED)


class SocketConnection:
    """``heard`` is called at each frame, pings and pongs too.

    ``leaving`` is set with Slack's reason when it announces the end; what still comes is taken and
    answered until ``close``.
    """

    def __init__(
        self, socket: aiohttp.ClientWebSocketResponse, deliver: Deliver, heard: Callable[[], None]
    ) -> None:
        self._socket = socket
        self._deliver = deliver
        self._heard = heard
        self._answering: set[asyncio.Task[None]] = set()
        self._taking = True
        self._last_word = time.monotonic()
        self.greeted = asyncio.Event()
        self.leaving: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.ended = asyncio.Event()

    @property
    def is_up(self) -> bool:
        return self.greeted.is_set() and not self.ended.is_set() and not self._socket.closed

    def quiet_for(self) -> float:
        """Seconds since Slack said anything; that the line is alive counts for nothing."""
        return time.monotonic() - self._last_word

    async def serve(self, group: asyncio.TaskGroup) -> None:
        """Until the connection ends. Every envelope is worked on in a task of ``group``."""
        try:
            while (frame := await self._socket.receive()).type not in _OVER:
                if frame.type is aiohttp.WSMsgType.ERROR:
                    break
                self._heard()
                if frame.type is aiohttp.WSMsgType.PING:
                    await self._socket.pong(frame.data)
                elif frame.type is aiohttp.WSMsgType.TEXT:
                    self._take(frame.data, group)
        except (aiohttp.ClientError, OSError) as error:
            logger.info("a Socket Mode connection broke: %s", type(error).__name__)
        finally:
            self.ended.set()

    async def close(self, drain: float) -> None:
        """Take nothing more, let what was taken be answered, for ``drain`` seconds at most."""
        self._taking = False
        if self._answering:
            await asyncio.wait(self._answering, timeout=drain)
        try:
            async with asyncio.timeout(drain):
                await self._socket.close()
        except TimeoutError:
            logger.info("Slack did not close a Socket Mode connection in time")

    def _take(self, text: str, group: asyncio.TaskGroup) -> None:
        self._last_word = time.monotonic()
        frame = _read(text)
        kind = frame.get("type")
        if kind == "hello":
            self.greeted.set()
        elif kind == "disconnect":
            if not self.leaving.done():
                self.leaving.set_result(str(frame.get("reason") or "unknown"))
        elif isinstance(frame.get("payload"), dict) and frame.get("envelope_id") and self._taking:
            task = group.create_task(self._answer(frame), name="socket envelope")
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(self, envelope: dict[str, Any]) -> None:
        """No acknowledgement for what failed: Slack then delivers it again."""
        delivery = self._deliver(envelope["payload"], _headers(envelope))
        (response,) = await asyncio.gather(delivery, return_exceptions=True)
        if isinstance(response, BaseException):
            logger.error("an envelope was not answered", exc_info=response)
            return
        if response.status != OK:
            return
        ack = {"envelope_id": envelope["envelope_id"], **_payload(response)}
        try:
            await self._socket.send_str(json.dumps(ack))
        except (aiohttp.ClientError, OSError) as error:
            logger.warning("an acknowledgement could not be sent: %s", type(error).__name__)


def _read(text: str) -> dict[str, Any]:
    try:
        frame = json.loads(text)
    except ValueError:
        return {}
    return frame if isinstance(frame, dict) else {}


def _headers(envelope: Mapping[str, Any]) -> dict[str, str]:
    """As Slack sends them over HTTP."""
    names = {"retry_attempt": "x-slack-retry-num", "retry_reason": "x-slack-retry-reason"}
    return {
        header: str(envelope[name])
        for name, header in names.items()
        if envelope.get(name) is not None
    }


def _payload(response: BoltResponse) -> dict[str, Any]:
    if not response.body:
        return {}
    content_type = response.first_headers().get("content-type", "")
    is_json = content_type.startswith("application/json")
    return {"payload": json.loads(response.body) if is_json else {"text": response.body}}

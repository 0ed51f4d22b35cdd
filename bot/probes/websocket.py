"""The `websocket` probe: it opens with a key and stays open, or it must refuse without one."""

from collections.abc import Callable
from datetime import datetime
from time import perf_counter

import aiohttp

from bot.probes.conditions import status_matches
from bot.probes.config_wire import WebSocketProbeConfig
from bot.probes.finding import Finding, found_down, found_up, own_trouble
from bot.probes.guard import Guard, RedirectedError
from bot.probes.handshake import explain_certificate
from bot.probes.phases import TimedContext, begin_phase, measured
from bot.probes.secrets import SecretError, Secrets

MAX_MESSAGE = 64 * 1024
UPGRADED = 101
CLOSE_SECONDS = 0.5
_TEXTS = {aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY}
_ENDS = {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED}

Socket = aiohttp.ClientWebSocketResponse[bool]


class WebSocketProbe:
    def __init__(
        self,
        config: WebSocketProbeConfig,
        session: aiohttp.ClientSession,
        guard: Guard,
        context: TimedContext,
        secrets: Secrets,
        now: Callable[[], datetime],
    ) -> None:
        self.host = config.authority
        self._config = config
        self._session = session
        self._guard = guard
        self._context = context
        self._secrets = secrets
        self._now = now

    async def probe(self) -> Finding:
        try:
            opened = await self._open()
        except SecretError as error:
            return own_trouble("secret", f"not asked: {error}")
        except RedirectedError:  # its secrets stay here
            return found_down("ws.redirect", "answers with a redirect instead of a WebSocket")
        except aiohttp.WSServerHandshakeError as error:
            return self._not_opened(error.status)
        except aiohttp.ClientConnectorCertificateError as error:
            return await explain_certificate(self._guard, error, self._now())
        try:
            return await self._watch(opened)
        finally:
            await opened.close()

    async def _open(self) -> Socket:
        headers = {
            name: value if isinstance(value, str) else self._secrets.read(value)
            for name, value in self._config.headers.items()
        }
        return await self._session.ws_connect(
            self._config.url,
            headers=headers,
            protocols=self._config.subprotocols,
            ssl=self._context,
            max_msg_size=MAX_MESSAGE,
            timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_SECONDS),
        )

    def _not_opened(self, status: int) -> Finding:
        evidence = {"status": status, **measured()}
        if status == UPGRADED:
            return found_down("ws.malformed", "opens with what is no WebSocket handshake", evidence)
        refused = status_matches(self._config.reject_status, status)
        if self._config.expect == "rejected" and refused:
            return found_up(f"refused with {status}, as it should", evidence)
        if self._config.expect == "rejected":
            wanted = " or ".join(self._config.reject_status)
            return found_down(
                "ws.unexpected_status", f"answered {status}, expected {wanted}", evidence
            )
        code = "ws.rejected" if refused else "ws.unexpected_status"
        return found_down(code, f"did not open: answered {status}", evidence)

    async def _watch(self, opened: Socket) -> Finding:
        """What it does within ``settle`` after it opened."""
        config = self._config
        begin_phase("settle")
        if config.send is not None:
            await opened.send_str(config.send)
        until = perf_counter() + config.settle.total_seconds()
        while (left := until - perf_counter()) > 0:
            try:
                message = await opened.receive(timeout=left)
            except TimeoutError:
                break
            if message.type in _ENDS or message.type is aiohttp.WSMsgType.ERROR:
                return self._closed(opened.close_code or 0)
            wanted = config.message_contains
            if wanted and _contains(message.type, message.data, wanted):
                said = f"opened and said “{wanted}”"
                return found_up(said, measured())
            if config.expect == "rejected":
                break  # it talks to one whom it should refuse
        return self._open_still()

    def _open_still(self) -> Finding:
        config = self._config
        if config.expect == "rejected":
            sentence = "opened for a visitor whom it should refuse"
            return found_down("ws.accepted", sentence, measured())
        if config.message_contains is not None:
            sentence = f"opened, but did not say “{config.message_contains}”"
            return found_down("ws.message", sentence, measured())
        return found_up("opened and stayed open", measured())

    def _closed(self, code: int) -> Finding:
        evidence = {"close_code": code, **measured()}
        if self._config.expect == "accepted":
            sentence = f"opened, but closed again at once with {code}"
            return found_down("ws.closed", sentence, evidence)
        if code in self._config.reject_codes:
            return found_up(f"refused with close code {code}, as it should", evidence)
        sentence = f"closed with {code}, which says nothing of being refused"
        return found_down("ws.unexpected_close", sentence, evidence)


def _contains(kind: aiohttp.WSMsgType, content: object, wanted: str) -> bool:
    if kind not in _TEXTS:
        return False
    said = content if isinstance(content, bytes) else str(content).encode()
    return wanted.encode() in said

"""``POST /linear/webhook`` and its like: genuine ones are stored as hints, then answered with 200.

Everything but 200 is sent again, so only what is not genuine or cannot be stored gets another
answer. No body is ever logged.
"""

import asyncio
import logging
from http import HTTPStatus

from aiohttp import web

from bot.ports import ForgedHintError, HintReader, MalformedHintError, StoreUnavailableError
from bot.services.hints import HintsService
from bot.web.bodies import TooLargeError, body_of, said

logger = logging.getLogger(__name__)

MAX_BODY = 5 * 1024 * 1024
"""Bytes; Linear sends up to that."""
SECONDS = 4.0
"""For everything: Linear gives up after five."""


class WebhookDoor:
    """One tracker's way in. ``tracker`` is the word its hints carry."""

    def __init__(
        self,
        path: str,
        tracker: str,
        read: HintReader,
        service: HintsService,
        seconds: float = SECONDS,
    ) -> None:
        self._path = path
        self._tracker = tracker
        self._read = read
        self._service = service
        self._seconds = seconds

    def routes(self) -> list[web.RouteDef]:
        return [web.post(self._path, self.take)]

    async def take(self, request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._take(request)
        except TimeoutError:
            logger.warning("a webhook to %s could not be taken in time", self._path)
            return said(HTTPStatus.SERVICE_UNAVAILABLE, "not taken in time: send it again")
        except TooLargeError:
            return said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {MAX_BODY} bytes are read")
        except StoreUnavailableError as error:
            logger.warning("a webhook to %s could not be stored: %s", self._path, error)
            return said(HTTPStatus.SERVICE_UNAVAILABLE, "not stored: send it again")

    async def _take(self, request: web.Request) -> web.Response:
        raw = await body_of(request, MAX_BODY)
        try:
            hint = self._read(raw, request.headers, self._service.now())
        except ForgedHintError as error:
            logger.warning("a webhook to %s is refused: %s", self._path, error)
            await self._service.refuse(self._tracker)
            return said(HTTPStatus.UNAUTHORIZED, str(error))
        except MalformedHintError as error:
            logger.warning("a signed webhook to %s cannot be read: %s", self._path, error)
            return said(HTTPStatus.BAD_REQUEST, str(error))
        return web.json_response({"taken": await self._service.take(hint)})

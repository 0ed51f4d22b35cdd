"""``POST /heartbeat/<probe>``: a job says that it started, ended or failed."""

import asyncio
import logging
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain.beats import MAX_REPORTED, Beat, BeatStatus
from bot.domain.health import ProbeId
from bot.ports import Clock, StoreUnavailableError, TokenMissingError
from bot.services.heartbeats import HeartbeatsService, UnknownHeartbeatError, WrongTokenError
from bot.web.bodies import TooLargeError, body_of, said

logger = logging.getLogger(__name__)

MAX_BODY = 4096
BODY_SECONDS = 5.0
Amount = Annotated[int, Field(ge=0, le=MAX_REPORTED, strict=True)]


class Report(BaseModel):
    """What may stand in the body; nothing has to."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    status: BeatStatus = BeatStatus.OK
    bytes: Amount | None = None
    duration_ms: Amount | None = None


class Heartbeats:
    def __init__(self, service: HeartbeatsService, clock: Clock) -> None:
        self._service = service
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/heartbeat/{probe}", self.take)]

    async def take(self, request: web.Request) -> web.Response:
        probe = ProbeId(request.match_info["probe"])
        stranger = self._refusal(probe, _bearer(request))
        if stranger:
            return stranger
        try:
            async with asyncio.timeout(BODY_SECONDS):
                raw = await body_of(request, MAX_BODY)
        except TimeoutError:
            return said(HTTPStatus.REQUEST_TIMEOUT, "the body came too slowly")
        except TooLargeError:
            return said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {MAX_BODY} bytes are read")
        try:
            report = Report.model_validate_json(raw) if raw.strip() else Report()
            await self._service.take(probe, self._beat(report))
        except ValidationError as error:
            return said(HTTPStatus.BAD_REQUEST, "\n".join(_problems(error)))
        except StoreUnavailableError as error:
            logger.warning("a report of %s could not be stored: %s", probe, error)
            return said(HTTPStatus.SERVICE_UNAVAILABLE, "not stored: report again")
        return web.Response(status=HTTPStatus.NO_CONTENT)

    def _refusal(self, probe: ProbeId, token: str) -> web.Response | None:
        try:
            self._service.check(probe, token)
        except UnknownHeartbeatError:
            return said(HTTPStatus.NOT_FOUND, "no heartbeat probe is called so")
        except WrongTokenError:
            return said(
                HTTPStatus.UNAUTHORIZED,
                "the token is not this probe's",
                {"WWW-Authenticate": "Bearer"},
            )
        except TokenMissingError as error:
            logger.error("the token of %s cannot be read: %s", probe, error)  # noqa: TRY400
            return said(HTTPStatus.SERVICE_UNAVAILABLE, "this probe's token cannot be read here")
        return None

    def _beat(self, report: Report) -> Beat:
        took = report.duration_ms
        return Beat(
            at=self._clock.now(),
            status=report.status,
            bytes=report.bytes,
            duration=None if took is None else timedelta(milliseconds=took),
        )


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _problems(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(map(str, problem['loc'])) or 'body'}: {problem['msg']}"
        for problem in error.errors()
    ]

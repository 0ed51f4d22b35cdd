"""Whether the process lives, and whether everything it needs answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from aiohttp import web

from bot.ports import UnavailableError

Check = Callable[[], Awaitable[str | None]]
"""None if all is well, else what is wrong in plain words. May raise UnavailableError."""

Figure = Callable[[], float]
"""A number that tells an operator more than whether all is well."""
CHECK_SECONDS = 2.0


class Health:
    def __init__(
        self,
        checks: Mapping[str, Check],
        seconds: float = CHECK_SECONDS,
        figures: Mapping[str, Figure] | None = None,
    ) -> None:
        self._checks = dict(checks)
        self._figures = dict(figures or {})
        self._seconds = seconds

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/health/live", self.live), web.get("/health/ready", self.ready)]

    async def live(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(self, _request: web.Request) -> web.Response:
        """Each check is ``ok`` or says what is wrong; figures are beside them."""
        wrong = await asyncio.gather(*(self._wrong(check) for check in self._checks.values()))
        said = dict(zip(self._checks, wrong, strict=True))
        status = HTTPStatus.SERVICE_UNAVAILABLE if any(wrong) else HTTPStatus.OK
        checks = {name: reason or "ok" for name, reason in said.items()}
        answer: dict[str, object] = {"checks": checks}
        if self._figures:
            answer["figures"] = {name: round(read(), 1) for name, read in self._figures.items()}
        return web.json_response(answer, status=status)

    async def _wrong(self, check: Check) -> str | None:
        try:
            async with asyncio.timeout(self._seconds):
                return await check()
        except TimeoutError:
            return f"no answer within {self._seconds:g} s"
        except UnavailableError as error:
            return str(error)

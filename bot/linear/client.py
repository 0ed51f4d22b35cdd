"""One shared session with Linear's GraphQL interface; reads are repeated, writes never.

A plain session on purpose: gql's reconnecting one repeats mutations and kills its neighbours.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from types import SimpleNamespace
from typing import Any, Self

import aiohttp
from gql import Client, GraphQLRequest
from gql.client import AsyncClientSession
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportClosed, TransportError

from bot.linear.allowance import Allowance, wait_for
from bot.linear.credentials import Credential, FixedCredential
from bot.linear.documents import document
from bot.linear.errors import (
    NAME,
    PassingError,
    UnknownCredentialError,
    limited,
    trouble,
    unknown_credential,
)
from bot.ports import TrackerUnavailableError

log = logging.getLogger(__name__)

PAUSES = (0.5, 1.5)
"""Seconds before each repetition of a read, up to a quarter longer by chance."""
TRANSPORT_TIMEOUT = 20
EXECUTE_TIMEOUT = 25


class LinearClient:
    """``pause`` waits between repetitions of a read. Connects at the first request."""

    def __init__(
        self,
        url: str,
        credential: Credential | str,
        *,
        timeout: float = TRANSPORT_TIMEOUT,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(_keep_headers)
        self._client = Client(
            transport=AIOHTTPTransport(
                url,
                ssl=True,
                client_session_args={
                    "trace_configs": [trace],
                    "timeout": aiohttp.ClientTimeout(total=timeout),
                },
            ),
            execute_timeout=timeout + EXECUTE_TIMEOUT - TRANSPORT_TIMEOUT,
        )
        self._credential = (
            FixedCredential(credential) if isinstance(credential, str) else credential
        )
        self.allowance = Allowance(clock)
        self._pause = pause
        self._session: AsyncClientSession | None = None
        self._connecting = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            self._session = None
            await self._client.close_async()  # type: ignore[no-untyped-call]

    async def fetch(self, name: str, variables: Mapping[str, object]) -> dict[str, Any]:
        """Run ``queries/<name>.graphql`` and return its ``data``.

        Raises TrackerUnavailableError, TooComplexError, RefusedQueryError. An answer with any
        error in it is no answer: what is null beside an error is unknown, not empty.
        """
        reason = ""
        for pause in (*PAUSES, None):
            try:
                return await self._admitted(name, variables)
            except PassingError as error:
                reason = str(error)
                log.info("%s %s; %s", NAME, reason, "again" if pause else "given up")
            if pause is not None:
                await self._pause(pause * random.uniform(1.0, 1.25))  # noqa: S311 - no secret
        raise TrackerUnavailableError(NAME, reason)

    async def send(self, name: str, variables: Mapping[str, object]) -> dict[str, Any]:
        """Run a mutation once: only its caller knows whether the same may be sent again.

        Raises TrackerUnavailableError, also where it may have been carried out, RefusedQueryError.
        """
        try:
            return await self._admitted(name, variables)
        except PassingError as error:
            raise TrackerUnavailableError(NAME, str(error)) from error

    async def _admitted(self, name: str, variables: Mapping[str, object]) -> dict[str, Any]:
        """Once more where Linear does not know the token and there is another one."""
        closed = self.allowance.closed_for()
        if closed:
            raise limited(closed)
        header = await self._credential.header()
        try:
            return await self._execute(name, variables, header)
        except UnknownCredentialError as error:
            if not await self._credential.renew(header):
                raise unknown_credential(self._credential.names) from error
        try:
            return await self._execute(name, variables, await self._credential.header())
        except UnknownCredentialError as error:
            raise unknown_credential(self._credential.names) from error

    async def _execute(
        self, name: str, variables: Mapping[str, object], header: str
    ) -> dict[str, Any]:
        request = GraphQLRequest(document(name), variable_values=dict(variables))
        answered = _Answered()
        session = await self._connected()
        try:
            result = await session.execute(
                request,
                extra_args={
                    "trace_request_ctx": answered,
                    "headers": {"Authorization": header},
                },
            )
        except TransportClosed as error:
            self._session = None  # the next request connects again
            raise PassingError("cannot be reached") from error
        except (TransportError, TimeoutError) as error:
            self.allowance.note(answered.headers)
            found = trouble(error, wait=wait_for(answered.headers))
            if isinstance(found, TrackerUnavailableError) and found.retry_after:
                self.allowance.close(found.retry_after)
            raise found from error
        self.allowance.note(answered.headers)
        log.debug("%s cost %s points", name, answered.headers.get("X-Complexity", "?"))
        return result

    async def _connected(self) -> AsyncClientSession:
        """Connect once, however many ask at the same time: gql refuses a second connect."""
        async with self._connecting:
            if self._session is None:
                self._session = await self._client.connect_async()  # type: ignore[no-untyped-call]
            return self._session


class _Answered:
    """Headers of one answer; gql keeps only those of the last of all requests."""

    def __init__(self) -> None:
        self.headers: Mapping[str, str] = {}


async def _keep_headers(
    _session: aiohttp.ClientSession,
    context: SimpleNamespace,
    ended: aiohttp.TraceRequestEndParams,
) -> None:
    answered = context.trace_request_ctx
    if isinstance(answered, _Answered):
        answered.headers = ended.response.headers

"""The local Linear on the wire: POST /graphql with keys, prices, allowances and faults."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from aiohttp import web
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
    value_from_ast_untyped,
)

from sandbox.linear import errors
from sandbox.linear.coverage import coverage
from sandbox.linear.faults import Fault, FaultKind
from sandbox.linear.oauth import answer_exchange
from sandbox.linear.pricing import MOST_POINTS, Pricing
from sandbox.linear.resolvers import Asked, resolve
from sandbox.linear.state import LinearState

_KEY_PREFIX = "lin_api_"
_KEPT_CALLS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as it was answered."""

    operation: str
    at: datetime
    status: int
    points: int | None
    variables: Mapping[str, Any]


CALLS = web.AppKey("calls", deque[Call])


@cache
def linear_schema() -> GraphQLSchema:
    return build_schema(files("sandbox.linear").joinpath("schema.graphql").read_text("utf-8"))


def linear_app(state: LinearState) -> web.Application:
    app = web.Application()
    endpoint = Endpoint(state)
    app[CALLS] = endpoint.calls
    app[ENDPOINT] = endpoint
    app.cleanup_ctx.append(endpoint.send_webhooks)
    app.router.add_post("/graphql", endpoint.answer)
    app.router.add_post("/oauth/token", endpoint.exchange)
    app.router.add_get("/coverage", _show_coverage)
    return app


async def _show_coverage(_: web.Request) -> web.Response:
    return web.json_response(coverage())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    document: DocumentNode
    operation: OperationDefinitionNode
    variables: dict[str, Any]
    points: int

    @property
    def name(self) -> str:
        return self.operation.name.value if self.operation.name else ""


class Endpoint:
    def __init__(self, state: LinearState) -> None:
        self.state = state
        self.calls: deque[Call] = deque(maxlen=_KEPT_CALLS)
        self._schema = linear_schema()
        self._answered = asyncio.Event()

    async def until(self, has_come: Callable[[], bool]) -> None:
        """Wait, looking after each request that is answered."""
        while not has_come():
            await self._answered.wait()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Check the key, read and price the query, obey a fault, execute."""
        try:
            self._let_in(request.headers.get("Authorization"))
            asked = self._read(await request.read())
        except GraphQLError as error:
            return self._failure(error, None)
        fault = self.state.faults.take(asked.name)
        if fault is not None:
            spoiled = await self._obey(fault, asked, request)
            if spoiled is not None:
                return spoiled
        try:
            self._charge(asked)
        except GraphQLError as error:
            return self._failure(error, asked)
        partial = fault is not None and fault.kind is FaultKind.PARTIAL
        outcome = self._outcome(asked, self._execute(asked, spoil_assignees=partial))
        if fault is not None and fault.kind is FaultKind.CUT_AFTER and request.transport:
            request.transport.abort()
        return outcome

    async def send_webhooks(self, _: web.Application) -> AsyncIterator[None]:
        async with self.state.webhooks.sending():
            yield

    async def exchange(self, request: web.Request) -> web.StreamResponse:
        """New tokens for a refresh token; the fault ``cut`` loses the answer, not the exchange."""
        fault = self.state.faults.take("OAuthToken")
        if fault is not None and fault.kind in _PAGES:
            return web.Response(status=_PAGES[fault.kind], text="<html></html>")
        answer = await answer_exchange(self.state.oauth, request)
        if fault is not None and fault.kind is FaultKind.CUT and request.transport is not None:
            request.transport.abort()
        return answer

    def _let_in(self, authorization: str | None) -> None:
        """A key goes bare, an OAuth token behind Bearer; neither the other way round."""
        credential = (authorization or "").strip()
        scheme, _, token = credential.rpartition(" ")
        if scheme and token.startswith(_KEY_PREFIX):
            raise errors.bearer_with_key()
        is_token = scheme.casefold() == "bearer" and self.state.oauth.lets_in(token)
        if not is_token and (scheme or token not in self.state.keys):
            raise errors.not_authenticated()

    def _read(self, body: bytes) -> _Request:
        try:
            given = json.loads(body)
            query, variables = given["query"], given.get("variables") or {}
            name = given.get("operationName")
        except (ValueError, TypeError, KeyError) as error:
            raise errors.bad_input("POST body missing, invalid or without a query") from error
        if not isinstance(query, str) or not isinstance(variables, dict):
            raise errors.bad_input("query has to be a text, variables an object")
        document = parse(query)
        problems = validate(self._schema, document)
        if problems:
            raise problems[0]
        operation = get_operation_ast(document, name)
        if operation is None:
            raise errors.bad_input("Must provide operation name if query has several operations.")
        pricing = Pricing(self._schema, document, _with_defaults(operation, variables))
        return _Request(
            document=document,
            operation=operation,
            variables=variables,
            points=pricing.points(operation),
        )

    def _charge(self, asked: _Request) -> None:
        if asked.points > MOST_POINTS:
            raise errors.too_complex(asked.points, MOST_POINTS)
        if not self.state.allowances.requests.take(1):
            raise errors.rate_limited("requests")
        if not self.state.allowances.complexity.take(asked.points):
            raise errors.rate_limited("complexity")

    def _execute(self, asked: _Request, *, spoil_assignees: bool) -> ExecutionResult:
        return execute_sync(
            self._schema,
            asked.document,
            root_value=self.state,
            context_value=Asked(self.state, asked.points, spoil_assignees),
            variable_values=asked.variables,
            operation_name=asked.name or None,
            field_resolver=resolve,
        )

    async def _obey(
        self, fault: Fault, asked: _Request, request: web.Request
    ) -> web.StreamResponse | None:
        """Answer as the fault says; None if the request then takes its usual way."""
        if fault.kind is FaultKind.SLOW:
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind is FaultKind.CUT:
            self._note(asked, 0)
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if fault.kind in _REFUSALS:
            return self._failure(_REFUSALS[fault.kind], asked)
        if fault.kind in _PAGES:
            self._note(asked, _PAGES[fault.kind])
            page = "<html><body>Something went wrong</body></html>"
            return web.Response(status=_PAGES[fault.kind], text=page, content_type="text/html")
        return None

    def _outcome(self, asked: _Request, result: ExecutionResult) -> web.Response:
        """Mutations that are refused answer 400 as a whole; a query's errors come with 200."""
        statuses = [
            cause.status
            for error in result.errors or ()
            if isinstance(cause := error.original_error or error, errors.LinearError)
        ]
        status = max(statuses, default=200) if result.data is None else 200
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [error.formatted for error in result.errors]
        return self._respond(body, status, asked)

    def _failure(self, error: GraphQLError, asked: _Request | None) -> web.Response:
        status = error.status if isinstance(error, errors.LinearError) else 400
        formatted: dict[str, Any] = dict(error.formatted)
        formatted.setdefault(
            "extensions", {"code": "GRAPHQL_VALIDATION_FAILED", "type": "graphql error"}
        )
        return self._respond({"errors": [formatted]}, status, asked)

    def _respond(self, body: dict[str, Any], status: int, asked: _Request | None) -> web.Response:
        points = asked.points if asked else None
        if asked:
            self._note(asked, status)
        return web.json_response(body, status=status, headers=self.state.allowances.headers(points))

    def _note(self, asked: _Request, status: int) -> None:
        self._answered.set()
        self._answered = asyncio.Event()
        self.calls.append(
            Call(
                operation=asked.name,
                at=self.state.clock(),
                status=status,
                points=asked.points,
                variables=asked.variables,
            )
        )


ENDPOINT = web.AppKey("endpoint", Endpoint)
_REFUSALS: dict[FaultKind, errors.LinearError] = {
    FaultKind.LIMITED: errors.rate_limited("requests"),
    FaultKind.SERVER_ERROR: errors.internal_error(),
    FaultKind.TOO_COMPLEX: errors.too_complex(MOST_POINTS + 1, MOST_POINTS),
    FaultKind.LOCK_TIMEOUT: errors.lock_timeout(),
    FaultKind.REFUSED: errors.bad_input("Cannot query this field"),
}
_PAGES = {FaultKind.TOO_MANY: 429, FaultKind.BAD_GATEWAY: 502, FaultKind.NOT_JSON: 200}


def _with_defaults(
    operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> dict[str, Any]:
    defaults = {
        node.variable.name.value: value_from_ast_untyped(node.default_value)
        for node in operation.variable_definitions or ()
        if node.default_value is not None
    }
    return defaults | dict(variables)

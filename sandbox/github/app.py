"""The local GitHub on the wire: tokens, versions, tags, pages, allowances and faults."""

import asyncio
import hashlib
import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web

from sandbox.github.coverage import coverage
from sandbox.github.faults import Fault, FaultKind
from sandbox.github.lists import (
    PAGING,
    ValidationError,
    check_parameters,
    listed_issues,
    page_of,
)
from sandbox.github.state import GithubState, Issue, Repo
from sandbox.github.views import issue_json, label_json, milestone_json, repo_json

Row = TypeVar("Row")
_ACCEPTED = frozenset({"application/vnd.github+json", "application/json"})
_VERSIONS = frozenset({"2022-11-28"})
_KEPT_CALLS = 1_000
_SAID = {
    401: "Bad credentials",
    404: "Not Found",
    410: "This issue was deleted",
    415: "Must accept 'application/json'",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as it was answered."""

    path: str
    query: Mapping[str, str]
    status: int


CALLS = web.AppKey("calls", deque[Call])


class RefusedError(Exception):
    def __init__(self, status: int, message: str = "", **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message or _SAID.get(status, "")
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def github_app(state: GithubState) -> web.Application:
    app = web.Application()
    endpoint = Endpoint(state)
    app[CALLS] = endpoint.calls
    place = "/repos/{owner}/{repo}"
    app.add_routes(
        [
            web.get("/coverage", _show_coverage),
            web.get(place, endpoint.answer(endpoint.repo)),
            web.get(f"{place}/labels", endpoint.answer(endpoint.labels)),
            web.get(f"{place}/milestones", endpoint.answer(endpoint.milestones)),
            web.get(f"{place}/issues", endpoint.answer(endpoint.issues)),
            web.get(f"{place}/issues/{{number}}", endpoint.answer(endpoint.issue)),
            web.get(
                f"{place}/issues/{{number}}/dependencies/blocked_by",
                endpoint.answer(endpoint.blocked_by),
            ),
            web.get(
                f"{place}/issues/{{number}}/dependencies/blocking",
                endpoint.answer(endpoint.blocking),
            ),
            web.get(f"{place}/issues/{{number}}/sub_issues", endpoint.answer(endpoint.sub_issues)),
            web.get("/repositories/{id}", endpoint.answer(endpoint.repo)),
            web.get("/repositories/{id}/issues/{number}", endpoint.answer(endpoint.issue)),
        ]
    )
    return app


async def _show_coverage(_: web.Request) -> web.Response:
    return web.json_response(coverage())


class Endpoint:
    def __init__(self, state: GithubState) -> None:
        self.state = state
        self.calls: deque[Call] = deque(maxlen=_KEPT_CALLS)

    def answer(
        self, read: Callable[[web.Request], tuple[Any, dict[str, str]]]
    ) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                self._let_in(request)
                fault = self.state.faults.take(request.path)
                if fault and (spoiled := await self._obey(fault, request)) is not None:
                    return self._noted(request, spoiled)
                self._charge()
                content, headers = read(request)
                return self._noted(request, self._tagged(request, content, headers))
            except ValidationError as error:
                return self._noted(request, _said(422, f"Validation Failed: {error}"))
            except RefusedError as error:
                return self._noted(request, _said(error.status, error.message, error.headers))

        return handle

    def _let_in(self, request: web.Request) -> None:
        if not request.headers.get("User-Agent"):
            raise RefusedError(403, "Request forbidden by administrative rules.")
        if request.headers.get("Accept", "") not in _ACCEPTED:
            raise RefusedError(415)
        if request.headers.get("X-GitHub-Api-Version", "2022-11-28") not in _VERSIONS:
            raise RefusedError(400, "That API version is not supported.")
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() not in {"bearer", "token"} or token not in self.state.tokens:
            raise RefusedError(401)

    def _charge(self) -> None:
        if not self.state.allowance.take():
            raise RefusedError(403, "API rate limit exceeded for user ID 1.")

    def _tagged(
        self, request: web.Request, content: object, headers: dict[str, str]
    ) -> web.Response:
        body = json.dumps(content).encode()
        tag = f'W/"{hashlib.sha256(body).hexdigest()}"'
        if request.headers.get("If-None-Match") == tag:
            self.state.allowance.give_back()
            return web.Response(status=304, headers={"ETag": tag})
        headers = headers | {"ETag": tag, "X-GitHub-Media-Type": "github.v3; format=json"}
        return web.Response(body=body, content_type="application/json", headers=headers)

    def _noted(self, request: web.Request, answer: web.Response) -> web.Response:
        self.calls.append(Call(path=request.path, query=dict(request.query), status=answer.status))
        for name, value in self.state.allowance.headers().items():
            answer.headers.setdefault(name, value)
        return answer

    async def _obey(self, fault: Fault, request: web.Request) -> web.Response | None:
        """Answer as the fault says; None if the request then takes its usual way."""
        match fault.kind:
            case FaultKind.SLOW:
                await asyncio.sleep(fault.seconds)
                return None
            case FaultKind.CUT:
                if request.transport is not None:
                    request.transport.abort()
                return web.Response()
            case FaultKind.SPENT:
                self.state.allowance.left = 0
                return None
            case FaultKind.CIRCLE:
                return _sent(str(request.url))
        return _REFUSALS[fault.kind](fault.seconds)

    def _place(self, request: web.Request) -> Repo:
        if "id" in request.match_info:
            repo = self.state.repo_by_id(int(request.match_info["id"]))
        else:
            name = f"{request.match_info['owner']}/{request.match_info['repo']}"
            repo = self.state.repo(name)
            if repo is None and (new := self.state.renamed.get(name.lower())):
                moved = self.state.repos[new.lower()]
                rest = request.path.split(name, 1)[1]
                location = f"{_origin(request)}/repositories/{moved.id}{rest}"
                raise RefusedError(301, "Moved Permanently", Location=location)
        if repo is None:
            raise RefusedError(404)
        return repo

    def _issue(self, request: web.Request) -> tuple[Repo, Issue]:
        repo, asked = self._place(request), request.match_info["number"]
        number = int(asked) if asked.isdecimal() else 0
        if number in repo.gone:
            raise RefusedError(410)
        if number in repo.moved:
            name, there = repo.moved[number]
            other = self.state.repos[name.lower()]
            location = f"{_origin(request)}/repositories/{other.id}/issues/{there}"
            raise RefusedError(301, "Moved Permanently", Location=location)
        if number not in repo.issues:
            raise RefusedError(404)
        return repo, repo.issues[number]

    def repo(self, request: web.Request) -> tuple[Any, dict[str, str]]:
        return repo_json(self._place(request), _origin(request)), {}

    def labels(self, request: web.Request) -> tuple[Any, dict[str, str]]:
        repo = self._place(request)
        check_parameters(request.query, PAGING)
        rows, headers = _paged(request, repo.labels)
        return [label_json(repo, name) for name in rows], headers

    def milestones(self, request: web.Request) -> tuple[Any, dict[str, str]]:
        repo = self._place(request)
        check_parameters(request.query, PAGING | {"state"})
        wanted = request.query.get("state", "open")
        found = [one for one in repo.milestones if wanted in {"all", one.state}]
        rows, headers = _paged(request, found)
        return [milestone_json(repo, one) for one in rows], headers

    def issues(self, request: web.Request) -> tuple[Any, dict[str, str]]:
        repo = self._place(request)
        if not repo.has_issues:
            raise RefusedError(410, "Issues are disabled for this repo")
        found = [(repo, one) for one in listed_issues(repo, request.query)]
        return self._listed(request, found)

    def issue(self, request: web.Request) -> tuple[Any, dict[str, str]]:
        return issue_json(self.state, *self._issue(request), _origin(request)), {}

    def blocked_by(self, request: web.Request) -> tuple[Any, dict[str, str]]:
        self._check_dependencies()
        return self._listed(request, self.state.found(self._issue(request)[1].blocked_by))

    def blocking(self, request: web.Request) -> tuple[Any, dict[str, str]]:
        self._check_dependencies()
        return self._listed(request, self.state.blocking(*self._issue(request)))

    def sub_issues(self, request: web.Request) -> tuple[Any, dict[str, str]]:
        self._check_dependencies()
        return self._listed(request, self.state.found(self._issue(request)[1].parts))

    def _check_dependencies(self) -> None:
        if not self.state.knows_dependencies:
            raise RefusedError(404)

    def _listed(
        self, request: web.Request, found: Sequence[tuple[Repo, Issue]]
    ) -> tuple[Any, dict[str, str]]:
        rows, headers = _paged(request, found)
        origin = _origin(request)
        return [issue_json(self.state, repo, one, origin) for repo, one in rows], headers


def _paged(request: web.Request, found: Sequence[Row]) -> tuple[list[Row], dict[str, str]]:
    rows, page, last = page_of(found, request.query)
    links = []
    if page < last:
        links += [("next", page + 1), ("last", last)]
    if page > 1:
        links += [("prev", page - 1), ("first", 1)]
    shown = [f'<{request.url.update_query(page=str(n))}>; rel="{rel}"' for rel, n in links]
    return rows, {"Link": ", ".join(shown)} if shown else {}


def _origin(request: web.Request) -> str:
    return str(request.url.origin())


def _said(status: int, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    body = {"message": message, "documentation_url": "https://docs.github.com/rest"}
    return web.json_response(body, status=status, headers=headers)


def _sent(location: str) -> web.Response:
    return web.json_response(
        {"message": "Moved Permanently"}, status=301, headers={"Location": location}
    )


_REFUSALS: Mapping[FaultKind, Callable[[float], web.Response]] = {
    FaultKind.SECONDARY: lambda _: _said(403, "You have exceeded a secondary rate limit."),
    FaultKind.RETRY_AFTER: lambda seconds: _said(
        429, "You have exceeded a secondary rate limit.", {"Retry-After": f"{seconds:g}"}
    ),
    FaultKind.FORBIDDEN: lambda _: _said(403, "Resource not accessible by personal access token"),
    FaultKind.BAD_GATEWAY: lambda _: web.Response(
        status=502, text="<html>Unicorn!</html>", content_type="text/html"
    ),
    FaultKind.SHORT: lambda _: web.json_response([{"title": "no number"}]),
    FaultKind.ELSEWHERE: lambda _: _sent("https://github.example.net/repos/acme/api"),
    FaultKind.NOT_JSON: lambda _: web.Response(text="<html></html>", content_type="text/html"),
}

"""The `github_workflow` probe: the last completed run of a workflow on a branch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Literal

import aiohttp
from pydantic import BaseModel, ValidationError
from yarl import URL

from bot.domain.health import Figure
from bot.probes.bodies import read_body
from bot.probes.certificates import span
from bot.probes.config_jobs import GithubWorkflowProbeConfig
from bot.probes.finding import Finding, found_degraded, found_down, found_up, own_trouble
from bot.probes.phases import TimedContext, begin_phase
from bot.probes.secrets import SecretError, Secrets

PER_PAGE = 20
MAX_ANSWER = 512 * 1024
TOKEN_VARIABLE = "GITHUB_TOKEN"  # noqa: S105 - its name
_HEADERS = {
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
}
_RED = {"failure", "timed_out", "startup_failure"}


class Run(BaseModel):
    """As GitHub answers; what is not asked for is left out."""

    run_number: int
    status: str
    conclusion: str | None = None
    head_sha: str
    created_at: datetime
    updated_at: datetime


class Runs(BaseModel):
    workflow_runs: list[Run]


@dataclass(frozen=True, slots=True)
class _Known:
    """The last answer, and the tag under which GitHub gives it for nothing."""

    tag: str
    runs: list[Run]


class GithubWorkflowProbe:
    def __init__(
        self,
        config: GithubWorkflowProbeConfig,
        session: aiohttp.ClientSession,
        api: str,
        context: TimedContext,
        secrets: Secrets,
        now: Callable[[], datetime],
    ) -> None:
        self._config = config
        self._session = session
        self._context = context
        self._secrets = secrets
        self._now = now
        base = URL(api.rstrip("/"))
        self.host = base.authority
        self._url = base / "repos" / config.repo.split("/")[0] / config.repo.split("/")[1]
        self._url = self._url / "actions" / "workflows" / config.workflow / "runs"
        self._known: _Known | None = None

    async def probe(self) -> Finding:
        try:
            headers = self._headers()
        except SecretError as error:
            return own_trouble("secret", f"not asked: {error}")
        query = {"branch": self._config.branch, "per_page": str(PER_PAGE)}
        async with self._session.get(
            self._url, params=query, headers=headers, ssl=self._context, allow_redirects=False
        ) as answer:
            begin_phase("body")
            if answer.status == HTTPStatus.NOT_MODIFIED and self._known:
                return judge_runs(self._config, self._known.runs, self._now())
            if answer.status != HTTPStatus.OK:
                return _refused(answer.status, answer.headers, authorised=_is_authorised(headers))
            raw, _ = await read_body(answer, MAX_ANSWER)
            tag = answer.headers.get("ETag", "")
        return self._read(raw, tag)

    def _headers(self) -> dict[str, str]:
        headers = dict(_HEADERS)
        token = self._config.token
        if token is not None:
            headers["Authorization"] = f"Bearer {self._secrets.read(token)}"
        elif found := self._secrets.variable(TOKEN_VARIABLE):
            headers["Authorization"] = f"Bearer {found}"
        if self._known:
            headers["If-None-Match"] = self._known.tag
        return headers

    def _read(self, raw: bytes, tag: str) -> Finding:
        try:
            runs = Runs.model_validate_json(raw).workflow_runs
        except ValidationError:
            return own_trouble("github", "GitHub's answer cannot be read")
        self._known = _Known(tag, runs) if tag else None
        return judge_runs(self._config, runs, self._now())


def judge_runs(config: GithubWorkflowProbeConfig, runs: list[Run], now: datetime) -> Finding:
    """The newest completed one decides; one that is under way is told beside it."""
    ordered = sorted(runs, key=lambda run: run.run_number, reverse=True)
    done = next((run for run in ordered if run.status == "completed"), None)
    under_way = next((run for run in ordered if run.status != "completed"), None)
    where = f"{config.workflow} on {config.branch}"
    if done is None:
        if under_way:
            return own_trouble("waiting", f"the first run of {where} is under way")
        return found_down("gh.never", f"{where} has never run")
    figures = _figures(done, under_way)
    age = span(max(now - done.updated_at, now - now))
    run, beside = f"run {done.run_number}", _beside(under_way, now)
    if done.conclusion == "success":
        if config.max_age and now - done.updated_at > config.max_age:
            sentence = f"the last success of {where} is {age} old ({run}){beside}"
            return found_degraded("gh.stale", sentence, figures)
        return found_up(f"{run} of {where} succeeded {age} ago{beside}", figures)
    word = (done.conclusion or "unknown").replace("_", " ")
    sentence = f"{run} of {where} ended in {word} {age} ago{beside}"
    if done.conclusion in _RED:
        return found_down("gh.failed", sentence, figures)
    return found_degraded(f"gh.{done.conclusion or 'unknown'}", sentence, figures)


def _figures(done: Run, under_way: Run | None) -> dict[str, Figure]:
    figures: dict[str, Figure] = {
        "run": done.run_number,
        "conclusion": done.conclusion or "",
        "build": done.head_sha[:12],
    }
    if under_way:
        figures["running"] = under_way.run_number
    return figures


def _beside(under_way: Run | None, now: datetime) -> str:
    if under_way is None:
        return ""
    return f"; run {under_way.run_number} is under way since {span(now - under_way.created_at)}"


def _is_authorised(headers: Mapping[str, str]) -> bool:
    return "Authorization" in headers


def _refused(status: int, headers: Mapping[str, str], *, authorised: bool) -> Finding:
    """All of it is trouble of ours or GitHub's, and says nothing of the workflow."""
    spent = headers.get("X-RateLimit-Remaining") == "0" or "Retry-After" in headers
    kind: Literal["rate_limit", "token", "github"] = "github"
    sentence = f"GitHub answered {status}"
    if status in {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS} and spent:
        kind, sentence = "rate_limit", "GitHub limits our calls"
    elif status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        kind, sentence = "token", f"GitHub refuses our token ({status})"
    elif status == HTTPStatus.NOT_FOUND:
        seen = "our token may see" if authorised else "can be seen without a token"
        kind, sentence = "token", f"GitHub knows no such workflow that {seen}"
    return own_trouble(kind, sentence)

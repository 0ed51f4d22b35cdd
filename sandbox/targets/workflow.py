"""A small GitHub that knows one workflow and its runs; a switch has the last one fail."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from aiohttp import web

from sandbox.targets.switched import HOST, Switched, TargetPlan, bind_any

RED, RUNNING, LIMITED = "red", "running", "limited"
REPOSITORY, FILE = "three-rivers/api", "ci.yml"
PLAN = TargetPlan(id="ci-main", name="CI on main", switches=(RED, RUNNING, LIMITED))
FIRST_RUN = 511


class Workflow(Switched):
    """Each change of the switch is a new run."""

    def __init__(self, plan: TargetPlan = PLAN) -> None:
        super().__init__(plan)
        self._runner: web.AppRunner | None = None
        self._number = FIRST_RUN
        self._since = datetime.now(UTC) - timedelta(minutes=30)

    @property
    def address(self) -> str:
        return f"github:{REPOSITORY}/{FILE}"

    @property
    def url(self) -> str:
        return f"{REPOSITORY} {FILE}"

    @property
    def api(self) -> str:
        """What the bot takes for GitHub's API."""
        return f"http://{HOST}:{self.port}"

    async def start(self, port: int = 0) -> None:
        application = web.Application()
        path = f"/repos/{REPOSITORY}/actions/workflows/{FILE}/runs"
        application.router.add_get(path, self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        held = bind_any(port)
        self.port = held.getsockname()[1]
        await web.SockSite(self._runner, held).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None

    async def switched(self, switch: str, *, on: bool) -> None:
        del on
        if switch != LIMITED:
            self._number += 1
            self._since = datetime.now(UTC)

    async def _answer(self, request: web.Request) -> web.Response:
        if LIMITED in self._active:
            spent = {"X-RateLimit-Remaining": "0"}
            return web.json_response({"message": "rate limit"}, status=403, headers=spent)
        body = json.dumps({"total_count": 2, "workflow_runs": self._runs()}).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, content_type="application/json", headers={"ETag": tag})

    def _runs(self) -> list[dict[str, object]]:
        """Newest first. While one is under way, the one before it decides."""
        last = self._run(self._number, "failure" if RED in self._active else "success")
        if RUNNING not in self._active:
            return [last]
        return [self._run(self._number + 1, None), last]

    def _run(self, number: int, conclusion: str | None) -> dict[str, object]:
        return {
            "run_number": number,
            "status": "completed" if conclusion else "in_progress",
            "conclusion": conclusion,
            "head_branch": "main",
            "head_sha": hashlib.sha1(f"run {number}".encode(), usedforsecurity=False).hexdigest(),
            "created_at": self._since.isoformat(),
            "updated_at": self._since.isoformat(),
        }

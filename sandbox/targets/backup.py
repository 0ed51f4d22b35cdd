"""A job that reports each of its backups to the bot; switches have it miss, fail, or come empty."""

import asyncio

import aiohttp

from sandbox.targets.switched import HOST, Switched, TargetPlan

MISSED, EMPTY, FAILED = "missed", "empty", "failed"
PLAN = TargetPlan(id="nightly-backup", name="Backup job", switches=(MISSED, EMPTY, FAILED))
TOKEN = "sandbox-backup-token"  # noqa: S105 - no secret: it opens nothing but the sandbox
TOKEN_VARIABLE = "BACKUP_TOKEN"  # noqa: S105
EVERY_SECONDS = 2.0
WAIT = aiohttp.ClientTimeout(total=2)


class BackupJob(Switched):
    """``port`` is the bot's own, where reports go; its nights last two seconds."""

    alone = frozenset({MISSED, EMPTY, FAILED})

    def __init__(self, plan: TargetPlan = PLAN) -> None:
        super().__init__(plan)
        self._night: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    @property
    def address(self) -> str:
        return f"heartbeat:{TOKEN_VARIABLE}"

    @property
    def url(self) -> str:
        return "reports to the bot"

    async def start(self, port: int = 0) -> None:
        self.port = port
        self._night = asyncio.get_running_loop().create_task(self._report_each_night())

    async def stop(self) -> None:
        if self._night is not None:
            self._night.cancel()
            await asyncio.wait([self._night])
        self._night = None

    async def switched(self, switch: str, *, on: bool) -> None:
        del switch, on
        self._hurry.set()

    async def _report_each_night(self) -> None:
        async with aiohttp.ClientSession(timeout=WAIT, trust_env=False) as session:
            while True:
                if MISSED not in self._active:
                    await self._report(session)
                self._hurry.clear()
                try:
                    async with asyncio.timeout(EVERY_SECONDS):
                        await self._hurry.wait()
                except TimeoutError:
                    continue

    async def _report(self, session: aiohttp.ClientSession) -> None:
        """A bot that is not there is told next time."""
        report: dict[str, object] = {"status": "ok", "bytes": 1_250_000, "duration_ms": 63_000}
        if EMPTY in self._active:
            report["bytes"] = 0
        if FAILED in self._active:
            report = {"status": "fail"}
        url = f"http://{HOST}:{self.port}/heartbeat/{self.plan.id}"
        try:
            async with session.post(
                url, json=report, headers={"Authorization": f"Bearer {TOKEN}"}
            ) as answer:
                await answer.read()
        except (aiohttp.ClientError, TimeoutError):
            return

"""The bot as a child process: started, killed, and started again after two seconds."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

RESTART_SECONDS = 2.0
TERM_SECONDS = 15.0
GIVE_UP = frozenset({64, 78})
"""Exit codes after which starting again would only fail again: usage and configuration."""
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHONPATH")
"""Of the person's own environment: no token of a real workspace may reach the sandbox's bot."""
_ROOT = Path(__file__).parent.parent
_TETHER = Path(__file__).with_name("tether.py")


class BotProcess:
    """``tell`` is called with what happened, in words, whenever it starts or ends."""

    def __init__(
        self, environment: Mapping[str, str], log: Path, tell: Callable[[str], None]
    ) -> None:
        self._environment = {
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            **environment,
            "PYTHONUNBUFFERED": "1",
        }
        self._log = log
        self._tell = tell
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._stopping = False
        self.restarts = 0
        self.failed = asyncio.Event()  # it has ended by itself at least once
        self.has_given_up = False

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process and process.returncode is None else None

    async def start(self) -> None:
        self._process = await self._spawn()
        self._keeper = asyncio.get_running_loop().create_task(self._keep())

    def kill(self) -> bool:
        """SIGKILL, as a machine that dies would; False where it is not running."""
        return self._signal(signal.SIGKILL)

    def reload(self) -> bool:
        """Have it read blockers.yml again."""
        return self._signal(signal.SIGHUP)

    async def stop(self) -> None:
        self._stopping = True
        if self._keeper:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(TERM_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    def last_words(self, lines: int = 5) -> list[str]:
        """The end of the bot's log, which holds no secrets."""
        try:
            return self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
        except OSError:
            return []

    def _signal(self, number: signal.Signals) -> bool:
        if self.pid is None or self._process is None:
            return False
        self._process.send_signal(number)
        return True

    async def _spawn(self) -> asyncio.subprocess.Process:
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-IS", str(_TETHER), str(os.getpid())),
                *(sys.executable, "-m", "bot"),
                cwd=_ROOT,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the sandbox, which ends the bot itself
            )

    async def _keep(self) -> None:
        while self._process is not None:
            code = await self._process.wait()
            if self._stopping:
                return
            self.has_given_up = code in GIVE_UP
            if code != -signal.SIGKILL:
                self.failed.set()
            self._tell(_ended(code))
            if self.has_given_up:
                return
            await asyncio.sleep(RESTART_SECONDS)
            self.restarts += 1
            self._process = await self._spawn()
            self._tell(f"The bot was started again, as process {self._process.pid}.")


def _ended(code: int) -> str:
    if code in GIVE_UP:
        return f"The bot ended with exit code {code}: its configuration is wrong. See bot.log."
    how = "was killed" if code == -signal.SIGKILL else f"ended with exit code {code}"
    return f"The bot {how}; it starts again after two seconds."

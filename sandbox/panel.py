"""The control panel of the whole sandbox: the bot, the targets, the scheduled digests."""

from collections.abc import Callable
from datetime import UTC, datetime

from sandbox.bot_process import BotProcess
from sandbox.slack.pressed import NotThereError
from sandbox.slack.wire import Payload
from sandbox.standups import Standups
from sandbox.targets.target import UnknownSwitchError
from sandbox.targets.targets import Targets

KEPT_NOTES = 6


class SandboxPanel:
    """Parts are given with ``attach`` once they exist; the panel is there before the bot is."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._changed: Callable[[], None] = lambda: None
        self._bot: BotProcess | None = None
        self._standups: Standups | None = None
        self._notes: list[str] = []

    def attach(self, bot: BotProcess, standups: Standups, changed: Callable[[], None]) -> None:
        self._bot = bot
        self._standups = standups
        self._changed = changed

    def note(self, text: str) -> None:
        self._notes = [*self._notes, text][-KEPT_NOTES:]
        self._changed()

    def shown(self) -> Payload:
        bot = self._bot
        notes = [*self._notes, *([bot.trouble] if bot and bot.trouble else [])]
        return {
            "bot": {
                "running": bool(bot and bot.pid),
                "pid": bot.pid if bot else None,
                "restarts": bot.restarts if bot else 0,
                "mode": "socket",
            },
            "targets": self._targets.list(),
            "notes": notes,
        }

    async def control(self, name: str, target: str, switch: str) -> None:
        match name:
            case "kill_bot":
                self._kill()
            case "schedule_digest":
                self._schedule()
            case "break" | "mend":
                await self._switch(target, switch, on=name == "break")
            case _:
                raise NotThereError(f"there is no control {name!r}")
        self._changed()

    def _kill(self) -> None:
        if self._bot is None or not self._bot.kill():
            raise NotThereError("the bot is not running just now; it comes back by itself")
        self.note("Killed the bot (SIGKILL); it starts again after two seconds.")

    def _schedule(self) -> None:
        if self._bot is None or self._standups is None:
            raise NotThereError("the bot has not been started yet")
        channel, at = self._standups.schedule(datetime.now(UTC))
        self._bot.reload()
        self.note(f"The digest of #{channel} is due at {at}.")

    async def _switch(self, target: str, switch: str, *, on: bool) -> None:
        try:
            await self._targets.set_switch(target, switch or None, on)
        except UnknownSwitchError as error:
            raise NotThereError(str(error)) from error

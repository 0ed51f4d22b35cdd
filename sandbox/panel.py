"""The control panel of the whole sandbox: the bot, the targets, the scheduled digests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.bot_process import BotProcess
from sandbox.examples import Example
from sandbox.slack.core import Slack
from sandbox.slack.pressed import NotThereError
from sandbox.slack.wire import Payload
from sandbox.standups import Standups
from sandbox.targets.switched import UnknownSwitchError
from sandbox.targets.targets import Targets

KEPT_NOTES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Controlled:
    """What the panel acts on, once it is there; ``changed`` shows the panel anew."""

    slack: Slack
    bot: BotProcess
    standups: Standups
    changed: Callable[[], None]


class SandboxPanel:
    """There before the bot is, and before the local Slack that shows it."""

    def __init__(self, targets: Targets, examples: Sequence[Example]) -> None:
        self._targets = targets
        self._examples = examples
        self._controlled: Controlled | None = None
        self._notes: list[Payload] = []

    def attach(self, controlled: Controlled) -> None:
        self._controlled = controlled

    def note(self, text: str) -> None:
        said = {"at": datetime.now(UTC).timestamp(), "text": text}
        self._notes = [*self._notes, said][-KEPT_NOTES:]
        self._show()

    def examples(self) -> list[Payload]:
        return [{"text": one.text, "note": one.note} for one in self._examples]

    def shown(self) -> Payload:
        return {
            "bot": self._shown_bot(),
            "targets": self._targets.list(),
            "notes": self._notes,
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
        self._show()

    def _shown_bot(self) -> Payload:
        there = self._controlled
        if there is None:
            return {"running": False, "connected": False, "pid": None, "restarts": 0, "mode": ""}
        mode = there.slack.installation.mode
        return {
            "running": there.bot.pid is not None,
            "connected": mode == "http" or there.slack.socket_mode.connections > 0,
            "comes_back": not there.bot.has_given_up,
            "pid": there.bot.pid,
            "restarts": there.bot.restarts,
            "mode": mode,
        }

    def _show(self) -> None:
        if self._controlled:
            self._controlled.changed()

    def _there(self) -> Controlled:
        if self._controlled is None:
            raise NotThereError("the bot has not been started yet")
        return self._controlled

    def _kill(self) -> None:
        if not self._there().bot.kill():
            raise NotThereError("The bot is not running just now; it comes back by itself.")

    def _schedule(self) -> None:
        there = self._there()
        channel, at = there.standups.schedule(datetime.now(UTC))
        there.bot.reload()
        self.note(f"A digest will be posted in the new channel #{channel} at {at}.")

    async def _switch(self, target: str, switch: str, *, on: bool) -> None:
        try:
            await self._targets.set_switch(target, switch or None, on=on)
        except UnknownSwitchError as error:
            raise NotThereError(str(error)) from error

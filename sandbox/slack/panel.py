"""The page's control panel: what the sandbox around the local Slack shows and can do."""

from typing import Protocol

from sandbox.slack.pressed import NotThereError
from sandbox.slack.wire import Payload


class Panel(Protocol):
    def shown(self) -> Payload:
        """Give `{"bot": …, "targets": […], "notes": […]}` as the page draws it."""
        ...

    def examples(self) -> list[Payload]:
        """Give `{"text": a command, "note": what it does}`; with none the page knows a few."""
        ...

    async def control(self, name: str, target: str, switch: str) -> None:
        """Carry out kill_bot, schedule_digest, break or mend; NotThereError for anything else."""
        ...


class FaultSink(Protocol):
    """Anything with fault switches: this Slack, the local Linear."""

    def add(self, match: str, kind: str, *, times: int = ..., seconds: float = ...) -> None:
        """Arm a switch; ValueError where there is no such kind."""
        ...

    def clear(self) -> None: ...


class NoPanel:
    """The panel of a local Slack that stands alone, as in tests."""

    def __init__(self, mode: str = "socket") -> None:
        self._mode = mode

    def shown(self) -> Payload:
        bot = {"running": False, "connected": False, "pid": None, "restarts": 0, "mode": self._mode}
        return {"bot": bot, "targets": [], "notes": []}

    def examples(self) -> list[Payload]:
        return []

    async def control(self, name: str, target: str, switch: str) -> None:  # noqa: ARG002
        raise NotThereError(f"nothing here can {name}")

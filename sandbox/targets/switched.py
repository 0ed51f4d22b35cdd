"""What every target has: a plan, a port on loopback, and switches that break it."""

import socket
from abc import ABC, abstractmethod
from dataclasses import dataclass

HOST = "127.0.0.1"


class UnknownSwitchError(LookupError):
    """No such target, or a target without this switch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPlan:
    """Without a path it is there for its certificate only."""

    id: str
    name: str
    switches: tuple[str, ...]
    secure: bool = False
    path: str = ""


class Switched(ABC):
    """``alone`` names switches of which one at most is on: a second replaces the first."""

    alone: frozenset[str] = frozenset()

    def __init__(self, plan: TargetPlan) -> None:
        self.plan = plan
        self.port = 0
        self._active: list[str] = []

    @property
    @abstractmethod
    def address(self) -> str:
        """For the configuration: what to ask, and by its scheme how."""

    @property
    def url(self) -> str:
        """For the page."""
        return self.address

    @property
    def active(self) -> tuple[str, ...]:
        return tuple(self._active)

    @abstractmethod
    async def start(self, port: int = 0) -> None:
        """On the given port if it is free, else on another."""

    @abstractmethod
    async def stop(self) -> None: ...

    async def set_switch(self, switch: str, *, on: bool) -> None:
        if switch not in self.plan.switches:
            raise UnknownSwitchError(f"{self.plan.id} has no switch {switch!r}")
        if on == (switch in self._active):
            return
        if on and switch in self.alone:
            self._active = [name for name in self._active if name not in self.alone]
        self._active = [name for name in self._active if name != switch]
        if on:
            self._active.append(switch)
        await self.switched(switch, on=on)

    async def switched(self, switch: str, *, on: bool) -> None:  # noqa: B027 - most do nothing
        """What has to be done at once; nothing where the next question sees the switch."""

    async def mend(self) -> None:
        for switch in self.active:
            await self.set_switch(switch, on=False)


def bind(port: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> socket.socket | None:
    """A bound socket, None where the port is taken."""
    sock = socket.socket(socket.AF_INET, kind)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
    except OSError:
        sock.close()
        return None
    return sock


def bind_any(port: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> socket.socket:
    """On the given port if it is free, else on another."""
    held = bind(port, kind) or bind(0, kind)
    if held is None:
        raise OSError(f"no free port on {HOST} for a target to probe")
    return held

"""The sandbox's targets together: where they are, how they are, and their switches."""

import json
from datetime import datetime
from pathlib import Path

from sandbox.targets.authority import authority
from sandbox.targets.certificates import CERTIFICATE_SWITCHES, REFUSED_SWITCHES, Wardrobe
from sandbox.targets.target import (
    ANSWER_SWITCHES,
    REFUSE,
    Target,
    TargetPlan,
    UnknownSwitchError,
)

PLANS = (
    TargetPlan(
        id="api-https",
        name="Production API",
        path="/readyz",
        switches=(*ANSWER_SWITCHES, REFUSE, *REFUSED_SWITCHES),
        secure=True,
    ),
    TargetPlan(
        id="api-cert",
        name="API certificate",
        switches=(*CERTIFICATE_SWITCHES, REFUSE),
        secure=True,
    ),
    TargetPlan(
        id="status-page", name="Status page", path="/healthz", switches=(*ANSWER_SWITCHES, REFUSE)
    ),
)


_PORTS = range(1024, 65536)


class Targets:
    """Ports and authority file are kept in a folder, so that addresses outlive a restart."""

    def __init__(self, folder: Path, now: datetime) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.ca_file = folder / "ca.pem"
        self._ports_file = folder / "target-ports.json"
        root = authority(now)
        self.ca_file.write_bytes(root.pem)
        wardrobe = Wardrobe(root, folder, now)
        self._targets = {plan.id: Target(plan, wardrobe) for plan in PLANS}

    async def start(self) -> None:
        wanted = self._ports()
        for name, target in self._targets.items():
            await target.start(wanted.get(name, 0))
        ports = {name: target.port for name, target in self._targets.items()}
        self._ports_file.write_text(json.dumps(ports))

    async def stop(self) -> None:
        for target in self._targets.values():
            await target.stop()

    @property
    def addresses(self) -> dict[str, str]:
        """Where each target is by its id, and the ``ca_file``, for a configuration to probe.

        A target that is only its certificate is ``host:port``, the others are URLs.
        """
        places = {name: target.address for name, target in self._targets.items()}
        return places | {"ca_file": str(self.ca_file.resolve())}

    def port(self, target: str) -> int:
        return self._find(target).port

    def list(self) -> list[dict[str, object]]:
        """What the page's panel shows."""
        return [
            {
                "id": name,
                "name": target.plan.name,
                "url": target.url,
                "healthy": not target.active,
                "broken": bool(target.active),
                "switches": list(target.plan.switches),
                "active": list(target.active),
            }
            for name, target in self._targets.items()
        ]

    async def set_switch(self, target: str, switch: str | None, on: bool) -> None:
        """Without a switch: breaking turns the target's first one on, mending turns all off.

        Raises:
            UnknownSwitchError: no such target or switch.

        """
        found = self._find(target)
        if switch is None and not on:
            await found.mend()
            return
        await found.set_switch(switch or found.plan.switches[0], on=on)

    def _find(self, target: str) -> Target:
        if target not in self._targets:
            raise UnknownSwitchError(f"there is no target {target!r}")
        return self._targets[target]

    def _ports(self) -> dict[str, int]:
        try:
            ports = json.loads(self._ports_file.read_text())
        except (OSError, ValueError):
            return {}
        kept = ports.items() if isinstance(ports, dict) else ()
        return {name: port for name, port in kept if port in _PORTS}

"""The sandbox's targets together: where they are, how they are, and their switches."""

import json
from datetime import datetime
from pathlib import Path

from sandbox.targets.authority import authority
from sandbox.targets.backup import TOKEN, TOKEN_VARIABLE, BackupJob
from sandbox.targets.certificates import CERTIFICATE_SWITCHES, REFUSED_SWITCHES, Wardrobe
from sandbox.targets.name_server import NameServer
from sandbox.targets.stream import Stream
from sandbox.targets.switched import Switched, TargetPlan, UnknownSwitchError, bind_any
from sandbox.targets.target import ANSWER_SWITCHES, REFUSE, Target
from sandbox.targets.workflow import Workflow

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


BOT = "bot"
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
        self._workflow = Workflow()
        self._backup = BackupJob()
        others = (NameServer(), Stream(), self._workflow, self._backup)
        self._targets: dict[str, Switched] = {
            **{plan.id: Target(plan, wardrobe) for plan in PLANS},
            **{target.plan.id: target for target in others},
        }
        self.bot_port = 0
        """A port that is free for the bot, where the job reports."""

    async def start(self) -> None:
        wanted = self._ports()
        with bind_any(wanted.get(BOT, 0)) as held:
            self.bot_port = held.getsockname()[1]
        for name, target in self._targets.items():
            port = self.bot_port if target is self._backup else wanted.get(name, 0)
            await target.start(port)
        ports = {name: target.port for name, target in self._targets.items()}
        self._ports_file.write_text(json.dumps({**ports, BOT: self.bot_port}))

    async def stop(self) -> None:
        for target in self._targets.values():
            await target.stop()

    @property
    def environment(self) -> dict[str, str]:
        """What the bot needs to meet them, beside its configuration."""
        return {
            "GITHUB_API_URL": self._workflow.api,
            TOKEN_VARIABLE: TOKEN,
            "PORT": str(self.bot_port),
        }

    @property
    def addresses(self) -> dict[str, str]:
        """Where each target is by its id, and the ``ca_file``, for a configuration to probe.

        A target that is only its certificate is ``host:port``; the scheme of the others says how
        each is asked.
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

    async def set_switch(self, target: str, switch: str | None, *, on: bool) -> None:
        """Without a switch: breaking turns the target's first one on, mending turns all off.

        Raises:
            UnknownSwitchError: no such target or switch.

        """
        found = self._find(target)
        if switch is None and not on:
            await found.mend()
            return
        await found.set_switch(switch or found.plan.switches[0], on=on)

    def _find(self, target: str) -> Switched:
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

"""One server for the whole sandbox: the local Slack, and whatever else is mounted beside it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox.seed import Seed, Workspace
from sandbox.slack.app import routes
from sandbox.slack.core import Slack
from sandbox.slack.delivery import Timing
from sandbox.slack.installation import Installation, from_manifest
from sandbox.slack.panel import FaultSink, NoPanel, Panel
from sandbox.slack.state import SlackState

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
HOST = "127.0.0.1"
_MAX_BODY = 20 * 1024 * 1024
_SHUTDOWN_SECONDS = 0.2
"""Open pages are cut off after this: nothing of theirs is under way once the bot has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What surrounds the local Slack; every part has a default that stands alone."""

    port: int = 0  # 0: any free one
    timing: Timing = field(default_factory=Timing)
    clock: Callable[[], float] = time.time
    panel: Panel | None = None
    mounts: Mapping[str, web.Application] = field(default_factory=dict)  # by prefix: /linear
    faults: Mapping[str, FaultSink] = field(default_factory=dict)  # by service: linear


class SlackSandbox:
    """A local Slack on loopback, listening between `start` and `stop` or inside `async with`."""

    def __init__(
        self,
        seed: Seed | Workspace,
        installation: Installation | None = None,
        around: Around | None = None,
    ) -> None:
        around = around or Around()
        workspace = seed.workspace if isinstance(seed, Seed) else seed
        self.installation = installation or from_manifest(MANIFEST)
        self.core = Slack(workspace, self.installation, around.timing, around.clock)
        self.panel = around.panel or NoPanel(self.installation.mode)
        self._port = around.port
        self._runner = web.AppRunner(
            self._app(around),
            access_log=None,
            shutdown_timeout=_SHUTDOWN_SECONDS,
            handle_signals=False,
        )

    @property
    def state(self) -> SlackState:
        return self.core.state

    @property
    def origin(self) -> str:
        """Give the address without a slash at its end, once the server listens."""
        return self.core.origin

    @property
    def api_url(self) -> str:
        return f"{self.origin}/api/"

    def panel_changed(self) -> None:
        self.core.feed.publish({"type": "panel", "panel": self.panel.shown()})

    async def start(self) -> None:
        """Listen; OSError where the port is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        host, port = self._runner.addresses[0][:2]
        self.core.origin = f"http://{host}:{port}"

    async def stop(self) -> None:
        await self.core.close()
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def _app(self, around: Around) -> web.Application:
        app = web.Application(client_max_size=_MAX_BODY)
        faults = {"slack": self.core.faults, **around.faults}
        app.add_routes(routes(self.core, self.panel, faults))
        for prefix, mounted in around.mounts.items():
            app.add_subapp(prefix, mounted)
        return app

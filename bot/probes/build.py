"""From a probe's configuration to the probe."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp

from bot.probes.config import HttpProbeConfig, ProbeConfig, TlsProbeConfig
from bot.probes.config_wire import (
    DnsProbeConfig,
    GrpcProbeConfig,
    TcpProbeConfig,
    WebSocketProbeConfig,
)
from bot.probes.dns import DnsProbe
from bot.probes.finding import Probe
from bot.probes.grpc import GrpcProbe
from bot.probes.guard import Guard
from bot.probes.http import HttpProbe
from bot.probes.secrets import Secrets
from bot.probes.tcp import TcpProbe
from bot.probes.tls import TlsProbe
from bot.probes.trust import Trust
from bot.probes.websocket import WebSocketProbe


def load_trust(probes: Sequence[ProbeConfig], folder: Path) -> Trust:
    """Raises TrustError where a `ca_file` cannot be used."""
    return Trust((getattr(probe, "ca_file", None) for probe in probes), folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What probes are made of."""

    session: aiohttp.ClientSession
    guard: Guard
    trust: Trust
    secrets: Secrets
    now: Callable[[], datetime]
    folder: Path

    def build(self, config: ProbeConfig) -> Probe:
        guard, now = self.guard, self.now
        match config:
            case DnsProbeConfig():
                return DnsProbe(config, guard)
            case GrpcProbeConfig():
                return GrpcProbe(config, guard, self.folder)
        context = self.trust.context(config.ca_file)
        match config:
            case HttpProbeConfig():
                return HttpProbe(config, self.session, guard, context, self.secrets, now)
            case WebSocketProbeConfig():
                return WebSocketProbe(config, self.session, guard, context, self.secrets, now)
            case TcpProbeConfig():
                return TcpProbe(config, guard, context, now)
            case TlsProbeConfig():
                return TlsProbe(config, guard, context, now)

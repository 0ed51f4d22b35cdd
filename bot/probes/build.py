"""From a probe's configuration to the probe."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp

from bot.ports.beats import BeatStore
from bot.probes.config import HttpProbeConfig, ProbeConfig, TlsProbeConfig
from bot.probes.config_jobs import (
    GithubWorkflowProbeConfig,
    HeartbeatProbeConfig,
    KubernetesProbeConfig,
)
from bot.probes.config_wire import (
    DnsProbeConfig,
    GrpcProbeConfig,
    TcpProbeConfig,
    WebSocketProbeConfig,
)
from bot.probes.dns import DnsProbe
from bot.probes.finding import Probe
from bot.probes.github import GithubWorkflowProbe
from bot.probes.grpc import GrpcProbe
from bot.probes.guard import Guard
from bot.probes.heartbeat import HeartbeatProbe
from bot.probes.http import HttpProbe
from bot.probes.kubernetes import KubernetesProbe
from bot.probes.secrets import Secrets
from bot.probes.tcp import TcpProbe
from bot.probes.tls import TlsProbe
from bot.probes.trust import Trust
from bot.probes.websocket import WebSocketProbe

OverHttp = (
    HttpProbeConfig | WebSocketProbeConfig | GithubWorkflowProbeConfig | KubernetesProbeConfig
)


def load_trust(probes: Sequence[ProbeConfig], folder: Path) -> Trust:
    """Raises TrustError where a `ca_file` cannot be used."""
    return Trust((ca_file_of(probe) for probe in probes), folder)


def ca_file_of(probe: ProbeConfig) -> str | None:
    match probe:
        case KubernetesProbeConfig():
            return probe.trusted
        case DnsProbeConfig() | HeartbeatProbeConfig() | GithubWorkflowProbeConfig():
            return None
        case _:
            return probe.ca_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What probes are made of."""

    session: aiohttp.ClientSession
    guard: Guard
    trust: Trust
    secrets: Secrets
    now: Callable[[], datetime]
    folder: Path
    beats: BeatStore
    github_api: str

    def build(self, config: ProbeConfig) -> Probe:
        match config:
            case DnsProbeConfig():
                return DnsProbe(config, self.guard)
            case GrpcProbeConfig():
                return GrpcProbe(config, self.guard, self.folder)
            case HeartbeatProbeConfig():
                return HeartbeatProbe(config, self.beats, self.now)
            case TcpProbeConfig():
                return TcpProbe(config, self.guard, self.trust.context(config.ca_file), self.now)
            case TlsProbeConfig():
                return TlsProbe(config, self.guard, self.trust.context(config.ca_file), self.now)
            case _:
                return self._over_http(config)

    def _over_http(self, config: OverHttp) -> Probe:
        context, session, secrets = (
            self.trust.context(ca_file_of(config)),
            self.session,
            self.secrets,
        )
        match config:
            case HttpProbeConfig():
                return HttpProbe(config, session, self.guard, context, secrets, self.now)
            case WebSocketProbeConfig():
                return WebSocketProbe(config, session, self.guard, context, secrets, self.now)
            case GithubWorkflowProbeConfig():
                return GithubWorkflowProbe(
                    config, session, self.github_api, context, secrets, self.now
                )
            case KubernetesProbeConfig():
                return KubernetesProbe(config, session, context, secrets, self.now)

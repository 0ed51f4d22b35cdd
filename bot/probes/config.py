"""The ``probes:`` and ``probe_policy:`` entries of blockers.yml, checked when they are read."""

import re
from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    JsonValue,
    field_validator,
    model_validator,
)
from yarl import URL

from bot.domain.health import ProbePlan
from bot.probes.common import CommonFields, Headers, plain_address
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
from bot.probes.durations import Duration
from bot.probes.fields import (
    AddressRange,
    Canary,
    Host,
    Port,
    Statuses,
    Strict,
    Text,
    Texts,
)

DEFAULT_PORT = 443


def _is_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


class HttpProbeConfig(CommonFields):
    kind: Literal["http"]
    url: Text
    method: Literal["GET", "HEAD"] = "GET"
    status: Statuses = ("2xx",)
    json_equals: dict[Text, JsonValue] = Field(default_factory=dict)
    body_contains: Texts = ()
    header_contains: dict[Text, Text] = Field(default_factory=dict)
    headers: Headers = Field(default_factory=dict)
    slow: Duration | None = None
    follow_redirects: Annotated[int, Field(ge=0, le=5)] = 0
    ca_file: Text | None = None

    @field_validator("url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        host = URL(plain_address(value, "https", "http")).host or ""
        if re.fullmatch(r"[0-9.]+", host) and not _is_ipv4(host):
            raise ValueError(f"{host} is not an address: write all four numbers")
        return value

    @model_validator(mode="after")
    def _body_to_look_at(self) -> Self:
        if self.method == "HEAD" and (self.json_equals or self.body_contains):
            raise ValueError("HEAD brings no body: json_equals and body_contains need GET")
        return self

    @property
    def authority(self) -> str:
        return URL(self.url).authority

    def plan(self) -> ProbePlan:
        """The address is shown without its query, which may carry what others shall not read."""
        return self._plan("http", str(URL(self.url).with_query(None).with_fragment(None)))


class TlsProbeConfig(CommonFields):
    kind: Literal["tls"]
    host: Host
    port: Port = DEFAULT_PORT
    server_name: Host | None = None
    ca_file: Text | None = None
    issuer_contains: Text | None = None
    warn_lifetime_left: Annotated[float, Field(ge=0, lt=1)] = 0.25
    crit_left: Duration | None = None

    @property
    def name(self) -> str:
        """The host name that the certificate must be for."""
        return self.server_name or self.host

    @property
    def authority(self) -> str:
        return self.host if self.port == DEFAULT_PORT else f"{self.host}:{self.port}"

    def plan(self) -> ProbePlan:
        return self._plan("tls", self.authority)


AnyProbe = (
    HttpProbeConfig
    | TlsProbeConfig
    | DnsProbeConfig
    | TcpProbeConfig
    | WebSocketProbeConfig
    | GithubWorkflowProbeConfig
    | HeartbeatProbeConfig
    | KubernetesProbeConfig
    | GrpcProbeConfig
)
KNOWN_KINDS = tuple(
    kind for model in get_args(AnyProbe) for kind in get_args(model.model_fields["kind"].annotation)
)


def _known_kind(value: Any) -> Any:  # noqa: ANN401 - it is whatever the file holds
    if isinstance(value, Mapping) and value.get("kind") not in KNOWN_KINDS:
        kind = value.get("kind")
        what = "a probe needs a kind" if kind is None else f"no probe kind {kind!r} here"
        raise ValueError(f"{what}; known kinds: {', '.join(KNOWN_KINDS)}")
    return value


ProbeConfig = Annotated[AnyProbe, Field(discriminator="kind"), BeforeValidator(_known_kind)]


def _distinct(value: tuple[ProbeConfig, ...]) -> tuple[ProbeConfig, ...]:
    seen: set[str] = set()
    for probe in value:
        if probe.id in seen:
            raise ValueError(f"two probes are called {probe.id!r}")
        seen.add(probe.id)
    return value


ProbeConfigs = Annotated[tuple[ProbeConfig, ...], AfterValidator(_distinct)]
"""The whole ``probes:`` list."""


class ProbePolicy(Strict):
    """``allow``: address ranges beyond the public ones.

    ``canary``: a host (and port, 443 if not said) that answers whenever our own network is well.
    """

    allow: tuple[AddressRange, ...] = ()
    canary: Canary | None = None

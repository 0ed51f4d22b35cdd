"""Probes below and beside HTTP in blockers.yml: names, ports, WebSockets, gRPC."""

from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator
from yarl import URL

from bot.domain.health import ProbePlan
from bot.probes.common import CommonFields, Headers, plain_address
from bot.probes.durations import Duration, duration_field
from bot.probes.fields import DnsName, Host, Port, Server, Statuses, Text, Texts

RecordType = Literal["A", "AAAA", "CNAME", "TXT", "MX", "NS", "CAA"]
ADDRESS_TYPES = frozenset({"A", "AAAA"})
CloseCode = Annotated[int, Field(ge=1000, le=4999)]
REFUSING_CODES = (1008, 3000, 3003, 4001, 4003, 4401, 4403)
"""Close codes that say *not allowed*: policy violation, IANA's own, and what servers made up."""


class DnsProbeConfig(CommonFields):
    """Without any ``expect_…`` an answer of the type is enough."""

    kind: Literal["dns"]
    name: DnsName
    type: RecordType = "A"
    expect_any: Texts = ()
    expect_all: Texts = ()
    expect_none: Texts = ()
    nameserver: Server | None = None

    @model_validator(mode="after")
    def _addresses_of_addresses(self) -> Self:
        if self.type in ADDRESS_TYPES:
            for value in (*self.expect_any, *self.expect_all, *self.expect_none):
                address_range(value)
        return self

    def plan(self) -> ProbePlan:
        shown = self.name if self.type == "A" else f"{self.name} {self.type}"
        return self._plan("dns", shown)


class TcpProbeConfig(CommonFields):
    """``banner_contains`` is looked for in the first kilobyte that the server says by itself."""

    kind: Literal["tcp"]
    host: Host
    port: Port
    tls: bool = False
    server_name: Host | None = None
    ca_file: Text | None = None
    banner_contains: Text | None = None

    @model_validator(mode="after")
    def _of_tls(self) -> Self:
        if not self.tls and (self.server_name or self.ca_file):
            raise ValueError("server_name and ca_file need tls: true")
        return self

    @property
    def name(self) -> str:
        return self.server_name or self.host

    @property
    def authority(self) -> str:
        return f"{self.host}:{self.port}"

    def plan(self) -> ProbePlan:
        return self._plan("tcp", self.authority)


class WebSocketProbeConfig(CommonFields):
    """``accepted``: it opens and stays open for ``settle``. ``rejected``: it must not."""

    kind: Literal["websocket"]
    url: Text
    expect: Literal["accepted", "rejected"] = "accepted"
    headers: Headers = Field(default_factory=dict)
    subprotocols: Texts = ()
    send: Text | None = None
    message_contains: Text | None = None
    reject_status: Statuses = ("401", "403")
    reject_codes: tuple[CloseCode, ...] = REFUSING_CODES
    settle: Duration = duration_field("1s")
    ca_file: Text | None = None

    @field_validator("url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        return plain_address(value, "wss", "ws")

    @model_validator(mode="after")
    def _within_reason(self) -> Self:
        if self.settle >= self.deadline:
            raise ValueError("settle must be shorter than timeout")
        if self.expect == "rejected" and (self.send or self.message_contains):
            raise ValueError("send and message_contains need expect: accepted")
        return self

    @property
    def authority(self) -> str:
        return URL(self.url).authority

    def plan(self) -> ProbePlan:
        shown = URL(self.url).with_query(None).with_fragment(None)
        return self._plan("websocket", str(shown))


class GrpcProbeConfig(CommonFields):
    """``grpc.health.v1.Health/Check`` of one service, of the whole server where none is named."""

    kind: Literal["grpc"]
    host: Host
    port: Port = 443
    service: str = Field(default="", max_length=200)
    tls: bool = True
    server_name: Host | None = None
    ca_file: Text | None = None

    @model_validator(mode="after")
    def _installed(self) -> Self:
        require_extra("grpc", "grpc")
        return self

    @property
    def name(self) -> str:
        return self.server_name or self.host

    @property
    def authority(self) -> str:
        return f"{self.host}:{self.port}"

    def plan(self) -> ProbePlan:
        return self._plan("grpc", f"{self.authority} {self.service}".strip())


def require_extra(module: str, extra: str) -> None:
    """Raises ValueError where the module that an extra brings is not there."""
    if find_spec(module) is None:
        raise ValueError(f"this kind needs the extra {extra}: pip install 'blockers[{extra}]'")


def address_range(value: str) -> IPv4Network | IPv6Network:
    """An address or a range. Raises ValueError."""
    try:
        return ip_network(value, strict=False)
    except ValueError:
        raise ValueError(f"{value!r} is neither an address nor a range of them") from None

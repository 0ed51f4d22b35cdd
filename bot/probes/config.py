"""The ``probes:`` and ``probe_policy:`` entries of blockers.yml, checked when they are read."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv4Address
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    JsonValue,
    field_validator,
    model_validator,
)
from yarl import URL

from bot.domain.health import ProbeId, ProbePlan, Thresholds
from bot.probes.durations import Duration, duration_field
from bot.probes.fields import (
    AddressRange,
    Canary,
    Count,
    Host,
    Name,
    Port,
    Statuses,
    Strict,
    Text,
    Texts,
)

KNOWN_KINDS = ("http", "tls")
DEFAULT_PORT = 443
DEFAULT_TIMEOUT = timedelta(seconds=10)
SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token", "api-key"}
)
_NOT_THE_QUESTION = {"interval", "timeout", "fail_after", "ok_after", "flap"}


def _is_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


class SecretReference(Strict):
    """Where a secret is kept, never the secret: a variable or a file, and what stands before it."""

    env: Text | None = None
    file: Text | None = None
    prefix: str = ""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.env is None) == (self.file is None):
            raise ValueError("name one place of the secret: either env or file")
        return self


class FlapConfig(Strict):
    """When changes are too many to be told one by one."""

    changes: Annotated[int, Field(ge=2, le=50)] = 4
    within: Duration = duration_field("1h")
    settle: Duration = duration_field("30m")


class CommonFields(Strict):
    """What every kind of probe has."""

    id: Name
    interval: Duration = duration_field("60s")
    timeout: Duration | None = None
    fail_after: Count = 3
    ok_after: Count = 2
    flap: FlapConfig = FlapConfig()

    @property
    def deadline(self) -> timedelta:
        """The time for the whole check; where none is given, no longer than the interval."""
        return self.timeout or min(DEFAULT_TIMEOUT, self.interval)

    @property
    def config_hash(self) -> str:
        """Changes when the probe asks another question, not when it asks at other times."""
        asked = self.model_dump(mode="json", exclude=_NOT_THE_QUESTION)
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]

    @field_validator("interval")
    @classmethod
    def _sane_interval(cls, value: timedelta) -> timedelta:
        if not timedelta(seconds=1) <= value <= timedelta(days=7):
            raise ValueError("an interval lies between 1s and 7d")
        return value

    @model_validator(mode="after")
    def _timeout_within_interval(self) -> Self:
        if self.timeout is not None and not timedelta(0) < self.timeout <= self.interval:
            raise ValueError("timeout must be more than nothing and no longer than interval")
        return self

    def _plan(self, kind: str, target: str) -> ProbePlan:
        return ProbePlan(
            id=ProbeId(self.id),
            kind=kind,
            target=target,
            interval=self.interval,
            timeout=self.deadline,
            thresholds=Thresholds(
                fail_after=self.fail_after,
                ok_after=self.ok_after,
                flap_changes=self.flap.changes,
                flap_within=self.flap.within,
                flap_settle=self.flap.settle,
            ),
        )


class HttpProbeConfig(CommonFields):
    kind: Literal["http"]
    url: Text
    method: Literal["GET", "HEAD"] = "GET"
    status: Statuses = ("2xx",)
    json_equals: dict[Text, JsonValue] = Field(default_factory=dict)
    body_contains: Texts = ()
    header_contains: dict[Text, Text] = Field(default_factory=dict)
    headers: dict[Text, Text | SecretReference] = Field(default_factory=dict)
    slow: Duration | None = None
    follow_redirects: Annotated[int, Field(ge=0, le=5)] = 0
    ca_file: Text | None = None

    @field_validator("url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        try:
            url = URL(value)
        except ValueError as error:
            raise ValueError(f"not an address: {error}") from error
        if url.scheme not in {"http", "https"} or not url.host:
            raise ValueError("an address starts with https:// or http:// and names a host")
        if re.fullmatch(r"[0-9.]+", url.host) and not _is_ipv4(url.host):
            raise ValueError(f"{url.host} is not an address: write all four numbers")
        if url.user is not None or url.password is not None:
            raise ValueError("no user or password in an address: put a secret into headers")
        return value

    @field_validator("headers")
    @classmethod
    def _secrets_elsewhere(
        cls, value: dict[str, str | SecretReference]
    ) -> dict[str, str | SecretReference]:
        for name, content in value.items():
            if isinstance(content, str) and name.lower() in SECRET_HEADERS:
                raise ValueError(f"{name} is a secret: give it as {{env: NAME}} or {{file: PATH}}")
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


def _known_kind(value: Any) -> Any:  # noqa: ANN401 - it is whatever the file holds
    if isinstance(value, Mapping) and value.get("kind") not in KNOWN_KINDS:
        kind = value.get("kind")
        what = "a probe needs a kind" if kind is None else f"no probe kind {kind!r} here"
        raise ValueError(f"{what}; known kinds: {', '.join(KNOWN_KINDS)}")
    return value


ProbeConfig = Annotated[
    HttpProbeConfig | TlsProbeConfig,
    Field(discriminator="kind"),
    BeforeValidator(_known_kind),
]


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

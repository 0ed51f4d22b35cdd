"""What every kind of probe has in blockers.yml, and how a secret is named there."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, Field, field_validator, model_validator
from yarl import URL

from bot.domain.health import MaintenanceWindow, ProbeId, ProbePlan, Thresholds
from bot.probes.durations import Duration, duration_field
from bot.probes.fields import Count, Cron, Name, Strict, Text, Zone

DEFAULT_TIMEOUT = timedelta(seconds=10)
SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token", "api-key"}
)
_NOT_THE_QUESTION = {"interval", "timeout", "fail_after", "ok_after", "flap", "maintenance"}


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


class MaintenanceConfig(Strict):
    """Once (``begin`` to ``end``, with their zone), or at each time of ``cron`` for ``lasts``."""

    begin: AwareDatetime | None = None
    end: AwareDatetime | None = None
    cron: Cron | None = None
    timezone: Zone = "UTC"
    lasts: Duration | None = None

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        given = [field is not None for field in (self.begin, self.end, self.cron, self.lasts)]
        if given not in ([True, True, False, False], [False, False, True, True]):
            raise ValueError("a window is either begin and end, or cron and lasts")
        if self.begin and self.end and self.begin >= self.end:
            raise ValueError("a window ends after it begins")
        return self

    def window(self) -> MaintenanceWindow:
        return MaintenanceWindow(
            begin=self.begin,
            end=self.end,
            cron=self.cron,
            zone=self.timezone,
            length=self.lasts or timedelta(0),
        )


class CommonFields(Strict):
    """What every kind of probe has."""

    id: Name
    interval: Duration = duration_field("60s")
    timeout: Duration | None = None
    fail_after: Count = 3
    ok_after: Count = 2
    flap: FlapConfig = FlapConfig()
    maintenance: tuple[MaintenanceConfig, ...] = ()

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
            maintenance=tuple(window.window() for window in self.maintenance),
        )


def secrets_elsewhere(
    headers: Mapping[str, str | SecretReference],
) -> dict[str, str | SecretReference]:
    """Raises ValueError where a header that is a secret is written out."""
    for name, content in headers.items():
        if isinstance(content, str) and name.lower() in SECRET_HEADERS:
            raise ValueError(f"{name} is a secret: give it as {{env: NAME}} or {{file: PATH}}")
    return dict(headers)


def plain_address(value: str, secure: str, plain: str) -> str:
    """An address that a probe may have, of one of the two schemes. Raises ValueError."""
    try:
        url = URL(value)
    except ValueError as error:
        raise ValueError(f"not an address: {error}") from error
    if url.scheme not in {secure, plain} or not url.host:
        raise ValueError(f"an address starts with {secure}:// or {plain}:// and names a host")
    if url.user is not None or url.password is not None:
        raise ValueError("no user or password in an address: put a secret into headers")
    return value


Headers = Annotated[dict[Text, Text | SecretReference], AfterValidator(secrets_elsewhere)]

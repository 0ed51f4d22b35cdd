"""The small parts of a probe's configuration, each with a message that says what was expected."""

import re
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_NAME = r"[a-z0-9][a-z0-9_-]{0,62}"
_HOST = r"[A-Za-z0-9:][A-Za-z0-9:.-]{0,252}"
_DNS_NAME = r"[A-Za-z0-9_*][A-Za-z0-9_.-]{0,252}"
_SERVER = r"([A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?)"
_REPOSITORY = r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}"
_WORKFLOW = r"[A-Za-z0-9._-]{1,200}"
_STATUS = r"[1-5](xx|[0-9][0-9])"
_CANARY = r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?"
_STATUS_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 100, "maximum": 599},
        {"type": "string", "pattern": f"^{_STATUS}$"},
    ]
}
_TEXT_SCHEMA = {"type": "string", "minLength": 1, "maxLength": 500}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _checked(pattern: str, expected: str) -> AfterValidator:
    """A pattern with a message for people; the pattern itself goes into the JSON Schema."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"{value!r} is not {expected}")
        return value

    return AfterValidator(check)


def _in_schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


def _one_or_many(schema: dict[str, object]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [schema, {"type": "array", "items": schema}]})


def _as_many(value: object) -> object:
    return (value,) if isinstance(value, str | int) else value


def _read_range(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return ip_network(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is not an address range such as 10.0.0.0/8") from error


def _read_cron(value: str) -> str:
    try:
        CronSim(value, _ANY_TIME)
    except CronSimError as error:
        expected = 'five fields such as "0 2 * * *"'
        raise ValueError(f"{value!r} is not a cron expression: {expected}") from error
    return value


def _read_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{value!r} is no time zone such as Europe/Berlin") from error
    return value


Cron = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_read_cron)]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_read_zone)]
Name = Annotated[
    str,
    _checked(_NAME, "a name of small letters, digits, - and _ (at most 63)"),
    _in_schema(_NAME),
]
Host = Annotated[str, _checked(_HOST, "a host name or an address"), _in_schema(_HOST)]
DnsName = Annotated[str, _checked(_DNS_NAME, "a name in the DNS"), _in_schema(_DNS_NAME)]
Repository = Annotated[
    str, _checked(_REPOSITORY, "a repository such as acme/api"), _in_schema(_REPOSITORY)
]
WorkflowFile = Annotated[
    str, _checked(_WORKFLOW, "a workflow's file such as ci.yml"), _in_schema(_WORKFLOW)
]
Server = Annotated[
    str, _checked(_SERVER, "a server such as 1.1.1.1 or [2606:4700::1111]:53"), _in_schema(_SERVER)
]
Canary = Annotated[str, _checked(_CANARY, "a host, or host:port"), _in_schema(_CANARY)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Port = Annotated[int, Field(ge=1, le=65535)]
Count = Annotated[int, Field(ge=1, le=20)]
Status = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int) else value),
    _checked(_STATUS, "an HTTP status such as 200 or 2xx"),
]
Statuses = Annotated[tuple[Status, ...], BeforeValidator(_as_many), _one_or_many(_STATUS_SCHEMA)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_many), _one_or_many(_TEXT_SCHEMA)]
AddressRange = Annotated[
    IPv4Network | IPv6Network,
    BeforeValidator(_read_range),
    WithJsonSchema({"type": "string", "examples": ["10.0.0.0/8", "127.0.0.0/8", "fd12:3456::/32"]}),
]

"""Lengths of time as people write them in a configuration: a number with its unit."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

PATTERN = r"^\s*([0-9]+(?:\.[0-9]+)?)\s*(ms|s|m|h|d)\s*$"
_UNITS = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}


def parse_duration(value: object) -> timedelta:
    """Reads ``800ms``, ``60s``, ``15m``, ``3h`` or ``1d``. A bare number is refused."""
    if isinstance(value, timedelta):
        return value
    found = re.match(PATTERN, value) if isinstance(value, str) else None
    if not found:
        raise ValueError(
            f"{value!r} is not a length of time: write a number with its unit (ms, s, m, h or d), "
            "such as 800ms, 60s or 15m"
        )
    return float(found[1]) * _UNITS[found[2]]


def format_duration(value: timedelta) -> str:
    """The shortest writing that `parse_duration` reads back to the same length."""
    for unit in ("d", "h", "m", "s"):
        if value and not value % _UNITS[unit]:
            return f"{value // _UNITS[unit]}{unit}"
    return f"{value / _UNITS['ms']:g}ms"


Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema({"type": "string", "pattern": PATTERN, "examples": ["800ms", "60s", "15m"]}),
]


def duration_field(default: str) -> Any:  # noqa: ANN401 - a field's default takes the field's type
    """A default that reads the same in the JSON Schema as in a configuration."""
    return Field(default=parse_duration(default), json_schema_extra={"default": default})

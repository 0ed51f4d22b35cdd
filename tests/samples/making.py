"""Values made of fields that are known by name only, as a test gives them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

Made = TypeVar("Made")


def build(kind: Callable[..., Made], fields: Mapping[str, object]) -> Made:
    """A misspelt name ends with a TypeError."""
    return kind(**fields)


def change(row: Made, **fields: object) -> Made:
    """``row`` with other fields; a misspelt name ends with a TypeError."""
    again: Callable[..., Made] = replace
    return again(row, **fields)

"""What the server's replies are: text, lists of text, fields. All are decoded already."""

from collections.abc import Iterator
from typing import cast


def text(reply: object) -> str | None:
    return None if reply is None else str(reply)


def texts(reply: object) -> list[str]:
    return cast("list[str]", reply)


def maybe_texts(reply: object) -> list[str | None]:
    return cast("list[str | None]", reply)


def pairs(flat: list[str]) -> Iterator[tuple[str, str]]:
    """Field, value, field, value, … as pairs."""
    each = iter(flat)
    return zip(each, each, strict=True)

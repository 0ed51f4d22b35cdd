"""Turns the schema's field names into the rows' attribute names."""

import re
from functools import cache

_HUMP = re.compile(r"(?<=[a-z])[A-Z]")


@cache
def snake(name: str) -> str:
    return _HUMP.sub(lambda found: f"_{found[0].lower()}", name)

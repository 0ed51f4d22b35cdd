"""How a value is written on a button or into a modal: small JSON with short keys, read strictly."""

import json
from collections.abc import Mapping

MAX_VALUE = 2000
MAX_NUMBER = 1_000_000


class BadValueError(ValueError):
    """A button's value is not one of ours, or of a version that is no longer read."""


Encoded = Mapping[str, str | int | None]


def encode(fields: Encoded, keep: frozenset[str] = frozenset()) -> str:
    """What says nothing is left out, but for ``keep``."""
    said = {key: value for key, value in fields.items() if value or key in keep}
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False)


def _is_storable(text: str) -> bool:
    """JSON can name a lone surrogate, which neither Slack nor the store takes."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


class Fields:
    """A decoded value whose keys are known to be right."""

    def __init__(self, value: str, required: set[str], optional: set[str]) -> None:
        if len(value) > MAX_VALUE:
            raise BadValueError(f"{len(value)} characters")
        try:
            parsed = json.loads(value)
        except (ValueError, RecursionError):
            raise BadValueError("not JSON") from None
        if not isinstance(parsed, dict):
            raise BadValueError("not an object")
        keys = set(parsed)
        if not required <= keys <= required | optional:
            raise BadValueError(f"keys {sorted(keys)}, expected {sorted(required)}")
        self._parsed: dict[str, object] = parsed

    def text(self, key: str, *, missing: str | None = None) -> str:
        found = self._parsed.get(key, missing)
        if not isinstance(found, str) or not (found or missing is not None):
            raise BadValueError(f"{key} is not a text")
        if not _is_storable(found):
            raise BadValueError(f"{key} holds half a character")
        return found

    def number(self, key: str, *, missing: int | None = None) -> int:
        found = self._parsed.get(key, missing)
        if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= MAX_NUMBER:
            raise BadValueError(f"{key} is not a number from 0 to {MAX_NUMBER}")
        return found

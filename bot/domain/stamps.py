"""Short signs of values, the same for the same one: so a form knows what it was drawn from."""

import hashlib

_LENGTH = 6


def stamp_of(value: object) -> str:
    return hashlib.sha256(str(value).encode("utf-8", "replace")).hexdigest()[:_LENGTH]

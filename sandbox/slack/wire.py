"""What travels on the wire: JSON objects, Slack's error answers, ids and timestamps."""

import json
import secrets
from collections.abc import Sequence
from typing import Any

Payload = dict[str, Any]

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class SlackError(Exception):
    """An answer `{"ok": false, "error": code}` with what Slack adds to it."""

    def __init__(self, code: str, *, messages: Sequence[str] = (), **fields: object) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = tuple(messages)
        self.fields = fields

    def answer(self) -> Payload:
        answer: Payload = {"ok": False, "error": self.code, **self.fields}
        if self.messages:
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer


def new_id(prefix: str, length: int = 10) -> str:
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def parsed(value: object, code: str) -> object:
    """Read a structure that may have arrived as JSON text in a form field."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise SlackError(code) from error


def truthy(value: object) -> bool:
    return value in (True, 1, "true", "True", "1")

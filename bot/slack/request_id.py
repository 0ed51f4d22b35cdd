"""A short id for everything one call from Slack sets off: on its log lines, told on a failure."""

import secrets
from contextvars import ContextVar

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


def new_request_id() -> str:
    """Make one and keep it for this task and the tasks it starts."""
    made = secrets.token_hex(4)
    request_id.set(made)
    return made

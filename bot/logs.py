"""Logs as JSON lines with a request id; secrets are masked wherever they stand."""

import json
import logging
import re
import time
from collections.abc import Callable
from typing import TextIO

SECRETS = re.compile(
    r"""(?P<kept>
          \bBearer\s+ | \bBasic\s+
        | hooks\.slack\.com/ | /response/ | [?&](?:ticket|token|code|secret)=
        | ://[^/\s:@]*:(?=[^/\s@]+@)
        )?
        (?(kept)[^\s"'&@]+
        | \b(?:xox[a-z]-|xoxe\.|xapp-|lin_api_|lin_oauth_|lin_wh_|gh[pousr]_|github_pat_)[\w.-]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
MASK = "***"
CHATTY = ("aiohttp", "apscheduler", "asyncio", "gql", "markdown_it", "slack_bolt", "slack_sdk")
"""Libraries that write whole bodies, or each step, below INFO; gql does so at INFO already."""


def mask(text: str) -> str:
    return SECRETS.sub(lambda found: (found["kept"] or "") + MASK, text)


class JsonLines(logging.Formatter):
    """``request_id`` gives the id of the call being worked on, None outside one."""

    def __init__(self, request_id: Callable[[], str | None]) -> None:
        super().__init__()
        self._request_id = request_id

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "time": f"{at}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        request = self._request_id()
        if request is not None:
            line["request"] = request
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps({key: mask(text) for key, text in line.items()}, ensure_ascii=False)


def set_up_logs(level: str, stream: TextIO, request_id: Callable[[], str | None]) -> None:
    """Everything that is logged goes to ``stream``, one JSON object a line."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(request_id))
    root = logging.getLogger()
    for old in tuple(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in CHATTY:
        least = logging.WARNING if name in ("gql", "apscheduler") else logging.INFO
        logging.getLogger(name).setLevel(max(least, root.level))

"""Every method of Slack's Web API that the bot calls is one that the local Slack has."""

import ast
from collections.abc import Iterator

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.coverage import COVERAGE
from tests.house.project import modules, parsed


def _called() -> Iterator[tuple[str, str]]:
    """Module and method; slack_sdk writes ``chat.postMessage`` as ``chat_postMessage``."""
    for path in modules("bot", "handlers"):
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Attribute) or node.attr.startswith("_"):
                continue
            if "_" in node.attr and hasattr(AsyncWebClient, node.attr):
                yield str(path), node.attr.replace("_", ".")


def test_methods_that_the_bot_calls_are_covered_by_the_sandbox() -> None:
    covered = {entry.method for entry in COVERAGE}
    called = set(_called())
    assert {"auth.test", "chat.postMessage", "chat.update", "views.publish"} <= {
        method for _, method in called
    }
    assert [(path, method) for path, method in sorted(called) if method not in covered] == []

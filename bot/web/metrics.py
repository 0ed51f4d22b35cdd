"""What is measured, for Prometheus, in a registry of its own."""

from collections.abc import Callable

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

ANSWER_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 2.0, 3.0)
"""Seconds; Slack gives up after three."""


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Histogram(
            "blockers_slack_answer_seconds",
            "How long Slack waited for the answer to a call",
            ("kind",),
            buckets=ANSWER_BUCKETS,
            registry=self.registry,
        )
        self._calls = Counter(
            "blockers_slack_calls",
            "Calls from Slack by the status they were answered with",
            ("kind", "status"),
            registry=self.registry,
        )
        self._errors = Counter(
            "blockers_errors",
            "Errors that ended a piece of work",
            ("name",),
            registry=self.registry,
        )
        self._silence = Gauge(
            "blockers_socket_silence_seconds",
            "Age of the last frame of the Socket Mode connection that heard something last",
            registry=self.registry,
        )
        self._connections = Gauge(
            "blockers_socket_connections",
            "Socket Mode connections that are up",
            registry=self.registry,
        )

    def count_answer(self, kind: str, status: int, seconds: float) -> None:
        self._answers.labels(kind).observe(seconds)
        self._calls.labels(kind, str(status)).inc()

    def count_error(self, name: str) -> None:
        self._errors.labels(name).inc()

    def watch_sockets(self, silence: Callable[[], float], connected: Callable[[], float]) -> None:
        """Ask for both whenever the metrics are read."""
        self._silence.set_function(silence)
        self._connections.set_function(connected)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/metrics", self.show)]

    async def show(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=self.text().encode(), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    def text(self) -> str:
        return generate_latest(self.registry).decode()

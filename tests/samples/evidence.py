"""A probe as evidence: its readings one by one, judged as the runner judges them."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.evidence import Evidence, Mode, Witness, witness_of
from bot.domain.health import (
    ProbeId,
    ProbePlan,
    ProbeResult,
    ProbeState,
    Thresholds,
    Verdict,
    judge_result,
)
from tests.samples.builders import NOW

CERT = ProbeId("api-cert")
PLAN = ProbePlan(
    id=CERT,
    kind="tls",
    target="api.example:443",
    interval=timedelta(minutes=1),
    timeout=timedelta(seconds=5),
    thresholds=Thresholds(fail_after=2, ok_after=2),
)
LIVE = Evidence(probe=CERT)
LATCHED = Evidence(probe=CERT, mode=Mode.LATCHED)
AUTO = Evidence(probe=CERT, auto=True)
SENTENCES = {
    Verdict.UP: "valid for 60 days more",
    Verdict.DEGRADED: "its renewal is overdue",
    Verdict.DOWN: "expired 2 days ago",
    Verdict.UNKNOWN: "its address is not allowed",
}


def at(minute: float) -> datetime:
    return NOW + timedelta(minutes=minute)


class Probe:
    """Its state after each reading; minutes count from NOW."""

    def __init__(self, definition: str = "d1") -> None:
        self.state = ProbeState(probe=CERT)
        self.definition = definition
        self.runs = 0

    def says(self, verdict: Verdict, minute: float) -> None:
        self.runs += 1
        result = ProbeResult(
            probe=CERT,
            run_id=f"run-{self.runs}",
            verdict=verdict,
            reason="",
            sentence=SENTENCES[verdict],
            at=at(minute),
            duration_ms=12,
            config_hash=self.definition,
        )
        self.state, _ = judge_result(self.state, result, PLAN.thresholds)

    def up(self, *minutes: float) -> "Probe":
        for minute in minutes:
            self.says(Verdict.UP, minute)
        return self

    def down(self, *minutes: float) -> "Probe":
        for minute in minutes:
            self.says(Verdict.DOWN, minute)
        return self

    def flaps(self) -> "Probe":
        self.state = replace(self.state, flapping=True)
        return self

    def witness(self, minute: float) -> Witness:
        return witness_of(self.state, PLAN, at(minute))

"""Results written as letters: u up, g degraded, d down, x unknown, one a minute."""

from datetime import UTC, datetime, timedelta

from bot.domain.health import (
    ProbeId,
    ProbePlan,
    ProbeResult,
    ProbeState,
    Thresholds,
    Transition,
    Verdict,
    judge_result,
)

PROBE = ProbeId("api-cert")
START = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PLAN = ProbePlan(
    id=PROBE,
    kind="tls",
    target="api.example.com",
    interval=MINUTE,
    timeout=timedelta(seconds=10),
)
LETTERS = {"u": Verdict.UP, "g": Verdict.DEGRADED, "d": Verdict.DOWN, "x": Verdict.UNKNOWN}


def minute(number: float) -> datetime:
    return START + number * MINUTE


def result(verdict: Verdict, at: datetime, *, config_hash: str = "c1") -> ProbeResult:
    return ProbeResult(
        probe=PROBE,
        run_id=f"run-{at.isoformat()}",
        verdict=verdict,
        reason=f"test.{verdict}",
        sentence=f"it is {verdict}",
        at=at,
        duration_ms=12.5,
        config_hash=config_hash,
    )


def judge_letters(
    letters: str,
    state: ProbeState | None = None,
    first: int = 0,
    thresholds: Thresholds | None = None,
) -> tuple[ProbeState, list[Transition], str]:
    """The last state, every transition, and the confirmed verdict after each result as letters."""
    state = state or ProbeState(probe=PROBE)
    thresholds = thresholds or Thresholds()
    said: list[Transition] = []
    confirmed = ""
    by_verdict = {verdict: letter for letter, verdict in LETTERS.items()}
    for number, letter in enumerate(letters.replace(" ", ""), start=first):
        state, transition = judge_result(state, result(LETTERS[letter], minute(number)), thresholds)
        said += [transition] if transition else []
        confirmed += by_verdict[state.verdict]
    return state, said, confirmed

"""Announced maintenance: failures say nothing meanwhile, and what was down before stays so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.health import (
    MaintenanceWindow,
    ProbeId,
    ProbePlan,
    ProbeResult,
    ProbeState,
    Verdict,
    judge_result,
)
from bot.services.maintenance import excused, maintenance_end
from tests.stages.office import plan

SUNDAYS = MaintenanceWindow(cron="0 2 * * 0", zone="Europe/Berlin", length=timedelta(hours=2))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ONCE = MaintenanceWindow(begin=at("2026-12-01T22:00"), end=at("2026-12-01T23:00"))


def during(*windows: MaintenanceWindow) -> ProbePlan:
    return replace(plan(), maintenance=windows)


def result(when: str, verdict: Verdict = Verdict.DOWN, run: str = "r") -> ProbeResult:
    fields: dict[str, Any] = {"reason": "http.status", "sentence": "answered 503"}
    return ProbeResult(
        probe=ProbeId("api-https"),
        run_id=run,
        verdict=verdict,
        at=at(when),
        duration_ms=5,
        **fields,
    )


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-22T00:59", None),  # Berlin is an hour ahead
        ("2026-11-22T01:00", "2026-11-22T03:00"),
        ("2026-11-22T02:59", "2026-11-22T03:00"),
        ("2026-11-22T03:00", None),
        ("2026-10-25T00:30", "2026-10-25T02:00"),  # 02:00 comes twice: two hours from the first
        ("2026-10-25T02:30", None),
        ("2026-12-01T21:59", None),
        ("2026-12-01T22:00", "2026-12-01T23:00"),
        ("2026-12-01T23:00", None),
    ],
)
def test_window_is_open_from_its_beginning_to_its_end(now: str, end: str | None) -> None:
    found = maintenance_end(during(SUNDAYS, ONCE), at(now))

    assert (found.astimezone(UTC) if found else None) == (at(end) if end else None)


def test_longest_of_several_open_windows_counts() -> None:
    long = MaintenanceWindow(begin=at("2026-11-22T00:00"), end=at("2026-11-23T00:00"))

    assert maintenance_end(during(SUNDAYS, long), at("2026-11-22T02:00")) == long.end


def test_failure_within_a_window_says_nothing_of_the_target() -> None:
    plan = during(SUNDAYS)
    said = excused(plan, result("2026-11-22T02:00"), "Europe/Berlin")

    assert (said.verdict, said.reason) == (Verdict.UNKNOWN, "prober.maintenance")
    assert said.sentence == "in maintenance until Sun 22 Nov 04:00; it answered 503"
    assert excused(plan, result("2026-11-22T04:00"), "UTC").verdict is Verdict.DOWN
    good = result("2026-11-22T02:00", Verdict.UP)
    assert excused(plan, good, "UTC") is good


@pytest.mark.parametrize("before", [Verdict.UP, Verdict.DOWN])
def test_nothing_turns_within_a_window_and_nothing_again_after_it(before: Verdict) -> None:
    plan = during(SUNDAYS)
    heard = at("2026-11-22T00:50")
    state = ProbeState(probe=ProbeId("api-https"), verdict=before, since=heard, heard=heard)
    turned = []
    for minute in range(120):
        when = at("2026-11-22T01:00") + timedelta(minutes=minute)
        seen = replace(result("2026-11-22T01:00", run=f"r{minute}"), at=when)
        state, transition = judge_result(state, excused(plan, seen, "UTC"), plan.thresholds)
        turned.append(transition)

    assert state.verdict is before
    assert turned == [None] * 120

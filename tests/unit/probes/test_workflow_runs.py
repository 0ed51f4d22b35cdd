"""Which run of a workflow decides, and what is said of it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.health import Verdict
from bot.probes.config_jobs import GithubWorkflowProbeConfig
from bot.probes.github import Run, judge_runs

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
CONFIG = GithubWorkflowProbeConfig(
    id="ci", kind="github_workflow", repo="acme/api", workflow="ci.yml", max_age=timedelta(days=2)
)


def run(number: int, conclusion: str | None, hours: float = 1) -> Run:
    when = NOW - timedelta(hours=hours)
    return Run(
        run_number=number,
        status="completed" if conclusion else "in_progress",
        conclusion=conclusion,
        head_sha="0123456789abcdef",
        created_at=when,
        updated_at=when,
    )


@pytest.mark.parametrize(
    ("runs", "verdict", "reason", "said"),
    [
        ([run(7, "success")], Verdict.UP, "ok", "run 7 of ci.yml on main succeeded 1 hour ago"),
        (
            [run(7, "failure"), run(6, "success", 2)],
            Verdict.DOWN,
            "gh.failed",
            "run 7 of ci.yml on main ended in failure 1 hour ago",
        ),
        ([run(7, "timed_out")], Verdict.DOWN, "gh.failed", "ended in timed out"),
        ([run(7, "cancelled")], Verdict.DEGRADED, "gh.cancelled", "ended in cancelled"),
        (
            [run(8, None, 0.1), run(7, "success")],
            Verdict.UP,
            "ok",
            "; run 8 is under way since 6 minutes",
        ),
        ([run(8, None)], Verdict.UNKNOWN, "prober.waiting", "the first run"),
        ([], Verdict.DOWN, "gh.never", "ci.yml on main has never run"),
        ([run(7, "success", 50)], Verdict.DEGRADED, "gh.stale", "is 2 days old"),
        ([run(6, "success"), run(7, "failure")], Verdict.DOWN, "gh.failed", "run 7"),
    ],
    ids=[
        "green",
        "red after green",
        "timed out",
        "cancelled",
        "running beside green",
        "first under way",
        "never",
        "stale",
        "in any order",
    ],
)
def test_newest_completed_run_decides(
    runs: list[Run], verdict: Verdict, reason: str, said: str
) -> None:
    found = judge_runs(CONFIG, runs, NOW)

    assert (found.verdict, found.reason) == (verdict, reason)
    assert said in found.sentence

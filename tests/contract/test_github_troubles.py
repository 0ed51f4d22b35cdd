"""What the GitHub tracker says and does when GitHub limits, refuses, breaks or sends elsewhere."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.blocker import Snapshot
from bot.github.adapter import GithubTracker
from bot.github.client import PAUSES, GithubClient
from bot.github.errors import SECONDARY
from bot.ports import TrackerUnavailableError
from sandbox.github.faults import FaultKind
from sandbox.github.state import TOKEN
from tests.servers.github import REPO, LocalGithub
from tests.stages.github import SELECTION, github, pauses, tracker
from tests.stages.linear import Pauses

__all__ = ["github", "pauses", "tracker"]


async def refusal(tracker: GithubTracker) -> TrackerUnavailableError:
    with pytest.raises(TrackerUnavailableError) as caught:
        await tracker.fetch_blockers(SELECTION)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "seconds", "wait"),
    [
        (FaultKind.SECONDARY, 0, SECONDARY),
        (FaultKind.RETRY_AFTER, 45, 45),
        (FaultKind.RETRY_AFTER, 0, 2),
        (FaultKind.RETRY_AFTER, 86_400, 3_600),
        (FaultKind.SPENT, 0, 3_600),
    ],
)
async def test_limits_are_waited_out_without_another_request(
    github: LocalGithub, tracker: GithubTracker, kind: FaultKind, seconds: float, wait: float
) -> None:
    github.state.faults.add("", kind, seconds=seconds)
    error = await refusal(tracker)
    assert (error.what, error.reason) == ("GitHub", "limits the number of requests")
    assert error.retry_after == pytest.approx(wait, abs=1)
    assert not error.permanent

    asked = len(github.calls)
    again = await refusal(tracker)
    assert again.retry_after == pytest.approx(wait, abs=1)
    assert len(github.calls) == asked
    github.clock.advance(wait + 1)
    assert await tracker.fetch_blockers(SELECTION) == ()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (FaultKind.BAD_GATEWAY, "has trouble of its own (HTTP 502)"),
        (FaultKind.CUT, "cannot be reached"),
        (FaultKind.NOT_JSON, "answered with something that is no JSON"),
    ],
)
async def test_what_may_pass_is_tried_again_and_then_told(
    github: LocalGithub, tracker: GithubTracker, pauses: Pauses, kind: FaultKind, reason: str
) -> None:
    github.state.add_issue(REPO, "TLS", labels=["blocker"])
    github.state.faults.add("", kind, times=len(PAUSES))
    assert len(await tracker.fetch_blockers(SELECTION)) == 1
    assert 1 <= len(pauses.taken) <= len(PAUSES)  # a cut connection is opened anew at once

    github.state.faults.add("", kind, times=-1)
    error = await refusal(tracker)
    assert (error.reason, error.permanent, error.retry_after) == (reason, False, None)


async def test_a_slow_answer_is_given_up(github: LocalGithub, pauses: Pauses) -> None:
    github.state.faults.add("", FaultKind.SLOW, times=-1, seconds=5)
    async with GithubClient(github.url, TOKEN, github.clock, timeout=0.05, pause=pauses) as client:
        error = await refusal(GithubTracker(client, github.clock))
    assert error.reason == "did not answer in time"


@pytest.mark.parametrize(
    ("kind", "match", "reason"),
    [
        (FaultKind.FORBIDDEN, "", "GITHUB_TOKEN may not read this: Resource not accessible"),
        (FaultKind.ELSEWHERE, "", "sends to an address that is not its own"),
        (FaultKind.CIRCLE, "", "sends on and on to other addresses"),
        (FaultKind.SHORT, "/repos/acme/api/issues", "its answer cannot be read (0.number)"),
    ],
)
async def test_what_will_not_pass_is_told_at_once(
    github: LocalGithub,
    tracker: GithubTracker,
    pauses: Pauses,
    kind: FaultKind,
    match: str,
    reason: str,
) -> None:
    github.state.faults.add(match, kind, times=-1)
    error = await refusal(tracker)
    assert error.reason.startswith(reason)
    assert pauses.taken == []


async def test_a_wrong_token_is_told_by_its_name_and_never_shown(github: LocalGithub) -> None:
    async with GithubClient(github.url, "ghp_wrong", github.clock) as client:
        error = await refusal(GithubTracker(client, github.clock))
    assert error.permanent
    assert error.reason == "does not accept GITHUB_TOKEN"
    assert "ghp_wrong" not in str(error)


async def test_a_repository_that_is_lost_meanwhile_clears_nothing(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    """Between the look at the repository and its list it is deleted."""
    github.state.faults.add("/repos/acme/api/issues", FaultKind.ELSEWHERE)
    github.state.add_issue(REPO, "TLS", labels=["blocker"])
    await refusal(tracker)
    assert len(await tracker.fetch_blockers(SELECTION)) == 1


async def test_dependencies_that_cannot_be_read_are_told_as_cut(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    first = github.state.add_issue(REPO, "first", labels=["blocker"])
    second = github.state.add_issue(REPO, "second", labels=["blocker"])
    second.blocked_by = [(REPO, first.number)]
    path = f"/repos/{REPO}/issues/{second.number}/dependencies"
    github.state.repos[REPO].gone.add(second.number)  # deleted while it is being read
    found = {str(one.key): one for one in await tracker.fetch_blockers(SELECTION)}
    assert found["API-2"].links_cut
    assert [call for call in github.calls if call.path.startswith(path)]


async def test_a_limited_delta_leaves_the_last_reading_alone(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    known = Snapshot(
        fetched_at=github.clock.now(), blockers=await tracker.fetch_blockers(SELECTION)
    )
    github.state.faults.add("", FaultKind.RETRY_AFTER, seconds=30)
    with pytest.raises(TrackerUnavailableError) as caught:
        await tracker.fetch_changes(SELECTION, replace(known))
    assert caught.value.retry_after == timedelta(seconds=30).total_seconds()

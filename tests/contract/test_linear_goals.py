"""What Linear tells of projects, their milestones, releases and sub-issues."""

from datetime import date, timedelta

import pytest

from bot.domain.goals import GoalKind, GoalStep, GoalUpdate
from bot.domain.milestone import Selection
from bot.linear.adapter import LinearTracker
from sandbox.linear import rows
from sandbox.roster import linear_id
from tests.servers.linear import NOW, LocalLinear
from tests.stages.linear import by_key, operations, pauses, tracker
from tests.stages.linear_changes import Reader, linear, reader

__all__ = ["linear", "pauses", "reader", "tracker"]

TARGET = date(2026, 12, 18)


@pytest.fixture
def project(linear: LocalLinear) -> rows.Project:
    """At risk, as its lead wrote two days ago."""
    (found,) = linear.state.projects
    found.health, found.progress = "atRisk", 0.4
    found.last_update = rows.ProjectUpdate(
        id=linear_id("update/1"),
        body="DNS is late.\nThe rest is on time.",
        health="atRisk",
        url="https://linear.app/three-rivers/updates/1",
        user=linear.state.viewer,
        project=found,
        created_at=NOW - timedelta(days=2),
        updated_at=NOW,
    )
    return found


@pytest.fixture
def release(linear: LocalLinear) -> rows.Release:
    """Blocked by one issue."""
    dates = {"created_at": NOW, "updated_at": NOW}
    stage = rows.ReleaseStage(id=linear_id("stage/1"), name="Staging", type="started", **dates)
    made = rows.Release(
        id=linear_id("release/1"),
        name="Autumn",
        version="2.4.0",
        url="https://linear.app/three-rivers/release/1",
        stage=stage,
        target_date=TARGET,
        **dates,
    )
    linear.state.releases.append(made)
    linear.state.find_issue("THR-42").releases.append(made)
    return made


async def test_a_milestone_that_is_a_project_has_its_health_and_last_update(
    tracker: LinearTracker, project: rows.Project
) -> None:
    (goal,) = await tracker.fetch_goals(Selection(project="going live"))

    assert (goal.kind, goal.name, goal.target) == (GoalKind.PROJECT, "Going live", TARGET)
    assert (goal.health, goal.progress, goal.status) == ("at risk", 0.4, "In Progress")
    assert goal.update == GoalUpdate(
        at=NOW - timedelta(days=2),
        by="Alice",
        text="DNS is late.\nThe rest is on time.",
        url="https://linear.app/three-rivers/updates/1",
    )
    assert goal.steps == (
        GoalStep(name="Production deployment", target=TARGET, status="unstarted"),
    )
    assert goal.url == project.url


async def test_a_health_that_linear_adds_later_is_shown_as_it_is(
    tracker: LinearTracker, project: rows.Project
) -> None:
    project.health = None
    (goal,) = await tracker.fetch_goals(Selection(project="going live"))
    assert goal.health == ""


async def test_a_project_milestone_has_its_own_date_and_the_projects_health(
    tracker: LinearTracker, project: rows.Project
) -> None:
    project.target_date = TARGET + timedelta(days=30)
    (goal,) = await tracker.fetch_goals(Selection(project_milestone="Production deployment"))

    assert (goal.kind, goal.name) == (GoalKind.PROJECT_MILESTONE, "Production deployment")
    assert (goal.target, goal.health) == (TARGET, "at risk")


@pytest.mark.parametrize("name", ["autumn", "2.4.0"])
async def test_a_release_is_selected_by_its_name_or_version(
    reader: Reader, release: rows.Release, name: str
) -> None:
    read = await reader.read(Selection(release=name))
    (goal,) = read.goals

    assert set(by_key(read.blockers)) == {"THR-42"}
    assert (goal.kind, goal.name, goal.target) == (GoalKind.RELEASE, "Autumn 2.4.0", TARGET)
    assert (goal.status, goal.url) == ("Staging", release.url)


async def test_one_taken_out_of_a_release_says_so(reader: Reader, release: rows.Release) -> None:
    await reader.read(Selection(release="Autumn"))
    issue = reader.issue("THR-42")
    issue.releases.remove(release)
    issue.updated_at = reader.linear.clock.now() + timedelta(seconds=5)
    await reader.read(Selection(release="Autumn"), whole=True)

    assert reader.left == ["left the release Autumn"]


async def test_a_workspace_without_releases_says_so(tracker: LinearTracker) -> None:
    with pytest.raises(Exception, match="there is no release at all"):
        await tracker.fetch_blockers(Selection(release="Autumn"))


async def test_a_team_and_a_label_stand_for_no_project_and_ask_for_none(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    assert await tracker.fetch_goals(Selection(team="THR", label="blocker")) == ()
    assert not [name for name in operations(linear) if name.startswith("Goal")]


async def test_sub_issues_are_told_with_whether_they_are_open(reader: Reader) -> None:
    await reader.edit("THR-62", parentId="THR-42")
    await reader.edit("THR-63", parentId="THR-42", stateId=reader.state("Done"))
    await reader.edit("THR-60", parentId="THR-42", trashed=True)
    blocker = by_key((await reader.read()).blockers)["THR-42"]

    assert {(one.key, one.is_open) for one in blocker.sub_issues} == {
        ("THR-62", True),
        ("THR-63", False),
    }
    assert not blocker.sub_issues_cut

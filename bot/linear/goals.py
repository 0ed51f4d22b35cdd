"""Asks what Linear tells of the project, project milestone or release that was selected."""

from bot.domain.goals import Goal
from bot.linear.goals_wire import (
    MilestoneGoalWire,
    ProjectGoalWire,
    ReleaseGoalWire,
    milestone_goal,
    project_goal,
    release_goal,
)
from bot.linear.pages import PageReader
from bot.linear.selection import Places

SIZES = (5, 1)


async def fetch_goals(pages: PageReader, places: Places) -> tuple[Goal, ...]:
    """The nearest alone: a milestone of a project stands for more than its project does.

    Raises TrackerUnavailableError, RefusedQueryError.
    """
    if places.release:
        found = await pages.fetch_all(
            "goal_releases", "releases", _by(places.release), ReleaseGoalWire, SIZES
        )
        return tuple(release_goal(one) for one in found)
    if places.milestone:
        steps = await pages.fetch_all(
            "goal_milestones", "projectMilestones", _by(places.milestone), MilestoneGoalWire, SIZES
        )
        return tuple(milestone_goal(one) for one in steps)
    if places.project:
        projects = await pages.fetch_all(
            "goal_projects", "projects", _by(places.project), ProjectGoalWire, SIZES
        )
        return tuple(project_goal(one) for one in projects)
    return ()


def _by(ids: frozenset[str]) -> dict[str, object]:
    return {"filter": {"id": {"in": sorted(ids)}}}

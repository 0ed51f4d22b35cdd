"""A project with the strangest words everywhere."""

from bot.domain.goals import Goal, GoalKind, GoalUpdate
from tests.unit.render.boards import NOW, TODAY


def hostile_goal(text: str) -> Goal:
    return Goal(
        kind=GoalKind.PROJECT_MILESTONE,
        name=text,
        url=text,
        target=TODAY,
        health=text,
        progress=0.5,
        status=text,
        update=GoalUpdate(at=NOW, by=text, text=text, is_stale=True),
    )

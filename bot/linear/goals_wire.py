"""What Linear tells of projects, their milestones and releases, turned into goals."""

from datetime import date, datetime

from bot.domain.goals import Goal, GoalKind, GoalStep, GoalUpdate
from bot.linear.wire import Page, Wire

_HEALTH = {"onTrack": "on track", "atRisk": "at risk", "offTrack": "off track"}


class _AuthorWire(Wire):
    name: str


class _UpdateWire(Wire):
    body: str
    url: str
    created_at: datetime
    is_stale: bool
    user: _AuthorWire


class _StatusWire(Wire):
    name: str


class _StepWire(Wire):
    name: str
    target_date: date | None
    status: str


class _ProjectWire(Wire):
    name: str
    url: str
    target_date: date | None
    health: str | None
    progress: float
    status: _StatusWire
    last_update: _UpdateWire | None


class ProjectGoalWire(_ProjectWire):
    project_milestones: Page[_StepWire]


class MilestoneGoalWire(Wire):
    name: str
    target_date: date | None
    status: str
    progress: float
    project: _ProjectWire


class ReleaseGoalWire(Wire):
    name: str
    version: str | None
    url: str
    target_date: date | None
    stage: _StatusWire


def project_goal(wire: ProjectGoalWire) -> Goal:
    steps = tuple(
        GoalStep(name=step.name, target=step.target_date, status=step.status)
        for step in wire.project_milestones.nodes
    )
    return Goal(
        kind=GoalKind.PROJECT,
        name=wire.name,
        url=wire.url,
        target=wire.target_date,
        health=_health(wire),
        progress=wire.progress,
        status=wire.status.name,
        update=_update(wire),
        steps=steps,
    )


def milestone_goal(wire: MilestoneGoalWire) -> Goal:
    """With the health of its project: a milestone has none of its own."""
    return Goal(
        kind=GoalKind.PROJECT_MILESTONE,
        name=wire.name,
        url=wire.project.url,
        target=wire.target_date or wire.project.target_date,
        health=_health(wire.project),
        progress=wire.progress,
        status=wire.status,
        update=_update(wire.project),
    )


def release_goal(wire: ReleaseGoalWire) -> Goal:
    version = wire.version if wire.version and wire.version not in wire.name else ""
    return Goal(
        kind=GoalKind.RELEASE,
        name=f"{wire.name} {version}".strip(),
        url=wire.url,
        target=wire.target_date,
        status=wire.stage.name,
    )


def _health(wire: _ProjectWire) -> str:
    """A word that Linear adds later is shown as it is."""
    return _HEALTH.get(wire.health, wire.health) if wire.health else ""


def _update(wire: _ProjectWire) -> GoalUpdate | None:
    update = wire.last_update
    if update is None:
        return None
    return GoalUpdate(
        at=update.created_at,
        by=update.user.name,
        text=update.body,
        url=update.url,
        is_stale=update.is_stale,
    )

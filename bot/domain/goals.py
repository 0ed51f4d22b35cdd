"""What the tracker itself says of the project or release that a milestone stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class GoalKind(StrEnum):
    PROJECT = "project"
    PROJECT_MILESTONE = "project milestone"
    MILESTONE = "milestone"
    RELEASE = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalUpdate:
    """What somebody last wrote about it."""

    at: datetime
    by: str
    text: str
    url: str = ""
    is_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStep:
    """A milestone of a project."""

    name: str
    target: date | None = None
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """``health`` and ``status`` are words for people, "" where nothing is said."""

    kind: GoalKind
    name: str
    url: str = ""
    target: date | None = None
    health: str = ""
    progress: float | None = None
    """The share that is done, from 0 to 1."""
    status: str = ""
    update: GoalUpdate | None = None
    steps: tuple[GoalStep, ...] = ()


def target_of(own: date | None, goals: Sequence[Goal]) -> date | None:
    """A milestone's own date, else the latest that the tracker gives what it stands for."""
    return own or max((goal.target for goal in goals if goal.target), default=None)

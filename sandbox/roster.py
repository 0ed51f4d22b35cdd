"""What every sandbox team has: ids, workflow states, the app's bot user, and working days."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from sandbox.seed import LinearState, LinearUser, Person

ZONE = "America/New_York"
"""Where a sandbox's team lives: its day is the one that due dates are counted from."""
BOT = Person(id="U0BLOCKERS", name="blockers", real_name="Blockers", email="", is_bot=True)

_STATES = (
    ("Triage", "triage"),
    ("Backlog", "backlog"),
    ("Todo", "unstarted"),
    ("In Progress", "started"),
    ("In Review", "started"),
    ("Done", "completed"),
    ("Canceled", "canceled"),
    ("Duplicate", "duplicate"),
)
BLOCKED = "Blocked"
"""A state that many teams add to Linear's own."""
_SATURDAY = 5


def linear_id(name: str) -> str:
    """Give a UUID that is the same at every start, so that a restarted sandbox keeps its ticks."""
    return str(uuid5(NAMESPACE_URL, f"https://linear.example/{name}"))


def workflow(team_key: str, *more: tuple[str, str]) -> tuple[LinearState, ...]:
    """``more`` are states of the team's own, each with its type."""
    return tuple(
        LinearState(
            id=linear_id(f"{team_key}/state/{name}"), name=name, type=kind, position=float(place)
        )
        for place, (name, kind) in enumerate((*_STATES, *more))
    )


def linear_user(person: Person, *, active: bool = True) -> LinearUser:
    return LinearUser(
        id=linear_id(f"user/{person.email}"),
        name=person.real_name,
        display_name=person.name,
        email=person.email,
        active=active,
    )


def moment(day: date, hour: int = 15, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)


def working_day(day: date) -> date:
    """Give the day itself, or the Monday after it where it falls on a weekend."""
    over = day.weekday() - _SATURDAY
    return day if over < 0 else day + timedelta(days=2 - over)


def friday_from(day: date) -> date:
    """Find the first Friday that is not before ``day``."""
    return day + timedelta(days=(4 - day.weekday()) % 7)

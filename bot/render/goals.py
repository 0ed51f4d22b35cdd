"""What the tracker itself says of the project or release that a milestone stands for, in a line."""

from bot.domain.goals import Goal, GoalUpdate
from bot.render.escape import outside
from bot.render.limits import NAME, SHORT
from bot.render.lines import dotted
from bot.render.words import LocalTime

SHOWN = 2
_EMOJI = {"on track": "🟢", "at risk": "🟠", "off track": "🔴"}


def goal_lines(goals: tuple[Goal, ...], local: LocalTime) -> tuple[str, ...]:
    """``🟠 Project Going live: at risk · 40% done · target Fri 18 Dec · …``; none without one."""
    return tuple(_line(goal, local) for goal in goals[:SHOWN])


def _line(goal: Goal, local: LocalTime) -> str:
    named = f"{goal.kind.value.capitalize()} {outside(goal.name, SHORT)}"
    said = outside(goal.health, NAME) or outside(goal.status, NAME)
    emoji = _EMOJI.get(goal.health, "")
    head = f"{emoji} {named}: {said}".strip() if said else named
    return dotted(
        head,
        f"{goal.progress:.0%} done" if goal.progress else "",
        f"target {local.day(goal.target)}" if goal.target else "",
        _update_words(goal.update, local) if goal.update else "",
    )


def _update_words(update: GoalUpdate, local: LocalTime) -> str:
    """Who wrote when, and the first line of it."""
    lines = [line.strip() for line in update.text.splitlines() if line.strip()]
    text = f": “{outside(lines[0], SHORT)}”" if lines else ""
    stale = ", overdue for an update" if update.is_stale else ""
    return f"{outside(update.by, NAME)} {local.moment(update.at)}{stale}{text}"

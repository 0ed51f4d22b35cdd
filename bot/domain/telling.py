"""What people told here of a tracked issue, until its description says something new."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.blocker import Story
from bot.domain.ids import BlockerId

WHY, NEXT, EFFORT = "why", "next", "effort"
TOLD: Final = (WHY, NEXT, EFFORT)
MOST_HOURS = 9_999.99
_NUMBER = r"(\d{1,4}(?:[.,]\d{1,2})?)"
_EFFORT = re.compile(
    rf"(?:about|~)?\s*{_NUMBER}(?:\s*(?:-|\u2013|\u2014|to|\.\.)\s*{_NUMBER})?"
    r"\s*(?:h|hrs?|hours?)?\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One field: what was told here, and what the description said when it was."""

    mine: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """By field (``why``, ``next``, ``effort``); a field that nobody told of is left out."""

    blocker: BlockerId
    why: Told | None = None
    next: Told | None = None
    effort: Told | None = None
    version: int = 0

    def told(self, field: str) -> Told | None:
        found: Told | None = getattr(self, field)
        return found


def told_story(story: Story, telling: Telling) -> Story:
    """The description's, but for what was told here and the description has not changed since."""
    said = told_fields(story)
    stands = {
        field: told.mine
        for field in TOLD
        if (told := telling.told(field)) and told.said == said[field]
    }
    return with_fields(story, {**said, **stands})


def tell(telling: Telling, said: Story, wanted: Mapping[str, str]) -> Telling:
    """``wanted`` in place of what the description says; what it says too is no telling."""
    described = told_fields(said)
    return _with(
        telling,
        {
            field: Told(mine=mine, said=described[field]) if mine != described[field] else None
            for field, mine in wanted.items()
        },
    )


def overruled(telling: Telling, said: Story) -> tuple[Telling, Mapping[str, Told]]:
    """Without what the description has changed since; and that, by field."""
    described = told_fields(said)
    lost = {
        field: told
        for field in TOLD
        if (told := telling.told(field)) and told.said != described[field]
    }
    return _with(telling, dict.fromkeys(lost)), lost


def _with(telling: Telling, told: Mapping[str, Told | None]) -> Telling:
    return replace(
        telling,
        why=told.get(WHY, telling.why),
        next=told.get(NEXT, telling.next),
        effort=told.get(EFFORT, telling.effort),
    )


def told_fields(story: Story) -> dict[str, str]:
    return {WHY: story.why, NEXT: story.next_action, EFFORT: effort_text(story.effort_hours)}


def with_fields(story: Story, fields: Mapping[str, str]) -> Story:
    effort = fields[EFFORT]
    return replace(
        story,
        why=fields[WHY],
        next_action=fields[NEXT],
        effort_hours=story.effort_hours
        if effort == effort_text(story.effort_hours)
        else read_effort(effort),
    )


def read_effort(text: str) -> tuple[float, float] | None:
    """Hours, low and high: ``6``, ``6-8``, ``6 to 8 hours``; None for anything else."""
    match = _EFFORT.fullmatch(text.strip())
    if match is None:
        return None
    low = float(match[1].replace(",", "."))
    high = float(match[2].replace(",", ".")) if match[2] else low
    return (low, high) if low <= high <= MOST_HOURS else None


def effort_text(hours: tuple[float, float] | None) -> str:
    """As a form shows it: ``6-8``; "" for none."""
    if hours is None:
        return ""
    low, high = hours
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"

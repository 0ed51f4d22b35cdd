# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Scorecard, timeline, risk and the next milestone out of what was read."""

import re
from datetime import date

from bot.domain.document import NextMilestone, ReadComponent, StatedRisk, TimelineWeek
from bot.summary.dates import Calendar
from bot.summary.drafts import ComponentDraft, Reading, WeekDraft
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.keys import are_keys, find_keys
from bot.summary.marks import strip_marks
from bot.summary.people import read_owners
from bot.summary.priority import read_risk_level
from bot.summary.status import StatusReading, read_status
from bot.summary.verdicts import component_status

_ENDS = re.compile(r"\s*(?:-|–|—|\bto\b|\bbis\b|\bau\b|\bà\b)\s*")


def build_component(reading: Reading, draft: ComponentDraft) -> ReadComponent:
    asked = fold(plain(draft.status_raw)) not in {"n/a", "na", "n.a."}
    status = read_status(draft.status_raw, component=True) if asked else StatusReading()
    stated = (
        draft.verdict[0] if draft.verdict else component_status(draft.status_raw, reading.legend)
    )
    stated = stated if asked else None
    if status.unknown_mark and stated is None:
        reading.warn("marker_unknown", f"{status.unknown_mark} has no agreed meaning", draft.line)
    if status.conflict:
        reading.warn("status_conflict", f"{draft.name}: mark and words disagree", draft.line)
    named = strip_marks(plain(draft.blocker_raw))
    keys = () if reading.exact else _keys_of(reading, draft)
    several = len(keys) > 1 and are_keys(named)
    blocker = ", ".join(keys) if several else keys[0] if keys else None
    return ReadComponent(
        component=draft.name,
        status=stated,
        status_raw=draft.status_raw,
        blocker=blocker or (named if fold(named) not in {"", "none", "-"} else None),
        owners=read_owners(draft.owner_raw).names if draft.owner_raw else (),
        health=status.health,
        note=draft.note or None,
        line=draft.line,
    )


def _keys_of(reading: Reading, draft: ComponentDraft) -> tuple[str, ...]:
    keys = find_keys(plain(draft.blocker_raw)) or tuple(
        key for label in draft.footnotes for key in find_keys(reading.footnotes.get(label, ""))
    )
    return keys or find_keys(f"{plain(draft.status_raw)} {draft.note}")


def build_week(draft: WeekDraft, calendar: Calendar) -> TimelineWeek:
    start, end = _span(draft.dates_raw, calendar)
    return TimelineWeek(draft.week, start, end, find_keys(draft.text), draft.text)


def _span(raw: str, calendar: Calendar) -> tuple[date | None, date | None]:
    """As in "Jan 13-17", "13 Jan - 2 Feb": first and last day."""
    end = calendar.read(raw).value
    first = _ENDS.split(raw, maxsplit=1)[0]
    start = calendar.read(first).value
    if start is None and end is not None and first.strip().isdigit():
        try:
            start = end.replace(day=int(first))
        except ValueError:
            start = None
    if start and end and start > end:
        return end, end
    return start or end, end


def build_risk(reading: Reading) -> StatedRisk | None:
    if reading.risk_raw is None and not reading.reasons and not reading.risk_seen:
        return None
    level = read_risk_level(reading.risk_raw or "")
    return StatedRisk(level, tuple(reading.reasons), tuple(reading.mitigation))


def build_next(reading: Reading) -> NextMilestone | None:
    if reading.next_title is None:
        return None
    name = strip_marks(re.split(r"[:–—]\s*", reading.next_title, maxsplit=1)[-1])
    target, timeline = reading.next_fields.get("target"), reading.next_fields.get("timeline")
    return NextMilestone(
        name,
        plain(target) if target else None,
        plain(timeline) if timeline else None,
        tuple(dict.fromkeys(reading.next_keys)),
    )

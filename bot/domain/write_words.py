"""The texts of comments in the tracker, in Markdown. They name nobody in a way that would ping."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.checklist import Checklist, Item, ItemState
from bot.domain.evidence import SIGNED
from bot.domain.milestone import Milestone
from bot.domain.write_plan import Words, contested_items, is_complete, last_word

MOST_ITEMS = 10
SIGNED_BY = "*Written by Blockers, from Slack.*"
"""With an API key a comment bears its owner's name."""
MOST_TEXT = 200
_BREAKS = re.compile(r"\s+")


def comment_words(
    milestone: Milestone, checklist: Checklist, names: Mapping[str, str], timezone: str
) -> Words:
    """``names`` holds what the authors of changes are called."""
    zone = ZoneInfo(timezone)
    contested = contested_items(checklist)
    return Words(
        complete=_complete(milestone, checklist, names) if is_complete(checklist) else "",
        contested=_contested(milestone, contested, names, zone) if contested else "",
    )


def _complete(milestone: Milestone, checklist: Checklist, names: Mapping[str, str]) -> str:
    done = sum(item.state is ItemState.DONE for item in checklist.live)
    all_done = "the one item is done" if done == 1 else f"all {done} items are done"
    last = last_word(checklist)
    who = _who(last, names) if last else ""
    ended = f" Last: {literal(last.text)}{f', by {who}' if who else ''}." if last else ""
    said = f"**Checklist complete** for {literal(milestone.name)}: {all_done}.{ended}"
    return f"{said}\n\n{SIGNED_BY}"


def _contested(
    milestone: Milestone, items: Sequence[Item], names: Mapping[str, str], zone: ZoneInfo
) -> str:
    lines = [f"* {_doubt(item, names, zone)}" for item in items[:MOST_ITEMS]]
    if len(items) > MOST_ITEMS:
        lines.append(f"* and {len(items) - MOST_ITEMS} more")
    what = "A ticked item is contested" if len(items) == 1 else "Ticked items are contested"
    head = f"**{what}** for {literal(milestone.name)}. Nothing was unticked:"
    return "\n".join((head, "", *lines, "", SIGNED_BY))


def _doubt(item: Item, names: Mapping[str, str], zone: ZoneInfo) -> str:
    doubt = item.contested
    ticked = f", ticked by {_who(item, names)}" if _who(item, names) else ""
    if doubt is None:
        return f"{literal(item.text)}{ticked}"
    reading = doubt.reading
    says = f": {literal(reading.sentence)}" if reading.sentence else ""
    return (
        f"{literal(item.text)}{ticked}. The probe {literal(reading.probe)} is red since "
        f"{_when(doubt.since, zone)}{says}"
    )


def _who(item: Item, names: Mapping[str, str]) -> str:
    by = item.touched.by if item.touched else ""
    if by.startswith(SIGNED):
        return f"the probe {literal(by.removeprefix(SIGNED))}"
    return literal(names.get(by, "")) if names.get(by) else ""


def _when(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %d %b %H:%M %Z}"


def literal(text: str) -> str:
    """As code, so that no address or ``@name`` in it becomes a mention, and no mark is drawn."""
    flat = _BREAKS.sub(" ", text).strip().replace("`", "'")
    cut = flat if len(flat) <= MOST_TEXT else flat[: MOST_TEXT - 1].rstrip() + "…"
    return f"`{cut or '-'}`"

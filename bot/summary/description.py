"""The description of a Linear issue → labelled lines and task list, with the summary's readers."""

from datetime import date

from bot.domain.document import DescribedItem, Description
from bot.summary.assemble import build_blocker
from bot.summary.dates import Calendar
from bot.summary.drafts import Draft, Reading
from bot.summary.legend import Legend
from bot.summary.named_dues import take_dues
from bot.summary.prepare import prepare
from bot.summary.scopes import Scope
from bot.summary.source import numbered
from bot.summary.structure import parse_blocks
from bot.summary.typed import typed_lines
from bot.summary.walk import walk

_NO_YEAR = date(1000, 1, 1)
_FIRST_YEAR = 1900


def read_description(markdown: str, *, today: date | None = None) -> Description:
    """Dates without a year are read only where `today` is given. No input crashes it."""
    reading = Reading(Legend(), single=True, title="")
    draft = Draft("", 0, "heading", real=True)
    reading.register(draft)
    blocks = parse_blocks(prepare(typed_lines(numbered(markdown))).lines)
    walk(reading, blocks, Scope(0, "other", "", 0, draft=draft))
    take_dues(reading)
    blocker = build_blocker(reading, draft, Calendar(today or _NO_YEAR))
    return Description(
        blocks=blocker.blocks,
        why=blocker.why,
        next_action=blocker.next_action,
        effort_hours=blocker.effort_hours,
        items=tuple(
            DescribedItem(
                text=item.text,
                state=item.state,
                depth=item.depth,
                section=item.section,
                owner=", ".join(item.owners) or None,
                due=item.due if item.due and item.due.year >= _FIRST_YEAR else None,
                note=item.note,
            )
            for item in blocker.items
        ),
    )

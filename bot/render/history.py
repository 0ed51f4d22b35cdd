"""The answer to `/blockers history`: who changed what, newest first, in pages."""

from collections.abc import Sequence
from datetime import date

from bot.domain.history import History
from bot.domain.messages import Json, Message
from bot.render.actions import Action
from bot.render.blocks import actions_blocks, button, context_blocks, message, section_blocks
from bot.render.escape import fit, outside, wire_size
from bot.render.history_words import Speaker
from bot.render.limits import (
    MESSAGE_JSON,
    NAME,
    SECTION_JSON,
    SECTION_TEXT,
    SHORT,
    Page,
    find_page,
)
from bot.render.lines import dotted
from bot.render.values import Show
from bot.render.words import LocalTime

PAGE_ROWS = 15
FRAME = 2600
"""Characters kept for the head, the footer, the headings of days and the buttons."""
LINE, LINE_JSON = 2_000, 2_800
"""What one row may take, so that it always fits below the heading of its day."""


def history_message(
    history: History, local: LocalTime, show: Show, *, private: bool = True
) -> Message:
    """``private=False`` is posted: it stays as it is, and has no buttons."""
    speaker = Speaker(history, local)
    lines: dict[int, str] = {}

    def draw(index: int) -> Json:
        lines[index] = fit(speaker.row(history.rows[index]), LINE, LINE_JSON)
        return section_blocks(lines[index])

    found = find_page(
        show.page, len(history.rows), draw, size=PAGE_ROWS, budget=MESSAGE_JSON - FRAME
    )
    return message(
        (
            section_blocks(_head(history, found)),
            *_day_blocks(history, local, found.rows, lines),
            context_blocks(_footer(history, local, private=private)),
            *(_button_blocks(show, found) if private else ()),
        )
    )


def _head(history: History, page: Page) -> str:
    key = history.keys.get(history.blocker, "") if history.blocker else ""
    title = outside(key, NAME) or outside(history.milestone, SHORT)
    total = len(history.rows)
    if not total:
        return f"*History of {title}*\nNothing was changed yet, as far as the log reaches."
    shown = f"{page.rows.start + 1}\u2013{page.rows.stop} of {total}, newest first"
    return dotted(f"*History of {title}*", shown)


def _day_blocks(
    history: History, local: LocalTime, rows: Sequence[int], lines: dict[int, str]
) -> list[Json]:
    """A section for each day, its date above; another one where a text would become too long."""
    texts: list[str] = []
    above = None
    for index in rows:
        day = history.rows[index].at.astimezone(local.zone).date()
        longer = f"{texts[-1]}\n{lines[index]}" if texts and day == above else ""
        if longer and wire_size(longer) <= SECTION_JSON and len(longer) <= SECTION_TEXT:
            texts[-1] = longer
        else:
            heading = "" if day == above else f"*{_day_words(day, local)}*\n"
            texts.append(f"{heading}{lines[index]}")
        above = day
    return [section_blocks(text) for text in texts]


def _day_words(day: date, local: LocalTime) -> str:
    near = {0: "Today, ", 1: "Yesterday, "}.get((local.today - day).days, "")
    return f"{near}{local.day(day)}"


def _footer(history: History, local: LocalTime, *, private: bool) -> str:
    reach = f"the log reaches back to {local.moment(history.start)}" if history.start else ""
    as_of = f"as of {local.clock(local.now)} {local.zone_word}"
    return dotted(reach, as_of if private else f"*not live*, {as_of}")


def _button_blocks(show: Show, page: Page) -> tuple[Json, ...]:
    def at(number: int) -> Show:
        return Show(milestone=show.milestone, blocker=show.blocker, page=number)

    here = at(page.number).encode()
    back = at(page.number - 1).encode() if page.number else ""
    ahead = at(page.number + 1).encode() if page.left else ""
    return actions_blocks(
        [
            button("Previous", Action.HISTORY_BACK, back, spoken="Newer changes") if back else None,
            button("Next", Action.HISTORY_PAGE, ahead, spoken="Older changes") if ahead else None,
            button("Share in channel", Action.HISTORY_SHARE, here),
            button("Refresh", Action.HISTORY_REFRESH, here),
        ]
    )

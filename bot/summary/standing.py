"""A blocker's state where box, words, marks and section disagree: the nearest, no false "done"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.document import Health, StatedStatus
from bot.summary.date_finder import find_dates
from bot.summary.date_words import NO_DATE
from bot.summary.drafts import Draft, Reading
from bot.summary.fold import fold
from bot.summary.inline import plain, read_inline
from bot.summary.item_states import DENIED
from bot.summary.marks import Mark, marks_in
from bot.summary.remarks import remark_takes_back
from bot.summary.status import StatusReading, pure_status, read_status

_CLOSED = {"done", "skipped"}
_STILL_OPEN = re.compile(
    r"\b(?:still|again|re-?open(?:ed)?|not|never|yet|wip|in progress|ongoing|pending|blocked"
    r"|waiting|on hold|partly|partially|todo|encore|noch|ainda|todavia|ancora|nog)\b"
)
_CHOICES = {"yes": "yes", "no": "no", "y": "yes", "n": "no", "tbd": "tbd"}
_CHOICE_MARKS = (" / ", " | ", "/")
_OF_MARK: dict[str, StatedStatus] = {
    "done": "done", "doing": "doing", "todo": "todo", "cross": "todo", "blocked": "blocked",
    "skipped": "skipped", "amber": "doing",
}  # fmt: skip
_HEALTH_OF_MARK: dict[str, Health] = {"red": "red", "amber": "amber", "green": "green"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the blocker's state is taken for."""

    status: StatedStatus | None
    health: Health | None = None

    @property
    def settled(self) -> bool:
        return self.status in _CLOSED


def standing_of(reading: Reading, draft: Draft) -> Standing:
    raw = draft.value("status")
    field = StatusReading()
    if raw is not None and _unfilled(raw):
        reading.warn(
            "unfilled_choice", f'{draft.called}: "{plain(raw)}" was never filled in', draft.line
        )
    elif raw is not None:
        field = _of_several(reading, draft)
        _note(reading, draft, field, raw)
    if draft.struck and _all_struck(raw):
        field = StatusReading()  # the row is struck with what it said
    if field.status is None:
        field = _from_date(draft) or _from_share(draft) or _from_end(draft) or field
    status = _nearest(reading, draft, field)
    status = _beside_notes(reading, draft, _beside_items(reading, draft, status))
    if status is None and draft.origin == "action":
        status = "doing" if any(item.state == "doing" for item in draft.items) else "todo"
    return Standing(status, field.health or _health(draft.leading) or _health(draft.mark))


def _all_struck(raw: str | None) -> bool:
    spoken = [one for one in read_inline(raw or "").segments if one.text.strip()]
    return bool(spoken) and all(one.struck for one in spoken)


def _of_several(reading: Reading, draft: Draft) -> StatusReading:
    """A table and a heading may both speak of it: of two states never the closed one."""
    said = [
        _explained(reading, one.value)
        for one in draft.fields.get("status", [])
        if one.value.strip()
    ]
    stated = [one for one in said if one.status is not None] or said
    open_ones = [one for one in stated if one.status not in _CLOSED]
    if len({one.status for one in stated}) > 1:
        reading.warn(
            "status_conflict", f"{draft.called}: its state is stated twice, differently", draft.line
        )
    return open_ones[0] if open_ones else stated[0]


def _explained(reading: Reading, raw: str) -> StatusReading:
    """Of a mark without words the document's own key decides."""
    found = read_status(raw)
    if found.worded or not reading.legend.glyphs:
        return found
    marks = [mark for mark, _, _ in marks_in(plain(raw)) if mark.glyph in reading.legend.glyphs]
    if not marks:
        return found
    return StatusReading(reading.legend.glyphs[marks[0].glyph], found.health)


@lru_cache(maxsize=2048)
def _unfilled(raw: str) -> bool:
    """As in "Pass / Fail": two states that exclude each other, none chosen."""
    text = plain(raw)
    for parting in _CHOICE_MARKS:
        parts = [part.strip() for part in text.split(parting) if part.strip()]
        if len(parts) > 1:
            states = [_CHOICES.get(part.casefold()) or pure_status(part) for part in parts]
            return None not in states and len(set(states)) == len(states)
    return False


def _note(reading: Reading, draft: Draft, field: StatusReading, raw: str) -> None:
    if field.conflict:
        reading.warn(
            "status_conflict", f'{draft.called}: "{plain(raw)}" says two things', draft.line
        )
    if field.unknown_mark:
        reading.warn("marker_unknown", f"{field.unknown_mark} has no agreed meaning", draft.line)


def _from_date(draft: Draft) -> StatusReading | None:
    """As in "Due: Done", or a day on which it was finished."""
    state = closed_by_date(draft.value("target"))
    return StatusReading(state, worded=True) if state else None


def _from_end(draft: Draft) -> StatusReading | None:
    """As in "Closed 2026-11-02": the day on which it ended; not as in "Completed: 80 %"."""
    raw = plain(draft.value("done_on") or "")
    if not raw:
        return None
    if find_dates(raw):
        return StatusReading("done")
    told = "todo" if DENIED.fullmatch(raw) else read_status(raw).status
    return StatusReading(told, worded=True) if told in {"todo", "doing"} else None


def _from_share(draft: Draft) -> StatusReading | None:
    """As in "Progress: 80 %"; 100 % alone is no word for done."""
    if "progress" not in draft.fields:
        return None
    share = read_status(draft.value("progress") or "").status
    return StatusReading(share, worded=True) if share not in {None, *_CLOSED} else None


@lru_cache(maxsize=2048)
def closed_by_date(due: str | None) -> StatedStatus | None:
    named = due is not None and fold(plain(due)) not in NO_DATE
    reading = read_status(due) if due and named else StatusReading()
    return reading.status if reading.worded and reading.status in _CLOSED else None


def _nearest(reading: Reading, draft: Draft, field: StatusReading) -> StatedStatus | None:
    mark = _mark_status(draft.mark, reading) or _leading_status(draft.leading, reading)
    own = [
        one
        for one in (field.status, draft.stated, mark, _box(reading, draft, field))
        if one is not None
    ]
    if draft.struck and draft.stated in {None, *_CLOSED}:  # not "~~Door~~ reopened"
        own.append(
            draft.stated if draft.stated == "done" else "done" if mark == "done" else "skipped"
        )
    section = draft.section_status
    if not own and section in _CLOSED and _is_open_again(draft.title):
        reading.warn(
            "status_conflict", f"{draft.called}: its title contradicts the section", draft.line
        )
        return "todo"
    if not own:
        return section
    open_ones = [one for one in own if one not in _CLOSED]
    closed = [one for one in own if one in _CLOSED]
    if open_ones and closed and not (draft.struck and field.status is None):
        reading.warn("status_conflict", f"{draft.called}: its own marks disagree", draft.line)
        return open_ones[0]
    status = own[0] if not draft.struck else closed[0] if closed else own[0]
    if section is not None and (section in _CLOSED) != (status in _CLOSED):
        reading.warn(
            "status_conflict",
            f"{draft.called}: the section says {section}, its own line {status}; the nearer wins",
            draft.line,
        )
    return status


def _box(reading: Reading, draft: Draft, field: StatusReading) -> StatedStatus | None:
    """An empty box says little beside a written state, its section's too, unless that is done."""
    if draft.box != "todo":
        return draft.box
    if field.status == "done":
        return "todo"
    if draft.section_status in {"doing", "blocked"}:
        return None
    said = draft.value("status")
    if (said is not None and not _unfilled(said)) or draft.stated or draft.mark:
        return (
            None
            if draft.stated != "done" and _mark_status(draft.mark, reading) != "done"
            else "todo"
        )
    return draft.box


def _is_open_again(title: str) -> bool:
    """As in "Export (still failing)", not as in "Broken link", which names the trouble itself."""
    told = read_status(title).status not in {None, *_CLOSED}
    return told and _STILL_OPEN.search(fold(title)) is not None


def _mark_status(mark: Mark | None, reading: Reading) -> StatedStatus | None:
    if mark is None:
        return None
    if mark.glyph in reading.legend.glyphs:
        return reading.legend.glyphs[mark.glyph]
    return _OF_MARK.get(mark.meaning)


def _leading_status(mark: Mark | None, reading: Reading) -> StatedStatus | None:
    """A circle in front of a title more often means importance."""
    if mark is None or mark.meaning in {"amber", "red", "green"}:
        return None
    return _mark_status(mark, reading)


def _health(mark: Mark | None) -> Health | None:
    return _HEALTH_OF_MARK.get(mark.meaning) if mark else None


def _beside_notes(
    reading: Reading, draft: Draft, status: StatedStatus | None
) -> StatedStatus | None:
    """As in "done", and "reopened on Monday" for a note."""
    if status != "done" or reading.exact:
        return status
    for note in draft.fields.get("note", []):
        if remark_takes_back(plain(note.value)) is not None:
            detail = f'{draft.called}: called done, but "{plain(note.value)}"'
            reading.warn("status_conflict", detail, draft.line)
            return "doing"
    return status


def _beside_items(
    reading: Reading, draft: Draft, status: StatedStatus | None
) -> StatedStatus | None:
    """A blocker that is called done is not, while something below it is open."""
    if status != "done" or not draft.items:
        return status
    open_items = [item for item in draft.items if item.state in {"todo", "doing"}]
    if not open_items:
        return status
    reading.warn(
        "status_conflict",
        f"{draft.called}: called done, but {len(open_items)} items are open",
        draft.line,
    )
    return status if reading.exact else "doing"

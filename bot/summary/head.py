"""What the document says of itself: its date, state, owner, target, who wrote it."""

import re
from datetime import date

from bot.domain.document import DocumentHead
from bot.summary.date_finder import find_dates
from bot.summary.dates import Calendar, day_first_in
from bot.summary.drafts import Draft, Reading
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.label_words import Label
from bot.summary.labels import Labelled, label_of
from bot.summary.marks import strip_marks
from bot.summary.opening import OVERVIEW
from bot.summary.people import read_owners
from bot.summary.status import document_status
from bot.summary.wrapping import FrontMatter

_LISTED = {"blocker", "blockers", "blocking issue", "bug", "issue", "issues", "item", "task"}
"""Words for a title where a table has them, but not where they speak of a whole document."""
_FALLBACK: tuple[Label, ...] = ("date",)
_TOLD: frozenset[Label] = frozenset({
    "date", "status", "overall", "title", "owner", "target", "prepared_by", "data_source",
    "next_review", "resolution",
})  # fmt: skip
"""What a document says of itself that is kept; each of them once."""
_SHORT = 100
_MONTHS = 12
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<=\d/)[A-Z][a-z]{2}/\d\d(?!\d)")
_MADE = re.compile(r"\b(?:created|opened|started|cree|criado|creado|erstellt)\b")
"""When it was made; when it was changed counts more."""
_DATED: tuple[Label, ...] = (
    "date", "target", "done_on", "started_on", "next_review", "status", "note",
)  # fmt: skip


def take_front(reading: Reading, front: FrontMatter) -> None:
    """Front matter speaks for the whole document; what the text says of the same wins."""
    for one in front.left:
        reading.leave(one.number, one.text)
    for name, value, line in front.pairs:
        label = label_of(name.replace("_", " ").replace("-", " "))
        titled = name.lower() == "title"
        if line in front.below and not titled and (label == "title" or label not in _TOLD):
            reading.leave(line, f"{name}:")
            for one in front.below[line]:
                reading.leave(one.number, one.text)
        elif titled:
            reading.head.setdefault("title", []).append(
                Labelled(name, "title", value, line, bold=False)
            )
        elif value and label == "title" and fold(name) in _LISTED:
            reading.leave(line, f"{name}: {value}")
        elif value:
            reading.add_head(Labelled(name, label, value, line, bold=False))


def adopt(reading: Reading, dropped: list[Draft]) -> None:
    """Fields under a heading such as "Overview", which turned out to be no blocker."""
    for draft in dropped:
        overview = OVERVIEW.search(draft.title) is not None
        for label, several in draft.fields.items():
            if label not in reading.head and (overview or label in _FALLBACK):
                reading.head[label] = list(several)


def leave_rest(reading: Reading, dropped: list[Draft]) -> None:
    """What stood under a heading that is no blocker, or at the top, and speaks for nothing."""
    taken: set[int] = set()
    for label, several in reading.head.items():
        told = several[:1] if label in _TOLD else []
        taken |= {id(one) for one in told}
        said = {plain(one.value) for one in told}
        taken |= {id(one) for one in several if label in _TOLD and plain(one.value) in said}
    fields = [one for several in reading.head.values() for one in several]
    for draft in dropped:
        fields += [one for several in draft.fields.values() for one in several] + draft.own
    for labelled in fields:
        if id(labelled) not in taken:
            taken.add(id(labelled))
            named = f"{labelled.name}: {labelled.value}" if labelled.name else labelled.value
            reading.leave(labelled.line, plain(named))


def document_date(reading: Reading, today: date, order: bool | None) -> date | None:
    """Read before all others: it decides their years."""
    calendar = Calendar(today, day_first=order or False)
    stated = reading.head.get("date", [])
    for labelled in sorted(stated, key=lambda one: _MADE.search(fold(one.name)) is not None):
        found = calendar.read(labelled.value).value
        if found is not None:
            return found
    named = [one.name for several in reading.head.values() for one in several]
    for text in (reading.title or "", *named, *(one.text for one in reading.unread[:6])):
        if _YEAR.search(text) and len(text) < _SHORT:
            found = calendar.read(text).value
            if found is not None:
                return found
    return None


def day_first(reading: Reading) -> bool | None:
    return day_first_in(_dated(reading))


def is_order_used(reading: Reading) -> bool:
    """Whether a date could be read both ways by its digits alone, as in "02/03/2026"."""
    found = (one.numeric for text in _dated(reading) for one in find_dates(text))
    return any(two and two[0] != two[1] and max(two) <= _MONTHS for two in found)


def _dated(reading: Reading) -> list[str]:
    """What is said of days, as far as it is short."""
    texts = [one.value for label in _DATED for one in reading.head.get(label, [])]
    for draft in reading.drafts:
        dated = [several for label, several in draft.fields.items() if label in _DATED]
        texts += [one.value for several in dated for one in several]
        texts += [item.due_raw for item in draft.items if item.due_raw]
        texts += [one.value for group in draft.actions for one in group.fields]
    texts += [week.dates_raw for week in reading.weeks]
    return [plain(text) for text in texts if len(text) < _SHORT and not _is_word(text)]


def _is_word(text: str) -> bool:
    """As in "done": no day of any month."""
    return text.isascii() and text.isalpha()


def build_head(reading: Reading, calendar: Calendar, dated: date | None) -> DocumentHead:
    raw = {label: several[0].value for label, several in reading.head.items()}
    overall = raw.get("overall")
    status_raw = raw.get("status")
    status = document_status(status_raw or overall or "")
    target = _date(calendar, raw.get("target"))
    title = reading.title or raw.get("title")
    return DocumentHead(
        title=plain(title) if title else None,
        dated=dated,
        dated_raw=_plain(raw.get("date")),
        status=status.status,
        status_raw=status_raw,
        overall=_bare(overall),
        owners=read_owners(raw["owner"]).names if raw.get("owner") else (),
        target=target,
        target_raw=_plain(raw.get("target")),
        prepared_by=_plain(raw.get("prepared_by")),
        data_source=_plain(raw.get("data_source")),
        next_review=_date(calendar, raw.get("next_review")),
        next_review_raw=_plain(raw.get("next_review")),
        resolution=reading.resolution or _plain(raw.get("resolution")),
        fields=tuple((one.name, plain(one.value)) for one in reading.head_own),
    )


def _date(calendar: Calendar, raw: str | None) -> date | None:
    return calendar.read(raw).value if raw else None


def _plain(raw: str | None) -> str | None:
    return plain(raw) if raw else None


def _bare(raw: str | None) -> str | None:
    return strip_marks(plain(raw)) if raw else None

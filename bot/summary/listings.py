"""A list by what stands above it: reasons, a timeline, the text of a label, or work."""

from bot.summary.drafts import Reading
from bot.summary.entries import may_hold_blockers, tells_of_issues
from bot.summary.inline import plain
from bot.summary.keys import find_keys
from bot.summary.labels import Labelled
from bot.summary.legend import Legend
from bot.summary.lists import first_lines, read_list
from bot.summary.marks import strip_marks
from bot.summary.paragraphs import TEXT_LABELS
from bot.summary.scopes import Focus, Scope
from bot.summary.structure import Listing
from bot.summary.targets import add_field
from bot.summary.timeline import read_timeline_list

_FEWEST = 2
_PROSE = {"why", "note", "blocks"}


def read_listing(reading: Reading, scope: Scope, block: Listing) -> None:
    texts = ["\n".join([line.text for line in first_lines(entry)]) for entry in block.entries]
    if scope.now == "legend" or _explains(reading, texts):
        for entry, text in zip(block.entries, texts, strict=True):
            if not reading.legend.learn(text):
                reading.leave(entry.line, plain(text))
    elif scope.now == "next_milestone":
        keys = [(plain(text),) if reading.exact else find_keys(plain(text)) for text in texts]
        reading.next_keys += [key for some in keys for key in some]
    elif scope.now == "mitigation":
        reading.mitigation += [strip_marks(plain(text)) for text in texts]
    elif not (
        _without_work(reading, scope, block, texts) or _as_text(reading, scope, block, texts)
    ):
        _work(reading, scope, block)


def _explains(reading: Reading, texts: list[str]) -> bool:
    """As in "- [x] = failed", entry after entry."""
    if reading.exact or len(texts) < _FEWEST or not all("=" in text for text in texts):
        return False
    legend = Legend()
    return all(legend.learn_in_passing(text, fewest=1) for text in texts)


def _without_work(reading: Reading, scope: Scope, block: Listing, texts: list[str]) -> bool:
    """Reasons of a risk and lines of a timeline; with boxes they are work after all."""
    if any(reading.line(text).stated for text in texts):
        return False
    if scope.now == "timeline":
        read_timeline_list(reading, block)
        return True
    if scope.now in {"reasons", "risk"} and scope.blocker is None:
        reading.reasons += [strip_marks(plain(text)) for text in texts]
        return True
    return False


def _as_text(reading: Reading, scope: Scope, block: Listing, texts: list[str]) -> bool:
    """As in "Why it's blocking:" and then a list: the list is the text."""
    labelled = scope.focus.labelled
    label = labelled.label if labelled else scope.label
    if label not in TEXT_LABELS or (labelled is None and scope.blocker is None):
        return False
    lines = [reading.line(text) for text in texts]
    if any(one.boxed or (one.stated and label not in _PROSE) for one in lines):
        return False
    value = "; ".join(text.replace("\n", " ") for text in texts)
    name = labelled.name if labelled else scope.title
    add_field(reading, scope, Labelled(name, label, value, block.line, bold=True))
    scope.focus = Focus(group=scope.focus.group, draft=scope.focus.draft)
    return True


def _work(reading: Reading, scope: Scope, block: Listing) -> None:
    if scope.blocker is not None:
        scope.run_start, scope.run_closed = len(scope.blocker.items), False
    scope.told = may_hold_blockers(scope) and tells_of_issues(block)
    count = read_list(reading, scope, block)
    focus = scope.focus
    headed = focus.title is not None and focus.kind is None and not focus.used
    if headed and not count and scope.blocker is None:
        reading.warn("no_items", f"{focus.title} has none", block.line)
    focus.used = True

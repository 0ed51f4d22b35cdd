"""What applying a summary document does to a milestone, blocker by blocker."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.blocker import Blocker
from bot.domain.checklist import Checklist, Item
from bot.domain.document import ReadBlocker, SummaryDocument, UnreadableSummaryError
from bot.domain.editing import Author
from bot.domain.ids import BlockerId
from bot.domain.import_items import ItemsPlan, lines_of, plan_items, words_of
from bot.domain.import_records import (
    RecordPlan,
    key_of,
    new_id,
    plan_known,
    plan_new,
    said_of,
)
from bot.domain.import_scorecard import plan_scorecard
from bot.domain.import_targets import find_local, find_target, find_tracked, named_in
from bot.domain.import_twins import pair_twins
from bot.domain.known import Known
from bot.domain.local import LocalBlocker, LocalChange, LocalStatus, Origin, OriginKind
from bot.domain.milestone import Component, Milestone
from bot.domain.told_apart import told_apart

MOST_BLOCKERS, MOST_LINES = 300, 2_000
"""All of it is stored in one step, for which everybody else waits."""


class Fate(StrEnum):
    """What becomes of a blocker of the document."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockerImport:
    """``said`` tells each change, ``kept`` what stays though the document says otherwise.

    ``change`` may hold no more than what the document said, to be compared with the next one.
    """

    name: str
    fate: Fate
    tracked: bool = False
    said: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    change: LocalChange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """``missing`` names open blockers of an earlier document that this one has no more.

    ``scorecard`` is the stated one to store, None where it stays as it is.
    """

    blockers: tuple[BlockerImport, ...]
    missing: tuple[str, ...] = ()
    scorecard: tuple[Component, ...] | None = None
    scorecard_said: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[LocalChange, ...]:
        return tuple(one.change for one in self.blockers if one.change)

    @property
    def is_news(self) -> bool:
        """Whether anything changes that people see."""
        return any(one.said for one in self.blockers) or bool(self.scorecard_said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a document is imported into, by whom; ``names`` are how written owners are called.

    ``moving`` are items whose line left its blocker, by their words.
    """

    milestone: Milestone
    known: Known
    checklists: Mapping[BlockerId, Checklist]
    stated: tuple[Component, ...]
    names: Mapping[str, str]
    author: Author
    source: str
    moving: Mapping[str, Item] = field(default_factory=dict)

    @property
    def tracked(self) -> tuple[Blocker, ...]:
        return self.known.snapshot.blockers if self.known.snapshot else ()


def require_bounded(document: SummaryDocument) -> None:
    """Raises UnreadableSummaryError, at the blocker that is too much."""
    lines = 0
    for number, read in enumerate(document.blockers, 1):
        lines += len(read.items)
        if number > MOST_BLOCKERS or lines > MOST_LINES:
            expected = f"at most {MOST_BLOCKERS} blockers and {MOST_LINES:,} checklist lines"
            raise UnreadableSummaryError(read.line, f"{expected} were expected in a document")


def plan_import(document: SummaryDocument, ground: Ground) -> ImportPlan:
    found: list[BlockerImport] = []
    pairs = pair_twins(document, ground.known, ground.checklists)
    met = set(pairs.values())
    named = named_in(document)
    ground = replace(ground, moving=_moving(document, ground, pairs))
    names = told_apart((_name(read), read.line) for read in document.blockers)
    for place, (read, name) in enumerate(zip(document.blockers, names, strict=True)):
        one, blocker = _plan(read, ground, met, (named, name, pairs.get(place)))
        met |= {blocker} if blocker else set()
        found.append(one)
    scorecard, said = plan_scorecard(document, ground.milestone, ground.stated, ground.author)
    return ImportPlan(
        blockers=tuple(found),
        missing=_missing(ground.known, met),
        scorecard=scorecard,
        scorecard_said=said,
    )


def _moving(
    document: SummaryDocument, ground: Ground, pairs: Mapping[int, BlockerId]
) -> dict[str, Item]:
    """Lines of the last document that stand under no blocker of theirs any more; no two alike."""
    found: dict[str, Item | None] = {}
    named, met = named_in(document), set(pairs.values())
    for place, read in enumerate(document.blockers):
        blocker = find_target(read, ground.known, met, named, pairs.get(place))
        met |= {blocker} if blocker else set()
        kept = {words_of(item.text) for item in read.items}
        checklist = ground.checklists.get(blocker) if blocker else None
        for item in checklist.live if checklist else ():
            words = words_of(item.imported.text) if item.imported else ""
            if words and words not in kept:
                found[words] = None if words in found else item
    return {words: item for words, item in found.items() if item}


def _plan(
    read: ReadBlocker,
    ground: Ground,
    met: set[BlockerId],
    told: tuple[frozenset[str], str, BlockerId | None],
) -> tuple[BlockerImport, BlockerId | None]:
    """`told`: the keys of the document, how the blocker is called, and which it was paired with."""
    named, name, paired = told
    issue = find_tracked(read, ground.tracked, ground.known)
    if issue:
        return _into_issue(read, issue, ground, again=issue.id in met), issue.id
    local = find_local(read, ground.known, met, named, paired)
    if local:
        return _into_local(read, local, ground), local.id
    if read.status == "skipped":
        said = "dropped in the document: not stored"
        return BlockerImport(name=name, fate=Fate.LEFT_OUT, kept=(said,)), None
    return _as_new(read, ground, met, name)


def _into_issue(read: ReadBlocker, issue: Blocker, ground: Ground, *, again: bool) -> BlockerImport:
    """Its title, state, owner and date are the tracker's; the checklist takes in the lines."""
    checklist = ground.checklists.get(issue.id, Checklist(blocker=issue.id))
    if again:
        said = "named a second time in the document: not stored"
        return BlockerImport(name=_name(read), fate=Fate.LEFT_OUT, tracked=True, kept=(said,))
    items = plan_items(checklist, lines_of(read), ground.names, ground.author.at, ground.moving)
    return BlockerImport(
        name=f"{issue.key} {issue.title}",
        fate=Fate.CHANGED if items.said else Fate.SAME,
        tracked=True,
        said=items.said,
        kept=items.kept,
        change=_change(issue.id, RecordPlan(), items, checklist),
    )


def _into_local(read: ReadBlocker, local: LocalBlocker, ground: Ground) -> BlockerImport:
    checklist = ground.checklists.get(local.id, Checklist(blocker=local.id))
    at = ground.author.at
    record = plan_known(local, said_of(read), ground.names, at)
    items = plan_items(checklist, lines_of(read), ground.names, at, ground.moving)
    said = (*record.said, *items.said)
    return BlockerImport(
        name=f"{local.key} {local.title}",
        fate=Fate.CHANGED if said else Fate.SAME,
        said=said,
        kept=(*_other_key(read, local), *record.kept, *items.kept),
        change=_change(local.id, record, items, checklist),
    )


def _other_key(read: ReadBlocker, local: LocalBlocker) -> tuple[str, ...]:
    """Its key is what people know it by: it stays."""
    key = key_of(read)
    if not key or key.upper() == local.key.upper():
        return ()
    return (f"its key stays {local.key}, the document calls it {key}",)


def _as_new(
    read: ReadBlocker, ground: Ground, met: set[BlockerId], name: str
) -> tuple[BlockerImport, BlockerId]:
    key, said = key_of(read), said_of(read)
    taken = met | {one.id for one in ground.known.locals.blockers}
    names = (f"{key or read.title}{'' if not n else f' {n}'}" for n in range(len(taken) + 1))
    ids = (new_id(ground.milestone.key, each) for each in names)
    blocker = next(one for one in ids if one not in taken)
    origin = Origin(
        kind=OriginKind.IMPORTED, by=ground.author.by, at=ground.author.at, source=ground.source
    )
    record = plan_new(blocker, key, said, ground.author, origin, read.done_on)
    empty = Checklist(blocker=blocker)
    items = plan_items(empty, lines_of(read), ground.names, ground.author.at, ground.moving)
    one = BlockerImport(
        name=name,
        fate=Fate.NEW,
        said=(*_kind_words(said.watched, said.status, key), *items.said),
        kept=items.kept,
        change=_change(blocker, record, items, empty),
    )
    return one, blocker


def _kind_words(watched: bool, status: LocalStatus, key: str) -> tuple[str, ...]:
    words = "to watch, not blocking" if watched else f"added, {status.value}"
    return (words if key else f"{words}, under a key of this milestone",)


def _change(
    blocker: BlockerId, record: RecordPlan, items: ItemsPlan, checklist: Checklist
) -> LocalChange | None:
    if record.record is None and not items.items:
        return None
    return LocalChange(
        blocker=blocker,
        record=record.record,
        items=items.items,
        list_version=checklist.version if items.items else None,
        notes=(*record.notes, *items.notes),
    )


def _missing(known: Known, met: set[BlockerId]) -> tuple[str, ...]:
    return tuple(
        f"{one.key} {one.title}"
        for one in known.locals.blockers
        if one.imported
        and one.became is None
        and one.status is not LocalStatus.DONE
        and one.id not in met
    )


def _name(read: ReadBlocker) -> str:
    key = key_of(read)
    return f"{key} {read.title}".strip() if read.title != key else key

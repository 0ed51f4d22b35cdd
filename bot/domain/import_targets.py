"""Which blocker a summary document speaks of: by its key, else by its title (SPEC §9)."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.domain.blocker import Blocker
from bot.domain.document import ReadBlocker, SummaryDocument
from bot.domain.editing import one_line
from bot.domain.ids import BlockerId
from bot.domain.import_records import key_of, said_of
from bot.domain.import_twins import find_twins
from bot.domain.known import Known
from bot.domain.local import LocalBlocker, LocalStatus

LIKENESS = 0.8


def find_targets(document: SummaryDocument, known: Known) -> tuple[BlockerId, ...]:
    """The blockers that a document may speak of, as far as they are known: to load their lists."""
    twins = {local.id for _, locals_ in find_twins(document, known) for local in locals_}
    named, met = named_in(document), set[BlockerId]()
    for read in document.blockers:
        found = find_target(read, known, met, named)
        met |= {found} if found else set()
    return tuple(met | twins)


def find_target(
    read: ReadBlocker,
    known: Known,
    met: set[BlockerId],
    named: frozenset[str],
    paired: BlockerId | None = None,
) -> BlockerId | None:
    issue = find_tracked(read, known.snapshot.blockers if known.snapshot else (), known)
    found = issue or find_local(read, known, met, named, paired)
    return found.id if found else None


def named_in(document: SummaryDocument) -> frozenset[str]:
    """Every key of the document: who has one is nobody else."""
    return frozenset(key_of(one).upper() for one in document.blockers)


def find_tracked(read: ReadBlocker, tracked: Sequence[Blocker], known: Known) -> Blocker | None:
    key = key_of(read).upper()
    if not key:
        return None
    local = known.locals.keyed(key)
    became = local.became if local else None
    return next((one for one in tracked if one.key.upper() == key or one.id == became), None)


def find_local(
    read: ReadBlocker,
    known: Known,
    met: set[BlockerId],
    named: frozenset[str],
    paired: BlockerId | None = None,
) -> LocalBlocker | None:
    """By its key; without one, the imported one without a key whose title is the same or likest.

    ``paired`` is the one of several of its title that it was found to be, which counts. Else an
    open one of exactly that title, whose key the document does not have: it was given another
    key, or lost it.
    """
    key, title = key_of(read), said_of(read).title
    by_key = known.locals.keyed(key) if key else None
    if by_key:
        return by_key
    if paired:
        return next(one for one in known.locals.blockers if one.id == paired)
    free = [one for one in known.locals.blockers if one.imported and one.id not in met]
    if not key:
        keyless = [one for one in free if one.imported and not one.imported.keyed]
        scored = [(_likeness(title, one), one) for one in keyless]
        best = max(scored, key=lambda pair: pair[0], default=None)
        if best and best[0] >= LIKENESS:
            return best[1]
    renamed = (one for one in free if one.key.upper() not in named and _is_open(one))
    return next((one for one in renamed if _is_called(title, one)), None)


def _is_open(local: LocalBlocker) -> bool:
    return local.became is None and local.status is not LocalStatus.DONE


def _is_called(title: str, local: LocalBlocker) -> bool:
    titles = {local.title, local.imported.title if local.imported else local.title}
    return one_line(title).casefold() in {one_line(one).casefold() for one in titles}


def _likeness(title: str, local: LocalBlocker) -> float:
    said = local.imported.title if local.imported else local.title
    return max(_ratio(title, said), _ratio(title, local.title))


def _ratio(one: str, other: str) -> float:
    mine, theirs = (" ".join(re.findall(r"\w+", text.casefold())) for text in (one, other))
    if not mine or not theirs:  # of signs alone
        return float(one_line(one) == one_line(other))
    return 1.0 if mine == theirs else SequenceMatcher(None, mine, theirs, autojunk=False).ratio()

"""Blockers of one title without a key: which of the stored ones each of the document is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.domain.checklist import Checklist
from bot.domain.document import ReadBlocker, SummaryDocument
from bot.domain.editing import one_line
from bot.domain.ids import BlockerId
from bot.domain.import_items import lines_of, words_of
from bot.domain.import_records import key_of, said_of
from bot.domain.known import Known
from bot.domain.local import LocalBlocker


def find_twins(
    document: SummaryDocument, known: Known
) -> Iterator[tuple[list[int], list[LocalBlocker]]]:
    """Places in the document, and the stored blockers that may be meant: several on one side."""
    titles: dict[str, list[int]] = {}
    for place, read in enumerate(document.blockers):
        if not key_of(read):
            titles.setdefault(_folded(said_of(read).title), []).append(place)
    stored: dict[str, list[LocalBlocker]] = {}
    for local in known.locals.blockers:
        if local.imported and not local.imported.keyed:
            for title in {_folded(local.imported.title), _folded(local.title)}:
                stored.setdefault(title, []).append(local)
    for title, places in titles.items():
        locals_ = stored.get(title, [])
        if locals_ and (len(places) > 1 or len(locals_) > 1):
            yield places, locals_


def pair_twins(
    document: SummaryDocument, known: Known, checklists: Mapping[BlockerId, Checklist]
) -> Mapping[int, BlockerId]:
    """By how alike their items are, then by order; a place without a pair is a new blocker."""
    found: dict[int, BlockerId] = {}
    for places, locals_ in find_twins(document, known):
        mine = [_words_read(document.blockers[place]) for place in places]
        theirs = [_words_stored(checklists.get(local.id)) for local in locals_]
        scored = sorted(
            (-_likeness(words, other), abs(at - number), at, number)
            for at, words in enumerate(mine)
            for number, other in enumerate(theirs)
        )
        for _, _, at, number in scored:
            blocker = locals_[number].id
            if places[at] not in found and blocker not in found.values():
                found[places[at]] = blocker
    return found


def _folded(title: str) -> str:
    return one_line(title).casefold()


def _words_read(read: ReadBlocker) -> Counter[str]:
    return _counted(line.text for line in lines_of(read))


def _words_stored(checklist: Checklist | None) -> Counter[str]:
    """As the last document had the lines, where one did."""
    items = checklist.live if checklist else ()
    return _counted(item.imported.text if item.imported else item.text for item in items)


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in words_of(text).split())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """From 0, nothing in common, to 1, the same words."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0

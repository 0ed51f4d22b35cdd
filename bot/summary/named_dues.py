"""Days that were written beside an owner's name count as the due date of what is owned."""

from collections.abc import Iterable

from bot.summary.drafts import ItemDraft, Reading
from bot.summary.labels import Labelled
from bot.summary.owner_dues import due_beside


def take_dues(reading: Reading) -> None:
    """A document that Blockers wrote has names there and nothing else."""
    if reading.exact:
        return
    for draft in reading.drafts:
        for one in _dues(draft.fields.get("owner", ())):
            draft.add(one)
        for item in draft.items:
            _take_due(item)
        for group in draft.actions:
            group.fields += _dues([one for one in group.fields if one.label == "owner"])
    for one in _dues(reading.head.get("owner", ())):
        reading.add_head(one)


def _dues(owners: Iterable[Labelled]) -> list[Labelled]:
    days = [(due_beside(one.value), one.line) for one in owners]
    return [Labelled("Due", "target", day, line, bold=False) for day, line in days if day]


def _take_due(item: ItemDraft) -> None:
    if not item.due_raw and item.owners:
        item.due_raw = next(filter(None, map(due_beside, item.owners)), None)

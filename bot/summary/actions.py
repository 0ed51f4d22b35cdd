"""Loose actions that name a blocker ("Finish DNS for THR-42") join it."""

from bot.summary.drafts import Draft, ItemDraft, Reading
from bot.summary.keys import find_keys, take_leading


def join_actions(reading: Reading) -> None:
    """Only where the line names one blocker that the document has; the rest stays in its list."""
    for draft in [one for one in reading.drafts if one.origin == "section"]:
        kept: list[ItemDraft] = []
        for item in draft.items:
            blocker = _named(reading, item)
            if blocker is None or item.depth or item.section != "actions":
                kept.append(item)
                continue
            lead = take_leading(item.text)
            if lead.key is not None and lead.rest:
                item.text = lead.rest
            blocker.items.append(item)
        draft.items = kept


def _named(reading: Reading, item: ItemDraft) -> Draft | None:
    keys = find_keys(item.text)
    return reading.by_key.get(keys[0]) if len(keys) == 1 else None

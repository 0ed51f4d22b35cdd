"""What stands below a checklist line: its owner, its date, and remarks."""

from bot.summary.drafts import ItemDraft, Reading
from bot.summary.inline import plain
from bot.summary.labels import Labelled
from bot.summary.remarks import remark_takes_back


def item_field(item: ItemDraft, labelled: Labelled) -> None:
    match labelled.label:
        case "owner":
            item.owners = item.owners or (labelled.value,)
        case "target":
            item.due_raw = item.due_raw or labelled.value
        case "note":
            item.notes.append(plain(labelled.value))
        case _:
            item.notes.append(f"{labelled.name}: {plain(labelled.value)}")


def add_remark(reading: Reading, item: ItemDraft, raw: str) -> None:
    """As in "except the backup host", which takes the tick above it back."""
    remark = plain(raw)
    item.notes.append(remark)
    left = remark_takes_back(remark) if item.state == "done" and not reading.exact else None
    if left is not None:
        item.state, item.flag = "doing" if left == "doing" else "todo", "conflict"
        detail = f"{item.text[:40]}: ticked, but the remark below takes that back"
        reading.warn("state_conflict", detail, item.line)

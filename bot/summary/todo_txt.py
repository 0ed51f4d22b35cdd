"""Lists as todo.txt has them: "(A) 2026-11-01 Call Bob +flat @phone due:2026-12-02", "x …" is done.

Only a file of which every line may be one, and most show it, is read so. The marks for projects
stay in the text; a mark for a place names nobody: it is a note, as is what has no field here.
"""

import re

from bot.summary.drafts import Draft, ItemDraft, Reading
from bot.summary.inline import squeeze
from bot.summary.item_notes import add_remark
from bot.summary.source import Line

_DAY = r"\d{4}-\d\d-\d\d"
_TASK = re.compile(
    rf"(?P<done>x )?\s*(?:\((?P<priority>[A-Z])\) )?\s*"
    rf"(?:(?P<first>{_DAY}) )?\s*(?:(?P<second>{_DAY}) )?\s*(?P<text>\S.*)"
)
_OTHER = re.compile(r"^(?:[#>|*+~`<=_\[\\-]|\d+[.)]|\s)|^[^\s:]{1,40}:(?:\s|$)")
"""How lines of Markdown and labelled lines begin."""
_TAG = re.compile(r"(?<!\S)[+@][^\W\d_]\S*")
_PLACE = re.compile(r"(?<!\S)@([^\W\d_]\S*)")
_PAIR = re.compile(r"(?<!\S)([A-Za-z][\w-]{0,20}):(?!//)([^\s:]\S*)")
_URL = re.compile(r"(?<!\S)https?://\S+")
_DUE = {"due", "deadline"}
_TITLE = "Checklist"


def read_todo_txt(reading: Reading, lines: list[Line]) -> bool:
    """Whether the whole file was such a list."""
    spoken = [line for line in lines if line.text.strip()]
    if not spoken or not _is_one(spoken):
        return False
    draft = reading.register(Draft(_TITLE, spoken[0].number, "section"))
    draft.items += [_item(reading, line) for line in spoken]
    return True


def _is_one(lines: list[Line]) -> bool:
    """A priority alone may number the points of a letter: some line has to show more."""
    if any(_OTHER.match(line.text) for line in lines):
        return False
    shown = [_signs(line.text) for line in lines]
    return any(sure for _, sure in shown) and sum(any(one) for one in shown) * 2 >= len(lines)


def _signs(text: str) -> tuple[bool, bool]:
    """Whether a line looks like one, and whether nothing else looks so."""
    found = _TASK.fullmatch(text.rstrip())
    if found is None:
        return False, False
    begun = bool(found["done"] or found["priority"])
    told = bool(found["first"] or _PAIR.search(found["text"]) or _TAG.search(found["text"]))
    return begun or told, begun and told


def _item(reading: Reading, line: Line) -> ItemDraft:
    """Words beside an "x" may take it back, as in any other list."""
    found = _TASK.fullmatch(line.text.rstrip())
    if found is None:  # a line that only shares the file
        return ItemDraft(squeeze(line.text), "todo", 0, line.number)
    pairs = [(one[1], one[2]) for one in _PAIR.finditer(found["text"])]
    places = _PLACE.findall(found["text"])
    bare = squeeze(_PLACE.sub("", _PAIR.sub("", found["text"])))
    text = bare or squeeze(found["text"])
    read = reading.line(f"[{'x' if found['done'] else ' '}] {text}")
    for code, detail in read.codes:
        reading.warn(code, detail, line.number)
    item = ItemDraft.of(read, line.number)
    item.text = read.text or text
    due = next((value for name, value in pairs if name.lower() in _DUE), None)
    item.due_raw = due or read.due_raw
    if read.remark:
        add_remark(reading, item, read.remark)
    url = _URL.search(text)
    item.url = url.group() if url else None
    item.notes += [f"priority {found['priority']}"] if found["priority"] else []
    item.notes += [f"place {place}" for place in places] if bare else []
    item.notes += _days(found)
    item.notes += [f"{name}: {value}" for name, value in pairs if name.lower() not in _DUE]
    return item


def _days(found: re.Match[str]) -> list[str]:
    """Of two days the first is when it was done; what is open has the day it was written only."""
    first, second = found["first"], found["second"]
    if found["done"]:
        done = [f"done {first}"] if first else []
        return [*done, f"created {second}"] if second else done
    return [f"created {day}" for day in (first, second) if day]

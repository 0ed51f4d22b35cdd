"""Days behind a mark at the end of a line, as Obsidian's tasks have them."""

import re

from bot.summary.item_line import ItemLine, cut_tail

_DAY = r"\d{4}-\d\d-\d\d"
_ENDED = re.compile(rf"\s*(?P<mark>[\u2705\u274c\u2714\u2611])\ufe0f?\s*(?P<day>{_DAY})$")
_PLANNED = re.compile(rf"\s*(?P<mark>[\u2795\u23f3\U0001f6eb])\ufe0f?\s*(?P<day>{_DAY})$")
_SCHEDULED = "\u23f3"
_WINDOW = 40


def take_days(text: str, line: ItemLine) -> str:
    """The day goes to the remark, the mark of an end stays to be judged beside the box."""
    if not text[-1:].isdigit():
        return text
    for _ in range(4):
        planned = _PLANNED.search(text[-_WINDOW:])
        rest = cut_tail(text, _WINDOW, planned.start()) if planned else ""
        if planned is None or not rest.strip():
            break
        if planned["mark"] == _SCHEDULED:
            line.due_raw = line.due_raw or planned["day"]
        else:
            line.remark = line.remark or f"{planned['mark']} {planned['day']}"
        text = rest
    ended = _ENDED.search(text[-_WINDOW:])
    rest = cut_tail(text, _WINDOW, ended.start()) if ended else ""
    if ended is None or not rest.strip():
        return text
    line.remark = f"{ended['mark']} {ended['day']}"
    return f"{rest} {ended['mark']}"

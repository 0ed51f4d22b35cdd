"""One checklist line → text, state and what hangs on it. A doubt is never "done"."""

import re
from dataclasses import dataclass, field

from bot.domain.document import ItemState, StatedStatus
from bot.summary.boxes import COMMON, Box, read_box
from bot.summary.fold import fold
from bot.summary.inline import Inline, read_inline, squeeze
from bot.summary.labels import label_of, read_labelled
from bot.summary.legend import Legend
from bot.summary.marks import PRIORITY_ONLY, Mark, leading_mark, trailing_mark
from bot.summary.people import GROUP_MENTIONS, take_trailing_handles
from bot.summary.repair import LOST
from bot.summary.status import pure_status
from bot.summary.strikes import Strike, read_strike

_ROLE = re.compile(r"^\[(@?[^\[\]]{2,40})\]\s*(?=\S)")
_TAG = re.compile(r"^\[[A-Za-z][^\[\]]{1,30}\]\s*(?=\S)")
_ENGLISH_NAME = re.compile(
    r"^@|^(?:QA|PM|SRE|UX|IT|HR|DBA|CTO|CEO|COO|EM|TL|OPS|DEVOPS|SEC|PO)$"
    r"|^[A-ZÀ-Þ][\w.-]*[a-zà-ÿ][\w.-]*(?:[ &/-][\w.-]+){0,3}$"
)
_BRACKET = re.compile(r"\s*(?:\(([^()]{1,60})\)|\[([^\[\]]{1,60})\])\s*[.:]?$")
_FIELD = re.compile(
    r"\s*(?:\s[-–—|]|[(,;])\s*([^\W\d_][^\W\d_ ]{1,12}(?: [^\W\d_]{1,12})?)\s?[:：]\s"
)
_HANDLE_FIRST = re.compile(r"^@([A-Za-z0-9][\w.-]*?)\s*(?::|\s[-–—])\s+(?=\S)")
_DUE_WORD = re.compile(r"due|deadline|eta|📅", re.IGNORECASE)
_DUE_TAIL = re.compile(
    r"\s+(?:[-–—]\s+|,\s*)?(?:(?P<name>[A-Z][\w.-]*(?: [A-Z][\w.-]*)?)[,;]\s+)?(?:due"
    r"|deadline|eta|📅):?\s+(?P<due>[^()]{3,30})$"
)
_DUE_BRACKET = re.compile(
    r"^(?:due|by|eta|deadline|target|until|bis|prazo|échéance)\b:?\s*(.+)$", re.IGNORECASE
)
_TAIL = re.compile(r"\s+(?:-|–|—|:|→|->)\s*([^-–—:]{2,40})$|:\s+([^:]{2,40})$")
_LEADING_WORD = re.compile(
    r"^\[?([A-Za-zÀ-ÿ' -]{3,20}?)\]?\s?:\s+(?=\S)|^\[([A-Za-zÀ-ÿ' -]{3,20})\]\s+(?=\S)"
)
_WEAK = {
    "live", "up", "go", "green", "ok", "okay", "works", "lista", "listo", "lost", "clos", "red",
    "down", "open", "new", "cut", "critical", "blocker",
    "blocking", "pass", "passing", "fail", "up to date", "active", "accepted", "removed",
    "missing", "testing", "verified", "working", "fix", "pronto", "ready",
}  # fmt: skip
_HANDLE = re.compile(r"^@?(?:[a-z0-9]+(?:[-_.][a-z0-9]+)+|[A-Z][a-z]+)$")
_STATE_OF: dict[StatedStatus, ItemState] = {
    "todo": "todo", "doing": "doing", (
        "blocked"
    ) : "todo", "done": "done", "skipped": "skipped", "at_risk": "todo",
}  # fmt: skip
_MARK_STATUS: dict[str, StatedStatus] = {
    "done": "done", "doing": "doing", "todo": "todo", "cross": "todo", "blocked": "blocked",
    "skipped": "skipped", "red": "todo", "amber": "doing", "green": "done", "lost": "todo",
}  # fmt: skip


@dataclass(slots=True)
class ItemLine:
    """`stated` False: neither box nor mark, a plain line."""

    text: str = ""
    state: ItemState = "todo"
    flag: str | None = None
    owners: tuple[str, ...] = ()
    due_raw: str | None = None
    remark: str | None = None
    url: str | None = None
    boxed: bool = False
    marked: bool = False
    codes: list[tuple[str, str]] = field(default_factory=list)
    green: bool = False
    worded: StatedStatus | None = None

    @property
    def stated(self) -> bool:
        return self.boxed or self.marked


def read_item_line(raw: str, legend: Legend) -> ItemLine:
    """`raw` is the line without its bullet."""
    line = ItemLine()
    box = read_box(raw)
    line.boxed = box is not None
    inline = read_inline(box.rest if box else raw)
    strike = read_strike(inline)
    text, marks = _marks(strike.text, line, legend)
    text = _roles(text, line) if box or marks else text
    text = _inline_fields(text, line)
    text, word = _words(text, line)
    text = _people(text, inline, line)
    _finish(text, inline, line)
    line.worded = word
    _judge(
        line, box, [m for m in marks if _states(m, legend, boxed=bool(box))], word, (strike, legend)
    )
    return line


def _marks(text: str, line: ItemLine, legend: Legend) -> tuple[str, list[Mark]]:
    marks: list[Mark] = []
    for take in (leading_mark, trailing_mark):
        while True:
            mark, rest = take(text)
            if mark is None or not rest.strip() or mark.meaning == "decor":
                break
            text = rest
            marks.append(mark)
    for mark in marks:
        if mark.meaning == "lost":
            line.codes.append(
                ("marker_unreadable", f'the mark before "{squeeze(text)[:40]}" lost a byte')
            )
        elif mark.glyph in legend.glyphs:
            line.marked = True
        elif legend.glyphs and mark.meaning in _MARK_STATUS:
            line.codes.append(("marker_not_in_legend", f"{mark.raw} is not explained"))
        elif mark.meaning == "unknown":
            line.codes.append(("marker_unknown", f"{mark.raw} has no agreed meaning"))
    return squeeze(text.replace(LOST, "")), marks


def _roles(text: str, line: ItemLine) -> str:
    """As in "[Release Lead] Set the dates": a role in front is the owner, a second bracket a tag."""
    found = _ROLE.match(text)
    if found is None or not _ENGLISH_NAME.match(found[1]) or pure_status(found[1]):
        return text
    line.owners = (found[1].lstrip("@"),)
    text = text[found.end() :]
    tag = _TAG.match(text)
    return text[tag.end() :] if tag else text


def _words(text: str, line: ItemLine) -> tuple[str, StatedStatus | None]:
    """States in words at either end: "(IN PROGRESS)", "- done", "WIP: …"."""
    found = _LEADING_WORD.match(text)
    if found:
        word = found[1] or found[2]
        state = _strong_status(word)
        if state is not None and (
            word.isupper() or state in {"done", "doing", "skipped"} or found[2]
        ):
            line.marked = line.marked or bool(found[2]) or word.isupper()
            return text[found.end() :], state
    for pattern in (_BRACKET, _TAIL):
        found = pattern.search(text[-70:])
        if found is None:
            continue
        state = _strong_status(found[1] or found[2])
        rest = text[: len(text) - len(text[-70:]) + found.start()]
        if state is not None and rest.strip():
            return rest, state
    return text, None


def _strong_status(word: str) -> StatedStatus | None:
    return None if fold(word).strip(" .!") in _WEAK else pure_status(word)


def _people(text: str, inline: Inline, line: ItemLine) -> str:
    for _ in range(2):
        found = _BRACKET.search(text[-70:])
        if found and _bracketed(found[1] or found[2], line):
            text = text[: len(text) - len(text[-70:]) + found.start()]
        text = _due_tail(text, line)
        text, names = take_trailing_handles(text)
        if not names:
            text, names = _bold_handle(text, inline)
        line.owners = line.owners or names
    first = _HANDLE_FIRST.match(text)
    if first and first[1].lower() not in GROUP_MENTIONS:
        line.owners = line.owners or (first[1],)
        text = text[first.end() :]
    return text


def _inline_fields(text: str, line: ItemLine) -> str:
    """As in "Finish DNS - Owner: Bob, Due: Nov 27"."""
    if ": " not in text and "：" not in text:
        return text
    for found in _FIELD.finditer(text):
        if not text[: found.start()].strip() or label_of(found[1]) not in {
            "owner",
            "target",
            "note",
        }:
            continue
        rest = text[found.start(1) :].strip()
        if found.group().lstrip().startswith("(") and rest.endswith(")"):
            rest = rest[:-1]
        for labelled in read_labelled(rest, 0):
            value = labelled.value.strip(" -–—|,;")
            if labelled.label == "owner":
                line.owners = line.owners or (value,)
            elif labelled.label == "target":
                line.due_raw = line.due_raw or value
            elif labelled.label == "note":
                line.remark = line.remark or value
        return text[: found.start()]
    return text


def _due_tail(text: str, line: ItemLine) -> str:
    """As in "Deploy - Bob, due Dec 4"."""
    found = _DUE_TAIL.search(text[-80:]) if _DUE_WORD.search(text) else None
    at = len(text) - len(text[-80:]) + found.start() if found else 0
    if found is None or not text[:at].strip():
        return text
    line.due_raw = line.due_raw or found["due"]
    line.owners = line.owners or ((found["name"],) if found["name"] else ())
    return text[:at]


def _bracketed(inner: str, line: ItemLine) -> bool:
    """As in "(@bob, due Jan 5)": only if every part is understood."""
    owners: list[str] = []
    due_raw: str | None = None
    for part in re.split(r"\s*[,;]\s+", inner.strip()):
        due = _DUE_BRACKET.match(part)
        owner = re.fullmatch(r"(?:owner:?\s*)?@([\w.-]+)|owner:\s*(.+)", part, re.IGNORECASE)
        if due:
            due_raw = due[1]
        elif owner and (owner[1] or owner[2]).lower() not in GROUP_MENTIONS:
            owners.append(owner[1] or owner[2])
        else:
            return False
    line.due_raw = line.due_raw or due_raw
    line.owners = line.owners or tuple(owners)
    return True


def _bold_handle(text: str, inline: Inline) -> tuple[str, tuple[str, ...]]:
    """As in "Thank the testers **owner-a**"."""
    spoken = [one for one in inline.segments if one.text.strip()]
    if len(spoken) < 2 or not spoken[-1].bold or spoken[-2].bold:
        return text, ()
    name = spoken[-1].text.strip()
    if not _HANDLE.match(name) or not text.endswith(name):
        return text, ()
    return text.removesuffix(name).rstrip(" -–—:"), (name.lstrip("@"),)


def _finish(text: str, inline: Inline, line: ItemLine) -> None:
    urls = inline.urls
    line.url = next((one for one in urls if one != text), None)
    text = squeeze(text.replace(LOST, ""))
    shorter = text.rstrip(":").rstrip()
    line.text = shorter or text


def _states(mark: Mark, legend: Legend, *, boxed: bool) -> bool:
    if mark.glyph in legend.glyphs:
        return legend.glyphs[mark.glyph] is not None
    if mark.glyph in PRIORITY_ONLY:
        return False
    return mark.meaning in _MARK_STATUS and not (boxed and mark.meaning in {"lost", "amber", "red"})


def _judge(
    line: ItemLine,
    box: Box | None,
    marks: list[Mark],
    word: StatedStatus | None,
    seen: tuple[Strike, Legend],
) -> None:
    strike, legend = seen
    line.marked = (
        line.marked
        or bool(marks)
        or any(code in {"marker_unreadable", "marker_unknown"} for code, _ in line.codes)
    )
    line.green = bool(marks) and all(
        m.meaning == "green" and m.glyph not in legend.glyphs for m in marks
    )
    marked = next(
        (
            legend.glyphs.get(m.glyph) or _MARK_STATUS[m.meaning]
            for m in marks
            if m.glyph in legend.glyphs or m.meaning in _MARK_STATUS
        ),
        None,
    )
    boxed = _box_status(box, legend, line)
    if _struck(line, strike, boxed):
        return
    status = _weigh(line, boxed, marked, word)
    line.state = _STATE_OF[status]
    if line.flag is None and (status == "blocked" or (box and box.stuck and not legend.boxes)):
        line.flag = "blocked"


def _box_status(box: Box | None, legend: Legend, line: ItemLine) -> StatedStatus | None:
    if box is None:
        return None
    if box.loose:
        line.codes.append(
            ("loose_checkbox", f'"[{box.char.strip()}]{box.rest[:12]}" is meant as a box')
        )
    if box.char in legend.boxes:
        return legend.boxes[box.char] or "todo"
    if legend.boxes and box.char not in {" ", "x"}:
        line.codes.append(("marker_not_in_legend", f'"[{box.char}]" is not explained'))
    elif box.char not in COMMON:
        line.codes.append(("marker_unknown", f'"[{box.char}]" has no agreed meaning'))
    return "blocked" if box.stuck else box.state


def _struck(line: ItemLine, strike: Strike, boxed: StatedStatus | None) -> bool:
    match strike.fate:
        case "whole":
            line.state = "done" if boxed == "done" else "skipped"
        case "answered":
            line.state = "done"
        case "dropped":
            line.state = "skipped"
        case "edited":
            line.codes.append(("item_replaced", f'"{strike.struck[:40]}" was struck and replaced'))
            return False
        case _:
            return False
    line.marked = True
    line.remark = line.remark or strike.rest.strip(" -–—:()") or None
    return True


def _weigh(
    line: ItemLine,
    boxed: StatedStatus | None,
    marked: StatedStatus | None,
    word: StatedStatus | None,
) -> StatedStatus:
    said = [one for one in (boxed, marked, word) if one is not None]
    if not said:
        return "todo"
    done = [one for one in said if one == "done"]
    if not done:
        return word or _further(boxed, marked) or said[0]
    others = [one for one in said if one != "done"]
    if not others:
        return "done"
    line.flag = "conflict"
    line.codes.append(("state_conflict", f"{line.text[:40]}: box, mark and words disagree"))
    return "doing" if "doing" in others and boxed != "todo" else "todo"


def _further(boxed: StatedStatus | None, marked: StatedStatus | None) -> StatedStatus | None:
    """An empty box beside "being worked on" is being worked on."""
    if boxed in {None, "todo"} and marked is not None:
        return marked
    return boxed

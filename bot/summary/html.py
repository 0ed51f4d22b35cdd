"""Lists, tables and headings in HTML → the same in Markdown, on the lines where they stand."""

import re
from dataclasses import dataclass, field

from bot.summary.fences import fenced_lines
from bot.summary.source import Line

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>table|caption|tr|th|td|ul|ol|li|dl|dt|dd|h[1-6]|hr|pre|blockquote)"
    r"(?P<rest>(?:\s[^<>]*)?)/?>",
    re.IGNORECASE,
)
_MUTE = re.compile(
    r"</?(?:thead|tbody|tfoot|colgroup|col|label|section|main|article)\b[^<>]*>", re.IGNORECASE
)
_COLSPAN = re.compile(r"colspan=[\"']?(\d{1,2})", re.IGNORECASE)
_START = re.compile(r"start=[\"']?(\d{1,4})", re.IGNORECASE)
_BLOCK = re.compile(r"^\s{0,3}(?:#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|\||```|~~~)")
_PIPE = re.compile(r"(?<!\\)\|")
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_CLOSED = {"table", "ul", "ol", "dl", "pre", "blockquote", *_HEADINGS}
_LINES = {"li", "dt", "dd", "caption", *_HEADINGS}
_CODE = re.compile(r"`[^`]*`")
_ENDLESS = r"(?:<(?:ul|ol|dl)\s*>\s*)"
"""A list that never ends is text, but such tags alone say nothing in an entry."""
_ENDLESS_ALONE = re.compile(rf"{_ENDLESS}+", re.IGNORECASE)
_EMPTY_ENTRIES = re.compile(rf"(?:<li\s*>\s*{_ENDLESS}*)+(?=<li\s*>)", re.IGNORECASE)
_CELL_ENTRY = re.compile(r"<li(?:\s[^<>]*)?>", re.IGNORECASE)
_CELL_LIST = re.compile(r"</?(?:ul|ol|li)(?:\s[^<>]*)?>", re.IGNORECASE)
_DEEPEST = 8
_INDENT = "    "


def without_html(lines: list[Line]) -> list[Line]:
    """Nothing is taken for HTML in code, nor where a list or a table never ends."""
    if not any("<" in line.text and _TAG.search(line.text) for line in lines):
        return lines
    inside, _ = fenced_lines(lines)
    page = _Page(_last_closers(lines))
    for at, line in enumerate(lines):
        if at in inside:
            page.keep(line)
        else:
            page.read(at, line, lines)
    page.end_line()
    return page.lines


def _last_closers(lines: list[Line]) -> dict[str, int]:
    last: dict[str, int] = {}
    for at, line in enumerate(lines):
        if "</" in line.text:
            last.update(
                (tag["name"].lower(), at) for tag in _TAG.finditer(line.text) if tag["close"]
            )
    return last


@dataclass(slots=True)
class _Row:
    line: int
    cells: list[list[str]] = field(default_factory=list)
    owed: int = 0

    def add(self, rest: str) -> None:
        """A cell over several columns is followed by empty ones."""
        span = _COLSPAN.search(rest)
        self.cells += [[] for _ in range(self.owed + 1)]
        self.owed = int(span[1]) - 1 if span else 0

    def written(self, width: int) -> str:
        texts = [_PIPE.sub(r"\\|", " ".join(" ".join(cell).split())) for cell in self.cells]
        return f"| {' | '.join([*texts, *[''] * (width - len(texts))])} |"


@dataclass(slots=True)
class _Page:
    """`begun` and `texts`: the line in the making; `layout`: a table that only sets text apart."""

    closers: dict[str, int]
    lines: list[Line] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    rows: list[_Row] | None = None
    tables: int = 0
    layout: bool = False
    quotes: int = 0
    code: bool = False
    begun: tuple[int, str] | None = None
    texts: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return bool(self.lists or self.rows is not None or self.quotes or self.code or self.begun)

    def keep(self, line: Line) -> None:
        self.end_line()
        self.lines.append(line)

    def read(self, at: int, line: Line, lines: list[Line]) -> None:
        if "<" not in line.text and not self.is_open:
            self.lines.append(line)
            return
        text = line.text if self.code else _MUTE.sub("", line.text)
        if text.lstrip().startswith("|") and not self.is_open and "<li" in text.lower():
            self.lines.append(Line(line.number, _listed_in_cells(text)))
            return
        if not self.closers:  # and so no list is numbered, and nothing here is a cell or code
            text = _EMPTY_ENTRIES.sub("", text)
        bare = _CODE.sub(lambda code: " " * len(code.group()), text) if "`" in text else text
        tags = list(_TAG.finditer(bare))
        if not text.strip():
            self.end_line()
        if not tags and not self.is_open:
            self.lines.append(Line(line.number, text))
            return
        end = 0
        for tag in tags:
            self._text(line.number, text[end : tag.start()])
            self._tag(tag, line.number, (at, lines))
            end = tag.end()
        self._text(line.number, text[end:])

    def _text(self, number: int, text: str) -> None:
        if self.code:
            self.lines.append(Line(number, text))
        elif not text.strip():
            return
        elif self.rows is not None:
            if self.rows and self.rows[-1].cells:
                self.rows[-1].cells[-1].append(text)
        elif self.begun is not None:
            self.texts.append(text)
        else:
            self.lines.append(Line(number, "> " * self.quotes + text.rstrip()))

    def _tag(self, tag: re.Match[str], number: int, place: tuple[int, list[Line]]) -> None:
        name, closing = tag["name"].lower(), bool(tag["close"])
        if self.code and not (name == "pre" and closing):
            self.lines.append(Line(number, tag.group()))
        elif name in _CLOSED and not closing and self.closers.get(name, -1) < place[0]:
            self._text(number, tag.group())
        elif name == "table":
            self._table(number, place, closing=closing)
        elif self.rows is not None:
            self._cell(name, tag["rest"], number, closing=closing)
        elif name in _LINES:
            self.end_line()
            if not closing:
                self.begun = (number, self._lead(name))
        else:
            self._block(name, tag["rest"], number, closing=closing)

    def _block(self, name: str, rest: str, number: int, *, closing: bool) -> None:
        self.end_line()
        match name:
            case "ul" | "ol" | "dl" if closing:
                del self.lists[-1:]
            case "ul" | "ol" | "dl":
                start = _START.search(rest)
                self.lists.append((int(start[1]) if start else 1) if name == "ol" else None)
            case "pre":
                self.code = not closing
                self.lines.append(Line(number, "````"))
                return
            case "blockquote":
                self.quotes = max(0, min(self.quotes + (-1 if closing else 1), _DEEPEST))
            case "hr":
                self.lines += [Line(number, ""), Line(number, "---")]
            case _:
                return
        if not self.lists:
            self.lines.append(Line(number, ""))

    def _lead(self, name: str) -> str:
        if name.startswith("h"):
            return "#" * int(name[1]) + " "
        if name != "li":
            return name
        indent = "> " * self.quotes + _INDENT * (min(len(self.lists), _DEEPEST) - 1)
        number = self.lists[-1] if self.lists else None
        if number is None:
            return f"{indent}- "
        self.lists[-1] = number + 1
        return f"{indent}{number}. "

    def end_line(self) -> None:
        """Terms and their definitions become labelled lines."""
        if self.begun is None:
            return
        (number, lead), text = self.begun, " ".join(" ".join(self.texts).split())
        self.begun, self.texts = None, []
        if lead == "dt":
            self.lines += [Line(number, ""), Line(number, f"**{text.rstrip(':')}:**")]
        elif lead == "dd" and self.lines and self.lines[-1].text.endswith(":**"):
            self.lines[-1] = Line(self.lines[-1].number, f"{self.lines[-1].text} {text}")
        elif lead in {"dd", "caption"}:
            self.lines += [Line(number, text), Line(number, "")]
        elif lead.startswith("#"):
            self.lines += [Line(number, one) for one in ("", lead + text, "")]
        elif text and not _ENDLESS_ALONE.fullmatch(text):
            self.lines.append(Line(number, lead + text))

    def _table(self, number: int, place: tuple[int, list[Line]], *, closing: bool) -> None:
        self.end_line()
        if not closing:
            self.tables += 1
            if self.tables == 1:
                self.layout = _is_layout(*place)
                self.rows = None if self.layout else []
            return
        self.tables = max(0, self.tables - 1)
        if not self.tables:
            self.lines += _written(self.rows or [], number)
            self.rows, self.layout = None, False

    def _cell(self, name: str, rest: str, number: int, *, closing: bool) -> None:
        if self.rows is None or self.tables > 1:
            return
        if name == "li" and not closing and self.rows and self.rows[-1].cells:
            cell = self.rows[-1].cells[-1]
            cell += ["; "] if "".join(cell).strip() else []
        elif name == "tr" and not closing:
            self.rows.append(_Row(number))
        elif name in {"th", "td"} and not closing:
            if not self.rows:
                self.rows.append(_Row(number))
            self.rows[-1].add(rest)


def _listed_in_cells(row: str) -> str:
    """A list inside a cell of Markdown's own tables, as lines of that cell."""
    return _CELL_LIST.sub("", _CELL_ENTRY.sub("<br>- ", row))


def _is_layout(at: int, lines: list[Line]) -> bool:
    """Whole pieces of Markdown stand in its cells."""
    for line in lines[at + 1 :]:
        if "</table" in line.text.lower():
            return False
        if _BLOCK.match(line.text):
            return True
    return False


def _written(rows: list[_Row], number: int) -> list[Line]:
    rows = [row for row in rows if row.cells]
    if not rows:
        return []
    width = max(len(row.cells) for row in rows)
    head, *body = rows
    rule = f"|{'---|' * width}"
    return [
        Line(head.line, ""),
        Line(head.line, head.written(width)),
        Line(head.line, rule),
        *(Line(row.line, row.written(width)) for row in body),
        Line(number, ""),
    ]

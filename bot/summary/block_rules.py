"""Rules for markdown-it's ruler that give its blocks with fewer questions and fewer tokens.

What holds nothing but text is one token: "heading", "inline" (a paragraph), "item" and "table".
"""

from typing import cast

from markdown_it.rules_block import StateBlock, blockquote, fence
from markdown_it.rules_block.table import MAX_AUTOCOMPLETED_CELLS, escapedSplit

from bot.summary.block_state import DEEPER, SIGNS, Beginning, BlockState, Piece

_TAB = 4


def begin(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Stands first in the ruler; tables and indented code are left to the rules after it."""
    state = cast("BlockState", state)
    if state.is_code_block(start):
        return False
    if silent:
        return state.begins_block(start)
    if start in state.piped and state.heads_table(start, end):
        return False
    found = state.beginning(start)
    if found is None:
        _text(state, start, end)
    else:
        _marked(state, start, end, found)
    return True


def _marked(state: BlockState, start: int, end: int, found: Beginning) -> None:
    match found.lastgroup:
        case "list":
            _list(state, start, end, found)
        case "heading":
            _heading(state, start, found)
        case "hr":
            state.add("hr", start)
            state.line = start + 1
        case "blockquote":
            blockquote(state, start, end, False)
        case _:
            fence(state, start, end, False)


def _text(state: BlockState, start: int, end: int) -> None:
    """A paragraph, or a heading that is underlined."""
    level, line = 0, start + 1
    columns, indent = state.sCount, state.blkIndent
    starts, shifts, ends = state.bMarks, state.tShift, state.eMarks
    while line < end and starts[line] + shifts[line] < ends[line]:
        beyond = columns[line] - indent
        if beyond < DEEPER:
            level = state.underlines(line) if beyond >= 0 else 0
            if level or (columns[line] >= 0 and state.ends_text(line, end)):
                break
        line += 1
    content = state.text_of(start)
    if line > start + 1:
        more = [state.text_of(one) for one in range(start + 1, line)]
        content = "\n".join([content, *more]).strip()
    if level:
        state.add("heading", start, content.replace("\n", " "), tag=f"h{level}")
        state.line = line + 1
    else:
        state.add("inline", start, content)
        state.line = line


def _heading(state: BlockState, start: int, found: Beginning) -> None:
    """Signs that close it are no part of its text."""
    text = state.src[found.end() : state.eMarks[start]].rstrip(" \t")
    bare = text.rstrip("#")
    text = bare if bare.endswith((" ", "\t")) else text
    state.add("heading", start, text.strip(), tag=f"h{len(found.group())}")
    state.line = start + 1


def _list(state: BlockState, start: int, end: int, found: Beginning) -> None:
    """As long as entries begin with the same sign."""
    state.add("list_open", start)
    state.level += 2
    line, sign = start, found["marker"][-1]
    following: Beginning | None = found
    while (
        following is not None and following.lastgroup == "list" and following["marker"][-1] == sign
    ):
        _entry(state, line, end, following)
        line = state.line
        if line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line):
            break
        following = state.beginning(line)
    state.level -= 2
    state.add("list_close", start)


def _entry(state: BlockState, line: int, end: int, found: Beginning) -> None:
    if not _is_one_line(state, line, end, found):
        _nested(state, line, end, found)
        return
    item = state.add("item", line, state.src[found.end() : state.eMarks[line]].strip())
    item.info = found["marker"][:-1]
    state.line = line + 1


def _is_one_line(state: BlockState, line: int, end: int, found: Beginning) -> bool:
    """Words behind the marker, and right below them another entry: as most entries are."""
    content, following = found.end(), line + 1
    if following >= end or state.sCount[following] != state.sCount[line]:
        return False
    if found["list"] != " " or content >= state.eMarks[line] or state.src[content] in SIGNS:
        return False
    if line in state.piped or state.level >= state.deepest:
        return False
    if state.tShift[line] and "\t" in state.src[state.bMarks[line] : content]:
        return False
    below = state.beginning(following)
    return below is not None and below.lastgroup == "list"


def _nested(state: BlockState, line: int, end: int, found: Beginning) -> None:
    content, last = found.end(), state.eMarks[line]
    begun = state.sCount[line] + found.end("marker") - found.start()
    column = _column(state, line, begun, found)
    gap = column - begun if content < last and column - begun <= DEEPER else 1
    outer = state.tShift[line], state.sCount[line], state.listIndent, state.blkIndent
    state.listIndent, state.blkIndent = state.blkIndent, begun + gap
    state.tShift[line], state.sCount[line] = content - state.bMarks[line], column
    at = len(state.tokens)
    if content >= last and state.isEmpty(line + 1):
        state.line = min(line + 2, end)
    else:
        _content(state, line, end)
    state.tShift[line], state.sCount[line], state.listIndent, state.blkIndent = outer
    _close_entry(state, line, at, found["marker"][:-1])


def _column(state: BlockState, line: int, column: int, found: Beginning) -> int:
    """Where the text behind the marker stands."""
    gap = found["list"]
    if "\t" not in gap:
        return column + len(gap)
    for blank in gap:
        column += _TAB - (column + state.bsCount[line]) % _TAB if blank == "\t" else 1
    return column


def _content(state: BlockState, line: int, end: int) -> None:
    """Most entries are one text: it is read without asking what else could begin there."""
    plain = (
        not state.isEmpty(line)
        and line not in state.piped
        and state.sCount[line] - state.blkIndent < DEEPER
        and state.level < state.deepest
        and state.beginning(line) is None
    )
    following = line
    if plain:
        _text(state, line, end)
        following = state.line
        if following >= end:
            return
    if not plain or state.isEmpty(following) or state.sCount[following] >= state.blkIndent:
        state.md.block.tokenize(state, following, end)


def _close_entry(state: BlockState, line: int, at: int, number: str) -> None:
    tokens, place = state.tokens, [line, line + 1]
    if len(tokens) == at + 1 and tokens[at].type == "inline" and tokens[at].map == place:
        tokens[at].type, tokens[at].info = "item", number
        return
    tokens.insert(at, Piece("item_open", line))
    tokens[at].info = number
    state.add("item_close", line)


def rows(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table: markdown-it judges its head; the rows are (line, cells) in the token's meta."""
    state = cast("BlockState", state)
    if silent or start not in state.piped or not state.heads_table(start, end):
        return False
    head = _cells(state, start)
    found, missing = [(start, head)], 0
    line = start + 2
    while line < end and _goes_on(state, line):
        cells = _cells(state, line)
        missing += len(head) - len(cells)
        if missing > MAX_AUTOCOMPLETED_CELLS:
            break
        found.append((line, (cells + [""] * len(head))[: len(head)]))
        line += 1
    state.add("table", start).meta = {"rows": found}
    state.line = line
    return True


def _goes_on(state: BlockState, line: int) -> bool:
    return not (
        state.sCount[line] < state.blkIndent
        or not state.row_of(line)
        or state.is_code_block(line)
        or state.begins_block(line)
    )


def _cells(state: BlockState, line: int) -> list[str]:
    row = state.row_of(line)
    cells = escapedSplit(row) if "\\" in row else row.split("|")
    if cells and not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return [cell.strip() for cell in cells]

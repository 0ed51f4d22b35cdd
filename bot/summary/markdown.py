"""markdown-it as summaries need it: blocks and tables, no HTML, each rule asked rarely."""

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    fence,
    heading,
    hr,
    list_block,
)

Rule = Callable[[StateBlock, int, int, bool], bool]

_MAX_NESTING = 40
_DIGITS = "0123456789"
_RULES: dict[str, tuple[Rule, str, list[str]]] = {
    "fence": (fence, "`~", ["paragraph", "reference", "blockquote", "list"]),
    "blockquote": (blockquote, ">", ["paragraph", "reference", "blockquote", "list"]),
    "hr": (hr, "*-_", ["paragraph", "reference", "blockquote", "list"]),
    "list": (list_block, "*-+" + _DIGITS, ["paragraph", "reference", "blockquote"]),
    "heading": (heading, "#", ["paragraph", "reference", "blockquote"]),
}
"""Each rule, the signs its first line can begin with, and the blocks that it may end."""


def _beginning_with(signs: str, rule: Rule) -> Rule:
    """Every rule is asked about every line: the first sign answers for most."""

    def asked(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        return at < len(state.src) and state.src[at] in signs and rule(state, start, end, silent)

    return asked


def _blocks() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_NESTING})
    markdown.enable(["table"]).disable(["inline", "html_block", "reference"])
    for name, (rule, signs, ends) in _RULES.items():
        markdown.block.ruler.at(name, _beginning_with(signs, rule), {"alt": ends})
    return markdown


BLOCKS = _blocks()

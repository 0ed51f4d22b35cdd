"""markdown-it as summaries need it: blocks and tables, no HTML, by rules of our own."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from bot.summary.block_rules import begin, rows
from bot.summary.block_state import BlockState

_MAX_NESTING = 40


def _parse(state: StateCore) -> None:
    if state.src:
        block = BlockState(state.src, state.md, state.env, state.tokens)
        state.md.block.tokenize(block, 0, block.lineMax)


def _blocks() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_NESTING})
    markdown.core.ruler.at("block", _parse)
    markdown.core.ruler.enableOnly(["block"])
    markdown.block.ruler.before("table", "begin", begin, {"alt": ["blockquote"]})
    markdown.block.ruler.at("table", rows)
    markdown.block.ruler.enableOnly(["begin", "table", "code"])
    return markdown


BLOCKS = _blocks()

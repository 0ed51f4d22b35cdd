"""Rules over all blocks of one message or view: how many, which, and ids that must differ."""

from collections.abc import Sequence

from sandbox.slack.limits.blocks import BLOCKS
from sandbox.slack.limits.schema import Many, OneOf, Problems, report
from sandbox.slack.wire import Payload

MARKDOWN_TOTAL = 12_000


def judge(
    blocks: object, allowed: frozenset[str], most: int, pointer: str
) -> tuple[list[Payload], Problems]:
    """Check a list of blocks; returns it typed, with what Slack would object to."""
    problems: Problems = []
    Many(OneOf(BLOCKS, allowed), 0, most).check(blocks, pointer, problems)
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return [], problems
    _distinct_block_ids(blocks, pointer, problems)
    _markdown_total(blocks, pointer, problems)
    return blocks, problems


def tables(blocks: Sequence[Payload]) -> int:
    return sum(block.get("type") in ("table", "data_table") for block in blocks)


def refuse_file_inputs(blocks: Sequence[Payload], pointer: str, problems: Problems) -> None:
    """Files may be asked for in modals only."""
    for at, block in enumerate(blocks):
        element = block.get("element")
        if isinstance(element, dict) and element.get("type") == "file_input":
            report(problems, f"{pointer}/{at}/element", "unsupported type: file_input")


def _distinct_block_ids(blocks: Sequence[Payload], pointer: str, problems: Problems) -> None:
    seen: set[str] = set()
    for at, block in enumerate(blocks):
        block_id = block.get("block_id")
        if not isinstance(block_id, str):
            continue
        if block_id in seen:
            report(problems, f"{pointer}/{at}/block_id", f"`block_id` duplicate: {block_id}")
        seen.add(block_id)


def _markdown_total(blocks: Sequence[Payload], pointer: str, problems: Problems) -> None:
    texts = [block.get("text") for block in blocks if block.get("type") == "markdown"]
    total = sum(len(text) for text in texts if isinstance(text, str))
    if total > MARKDOWN_TOTAL and len(texts) > 1:
        report(problems, pointer, f"markdown must be less than {MARKDOWN_TOTAL + 1} characters")

"""Quoted text is somebody else's: shown as not understood, never imported as work."""

from bot.summary.drafts import Reading
from bot.summary.structure import Block, Listing, Paragraph, Quote


def leave_quoted(reading: Reading, block: Block) -> None:
    if isinstance(block, Paragraph):
        for line in block.lines:
            reading.leave(line.number, line.text)
    elif isinstance(block, Listing):
        for entry in block.entries:
            for inner in entry.blocks:
                leave_quoted(reading, inner)
    elif isinstance(block, Quote):
        for inner in block.blocks:
            leave_quoted(reading, inner)

"""What is wrong with the installation, each finding with its fix; what is well in one line."""

from collections.abc import Sequence

from bot.domain.findings import Finding
from bot.domain.messages import Json, Message
from bot.render.blocks import context_blocks, message, section_blocks
from bot.render.escape import outside
from bot.render.limits import MESSAGE_JSON, SENTENCE, TITLE, how_many
from bot.render.words import count

SHOWN_WRONG = 15
SHOWN_WELL = 8
FRAME = 4000
"""Characters kept for the head, the count of what is left out, and what is well."""


def doctor_message(findings: Sequence[Finding]) -> Message:
    """The order is the doctor's; what is wrong comes first."""
    wrong = [finding for finding in findings if not finding.is_well]
    well = [finding for finding in findings if finding.is_well]
    rows = [section_blocks(_wrong_words(finding)) for finding in wrong[:SHOWN_WRONG]]
    shown = how_many(rows, SHOWN_WRONG, MESSAGE_JSON - FRAME)
    blocks: list[Json] = [section_blocks(_head(len(wrong))), *rows[:shown]]
    if len(wrong) > shown:
        left = f"and {len(wrong) - shown} more: `python -m bot doctor` lists them all"
        blocks.append(section_blocks(left))
    if well:
        blocks.append(context_blocks(_well_words(well)))
    return message(blocks)


def doctor_lines(findings: Sequence[Finding]) -> list[str]:
    """The same for a terminal."""
    return [
        f"✓ {finding.sentence}" if finding.is_well else f"✗ {finding.sentence} → {finding.fix}"
        for finding in findings
    ]


def _head(wrong: int) -> str:
    if wrong:
        return f"🩺 *{count(wrong, 'thing')} to put right*"
    return "🩺 *All is well here*"


def _wrong_words(finding: Finding) -> str:
    fix = outside(finding.fix, TITLE)
    return f"✗ wrong: {outside(finding.sentence, SENTENCE)} → {fix}"


def _well_words(well: Sequence[Finding]) -> str:
    said = [outside(finding.sentence, TITLE) for finding in well[:SHOWN_WELL]]
    more = len(well) - SHOWN_WELL
    return "✓ well: " + " · ".join([*said, *([f"and {more} more"] if more > 0 else [])])

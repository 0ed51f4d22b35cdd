"""What the doctor found: what is wrong first, each with its fix."""

from collections.abc import Sequence

from bot.domain.findings import Finding
from bot.domain.messages import Message
from bot.render.blocks import message, section_blocks
from bot.render.escape import outside

SENTENCE = 300
SHOWN_WRONG = 30


def doctor_message(findings: Sequence[Finding]) -> Message:
    wrong = [finding for finding in findings if not finding.is_well]
    well = [finding for finding in findings if finding.is_well]
    head = "*Nothing is wrong here.*" if not wrong else f"*{_count(len(wrong))} wrong here.*"
    rows = [section_blocks(head)]
    rows += [section_blocks(_wrong(finding)) for finding in wrong[:SHOWN_WRONG]]
    if len(wrong) > SHOWN_WRONG:
        rows.append(section_blocks(f"and {len(wrong) - SHOWN_WRONG} more: `python -m bot doctor`"))
    if well:
        rows.append(section_blocks(" · ".join(f"✓ {outside(f.sentence, 120)}" for f in well[:20])))
    return message(rows)


def doctor_lines(findings: Sequence[Finding]) -> list[str]:
    """The same for a terminal."""
    return [
        f"✓ {finding.sentence}" if finding.is_well else f"✗ {finding.sentence} → {finding.fix}"
        for finding in findings
    ]


def _count(number: int) -> str:
    return "One thing is" if number == 1 else f"{number} things are"


def _wrong(finding: Finding) -> str:
    return f"✗ {outside(finding.sentence, SENTENCE)} → {outside(finding.fix, SENTENCE)}"

"""Evidence whose probe says what Slack's limits were not made for."""

from dataclasses import replace

from hypothesis import strategies as st

from bot.domain.checklist import Item, Touch
from bot.domain.evidence import Against, Doubt, Evidence, Reading
from bot.domain.health import ProbeId, Verdict
from tests.unit.render.boards import NOW

AGAINST = st.sampled_from((None, *Against))


def reading_of(text: str, verdict: Verdict = Verdict.DOWN) -> Reading:
    return Reading(
        probe=ProbeId(text),
        verdict=verdict,
        sentence=text,
        at=NOW,
        run=text,
        took_ms=1e9,
        figures=((text, text), (text, 1e300), (text, True), (text, -1)),
        build=text,
        flapping=True,
    )


def witnessed(item: Item, text: str, against: Against | None = Against.DOWN) -> Item:
    """The item tied to a probe of that name, ticked against what it said, and doubted since."""
    touched = item.touched
    if touched:
        touched = Touch(by=touched.by, at=touched.at, reading=reading_of(text), why=text)
    doubt = None
    if against:
        doubt = Doubt(against=against, since=NOW, reading=reading_of(text), revision=item.revision)
    evidence = Evidence(probe=ProbeId(text), auto=True)
    return replace(item, evidence=evidence, touched=touched, doubt=doubt)

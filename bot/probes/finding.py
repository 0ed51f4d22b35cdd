"""What one check found, before the runner adds who, when and how long; and the port of a check."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.health import Figure, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``sentence`` is a clause without a capital and a stop, so that it can follow a comma."""

    verdict: Verdict
    reason: str
    sentence: str
    evidence: Mapping[str, Figure] = field(default_factory=dict)


class Probe(Protocol):
    """One configured check. It may be cancelled at any time, when its deadline has passed.

    A failing target is a finding; what it raises is a fault of ours, or named in `troubles`.
    """

    @property
    def host(self) -> str:
        """Whom it asks, with a port that is not the usual one; no host is asked by many at once."""
        ...

    async def probe(self) -> Finding: ...


def found_up(sentence: str, evidence: Mapping[str, Figure]) -> Finding:
    return Finding(verdict=Verdict.UP, reason="ok", sentence=sentence, evidence=evidence)


def found_down(reason: str, sentence: str, evidence: Mapping[str, Figure] | None = None) -> Finding:
    return Finding(verdict=Verdict.DOWN, reason=reason, sentence=sentence, evidence=evidence or {})


def found_degraded(reason: str, sentence: str, evidence: Mapping[str, Figure]) -> Finding:
    return Finding(verdict=Verdict.DEGRADED, reason=reason, sentence=sentence, evidence=evidence)


def own_trouble(reason: str, sentence: str) -> Finding:
    """Nothing is known about the target: the trouble is on our side."""
    return Finding(verdict=Verdict.UNKNOWN, reason=f"prober.{reason}", sentence=sentence)

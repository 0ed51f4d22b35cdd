"""Health in words: one probe, and the line that sums all of them up."""

from collections.abc import Sequence

from bot.domain.board import ProbeView
from bot.domain.health import Verdict
from bot.render.escape import outside
from bot.render.limits import NAME, SHORT
from bot.render.words import VERDICT_EMOJI, LocalTime, count

SHOWN_TROUBLED = 3
_WORST_FIRST = (Verdict.DOWN, Verdict.DEGRADED, Verdict.UNKNOWN, Verdict.UP)


def probe_words(probe: ProbeView, local: LocalTime) -> str:
    """``🔴 api-cert down since 08:12, certificate expired``."""
    return f"{VERDICT_EMOJI[probe.verdict]} {outside(probe.id, NAME)} {verdict_words(probe, local)}"


def verdict_words(probe: ProbeView, local: LocalTime) -> str:
    """``down since 08:12, flapping, certificate expired``."""
    state, words = probe.state, probe.verdict.value
    if state and state.since and probe.verdict is not Verdict.UNKNOWN:
        words += f" since {local.moment(state.since)}"
    if state and state.flapping:
        words += ", flapping"
    why = _why(probe, local)
    return f"{words}, {why}" if why else words


def troubled(probes: Sequence[ProbeView]) -> list[ProbeView]:
    """All that are not up, the worst first."""
    found = [probe for probe in probes if probe.verdict is not Verdict.UP]
    return sorted(found, key=lambda probe: _WORST_FIRST.index(probe.verdict))


def evidence_words(probes: Sequence[ProbeView], local: LocalTime, shown: int) -> str:
    """What the probes of one blocker say: each that is not up, else that all are."""
    bad = troubled(probes)
    if not bad:
        return _all_up(probes)
    words = [probe_words(probe, local) for probe in bad[:shown]]
    return " · ".join([*words, *_more(len(bad) - shown, "not up")])


def health_line(probes: Sequence[ProbeView], local: LocalTime) -> str:
    """``Health: 5 up · 🔴 api-cert down since 08:12, …``; "" where nothing is probed."""
    if not probes:
        return ""
    bad = troubled(probes)
    up = len(probes) - len(bad)
    words = [f"{up} up"] if up or not bad else []
    words += [probe_words(probe, local) for probe in bad[:SHOWN_TROUBLED]]
    return "Health: " + " · ".join([*words, *_more(len(bad) - SHOWN_TROUBLED, "not up")])


def _all_up(probes: Sequence[ProbeView]) -> str:
    if len(probes) == 1:
        return f"{VERDICT_EMOJI[Verdict.UP]} {outside(probes[0].id, NAME)} up"
    return f"{VERDICT_EMOJI[Verdict.UP]} {count(len(probes), 'probe')} up" if probes else ""


def _more(number: int, what: str) -> list[str]:
    return [f"and {number} more {what}"] if number > 0 else []


def _why(probe: ProbeView, local: LocalTime) -> str:
    """A reason beside every verdict that is not *up*."""
    if probe.verdict is Verdict.UP:
        return ""
    if probe.latest is None:
        return "no result yet"
    if probe.verdict is Verdict.UNKNOWN and probe.latest.verdict is not Verdict.UNKNOWN:
        since = probe.state.since if probe.state else None
        silent = f"nothing heard since {local.moment(since)}" if since else ""
        return silent or "its first answers are not confirmed yet"
    if probe.latest.verdict is Verdict.UP:
        return "answering again, not confirmed yet"
    return outside(probe.latest.sentence, SHORT)

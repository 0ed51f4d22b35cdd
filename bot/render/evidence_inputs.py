"""The inputs that tie an item to a probe, and the one in which a tick against it says why."""

from collections.abc import Sequence

from bot.domain.evidence import Evidence, Mode
from bot.domain.health import ProbeId
from bot.domain.messages import Json
from bot.render.inputs import hinted, one_of, text_input

NOTHING = "-"
"""No probe's id begins so."""
BY_HAND, BY_ITSELF = "hand", "auto"
MAX_PROBES = 400
"""What a view of 250 kB has room for beside the list of items."""

_MODES = {
    Mode.LIVE.value: "Has to stay green: contested when it turns red",
    Mode.LATCHED.value: "One green reading proves it for good",
}
_TICKS = {
    BY_HAND: "People tick it",
    BY_ITSELF: "The probe ticks it once it turns green",
}


def evidence_inputs(stamp: str, evidence: Evidence | None, probes: Sequence[str]) -> list[Json]:
    """Nothing where nothing is probed; a probe that is configured no more stays on offer."""
    if not probes and evidence is None:
        return []
    words = {NOTHING: "No probe"} | {probe: probe for probe in probes[:MAX_PROBES]}
    tied = evidence or Evidence(probe=ProbeId(NOTHING))
    words.setdefault(tied.probe, f"{tied.probe} (configured no more)")
    ticks = BY_ITSELF if tied.auto else BY_HAND
    offered = one_of(f"probe/{stamp}", "Evidence: a probe", words, tied.probe)
    left = len(probes) - MAX_PROBES
    if left > 0:
        offered = hinted(offered, f"{left} more: tie those under evidence: in blockers.yml.")
    return [
        offered,
        one_of(f"mode/{stamp}", "What the evidence is for", _MODES, tied.mode.value),
        one_of(f"auto/{stamp}", "Who ticks", _TICKS, ticks),
    ]


def evidence_from(probe: str, mode: str, auto: str) -> Evidence | None:
    """What was chosen. Raises ValueError where it is none of ours."""
    if probe == NOTHING:
        return None
    return Evidence(probe=ProbeId(probe), mode=Mode(mode), auto=auto == BY_ITSELF)


def reason_input(stamp: str, why: str = "") -> Json:
    asked = text_input(f"why/{stamp}", "Why it is done", why, multiline=True, optional=True)
    return hinted(asked, "Needed only to set it to done while its probe is red. Kept in the log.")

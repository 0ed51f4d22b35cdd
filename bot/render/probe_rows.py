"""The probes alone: each with its state and why, its past, what hangs on it, and *Check now*."""

from bot.domain.board import Board, ProbeView
from bot.domain.health import Verdict
from bot.domain.messages import Json, Message
from bot.domain.probe_past import ProbePast
from bot.render import actions
from bot.render.blocks import section_blocks
from bot.render.escape import outside
from bot.render.limits import NAME, SHORT
from bot.render.lines import dotted, keys_words
from bot.render.part_frame import Look, Rows, part_message
from bot.render.probes import troubled, verdict_words
from bot.render.state import milestone_name
from bot.render.values import Check
from bot.render.words import VERDICT_EMOJI, LocalTime

PART = "probes"
PAGE_PROBES = 8
SHOWN_COMPONENTS = 3
_CELLS = {Verdict.UP: "█", Verdict.DEGRADED: "▅", Verdict.DOWN: "▂", Verdict.UNKNOWN: "·"}
NOT_RUN = "·"
UNSURE = ", not confirmed yet"
LEGEND = (
    "The strip is 24 hours, oldest first, each at its worst: █ up, ▅ degraded, ▂ down, · not known"
)


def probes_message(
    board: Board, *, private: bool = True, page: int = 0, live: bool = True
) -> Message:
    return checked_message(board, private=private, page=page, live=live)


def checked_message(
    board: Board,
    *,
    private: bool = True,
    page: int = 0,
    live: bool = True,
    asked: str = "",
) -> Message:
    """``asked`` is the id of a probe that was asked for and has not answered yet."""
    look = Look(board=board, part=PART, private=private, page=page, live=live)
    bad = {probe.id for probe in board.probes if probe.verdict is not Verdict.UP}
    well = [probe for probe in board.probes if probe.id not in bad]
    probes = [*troubled(board.probes), *well]

    def draw(index: int) -> Json:
        probe = probes[index]
        check = Check(milestone=board.milestone.key, probe=probe.id, page=max(page, 0))
        note = "🔄 asked just now, no answer yet" if asked == probe.id else ""
        text = _probe_text(board, probe, look, note)
        return section_blocks(text, actions.check_button(check))

    return part_message(
        look,
        [_head(board)],
        Rows(total=len(probes), draw=draw, size=PAGE_PROBES),
        LEGEND if probes else "",
    )


def _head(board: Board) -> str:
    name = milestone_name(board)
    if not board.probes:
        return f"⚪ *{name}: nothing is probed*. List what to watch under `probes:` in blockers.yml"
    tally = {
        verdict: sum(probe.verdict is verdict for probe in board.probes) for verdict in Verdict
    }
    worst = next(
        verdict
        for verdict in (Verdict.DOWN, Verdict.DEGRADED, Verdict.UNKNOWN, Verdict.UP)
        if tally[verdict]
    )
    counted = ", ".join(f"{number} {verdict.value}" for verdict, number in tally.items() if number)
    return f"{VERDICT_EMOJI[worst]} *{name}: {counted}* · worst first"


def _probe_text(board: Board, probe: ProbeView, look: Look, note: str) -> str:
    name = outside(probe.id, NAME) or "(no name)"
    lines = (
        f"{VERDICT_EMOJI[probe.verdict]} *{name}* · {verdict_words(probe, look.local)}",
        note,
        dotted(
            outside(probe.name, SHORT) if probe.name != probe.id else "",
            _last_words(probe, look.local, private=look.private),
        ),
        _past_words(probe.past),
        strip_words(probe.past),
        _hanging_words(board, probe),
    )
    return "\n".join(line for line in lines if line)


def _last_words(probe: ProbeView, local: LocalTime, *, private: bool) -> str:
    latest = probe.latest
    if latest is None:
        return "never ran yet"
    when = local.ago(latest.at) if private else f"at {local.moment(latest.at)}"
    if probe.verdict is latest.verdict and probe.verdict is not Verdict.UP:
        return f"last run {when}"  # what it found stands above
    said = outside(latest.sentence, SHORT) or f"it took {_ms(latest.duration_ms)}"
    doubt = "" if latest.verdict is probe.verdict or probe.verdict is not Verdict.UP else UNSURE
    return f"last run {when}: {latest.verdict.value}, {said}{doubt}"


def _past_words(past: ProbePast | None) -> str:
    if past is None or past.uptime_week is None:
        return ""
    p50, p95 = (_at_most(ms) for ms in (past.p50_ms, past.p95_ms))
    return dotted(
        f"uptime 24 h {_share(past.uptime_day)}, 7 d {_share(past.uptime_week)}",
        f"p50 {p50}, p95 {p95}" if p50 and p95 else "",
    )


def _share(share: float | None) -> str:
    """Never rounded up: 100 % says that nothing failed."""
    if share is None:
        return "not known"
    return f"{int(share * 10_000) / 100:g} %"


def _at_most(ms: float | None) -> str:
    """Latencies are kept in classes, of which the upper bound is known."""
    if ms is None:
        return ""
    return "over 10 s" if ms == float("inf") else f"≤ {_ms(ms)}"


def _ms(ms: float) -> str:
    return f"{ms:.0f} ms" if ms < 1000 else f"{ms / 1000:.3g} s"  # noqa: PLR2004 - a second


def strip_words(past: ProbePast | None) -> str:
    if past is None:
        return ""
    return f"`{''.join(_CELLS[hour] if hour else NOT_RUN for hour in past.hours)}`"


def _hanging_words(board: Board, probe: ProbeView) -> str:
    tied = [
        verdict.component for verdict in board.scorecard if probe.id in verdict.component.probes
    ]
    names = [outside(component.name, SHORT) for component in tied[:SHOWN_COMPONENTS]]
    more = len(tied) - SHOWN_COMPONENTS
    if more > 0:
        names.append(f"{more} more")
    open_keys = tuple(
        view.blocker.key
        for view in (*board.blockers, *board.watched)
        if any(each.id == probe.id for each in view.probes)
    )
    if not names and not open_keys:
        return "Nothing hangs on it"
    return "Hangs on it: " + dotted(", ".join(names), keys_words(open_keys))

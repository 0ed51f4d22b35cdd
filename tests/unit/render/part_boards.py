"""Boards for the parts that are shown alone: issues in chains and a circle, probes with a past."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.blocker import IssueLink, Priority, Stage
from bot.domain.board import BlockerView, Board, ProbeView
from bot.domain.health import Verdict
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.probe_past import HOURS, ProbePast
from tests.unit.render.boards import (
    CERT,
    NOW,
    board_of,
    cicd,
    issue,
    probe,
    sample_board,
    tls,
    view,
)


def link(key: str) -> IssueLink:
    number = int(key.rpartition("-")[2])
    title = f"Title of {key}"
    return IssueLink(
        id=BlockerId(f"00000000-0000-4000-8000-{number:012d}"), key=BlockerKey(key), title=title
    )


def chained(number: int, *blocks: str, waits_on: tuple[str, ...] = ()) -> BlockerView:
    started = issue(
        number,
        f"Title of THR-{number}",
        state="Todo",
        stage=Stage.UNSTARTED,
        priority=Priority.HIGH,
    )
    return view(
        replace(started, blocks=tuple(map(link, blocks)), blocked_by=tuple(map(link, waits_on)))
    )


def chained_board() -> Board:
    """THR-41 → THR-60 → OPS-9 of another milestone; THR-70 and THR-71 wait for each other."""
    first = cicd()
    return board_of(
        [
            replace(first, blocker=replace(first.blocker, blocks=(link("THR-60"),))),
            tls(),
            chained(60, "OPS-9"),
            chained(70, "THR-71"),
            chained(71, "THR-70", waits_on=("OPS-9",)),
        ]
    )


PAST = ProbePast(
    uptime_day=0.98765,
    uptime_week=1.0,
    p50_ms=40,
    p95_ms=1280,
    hours=(
        None,
        None,
        Verdict.UNKNOWN,
        *(Verdict.UP,) * 17,
        Verdict.DEGRADED,
        *(Verdict.DOWN,) * 3,
    ),
)


def silent(name: str, heard: datetime | None) -> ProbeView:
    """One that said nothing for long, or nothing that is confirmed."""
    found = probe(name, Verdict.UP)
    assert found.state
    return replace(found, state=replace(found.state, verdict=Verdict.UNKNOWN, since=heard))


def probed_board() -> Board:
    assert CERT.state
    cert = replace(CERT, past=PAST, state=replace(CERT.state, flapping=True))
    well = replace(PAST, uptime_day=1.0, hours=(Verdict.UP,) * HOURS)
    return replace(
        sample_board(),
        probes=(
            replace(probe("api-https"), past=well),
            cert,
            silent("api-dns", NOW - timedelta(hours=2)),
            silent("ws-no-key", None),
            ProbeView(id="ci-main", name="acme/api ci.yml", state=None, past=ProbePast()),
        ),
    )

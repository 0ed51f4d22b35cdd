"""The team of the examples: Production deployment on Wed 18 Nov 2026, as the boards show it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.blocker import Blocker, IssueLink, Priority, Stage, Story, by_urgency
from bot.domain.board import BlockerView, Board, ItemView, ProbeView, Sources
from bot.domain.checklist import Checklist, Item, ItemState, Section, Touch
from bot.domain.digest import Digest, Need, Reason, Why
from bot.domain.health import ProbeId, ProbeResult, ProbeState, Verdict
from bot.domain.ids import BlockerId, BlockerKey, ItemId, MilestoneKey, UserId
from bot.domain.milestone import Component, Milestone, Readiness
from bot.domain.news import Change, ChangeKind
from bot.domain.people import Owner, Person
from bot.domain.risk import judge_risk
from bot.domain.risk_facts import build_risk_facts, tied_of
from bot.domain.scorecard import judge_scorecard

TODAY = date(2026, 11, 18)
LATE = (Reason(Why.OVERDUE),)
NOW = datetime(2026, 11, 18, 14, 41, tzinfo=UTC)
"""09:41 in New York."""
ZONE = "America/New_York"

ALICE = Person(name="Alice", email="alice@example.com", slack=UserId("U0ALICE"))
BOB = Person(name="Bob", email="bob@example.com", slack=UserId("U0BOB"))
DANA = Person(name="Dana", email="dana@example.com", slack=UserId("U0DANA"))

TLS_TITLE = "TLS and ingress hardening"
_URL = "https://linear.app/three-rivers/issue"


class Line(NamedTuple):
    """One checklist item in short; ``ticked`` is when Bob did it, in UTC."""

    text: str
    state: ItemState = ItemState.TODO
    ticked: datetime | None = None
    due: date | None = None
    section: Section = Section.NEEDED
    owner: Owner | None = None


def view(
    blocker: Blocker,
    lines: Sequence[Line] = (),
    *,
    story: Story | None = None,
    probes: tuple[ProbeView, ...] = (),
    frees: tuple[str, ...] = (),
) -> BlockerView:
    shown = tuple(_item_view(position, line) for position, line in enumerate(lines))
    return BlockerView(
        blocker=blocker,
        story=story or Story(),
        checklist=Checklist(blocker=blocker.id, items=tuple(i.item for i in shown), version=1),
        items=shown,
        probes=probes,
        frees=tuple(BlockerKey(key) for key in frees),
    )


def issue(number: int, title: str, *, state: str, stage: Stage, priority: Priority) -> Blocker:
    key = f"THR-{number}"
    return Blocker(
        id=BlockerId(f"00000000-0000-4000-8000-{number:012d}"),
        key=BlockerKey(key),
        title=title,
        stage=stage,
        state_name=state,
        priority=priority,
        url=f"{_URL}/{key}",
        created_at=NOW - timedelta(days=22),
        updated_at=NOW - timedelta(days=1),
    )


def probe(
    name: str, verdict: Verdict = Verdict.UP, *, since: datetime | None = None, says: str = ""
) -> ProbeView:
    result = ProbeResult(
        probe=ProbeId(name),
        run_id="r1",
        verdict=verdict,
        reason="tls.expired" if says else "ok",
        sentence=says or "answers",
        at=NOW - timedelta(seconds=20),
        duration_ms=41.5,
    )
    since = since or NOW - timedelta(days=3)
    state = ProbeState(probe=ProbeId(name), verdict=verdict, since=since, last=result)
    return ProbeView(id=name, name=name, state=state, latest=result)


CERT = probe(
    "api-cert",
    Verdict.DOWN,
    since=datetime(2026, 11, 18, 13, 12, tzinfo=UTC),
    says="certificate expired",
)
PROBES = (probe("api-https"), CERT, probe("api-dns"), probe("ws-no-key"), probe("ci-main"))


def tls() -> BlockerView:
    """THR-42: Bob's, in progress, one item moved by nobody's press."""
    monday = datetime(2026, 11, 16, 21, 20, tzinfo=UTC)
    started = issue(
        42, TLS_TITLE, state="In Progress", stage=Stage.STARTED, priority=Priority.URGENT
    )
    blocker = replace(
        started,
        assignee=BOB,
        due=date(2026, 11, 20),
        started_at=NOW - timedelta(days=9),
        labels=("blocker",),
    )
    lines = (
        Line("Issuer configured", ItemState.DONE, monday),
        Line("Ingress deployed", ItemState.DONE, monday + timedelta(minutes=5)),
        Line("Certificate issued", ItemState.DONE),
        Line("DNS integration", ItemState.DOING, due=date(2026, 11, 19)),
        Line("Endpoint verified"),
    )
    story = Story(
        blocks="production deployment",
        why="no HTTPS, no release",
        next_action="finish the DNS part",
        effort_hours=(6, 8),
    )
    return view(blocker, lines, story=story, probes=(probe("api-https"), CERT))


def cicd() -> BlockerView:
    """THR-41: nobody's, overdue, nothing done."""
    backlog = issue(
        41, "CI/CD wiring", state="Backlog", stage=Stage.BACKLOG, priority=Priority.URGENT
    )
    rollout = IssueLink(id=BlockerId("60"), key=BlockerKey("THR-60"), title="Staged rollout")
    blocker = replace(backlog, due=date(2026, 11, 13), blocks=(rollout,))
    texts = ("Plan and apply", "Install and upgrade", "Migrations", "Health", "Rollback", "Backup")
    story = Story(why="deployments are still by hand", effort_hours=(8, 12))
    return view(blocker, [Line(text) for text in texts], story=story, frees=("THR-60",))


def websocket() -> BlockerView:
    """THR-55: watched, Dana's."""
    todo = issue(
        55, "WebSocket authentication", state="Todo", stage=Stage.UNSTARTED, priority=Priority.HIGH
    )
    blocker = replace(todo, assignee=DANA, due=date(2026, 11, 24), watched=True)
    return view(blocker, [Line("Refuse without a key"), Line("Check the key")])


def rollout() -> BlockerView:
    """THR-60: cleared this morning."""
    done = issue(
        60, "Staged rollout", state="Done", stage=Stage.COMPLETED, priority=Priority.MEDIUM
    )
    return view(replace(done, completed_at=NOW - timedelta(hours=1)))


MILESTONE = Milestone(
    key=MilestoneKey("prod"),
    name="Production deployment",
    prefix="PROD",
    target=date(2026, 12, 18),
    leads=(UserId("U0ALICE"),),
    scorecard=(
        Component(
            name="TLS/HTTPS security",
            blockers=(BlockerKey("THR-42"),),
            probes=("api-https", "api-cert"),
        ),
        Component(name="Automated deployment", blockers=(BlockerKey("THR-41"),)),
        *(
            Component(
                name=name,
                stated=Readiness.READY,
                stated_by="Alice",
                stated_on=date(2026, 11, 10),
            )
            for name in ("Bot autonomous execution", "Paper trading validation")
        ),
    ),
)

SOURCES = Sources(
    tracker="Linear",
    tracker_at=NOW - timedelta(minutes=2),
    probes_at=NOW - timedelta(seconds=20),
    next_digest=datetime(2026, 11, 19, 14, 0, tzinfo=UTC),
)


def board_of(
    views: Sequence[BlockerView],
    *,
    milestone: Milestone = MILESTONE,
    probes: tuple[ProbeView, ...] = PROBES,
    sources: Sources = SOURCES,
    now: datetime = NOW,
) -> Board:
    """As the board service sorts and judges them."""
    views = sorted(views, key=lambda v: by_urgency(v.blocker))
    blocking = tuple(v for v in views if v.blocker.is_open and not v.blocker.watched)
    states = {str(p.id): p.state for p in probes if p.state}
    known = {v.blocker.key: tied_of(v, TODAY, ZoneInfo(ZONE)) for v in views}
    return Board(
        milestone=milestone,
        now=now,
        timezone=ZONE,
        blockers=blocking,
        watched=tuple(v for v in views if v.blocker.is_open and v.blocker.watched),
        cleared=tuple(v for v in views if not v.blocker.is_open),
        probes=probes,
        scorecard=judge_scorecard(milestone.scorecard, known, states, TODAY),
        risk=judge_risk(
            build_risk_facts(
                views, {p.id: p.verdict for p in probes}, milestone.target, now, ZoneInfo(ZONE)
            ),
            milestone.risk,
        ),
        sources=sources,
    )


def sample_board() -> Board:
    return board_of([tls(), cicd(), websocket(), rollout()])


def sample_digest(board: Board | None = None) -> Digest:
    return Digest(
        board=board or sample_board(),
        day=TODAY,
        since=NOW - timedelta(days=1, minutes=41),
        changes=(
            Change(kind=ChangeKind.CLEARED, words="THR-60 cleared", short="THR-60 Staged rollout"),
            Change(kind=ChangeKind.TARGET, words="target moved 15 → 18 Dec"),
            Change(
                kind=ChangeKind.TICKED,
                words="2 items ticked by Bob",
                short="2 items ticked by Bob: THR-42 “Issuer configured”, “Ingress deployed”",
                number=2,
            ),
            Change(
                kind=ChangeKind.TURNED,
                words="api-cert went down",
                at=datetime(2026, 11, 18, 13, 12, tzinfo=UTC),
            ),
        ),
        needs=(
            Need(
                blocker=BlockerKey("THR-41"),
                title="CI/CD wiring",
                reasons=(Reason(Why.UNOWNED), Reason(Why.OVERDUE)),
                sentence="has no owner and is overdue 5 days",
                person=None,
                mention=UserId("U0ALICE"),
            ),
            Need(
                blocker=BlockerKey("THR-42"),
                title=TLS_TITLE,
                reasons=(Reason(Why.DOWN, "api-cert"),),
                sentence="waits on api-cert, which is down",
                person="Bob",
                mention=UserId("U0BOB"),
            ),
        ),
    )


def _item_view(position: int, line: Line) -> ItemView:
    touched = Touch(by="U0BOB", at=line.ticked) if line.ticked else None
    item = Item(
        id=ItemId(f"i{position}"),
        text=line.text,
        state=line.state,
        section=line.section,
        position=position,
        due=line.due,
        revision=1 if touched else 0,
        touched=touched,
        described=line.state,
    )
    return ItemView(item=item, owner=line.owner, touched_by="Bob" if touched else "")

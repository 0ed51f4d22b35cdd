"""Values to store: a checklist with its items, presses on it, a blocker, a probe's result."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.domain.blocker import Blocker, IssueLink, Priority, Snapshot, Stage, SubIssue
from bot.domain.checklist import Checklist, Item, ItemChange, ItemState, Section, Touch
from bot.domain.departures import Departure, Fate
from bot.domain.digest import DigestRecord
from bot.domain.editing import Author
from bot.domain.facts import BlockerFacts, MilestoneFacts
from bot.domain.goals import Goal, GoalKind, GoalStep, GoalUpdate
from bot.domain.health import ProbeId, ProbeResult, Verdict
from bot.domain.ids import (
    BlockerId,
    BlockerKey,
    ChannelId,
    DeliveryId,
    ItemId,
    MessageTs,
    MilestoneKey,
    UserId,
)
from bot.domain.local import (
    LocalBatch,
    LocalBlocker,
    LocalChange,
    LocalStatus,
    Origin,
    OriginKind,
)
from bot.domain.membership import ChannelNote, Standing
from bot.domain.merge import Merge, Noted
from bot.domain.people import Person
from bot.ports import ChecklistStore

PROD = MilestoneKey("prod")
TLS = BlockerId("5f0c-tls")
CI = BlockerId("local:PROD-1")
BOB = UserId("U0BOB")
ALICE = UserId("U0ALICE")
OPS = ChannelId("C0OPS")
NOON = datetime(2026, 11, 18, 12, 0, 0, 123456, tzinfo=UTC)
NOTE = ChannelNote(
    channel=OPS,
    standing=Standing.ARCHIVED,
    at=NOON,
    by=ALICE,
    name="ops",
    joined=True,
    held=True,
)

AWKWARD = 'Zert "ä" \\ {}\u2028[]\n\t✅ 👩\u200d🔧 \x1f <b>'
"""A line that must come back as it is: quotes, breaks, control characters, beyond the BMP."""


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


ITEMS = (
    Item(id=ItemId("dns"), text="DNS integration", position=0, described=ItemState.TODO),
    Item(
        id=ItemId("cert"),
        text=AWKWARD,
        state=ItemState.DOING,
        section=Section.ACTIONS,
        position=1,
        depth=2,
        owner="Backend team",
        due=date(2026, 11, 20),
        note="before\nFriday",
        revision=3,
        touched=Touch(by="linear", at=NOON),
        described=ItemState.DOING,
    ),
    Item(id=ItemId("old"), text="Dropped", position=2, archived=True),
)


def merge_of(
    items: Sequence[Item], *, version: int = 0, blocker: BlockerId = TLS, at: datetime = NOON
) -> Merge:
    notes = [Noted(item=item.id, text=item.text, kind="added", after=item.state) for item in items]
    return Merge(
        blocker=blocker, version=version, items=tuple(items), notes=tuple(notes), by="linear", at=at
    )


async def checklist_of(store: ChecklistStore, blocker: BlockerId = TLS) -> Checklist:
    return (await store.load_many(PROD, [blocker]))[blocker]


def press(  # noqa: PLR0913 - one argument for each thing a test may vary
    item: str = "dns",
    to: ItemState = ItemState.DONE,
    seen: int = 0,
    *,
    delivery: str = "press-1",
    by: UserId = BOB,
    at: datetime = NOON,
    blocker: BlockerId = TLS,
) -> ItemChange:
    return ItemChange(
        milestone=PROD,
        blocker=blocker,
        item=ItemId(item),
        to=to,
        seen_revision=seen,
        by=by,
        at=at,
        delivery=DeliveryId(delivery),
        where="C0OPS:1764000000.000100",
        why="seen to work",
    )


BLOCKER = Blocker(
    id=TLS,
    key=BlockerKey("THR-42"),
    title=AWKWARD,
    stage=Stage.STARTED,
    state_name="In Progress",
    priority=Priority.URGENT,
    assignee=Person(name="Bob", email="bob@example.com", slack=BOB),
    due=date(2026, 11, 20),
    estimate=8.0,
    description="- [ ] a\r\n- [x] b\n",
    labels=("blocker", "tls"),
    blocks=(IssueLink(id=CI, key=BlockerKey("THR-60"), title="Launch"),),
    sub_issues=(SubIssue(id=CI, key=BlockerKey("THR-61"), title="Part", is_open=False),),
    created_at=NOON,
)
SNAPSHOT = Snapshot(
    fetched_at=NOON,
    blockers=(BLOCKER,),
    whole_at=NOON,
    selection="a1",
    departures=(Departure(blocker=CI, fate=Fate.MOVED, detail="OPS, now OPS-7"),),
    goals=(
        Goal(
            kind=GoalKind.PROJECT,
            name="Going live",
            target=date(2026, 12, 18),
            health="at risk",
            progress=0.4,
            update=GoalUpdate(at=NOON, by="Alice", text=AWKWARD),
            steps=(GoalStep(name="Beta"),),
        ),
    ),
)

LOCAL = LocalBlocker(
    id=BlockerId("local:cafe"),
    key=BlockerKey(""),
    title=AWKWARD,
    origin=Origin(
        kind=OriginKind.MESSAGE,
        by=ALICE,
        at=NOON,
        author=BOB,
        permalink="https://acme.slack.com/archives/C0OPS/p1",
    ),
    status=LocalStatus.IN_PROGRESS,
    priority=Priority.HIGH,
    owner="<@U0BOB>",
    due=date(2026, 11, 20),
    labels=("tls",),
    why=AWKWARD,
    next_action="Ask",
    effort_hours=(6.0, 8.0),
    blocked_by=(BlockerKey("THR-41"),),
    created_at=NOON,
)


def batch_of(
    *changes: LocalChange, delivery: str = "add-1", at: datetime = NOON, taken: int = 0
) -> LocalBatch:
    """Without changes: the sample blocker is added, with its first items."""
    added = Noted(item=ItemId(""), text=LOCAL.title, kind="blocker added", after="open")
    whole = LocalChange(blocker=LOCAL.id, record=LOCAL, items=ITEMS, list_version=0, notes=(added,))
    return LocalBatch(
        milestone=PROD,
        changes=changes or (whole,),
        author=Author(by=ALICE, at=at, delivery=DeliveryId(delivery), where="C0OPS:1.1"),
        prefix="PROD",
        taken=taken,
    )


RECORD = DigestRecord(
    day=date(2026, 11, 18),
    at=NOON,
    ts=MessageTs("1764000000.000100"),
    facts=MilestoneFacts(
        target=date(2026, 12, 18),
        blockers=(
            BlockerFacts(
                id=TLS,
                key=BlockerKey("THR-42"),
                title="TLS",
                stage=Stage.STARTED,
                watched=False,
                priority=Priority.HIGH,
                owner=None,
                due=None,
                items=5,
            ),
        ),
        probes=(("api-cert", Verdict.DOWN),),
    ),
    reasons=("THR-42:overdue",),
    quiet_days=2,
)


def result_of(
    run: str,
    verdict: Verdict = Verdict.UP,
    *,
    at: datetime = NOON,
    ms: float = 12.5,
    probe: str = "api-cert",
) -> ProbeResult:
    return ProbeResult(
        probe=ProbeId(probe),
        run_id=run,
        verdict=verdict,
        reason=f"tls.{verdict}",
        sentence="valid for 20 days",
        at=at,
        duration_ms=ms,
        phases=(("dns", 1.5), ("tls", 11.0)),
        evidence={"days_left": 20, "issuer": "R11", "trusted": True},
        config_hash="a1",
    )

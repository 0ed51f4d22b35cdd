"""Input that Slack's limits were not made for: long, foreign, hostile, or not there at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from bot.domain.blocker import Blocker, IssueLink, Priority, Stage, Story
from bot.domain.board import BlockerView, Board, ItemView, ProbeView, Sources
from bot.domain.checklist import Checklist, Item, ItemState, Section, Touch
from bot.domain.digest import Digest, Need
from bot.domain.health import Verdict
from bot.domain.ids import BlockerId, BlockerKey, ItemId, MilestoneKey, UserId
from bot.domain.milestone import Component, Milestone, Readiness
from bot.domain.news import Change, ChangeKind, in_order
from bot.domain.people import Person
from bot.domain.risk import Risk, RiskLevel
from bot.domain.scorecard import ComponentVerdict
from tests.unit.render.boards import LATE, NOW, TODAY, ZONE, probe
from tests.unit.render.strange_evidence import AGAINST, witnessed
from tests.unit.render.strange_goals import hostile_goal

HOSTILE = (
    "",
    "   \n\t ",
    "<!channel> <!here> <@U0ALICE> <!subteam^S0BACKEND>",
    "<https://evil.example|click here> | pipe",
    "R&D & <b>bold</b> &amp; > quote",
    "a `b` ``` c ` d\nnext line\r\n*bold* _it_ ~no~",
    "מחסום עברי (RTL) שלא נגמר",
    "\u202eabc\u202c \u2066x\u2069",
    "\ud800 half a character",
    "\x00\x07 bell",
    "👩‍👩‍👧‍👦" * 400,
    "&" * 3000,
    '"\\' * 1500,
    "é" * 3000,
    "漢字" * 1500,
    "z" + "\u0301" * 3000,
    "word " * 600,
)
ids = st.uuids().map(str)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20))
days = st.one_of(st.none(), st.integers(-900, 900).map(lambda n: TODAY + timedelta(days=n)))
people = st.one_of(
    st.none(),
    st.builds(Person, name=texts, slack=st.sampled_from((None, UserId("U0BOB"), UserId("W9")))),
)
touches = st.one_of(st.none(), st.just(Touch(by="U0BOB", at=NOW - timedelta(hours=30))))
news = st.builds(
    Change,
    kind=st.sampled_from(ChangeKind),
    words=texts,
    short=texts,
    at=st.sampled_from((None, NOW, NOW - timedelta(days=400))),
)
hours = st.one_of(st.none(), st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)))


@st.composite
def item_views(draw: st.DrawFn) -> ItemView:
    item = Item(
        id=ItemId(draw(ids)),
        text=draw(texts),
        state=draw(st.sampled_from(ItemState)),
        section=draw(st.sampled_from(Section)),
        depth=draw(st.integers(0, 4)),
        due=draw(days),
        note=draw(texts),
        revision=draw(st.integers(0, 99_999)),
        touched=draw(touches),
        archived=draw(st.booleans()),
    )
    item = witnessed(item, draw(texts), draw(AGAINST))
    return ItemView(item=item, owner=draw(people), touched_by=draw(texts))


@st.composite
def probe_views(draw: st.DrawFn) -> ProbeView:
    shown = probe("p", draw(st.sampled_from(Verdict)), says=draw(texts))
    name = draw(texts)
    lost = draw(st.booleans())
    return replace(
        shown,
        id=name,
        name=name,
        state=None if lost else shown.state,
        latest=None if lost else shown.latest,
    )


@st.composite
def views(draw: st.DrawFn, *, stages: Sequence[Stage] = tuple(Stage)) -> BlockerView:
    key = draw(texts)
    items = tuple(draw(st.lists(item_views(), max_size=5)))
    blocker = Blocker(
        id=BlockerId(draw(ids)),
        key=BlockerKey(key),
        title=draw(texts),
        stage=draw(st.sampled_from(stages)),
        state_name=draw(texts),
        priority=draw(st.sampled_from(Priority)),
        assignee=draw(people),
        due=draw(days),
        due_from_milestone=draw(st.booleans()),
        estimate=draw(st.one_of(st.none(), st.floats(0, 1e6))),
        labels=tuple(draw(st.lists(texts, max_size=5))),
        url=draw(st.one_of(texts, st.just("https://linear.app/x"))),
        blocked_by=(IssueLink(id=BlockerId("x"), key=BlockerKey(key), title=key),) * 6,
        started_at=draw(st.sampled_from((None, NOW))),
        completed_at=draw(st.sampled_from((None, NOW))),
    )
    return BlockerView(
        blocker=blocker,
        story=draw(
            st.builds(Story, blocks=texts, why=texts, next_action=texts, effort_hours=hours)
        ),
        checklist=Checklist(blocker=blocker.id, items=tuple(v.item for v in items)),
        items=items,
        probes=tuple(draw(st.lists(probe_views(), max_size=4))),
        frees=(BlockerKey(key),) * draw(st.integers(0, 9)),
    )


@st.composite
def component_verdicts(draw: st.DrawFn) -> ComponentVerdict:
    readiness = draw(st.sampled_from(Readiness))
    return ComponentVerdict(
        component=Component(name=draw(texts)), readiness=readiness, why=draw(texts)
    )


OPEN, CLOSED = (tuple(s for s in Stage if s.is_open is wanted) for wanted in (True, False))


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """Small; ``grown`` makes it long, so that a failure is still shown short."""
    read = st.sampled_from((None, NOW - timedelta(minutes=2), NOW - timedelta(days=40)))
    target: date | None = draw(days)
    return Board(
        milestone=Milestone(key=MilestoneKey("prod"), name=draw(texts), target=target),
        now=NOW,
        timezone=ZONE,
        blockers=tuple(draw(st.lists(views(stages=OPEN), max_size=2))),
        watched=tuple(draw(st.lists(views(stages=OPEN), max_size=1))),
        cleared=tuple(draw(st.lists(views(stages=CLOSED), max_size=1))),
        probes=tuple(draw(st.lists(probe_views(), max_size=3))),
        scorecard=tuple(draw(st.lists(component_verdicts(), max_size=2))),
        risk=Risk(draw(st.sampled_from(RiskLevel)), tuple(draw(st.lists(texts, max_size=3)))),
        sources=Sources(
            tracker=draw(texts),
            tracker_at=draw(read),
            probes_at=draw(read),
            trouble=draw(st.one_of(st.none(), texts)),
            next_digest=draw(read),
        ),
    )


def grown(board: Board, times: int) -> Board:
    """Everything so many times over; keys and ids may repeat, as nothing drawn depends on them."""
    return replace(
        board,
        blockers=board.blockers * times,
        watched=board.watched * times,
        cleared=board.cleared * times,
        probes=board.probes * times,
        scorecard=board.scorecard * times,
    )


def grown_checklist(view: BlockerView, times: int) -> BlockerView:
    items = view.items * times
    checklist = Checklist(blocker=view.blocker.id, items=tuple(v.item for v in items))
    return replace(view, items=items, checklist=checklist)


def grown_digest(digest: Digest, times: int) -> Digest:
    return replace(
        digest,
        board=grown(digest.board, times),
        changes=in_order(digest.changes * times),
        needs=digest.needs * times,
    )


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    board = draw(boards())
    needs = st.builds(
        Need,
        blocker=st.sampled_from([v.blocker.key for v in board.blockers] or [BlockerKey("")]),
        title=texts,
        reasons=st.just(LATE),
        sentence=texts,
        person=st.one_of(st.none(), texts),
        mention=st.sampled_from((None, UserId("U0BOB"), UserId("<!channel>"))),
    )
    return Digest(
        board=board,
        day=TODAY,
        since=draw(st.sampled_from((None, NOW - timedelta(days=1), NOW - timedelta(days=90)))),
        changes=in_order(draw(st.lists(news, max_size=3))),
        needs=tuple(draw(st.lists(needs, max_size=2))),
        by_hand=draw(st.one_of(st.none(), texts)),
        late=draw(st.booleans()),
        quiet_days=draw(st.integers(0, 400)),
    )


def hostile_board(text: str, *, blockers: int, items: int) -> Board:
    """Every field the same; each blocker with all lines, probes and relations there can be."""
    person = Person(name=text, slack=UserId("U0BOB"))
    lines = tuple(_hostile_item(text, n) for n in range(items))
    shown = tuple(ItemView(item=i, owner=Person(name=text + "x"), touched_by=text) for i in lines)
    down = replace(probe("p", Verdict.DOWN, since=NOW - timedelta(days=400), says=text), id=text)
    views = tuple(
        BlockerView(
            blocker=_hostile_blocker(text, n, person),
            story=Story(blocks=text, why=text, next_action=text, effort_hours=(1 / 3, 1e9)),
            checklist=Checklist(blocker=BlockerId(f"{n}"), items=lines),
            items=shown,
            probes=(down,) * 5,
            frees=(BlockerKey(text),) * 9,
        )
        for n in range(blockers)
    )
    component = Component(name=text, stated=Readiness.READY)
    verdict = ComponentVerdict(component=component, readiness=Readiness.BLOCKED, why=text)
    return Board(
        milestone=Milestone(key=MilestoneKey("m" * 40), name=text, target=date(2020, 1, 1)),
        now=NOW,
        timezone=ZONE,
        blockers=views,
        watched=views[:4],
        cleared=views[:4],
        probes=(down,) * 9,
        scorecard=(verdict,) * 300,
        risk=Risk(RiskLevel.CRITICAL, (text,) * 3),
        sources=Sources(
            tracker=text,
            tracker_at=NOW - timedelta(days=400),
            probes_at=NOW,
            trouble=text,
            goals=(hostile_goal(text),) * 3,
        ),
    )


def _hostile_item(text: str, number: int) -> Item:
    item = Item(
        id=ItemId(f"{number}"),
        text=text,
        note=text,
        depth=1,
        due=TODAY - timedelta(days=number),
        section=Section.ACTIONS if number % 2 else Section.NEEDED,
        state=list(ItemState)[number % 4],
        touched=Touch(by="U0BOB", at=NOW - timedelta(days=400)),
    )
    return witnessed(item, text)


def _hostile_blocker(text: str, number: int, person: Person) -> Blocker:
    link = IssueLink(id=BlockerId("x"), key=BlockerKey(text), title=text)
    return Blocker(
        id=BlockerId(f"00000000-0000-4000-8000-{number:012d}"),
        key=BlockerKey(text),
        title=text,
        stage=Stage.STARTED,
        state_name=text,
        priority=Priority.NONE,
        assignee=person,
        due=date(2020, 1, 1),
        due_from_milestone=True,
        labels=(text,) * 9,
        url="https://linear.app/" + "x" * 2900,
        blocked_by=(link,) * 9,
        started_at=NOW - timedelta(days=400),
    )


def hostile_digest(board: Board, text: str) -> Digest:
    need = Need(blocker=BlockerKey(text), title=text, reasons=LATE, sentence=text, person=text)
    return Digest(
        board=board,
        day=TODAY,
        since=NOW - timedelta(days=400),
        changes=tuple(
            Change(kind=kind, words=text, short=text, at=NOW - timedelta(days=400))
            for kind in ChangeKind
            for _ in range(4)
        ),
        needs=(need,) * 60,
        by_hand=text,
        late=True,
        quiet_days=9,
    )

# ruff: noqa: RUF001  (signs that look alike are what is written and read here)
"""Milestones in all states, their texts of the kind that reads like something else."""

from datetime import date, timedelta

from hypothesis import strategies as st

from bot.domain.blocker import IssueLink, Priority, Stage, Story
from bot.domain.board import BlockerView, Board, ItemView, Sources
from bot.domain.checklist import Checklist, ItemState, Section
from bot.domain.exported import Following
from bot.domain.ids import BlockerId, BlockerKey, ItemId, MilestoneKey
from bot.domain.milestone import Component, Milestone, Readiness
from bot.domain.people import Person
from bot.domain.risk import Risk, RiskLevel
from bot.domain.scorecard import ComponentVerdict
from tests.samples.builders import NOW, blocker, item

TRAPS = (
    "- [x] done", "Deploy (done)", "WIP: deploy", "Fix @bob", "a | b", "**bold**", "`code`", "#",
    "# head", "1. one", "None", "TBD", "✅ Ship it", "🚀", "שלום עולם", "مرحبا (done)",
    "line\nbreak",
    "[link](http://x.y)", "<b>x</b>", "<!-- c -->", "~~struck~~", "THR-9: other", "Owner: Bob",
    "- Owner: bob, Due: Jan 5", "due Jan 5", "Finish DNS - Bob, due Dec 4", "not blocking", "P0",
    "(P1)", "DONE", "In Review", "Tom and Jerry", "Bob (backup: Eve)", "&amp; &lt;", "\\", "a\\",
    "_x_", "__init__", "snake_case", "Template", "Timeline", "Risk level: HIGH", "Nothing", "🟡",
    "No open blockers", "Watch app", "【x】 y", "［x］ y", "x ✅ done", "```", "~~~", "---", "===",
    "<<<<<<< a", "=======", "|---|", "âœ…", "Ã©", "@here", "<@U123ABC>", "a: b: c",
    "**Owner:** Eve",
    "Why it's blocking:", "https://a.b/c_d_e?f=*", "\u200b", "\ufffd x", "[^1]: foot", "> quote",
    "[x]: http://a", "+++ fold", "<details>", "What's needed:", "Bob:", "- ", "*", "    code", "go",
    "\tTab", "Week 1 (Jan 1-2): x", "ok - ok", "½ – dash", "text —", "Jan 5, 2027", "5 hours",
    "Blocked by THR-3", "Prepared By: x", "blocked", "100% done", "1/5", "Nest egg",
    "e\u0301te\u0301", "\u1112\u1161\u11ab", "ＡＢ－１：２０２６", "－ ［ｘ］ a", "THR\u201142: x",
    "AB–2: x",
    "1\ufe0f\u20e3 one", "=E2=9C=85 a=3Db", "word =", "&amp;amp; &#91;x&#93;", "&#x2705; x",
    "[x] = failed, [o] = passed", "✅ = open · 🔴 = done", "✅ → ❌ x", "x ✅/❌", "once it rains",
    "would be nice: x", "🔴 Done", "done (but not verified)", "❌ no longer needed", "<<<<<<<<< x",
    "%%%%%%% x", "+++++++ x", "> > > > > > > x", "| AB-1 | x | Open |", "AB-1 / AB-2: x",
    "ab-1: x", "due Feb 30", "Paint by 2026-11-19", "02/03/2026", "👩🏾\u200d🔧 x", "🇩🇪 x",
    "x\u2028y", "x\u0085y", "\u202ex\u202c", "\u2067AB-1\u2069", "ghp_a1B2c3D4e5F6g7H8i9J0",
    "a://u:pass1@b.c", "~~a~~ b", "- [ ] ~~[x] a~~", "<!-- x", "x -->", "<details><summary>",
    "``` x", "~~~~", "Key: [x] = no", "…", "x (waiting for @bob)", "x – not yet done",
    "Bob, Eve & Co.", "Backend team", "@a, @b", "unassigned", "word " * 60 + "done", "x" * 350,
    "(" * 9, "[" * 9, "**a", "a** b **c", "`a", "\\[x\\]", "a\\\\", "%",
)  # fmt: skip
_SIGNS = list("[]()*_`#|<>~\\-+:;,.!@&$%^={}\"'/ xabcDONE 12\n✅🔴🟡é–ש")
_JUNK = st.text(
    alphabet=st.one_of(st.sampled_from(_SIGNS), st.characters(codec="utf-8")), max_size=25
)
_ONE = st.one_of(st.sampled_from(TRAPS), _JUNK)
TEXT = st.one_of(_ONE, st.lists(_ONE, min_size=2, max_size=3).map(" ".join))
NAME = TEXT.filter(lambda text: bool(text.strip()))
DAY = st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2029, 12, 31)))
KEY = st.one_of(
    st.from_regex(r"[A-Z][A-Z0-9]{0,6}-[1-9][0-9]{0,3}", fullmatch=True),
    st.sampled_from(["PR-1", "UTF-8", "B-000a", "#12", "WEEK-1", "KIT_5-2"]),
)
_HOURS = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 900), st.integers(0, 900)).map(
        lambda pair: (min(pair) / 4, max(pair) / 4)
    ),
)
_OPEN = [Stage.TRIAGE, Stage.BACKLOG, Stage.UNSTARTED, Stage.STARTED]


@st.composite
def shown_items(draw: st.DrawFn) -> tuple[ItemView, ...]:
    found = []
    for number, text in enumerate(draw(st.lists(TEXT, max_size=4))):
        owner = draw(st.one_of(st.none(), TEXT))
        one = item(
            text,
            id=ItemId(str(number)),
            state=draw(st.sampled_from(list(ItemState))),
            section=draw(st.sampled_from(list(Section))),
            depth=draw(st.integers(0, 3)),
            owner=owner,
            due=draw(DAY),
            note=draw(st.one_of(st.just(""), TEXT)),
        )
        found.append(ItemView(item=one, owner=Person(name=owner) if owner else None))
    return tuple(found)


@st.composite
def views(draw: st.DrawFn, key: str) -> BlockerView:
    links = draw(st.lists(st.one_of(KEY, NAME), max_size=2, unique=True))
    shown = draw(shown_items())
    one = blocker(
        key,
        title=draw(NAME),
        stage=draw(st.sampled_from(_OPEN)),
        state_name=draw(TEXT),
        priority=draw(st.sampled_from(list(Priority))),
        assignee=draw(st.one_of(st.none(), NAME.map(lambda name: Person(name=name)))),
        due=draw(DAY),
        blocked_by=tuple(
            IssueLink(id=BlockerId(link), key=BlockerKey(link), title="T") for link in links
        ),
    )
    return BlockerView(
        blocker=one,
        story=Story(
            blocks=draw(TEXT),
            why=draw(TEXT),
            next_action=draw(TEXT),
            effort_hours=draw(_HOURS),
        ),
        checklist=Checklist(blocker=one.id, items=tuple(each.item for each in shown)),
        items=shown,
        frees=tuple(map(BlockerKey, draw(st.lists(KEY, max_size=2, unique=True)))),
    )


@st.composite
def verdicts(draw: st.DrawFn) -> ComponentVerdict:
    keys = draw(st.lists(KEY, max_size=2, unique=True))
    return ComponentVerdict(
        component=Component(name=draw(NAME), blockers=tuple(map(BlockerKey, keys))),
        readiness=draw(st.sampled_from(list(Readiness))),
        why=draw(TEXT),
    )


@st.composite
def boards(draw: st.DrawFn) -> Board:
    shown = [draw(views(key)) for key in draw(st.lists(KEY, max_size=4, unique=True))]
    cut = draw(st.integers(0, len(shown)))
    reasons = tuple(draw(st.lists(TEXT, max_size=3)))
    return Board(
        milestone=Milestone(key=MilestoneKey("prod"), name=draw(NAME), target=draw(DAY)),
        now=NOW,
        timezone="America/New_York",
        blockers=tuple(shown[:cut]),
        watched=tuple(shown[cut:]),
        cleared=(),
        probes=(),
        scorecard=tuple(draw(st.lists(verdicts(), max_size=3))),
        risk=Risk(draw(st.sampled_from(list(RiskLevel))), reasons),
        sources=Sources(
            tracker="Linear",
            tracker_at=draw(st.sampled_from([None, NOW])),
            next_digest=draw(st.sampled_from([None, NOW + timedelta(days=1)])),
        ),
    )


FOLLOWING = st.one_of(
    st.none(),
    st.builds(
        Following, name=NAME, target=DAY, keys=st.lists(KEY, max_size=3, unique=True).map(tuple)
    ),
)

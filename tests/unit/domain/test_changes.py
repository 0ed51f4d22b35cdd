"""What is said to have changed since the last digest, and what is not."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocker import Priority, Stage
from bot.domain.changes import build_changes
from bot.domain.checklist import AuditEntry
from bot.domain.facts import BlockerFacts, MilestoneFacts
from bot.domain.health import Verdict
from bot.domain.ids import BlockerId, BlockerKey, ItemId
from bot.domain.news import Change
from tests.samples.builders import NOW
from tests.samples.making import build

UP, DOWN, DEGRADED, UNKNOWN = Verdict.UP, Verdict.DOWN, Verdict.DEGRADED, Verdict.UNKNOWN


def fact(key: str = "THR-42", **changed: object) -> BlockerFacts:
    values: dict[str, object] = {
        "id": BlockerId(f"id-{key}"),
        "key": BlockerKey(key),
        "title": "TLS",
        "stage": Stage.STARTED,
        "watched": False,
        "priority": Priority.HIGH,
        "owner": "Bob",
        "due": date(2026, 11, 20),
        "items": 5,
    }
    return build(BlockerFacts, values | changed)


def facts(*blockers: BlockerFacts, **changed: object) -> MilestoneFacts:
    values: dict[str, object] = {"target": date(2026, 12, 15), "blockers": blockers}
    return build(MilestoneFacts, values | changed)


def words(changes: Iterable[Change]) -> list[str]:
    return [change.words for change in changes]


def entry(
    after: str, before: str, item: str = "dns", *, by: str = "U0BOB", at: int = 0
) -> AuditEntry:
    return AuditEntry(
        id=f"{at}-0",
        at=NOW + timedelta(minutes=at),
        by=by,
        blocker=BlockerId("id-THR-42"),
        item=ItemId(item),
        text=item,
        kind="state",
        before=before,
        after=after,
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (fact(), fact(), []),
        (fact(), fact(stage=Stage.COMPLETED), ["THR-42 cleared"]),
        (fact(), fact(stage=Stage.CANCELED), ["THR-42 canceled"]),
        (fact(), fact(watched=True), ["THR-42 is now only watched"]),
        (fact(), None, ["THR-42 is no longer among the blockers"]),
        (fact(watched=True), None, []),
        (fact(stage=Stage.COMPLETED), None, []),
        (None, fact(), ["THR-42 is new: TLS"]),
        (None, fact(watched=True), []),
        (fact(watched=True), fact(), ["THR-42 blocks by now, it was only watched: TLS"]),
        (fact(stage=Stage.COMPLETED), fact(), ["THR-42 reopened"]),
        (fact(), fact(due=date(2026, 11, 24)), ["THR-42 slipped 20 → 24 Nov"]),
        (fact(), fact(due=date(2027, 11, 20)), ["THR-42 slipped 20 Nov 2026 → 20 Nov 2027"]),
        (fact(), fact(due=date(2026, 12, 1)), ["THR-42 slipped 20 Nov → 1 Dec"]),
        (fact(), fact(due=date(2026, 11, 17)), ["THR-42 due moved 20 → 17 Nov"]),
        (fact(due=None), fact(), ["THR-42 is due 20 Nov, it had no date"]),
        (fact(), fact(due=None), ["THR-42 has no date any more, it was 20 Nov"]),
        (fact(), fact(owner="Dana"), ["THR-42 went from Bob to Dana"]),
        (fact(owner=None), fact(), ["THR-42 went from nobody to Bob"]),
        (fact(), fact(priority=Priority.URGENT), ["THR-42 is now urgent (was high)"]),
        (fact(), fact(items=6), ["THR-42 grew by 1 item"]),
        (fact(), fact(items=9), ["THR-42 grew by 4 items"]),
        (fact(), fact(items=2), []),
        (fact(), fact(key="OPS-7", id=BlockerId("id-THR-42")), []),
    ],
)
def test_a_blockers_change_is_said_once(
    before: BlockerFacts | None, after: BlockerFacts | None, said: list[str]
) -> None:
    then = facts(*([before] if before else []))
    now = facts(*([after] if after else []))

    assert words(build_changes(then, now, [], {})) == said


def test_one_that_left_says_why_and_never_that_it_is_cleared() -> None:
    log = [
        replace(entry("lost its label blocker", "Todo", at=2), kind="vanished"),
        replace(entry("was archived unresolved", "Todo", at=1), kind="vanished"),
    ]

    assert words(build_changes(facts(fact()), facts(), log, {})) == [
        "THR-42 lost its label blocker: no longer among the blockers"
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (date(2026, 12, 15), date(2026, 12, 18), "target moved 15 → 18 Dec"),
        (None, date(2026, 12, 18), "target set to 18 Dec"),
        (date(2026, 12, 18), None, "target removed, it was 18 Dec"),
    ],
)
def test_a_target_that_is_another_one_is_said(
    before: date | None, after: date | None, said: str
) -> None:
    changes = build_changes(facts(target=before), facts(target=after), [], {})
    assert words(changes) == [said]


def test_one_that_is_seen_again_long_after_it_was_cleared_is_reopened_not_new() -> None:
    again = replace(entry("In Progress", "Done"), kind="reopened", item=ItemId(""))
    assert words(build_changes(facts(), facts(fact()), [again], {})) == ["THR-42 reopened"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (UP, UP, []),
        (UP, DOWN, ["api went down"]),
        (UP, DEGRADED, ["api is degraded"]),
        (DOWN, UP, ["api is up again"]),
        (UP, UNKNOWN, []),
        (UNKNOWN, UP, []),
        (UNKNOWN, DOWN, ["api went down"]),
        (None, DOWN, []),
    ],
)
def test_a_probe_that_turned_is_said(
    before: Verdict | None, after: Verdict, said: list[str]
) -> None:
    then = facts(probes=(("api", before),) if before else ())

    assert words(build_changes(then, facts(probes=(("api", after),)), [], {})) == said


def test_ticks_are_counted_by_who_made_them() -> None:
    log = [
        entry("done", "todo", "dns", at=1),
        entry("done", "doing", "tls", at=2),
        entry("done", "todo", "api", by="U0ALICE", at=3),
        entry("doing", "todo", "cdn", at=4),
    ]
    changes = build_changes(facts(fact()), facts(fact()), log, {"U0BOB": "Bob"})

    assert words(changes) == ["2 items ticked by Bob", "THR-42 “api” ticked by U0ALICE"]


def test_a_tick_that_was_taken_back_says_nothing() -> None:
    log = [entry("done", "todo", at=1), entry("todo", "done", at=2)]

    assert build_changes(facts(fact()), facts(fact()), log, {}) == ()


def test_a_tick_of_before_that_was_undone_is_said() -> None:
    again = [entry("todo", "done", at=1), entry("done", "todo", at=2)]
    undone = [*again, entry("todo", "done", at=3)]

    assert build_changes(facts(fact()), facts(fact()), again, {}) == ()
    assert words(build_changes(facts(fact()), facts(fact()), undone, {})) == [
        "THR-42 “dns” reopened by U0BOB"
    ]


def test_ticks_of_a_blocker_that_is_gone_are_not_counted() -> None:
    log = [replace(entry("done", "todo"), blocker=BlockerId("gone"))]

    assert build_changes(facts(fact()), facts(fact()), log, {}) == ()


FACT = st.builds(
    fact,
    key=st.sampled_from(["THR-1", "THR-2", "THR-3"]),
    stage=st.sampled_from(list(Stage)),
    watched=st.booleans(),
    priority=st.sampled_from(list(Priority)),
    owner=st.sampled_from([None, "Bob", "Dana"]),
    items=st.integers(0, 9),
)
FACTS = st.lists(FACT, max_size=3, unique_by=lambda one: one.id).map(lambda found: facts(*found))


@given(state=FACTS)
def test_the_same_state_is_never_news(state: MilestoneFacts) -> None:
    assert build_changes(state, state, [], {}) == ()


@given(before=FACTS, after=FACTS)
def test_less_blocking_is_always_said(before: MilestoneFacts, after: MilestoneFacts) -> None:
    if before.open_count != after.open_count:
        assert build_changes(before, after, [], {})

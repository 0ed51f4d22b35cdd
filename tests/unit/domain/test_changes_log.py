"""What only the log tells of the time between two digests."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.blocker import Stage
from bot.domain.changes import build_changes
from bot.domain.changes_log import NOTED
from bot.domain.checklist import AuditEntry
from bot.domain.evidence import Reading
from bot.domain.health import ProbeId, Verdict
from bot.domain.ids import BlockerId, ItemId
from bot.domain.news import ChangeKind
from tests.samples.builders import NOW
from tests.samples.making import change
from tests.unit.domain.test_changes import DOWN, UP, entry, fact, facts, words

CERT = ProbeId("api-cert")
GREEN = Reading(probe=CERT, verdict=Verdict.UP, sentence="answers")
RED = Reading(probe=CERT, verdict=Verdict.DOWN, sentence="certificate expired")


def of_blocker(kind: str, *, at: int, key: str = "THR-42", **changed: str) -> AuditEntry:
    plain = replace(entry("", "", at=at), kind=kind, item=ItemId(""), text="TLS", key=key)
    return change(plain, blocker=BlockerId(f"id-{key}"), by="linear", **changed)


def told(*log: AuditEntry) -> list[str]:
    return words(build_changes(facts(fact()), facts(fact()), log, {"U0BOB": "Bob"}))


@pytest.mark.parametrize(
    ("reading", "why", "said"),
    [
        (None, "", "THR-42 “dns” ticked by Bob"),
        (GREEN, "", "THR-42 “dns” ticked by Bob, api-cert green then"),
        (
            RED,
            "on its way",
            "THR-42 “dns” ticked by Bob, though api-cert said certificate expired (on its way)",
        ),
        (
            replace(GREEN, verdict=Verdict.UNKNOWN),
            "",
            "THR-42 “dns” ticked by Bob, api-cert unknown then",
        ),
    ],
)
def test_a_tick_is_told_with_the_evidence_of_that_moment(
    reading: Reading | None, why: str, said: str
) -> None:
    assert told(replace(entry("done", "todo"), reading=reading, why=why)) == [said]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("done", "todo", "THR-42 “dns” reopened by Bob"),
        ("done", "doing", "THR-42 “dns” reopened by Bob"),
        ("skipped", "todo", "THR-42 “dns” taken up again by Bob"),
        ("skipped", "doing", "THR-42 “dns” taken up again by Bob"),
        ("todo", "skipped", "THR-42 “dns” skipped by Bob"),
        ("done", "skipped", "THR-42 “dns” skipped by Bob"),
        ("skipped", "done", "THR-42 “dns” ticked by Bob"),
    ],
)
def test_reopening_skipping_and_taking_up_again_are_told_apart_from_ticking(
    was: str, now: str, said: str
) -> None:
    assert told(entry(now, was)) == [said]


def test_what_is_open_as_before_or_back_where_it_was_is_no_news() -> None:
    assert told(entry("doing", "todo")) == []
    assert told(entry("todo", "doing")) == []
    assert told(entry("skipped", "todo", at=1), entry("todo", "skipped", at=2)) == []


def test_items_that_one_person_reopened_are_counted_and_named_below() -> None:
    log = [entry("todo", "done", "dns", at=1), entry("todo", "done", "tls", at=2)]
    (change,) = build_changes(facts(fact()), facts(fact()), log, {"U0BOB": "Bob"})
    assert change.words == "2 items reopened by Bob"
    assert change.short == "2 items reopened by Bob: THR-42 “dns”, THR-42 “tls”"
    assert (change.kind, change.number) == (ChangeKind.UNDONE, 2)


def test_ticks_of_one_person_are_counted_with_their_evidence() -> None:
    log = [
        replace(entry("done", "todo", "dns", at=1), reading=GREEN),
        replace(entry("done", "todo", "tls", at=2), reading=RED),
        entry("done", "todo", "api", at=3),
    ]

    (change,) = build_changes(facts(fact()), facts(fact()), log, {"U0BOB": "Bob"})
    assert change.words == (
        "3 items ticked by Bob, 1 with green evidence (api-cert), 1 against a red probe (api-cert)"
    )
    assert change.short.endswith(": THR-42 “dns”, THR-42 “tls”, THR-42 “api”")
    assert change.number == 3


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["contested"], "THR-42 “dns” is contested: api-cert says certificate expired"),
        (["uncontested"], "THR-42 “dns” is no longer contested"),
        (["contested", "uncontested"], "THR-42 “dns” was contested for a while"),
        (
            ["contested", "uncontested", "contested"],
            "THR-42 “dns” is contested: api-cert says certificate expired",
        ),
    ],
)
def test_a_contest_is_told_as_it_stands(kinds: list[str], said: str) -> None:
    log = [replace(entry("", "", at=at), kind=kind, reading=RED) for at, kind in enumerate(kinds)]
    assert told(*log) == [said]


def test_a_note_is_told_under_its_authors_name() -> None:
    note = replace(of_blocker(NOTED, at=1), by="U0BOB", after="Waiting for the vendor")
    assert told(note) == ["Bob on THR-42: Waiting for the vendor"]


def test_what_came_and_went_between_two_digests_is_told() -> None:
    log = [of_blocker("appeared", at=1, key="THR-70"), of_blocker("cleared", at=2, key="THR-70")]
    left = [*log[:1], of_blocker("vanished", at=2, key="THR-70")]
    back = [of_blocker("cleared", at=1), of_blocker("reopened", at=2)]
    watched = [replace(log[0], before="watched"), log[1]]

    assert told(*log) == ["THR-70 came up and was cleared: TLS"]
    assert told(*left) == ["THR-70 came up and left again: TLS"]
    assert told(*back) == ["THR-42 was cleared and is open again"]
    assert told(*watched) == []


def test_one_that_left_the_list_and_came_back_was_not_cleared() -> None:
    back = told(of_blocker("vanished", at=1), of_blocker("appeared", at=2))
    assert back == ["THR-42 left the list for a while and is back"]


def test_a_blocker_that_waits_for_another_is_told_and_one_that_is_freed() -> None:
    other = fact("THR-60", blocked_by=())
    alone, waiting = fact(blocked_by=()), fact(blocked_by=("THR-60", "OPS-7"))

    def said(before: object, after: object, *rest: object) -> list[str]:
        then, now = facts(before, other), facts(after, *(rest or (other,)))  # type: ignore[arg-type]
        return words(build_changes(then, now, [], {}))

    assert said(alone, waiting) == ["THR-42 is now blocked by THR-60, OPS-7"]
    assert said(waiting, alone) == ["THR-42 is no longer blocked by THR-60, OPS-7"]
    done = fact("THR-60", blocked_by=(), stage=Stage.COMPLETED)
    freed = fact(blocked_by=("OPS-7",))
    assert said(waiting, freed, done) == ["THR-60 cleared"]
    assert said(fact(blocked_by=None), waiting) == []


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (UP, "api went down for a while, up again"),
        (DOWN, "api was up for a while, down again"),
    ],
)
def test_a_probe_that_turned_and_turned_back_is_told_with_its_time(
    verdict: Verdict, said: str
) -> None:
    later = NOW + timedelta(hours=2)
    before, after = (
        facts(probes=(("api", verdict),), turned=(("api", at),)) for at in (NOW, later)
    )

    (change,) = build_changes(before, after, [], {})
    assert (change.words, change.at) == (said, later)
    assert build_changes(before, before, [], {}) == ()


def test_news_are_in_the_order_in_which_they_matter() -> None:
    before = facts(fact(), fact("THR-43"), probes=(("api", UP),))
    after = facts(
        fact("THR-43", owner="Dana", stage=Stage.STARTED),
        fact(stage=Stage.COMPLETED),
        fact("THR-44"),
        probes=(("api", DOWN),),
        target=None,
    )
    log = [replace(entry("done", "todo"), blocker=BlockerId("id-THR-43"))]

    assert [change.kind for change in build_changes(before, after, log, {})] == [
        ChangeKind.CLEARED,
        ChangeKind.NEW,
        ChangeKind.TARGET,
        ChangeKind.REASSIGNED,
        ChangeKind.TICKED,
        ChangeKind.TURNED,
    ]

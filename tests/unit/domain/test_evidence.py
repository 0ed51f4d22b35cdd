"""An item and its evidence: what ticks it, what contests it, and whose word stands."""

from dataclasses import replace

import pytest

from bot.domain.checklist import Item, ItemState, Touch, progress_of
from bot.domain.evidence import Evidence, Witness
from bot.domain.evidence_rules import Followed, follow_evidence, keep_done, tie
from bot.domain.health import ProbeId, Verdict
from tests.samples.builders import item
from tests.samples.evidence import AUTO, LATCHED, LIVE, Probe, at


def ticked(evidence: Evidence, minute: float, seen: Witness | None = None, why: str = "") -> Item:
    touch = Touch(by="U0BOB", at=at(minute), reading=seen.reading if seen else None, why=why)
    return item(state=ItemState.DONE, revision=1, evidence=evidence, touched=touch)


def follow(one: Item, probe: Probe, minute: float) -> Followed | None:
    return follow_evidence(one, probe.witness(minute), created=at(-60), now=at(minute))


def followed(one: Item, probe: Probe, minute: float) -> Item:
    found = follow(one, probe, minute)
    assert found is not None
    return found.item


def test_a_tick_is_contested_once_its_probe_has_turned_and_stayed_red() -> None:
    probe = Probe().up(0)
    one = ticked(LIVE, 1, probe.witness(1))
    assert follow(one, probe.down(2), 2) is None

    found = follow(one, probe.down(3), 3)
    assert found is not None
    assert found.item.contested
    assert found.item.contested.since == at(2)
    assert found.item.state is ItemState.DONE
    assert found.item.touched == one.touched
    assert [(note.kind, note.why) for note in found.notes] == [("contested", "expired 2 days ago")]
    assert found.notes[0].reading
    assert found.notes[0].reading.run == "run-3"
    assert follow(found.item, probe.down(4), 4) is None


def test_a_contest_ends_when_the_probe_is_green_again_and_only_then() -> None:
    probe = Probe().up(0)
    one = ticked(LIVE, 1, probe.witness(1))
    one = followed(one, probe.down(2, 3), 3)
    probe.says(Verdict.UNKNOWN, 4)
    assert follow(one, probe, 4) is None
    for minute in (5, 6, 7):
        probe.says(Verdict.DEGRADED, minute)
        assert follow(one, probe, minute) is None
    found = follow(one, probe.up(8, 9), 9)
    assert found is not None
    assert found.item.contested is None
    assert [note.kind for note in found.notes] == ["uncontested"]


def test_a_word_given_against_red_stands_until_the_next_confirmed_change() -> None:
    probe = Probe().up(0).down(1, 2)
    one = ticked(LIVE, 3, probe.witness(3), why="the old one is served by a cache")
    assert follow(one, probe.down(4, 5), 5) is None
    assert follow(one, probe.up(6, 7), 7) is None
    assert followed(one, probe.down(8, 9), 9).contested


def test_still_done_takes_the_contest_away_until_the_next_change() -> None:
    probe = Probe().up(0)
    one = followed(ticked(LIVE, 1, probe.witness(1)), probe.down(2, 3), 3)
    word = Touch(by="U0ALICE", at=at(4), reading=probe.witness(4).reading, why="a mirror")
    kept = keep_done(one, word)
    assert kept is not None
    assert kept.item.contested is None
    assert kept.item.revision == one.revision
    assert [(n.kind, n.why) for n in kept.notes] == [("uncontested", "a mirror")]
    assert keep_done(kept.item, word) is None
    assert follow(kept.item, probe.down(5), 5) is None
    assert followed(kept.item, probe.up(6, 7).down(8, 9), 9).contested


def test_what_a_latched_probe_has_proven_once_stays() -> None:
    probe = Probe().up(0)
    proven = ticked(LATCHED, 1, probe.witness(1))
    assert follow(proven, probe.down(2, 3), 3) is None

    unproven = ticked(LATCHED, 1)
    contested = followed(unproven, probe, 3)
    assert contested.contested
    green = followed(contested, probe.up(4, 5), 5)
    assert green.contested is None
    assert follow(green, probe.down(6, 7), 7) is None


def test_a_proof_after_the_tick_is_told_once() -> None:
    probe = Probe()
    one = ticked(LATCHED, 1)
    found = follow(one, probe.up(2), 2)
    assert found is not None
    assert [note.kind for note in found.notes] == ["proven"]
    assert follow(found.item, probe.up(3), 3) is None


def test_flapping_neither_ticks_nor_contests_nor_clears() -> None:
    probe = Probe().up(0)
    one = ticked(LIVE, 1, probe.witness(1))
    probe.down(2, 3).flaps()
    assert follow(one, probe, 3) is None
    opened = item(evidence=AUTO)
    assert follow(opened, Probe().up(1).flaps(), 1) is None


@pytest.mark.parametrize("state", [ItemState.TODO, ItemState.DOING])
def test_green_ticks_what_its_owner_opted_in_signed_by_the_probe(state: ItemState) -> None:
    probe = Probe().up(0)
    found = follow(item(state=state, evidence=AUTO, revision=4), probe, 1)
    assert found is not None
    assert found.item.state is ItemState.DONE
    assert found.item.revision == 5
    assert found.item.touched
    assert found.item.touched.by == "probe:api-cert"
    assert found.item.touched.reading == probe.witness(1).reading
    assert [(note.kind, note.before, note.after) for note in found.notes] == [
        ("state", state, ItemState.DONE)
    ]
    assert follow(found.item, probe.up(2), 2) is None


@pytest.mark.parametrize(
    ("evidence", "touched", "created"),
    [
        (LIVE, None, -60),
        (AUTO, 1, -60),
        (AUTO, 0, -60),
        (AUTO, None, 1),
        (AUTO, None, 0),
    ],
    ids=["not-opted-in", "later-word", "word-at-once", "later-blocker", "blocker-at-once"],
)
def test_green_ticks_nothing_else(
    evidence: Evidence, touched: float | None, created: float
) -> None:
    word = None if touched is None else Touch(by="U0BOB", at=at(touched))
    one = item(evidence=evidence, touched=word)
    witness = Probe().up(0).witness(1)
    assert follow_evidence(one, witness, created=at(created), now=at(1)) is None


def test_an_old_green_proves_nothing_and_skipped_items_are_left_alone() -> None:
    probe = Probe().up(0)
    assert follow(item(evidence=AUTO), probe, 2.2) is None
    assert follow(item(evidence=AUTO, state=ItemState.SKIPPED), probe, 1) is None


def test_a_reopened_item_is_ticked_again_only_by_the_next_confirmed_green() -> None:
    probe = Probe().up(0)
    one = followed(item(evidence=AUTO), probe, 1)
    reopened = replace(
        one, state=ItemState.TODO, revision=one.revision + 1, touched=Touch(by="U0BOB", at=at(2))
    )
    assert follow(reopened, probe.up(3), 3) is None
    assert followed(reopened, probe.down(4, 5).up(6, 7), 7).state is ItemState.DONE


def test_a_changed_definition_asks_to_check_again_until_somebody_does() -> None:
    probe = Probe().up(0)
    one = ticked(LIVE, 1, probe.witness(1))
    probe.definition = "d2"
    asked = followed(one, probe.up(2), 2)
    assert asked.to_recheck
    assert asked.contested is None
    assert follow(asked, probe.up(3), 3) is None
    kept = keep_done(asked, Touch(by="U0BOB", at=at(4), reading=probe.witness(4).reading))
    assert kept is not None
    assert [note.kind for note in kept.notes] == ["rechecked"]
    assert follow(kept.item, probe.up(5), 5) is None


def test_a_definition_that_is_as_it_was_asks_no_more() -> None:
    probe = Probe().up(0)
    one = ticked(LIVE, 1, probe.witness(1))
    probe.definition = "d2"
    asked = followed(one, probe.up(2), 2)
    probe.definition = "d1"
    assert followed(asked, probe.up(3), 3).standing_doubt is None


def test_who_opted_in_leaves_the_check_to_the_probe() -> None:
    probe = Probe().up(0)
    one = followed(item(evidence=AUTO), probe, 1)
    probe.definition = "d2"
    assert followed(one, probe.up(2), 2).to_recheck
    asked = followed(one, probe, 2)
    checked = followed(asked, probe.up(3), 3)
    assert checked.standing_doubt is None
    assert follow(checked, probe.up(4), 4) is None


def test_red_under_a_new_definition_contests_and_green_then_asks_to_check_again() -> None:
    probe = Probe().up(0)
    one = ticked(LIVE, 1, probe.witness(1))
    probe.definition = "d2"
    contested = followed(one, probe.down(2, 3), 3)
    assert contested.contested
    found = follow(contested, probe.up(4, 5), 5)
    assert found is not None
    assert found.item.to_recheck
    assert [note.kind for note in found.notes] == ["uncontested", "recheck"]


def test_another_probe_takes_the_contest_of_the_first_along() -> None:
    probe = Probe().up(0)
    one = followed(ticked(LIVE, 1, probe.witness(1)), probe.down(2, 3), 3)
    assert tie(one, LATCHED).contested
    other = tie(one, Evidence(probe=ProbeId("api-dns")))
    assert other.standing_doubt is None
    assert follow(other, probe, 4) is None
    assert tie(one, None).standing_doubt is None


def test_contested_items_are_counted_among_those_done() -> None:
    probe = Probe().up(0)
    one = followed(ticked(LIVE, 1, probe.witness(1)), probe.down(2, 3), 3)
    progress = progress_of([one, item("other")])
    assert (progress.done, progress.total, progress.contested) == (1, 2, 1)


def test_undoing_ends_the_contest_without_a_word_of_the_probe() -> None:
    probe = Probe().up(0)
    one = followed(ticked(LIVE, 1, probe.witness(1)), probe.down(2, 3), 3)
    reopened = replace(one, state=ItemState.TODO, revision=one.revision + 1)
    again = replace(reopened, state=ItemState.DONE, revision=reopened.revision + 1)
    assert reopened.standing_doubt is None
    assert again.standing_doubt is None

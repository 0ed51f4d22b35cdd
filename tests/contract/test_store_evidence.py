"""What a probe said is stored with the tick and comes back with it, also from the past."""

from dataclasses import replace

from bot.domain.checklist import ItemState, Ticked
from bot.domain.editing import Author, Edit
from bot.domain.evidence import Against, Doubt, Evidence, Filed, Mode, Proof, Reading
from bot.domain.evidence_rules import CONTESTED
from bot.domain.health import ProbeId, Verdict
from bot.domain.ids import DeliveryId, UserId
from bot.domain.merge import Noted
from bot.store.stores import Stores
from tests.samples.store import (
    AWKWARD,
    ITEMS,
    NOON,
    PROD,
    TLS,
    after,
    checklist_of,
    merge_of,
    press,
)

pytest_plugins = ("tests.servers.store_fixtures",)

READING = Reading(
    probe=ProbeId("api-cert"),
    verdict=Verdict.DOWN,
    sentence=AWKWARD,
    at=NOON,
    run="run-1",
    definition="d1",
    took_ms=12.5,
    figures=(("days_left", -2), ("issuer", AWKWARD), ("trusted", False), ("share", 0.25)),
    build="a1b2",
    flapping=True,
)
TIED = replace(
    ITEMS[0],
    evidence=Evidence(probe=ProbeId("api-cert"), mode=Mode.LATCHED, auto=True),
    doubt=Doubt(against=Against.DOWN, since=NOON, reading=READING, revision=1),
    proof=Proof(reading=READING, revision=1),
    filed=Filed(entry="e1", stamp="s1"),
)


async def test_a_tie_and_what_speaks_against_it_come_back_whole(stores: Stores) -> None:
    await stores.checklists.save_merge(PROD, merge_of([TIED]))
    assert (await checklist_of(stores.checklists)).items == (TIED,)


async def test_a_tick_keeps_the_reading_and_the_reason_and_leaves_the_tie(stores: Stores) -> None:
    await stores.checklists.save_merge(PROD, merge_of([TIED]))
    outcome = await stores.checklists.tick(replace(press(), reading=READING))
    assert isinstance(outcome, Ticked)
    (stored,) = (await checklist_of(stores.checklists)).items
    assert stored == outcome.item
    assert stored.touched
    assert (stored.touched.reading, stored.touched.why) == (READING, "seen to work")
    assert stored.evidence == TIED.evidence
    assert stored.contested == TIED.doubt
    (entry, *_) = await stores.checklists.load_audit(PROD)
    assert (entry.kind, entry.reading) == ("state", READING)


async def test_a_contest_is_stored_with_its_log_once_and_can_be_taken_back(stores: Stores) -> None:
    plain = replace(TIED, doubt=None, state=ItemState.DONE, revision=1)
    await stores.checklists.save_merge(PROD, merge_of([plain]))
    contested = replace(plain, doubt=TIED.doubt)
    note = Noted(item=plain.id, text=plain.text, kind=CONTESTED, why=AWKWARD, reading=READING)
    author = Author(by=UserId("probe:api-cert"), at=after(60), delivery=DeliveryId("run-1"))
    edit = Edit(
        milestone=PROD, blocker=TLS, version=1, items=(contested,), notes=(note,), author=author
    )
    assert await stores.edits.save_edit(edit)
    assert await stores.edits.save_edit(edit)
    assert (await checklist_of(stores.checklists)).items == (contested,)
    log = await stores.checklists.load_audit(PROD)
    assert [(e.kind, e.by, e.reading) for e in log][:2] == [
        (CONTESTED, "probe:api-cert", READING),
        ("added", "linear", None),
    ]
    (replaced,) = await stores.past.load_replaced(PROD, after(30))
    assert replaced.items == {plain.id: plain}

"""The readiness that a document states, kept beside the blockers that live here."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.editing import Author
from bot.domain.ids import BlockerKey, DeliveryId
from bot.domain.local import ALL_BLOCKERS, LocalBatch, LocalChange, Record, StatedScorecard
from bot.domain.milestone import Component, Readiness
from bot.ports import WHOLE_BOARD, copies_queue
from bot.store.stores import Stores
from tests.samples.store import BOB, NOON, PROD, after

pytest_plugins = ("tests.servers.store_fixtures",)

STATED = StatedScorecard(
    components=(
        Component(
            name="Paper trading ✅",
            stated=Readiness.READY,
            stated_by="Dana",
            stated_on=date(2026, 11, 17),
        ),
        Component(name="TLS", blockers=(BlockerKey("THR-42"),)),
    )
)


async def save(stores: Stores, record: Record, delivery: str = "one") -> bool:
    author = Author(by=BOB, at=NOON, delivery=DeliveryId(delivery))
    change = LocalChange(blocker=ALL_BLOCKERS, record=record)
    batch = LocalBatch(milestone=PROD, changes=(change,), author=author)
    return await stores.locals.save_locals(batch) is not None


async def test_stated_readiness_comes_back_with_its_version(stores: Stores) -> None:
    assert (await stores.locals.load_locals(PROD)).scorecard == StatedScorecard()
    assert await save(stores, STATED)
    kept = await stores.locals.load_locals(PROD)
    assert kept.scorecard == replace(STATED, version=1)
    assert (kept.blockers, kept.tellings) == ((), ())


async def test_scorecard_that_has_moved_on_is_not_replaced(stores: Stores) -> None:
    assert await save(stores, STATED)
    assert not await save(stores, StatedScorecard(), "two")
    assert await save(stores, StatedScorecard(version=1), "three")
    assert (await stores.locals.load_locals(PROD)).scorecard.components == ()


async def test_every_copy_of_a_board_is_to_be_drawn_again(stores: Stores) -> None:
    assert ALL_BLOCKERS == WHOLE_BOARD
    await save(stores, STATED)
    (due,) = await stores.due.claim(copies_queue(PROD), after(1), timedelta(seconds=9), 5)
    assert due.member == WHOLE_BOARD


async def test_what_it_replaced_can_be_told(stores: Stores) -> None:
    await save(stores, STATED)
    await save(stores, StatedScorecard(version=1), "two")
    last, first = await stores.past.load_replaced(PROD, NOON - timedelta(minutes=1))
    place = (ALL_BLOCKERS, "scorecard")
    assert last.records[place] == replace(STATED, version=1)
    assert first.records[place] is None

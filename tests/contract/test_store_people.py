"""What is kept of people: what every store of it promises."""

from dataclasses import replace
from datetime import date, time, timedelta

from bot.domain.asks import ASKS_LAST, AlsoAsked, AskRecord
from bot.domain.home import HomeState, Tab
from bot.domain.ids import BlockerKey, ChannelId, DeliveryId, ItemId, MessageTs, UserId
from bot.domain.nudges import Nudge
from bot.domain.overrides import Override
from bot.domain.preferences import Absence, PingLevel, PingPlace, Preferences, QuietHours
from bot.store.stores import Stores
from tests.samples.store import ALICE, AWKWARD, BOB, NOON, PROD, TLS, after

pytest_plugins = ("tests.servers.store_fixtures",)

CHARLIE = UserId("U0CHARLIE")
DANA = UserId("U0DANA")
WISHED = Preferences(
    pings=PingLevel.OVERDUE,
    place=PingPlace.DIRECT,
    quiet=QuietHours(start=time(18, 30), end=time(8)),
    timezone="Europe/Vienna",
    absence=Absence(first=date(2026, 12, 24), last=date(2027, 1, 2), stand_in=ALICE),
)
ASK = AskRecord(
    asker=CHARLIE,
    owner=BOB,
    milestone=PROD,
    blocker=TLS,
    item=ItemId("dns"),
    key=BlockerKey("THR-42"),
    text=AWKWARD,
    at=NOON,
    delivery=DeliveryId("press 1"),
)
GONE = Override(handle="gone@example.com", user=BOB, by=ALICE, at=NOON)


def nudge(number: int, seconds: float = 0) -> Nudge:
    return Nudge(
        id=f"n{number}",
        at=after(seconds),
        milestone=PROD,
        blocker=TLS,
        key=BlockerKey("THR-42"),
        title=AWKWARD,
        sentence="is overdue",
        channel=ChannelId("C0OPS"),
    )


async def test_preferences_never_saved_are_the_defaults(stores: Stores) -> None:
    assert await stores.people.preferences.load_preferences(BOB) == Preferences()


async def test_preferences_come_back_as_they_were_saved(stores: Stores) -> None:
    store = stores.people.preferences
    assert await store.save_preferences(BOB, WISHED, DeliveryId("view-1"))
    assert await store.load_preferences(BOB) == replace(WISHED, revision=1)
    assert await store.load_preferences(ALICE) == Preferences()


async def test_preferences_saved_twice_by_one_delivery_are_saved_once(stores: Stores) -> None:
    store = stores.people.preferences
    assert await store.save_preferences(BOB, WISHED, DeliveryId("view-1"))
    assert await store.save_preferences(BOB, Preferences(), DeliveryId("view-1"))
    assert await store.load_preferences(BOB) == replace(WISHED, revision=1)


async def test_preferences_drawn_from_an_older_revision_are_not_saved(stores: Stores) -> None:
    store = stores.people.preferences
    await store.save_preferences(BOB, WISHED, DeliveryId("view-1"))
    assert not await store.save_preferences(BOB, Preferences(), DeliveryId("view-2"))
    again = replace(WISHED, pings=PingLevel.NONE, revision=1)
    assert await store.save_preferences(BOB, again, DeliveryId("view-3"))
    assert await store.load_preferences(BOB) == replace(again, revision=2)


async def test_override_raises_the_revision_by_what_it_changes(stores: Stores) -> None:
    store = stores.people.overrides
    assert await store.load_overrides() == (0, {})
    await store.save_override(GONE)
    await store.save_override(GONE)
    assert await store.load_overrides() == (1, {GONE.handle: GONE})
    other = replace(GONE, user=CHARLIE)
    await store.save_override(other)
    assert await store.load_overrides() == (2, {GONE.handle: other})
    await store.drop_override(GONE.handle)
    await store.drop_override(GONE.handle)
    assert await store.load_overrides() == (3, {})
    assert await store.load_revision() == 3


async def test_ask_is_found_by_both_sides(stores: Stores) -> None:
    store = stores.people.asks
    assert await store.save_ask(ASK, None)
    assert await store.load_asks(CHARLIE, NOON) == ((ASK,), ())
    assert await store.load_asks(BOB, NOON) == ((), (ASK,))
    assert await store.load_ask(CHARLIE, ASK.id) == ASK
    assert await store.load_ask(BOB, ASK.id) is None


async def test_ask_is_stored_once_and_replaced_only_as_it_was_seen(stores: Stores) -> None:
    store = stores.people.asks
    assert await store.save_ask(ASK, None)
    assert await store.save_ask(ASK, None)
    sent = replace(ASK, sent=True, ts=MessageTs("1.1"), link="https://x", version=1)
    assert not await store.save_ask(replace(sent, delivery=DeliveryId("press 2")), None)
    assert await store.save_ask(sent, ASK)
    assert not await store.save_ask(replace(ASK, version=1, times=9), ASK)
    assert await store.load_ask(CHARLIE, ASK.id) == sent


async def test_ask_of_a_new_owner_is_no_more_beside_the_old_one(stores: Stores) -> None:
    store = stores.people.asks
    await store.save_ask(ASK, None)
    moved = replace(ASK, owner=ALICE, version=1)
    assert await store.save_ask(moved, ASK)
    assert await store.load_asks(BOB, NOON) == ((), ())
    assert await store.load_asks(ALICE, NOON) == ((), (moved,))


async def test_ask_of_several_is_beside_each_of_them(stores: Stores) -> None:
    store = stores.people.asks
    two = replace(ASK, others=(AlsoAsked(ALICE),))
    assert await store.save_ask(two, None)
    assert await store.load_asks(CHARLIE, NOON) == ((two,), ())
    for user in (ALICE, BOB):
        assert await store.load_asks(user, NOON) == ((), (two,))

    placed = replace(ASK, others=(AlsoAsked(DANA, ChannelId("D1"), MessageTs("1.2")),), version=1)
    assert await store.save_ask(placed, two)
    assert await store.load_asks(ALICE, NOON) == ((), ())
    assert await store.load_asks(DANA, NOON) == ((), (placed,))
    assert await store.drop_ask(placed)
    for user in (BOB, DANA):
        assert await store.load_asks(user, NOON) == ((), ())


async def test_withdrawn_ask_is_gone_from_both_sides(stores: Stores) -> None:
    store = stores.people.asks
    await store.save_ask(ASK, None)
    assert not await store.drop_ask(replace(ASK, version=4))
    assert await store.drop_ask(ASK)
    assert not await store.drop_ask(ASK)
    assert await store.load_asks(CHARLIE, NOON) == ((), ())
    assert await store.load_asks(BOB, NOON) == ((), ())


async def test_asks_are_newest_first_and_leave_after_their_time(stores: Stores) -> None:
    store = stores.people.asks
    old = replace(ASK, item=ItemId("old"), at=NOON - ASKS_LAST)
    new = replace(ASK, item=ItemId("new"), at=after(5))
    for each in (old, ASK, new):
        assert await store.save_ask(each, None)
    by, of = await store.load_asks(CHARLIE, NOON - ASKS_LAST)
    assert (by, of) == ((new, ASK), ())
    assert (await store.load_asks(BOB, after(1)))[1] == (new,)


async def test_asks_of_one_person_are_bounded(stores: Stores) -> None:
    store = stores.people.asks
    for number in range(205):
        each = replace(ASK, item=ItemId(f"i{number}"), at=after(number))
        assert await store.save_ask(each, None)
    by, _ = await store.load_asks(CHARLIE, NOON - timedelta(days=1))
    assert len(by) == 200
    assert by[-1].item == "i5"


async def test_nudges_are_kept_once_each_oldest_first(stores: Stores) -> None:
    store = stores.people.nudges
    for each in (nudge(2, 5), nudge(1), nudge(1)):
        await store.save_nudge(BOB, each)
    assert await store.load_nudges(BOB) == (nudge(1), nudge(2, 5))
    await store.drop_nudges(BOB, ())
    await store.drop_nudges(BOB, (nudge(1),))
    assert await store.load_nudges(BOB) == (nudge(2, 5),)
    assert await store.load_nudges(ALICE) == ()


async def test_home_is_as_it_was_left(stores: Stores) -> None:
    store = stores.people.homes
    assert await store.load_home(BOB) == HomeState()
    state = HomeState(tab=Tab.LEADS, page=3, done=True, notice=AWKWARD, notice_at=NOON)
    await store.save_home(BOB, state)
    assert await store.load_home(BOB) == state

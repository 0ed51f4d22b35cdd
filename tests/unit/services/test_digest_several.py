"""A row of a digest whose owners are several: who is called, and what one of them answers."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import DeliveryId
from bot.domain.people import Person
from bot.domain.replies import ReplyKind
from tests.stages.office import BOB, DANA, Office, Replica, tls
from tests.unit.services import test_delivery_content as mornings
from tests.unit.services.test_delivery_content import WEDNESDAY, digests
from tests.unit.services.test_digest_people import answered, later_digest

office = mornings.office


async def with_several(office: Office, names: str = "Bob, Dana") -> Replica:
    """An item that is late, and theirs together."""
    late = (WEDNESDAY - timedelta(days=3)).isoformat()
    text = f"- [ ] DNS integration (owner: {names}, due {late})\n"
    known = Person(name="Dana", email="dana@example.com")
    dana = tls("THR-44", assignee=known, description="")
    office.tracker.blockers = (tls(description=text), dana)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    return replica


async def test_each_of_several_is_called_once(office: Office) -> None:
    await with_several(office)

    said = digests(office)[-1].text
    assert "has “DNS integration” due 15 Nov, <@U0BOB>, <@U0DANA>" in said
    assert [said.count(f"<@{user}>") for user in (BOB, DANA)] == [1, 1]


async def test_who_of_several_was_pinged_today_is_named_beside_the_other(office: Office) -> None:
    local = office.clock.now().astimezone(ZoneInfo("America/New_York")).date().isoformat()
    await office.stores.deliveries.is_first(DeliveryId(f"ping:{BOB}:{local}"), timedelta(days=1))
    await with_several(office)

    assert "due 15 Nov, Bob, <@U0DANA>" in digests(office)[-1].text


async def test_one_of_several_who_is_on_it_rests_it_for_all(office: Office) -> None:
    replica = await with_several(office)
    await answered(office, ReplyKind.ON_IT, by=DANA)
    said = await later_digest(office, replica, news="THR-50")

    assert "due 15 Nov · Bob, Dana\n✋ Dana is on it since 09:00" in said.replace("yesterday ", "")
    assert "<@U0BOB>" not in said


async def test_lead_is_called_once_all_of_several_were_asked_three_times(office: Office) -> None:
    replica = await with_several(office)
    for number in (50, 51):
        await later_digest(office, replica, news=f"THR-{number}")
    office.clock.forward(days=2)
    fourth = await later_digest(office, replica, news="THR-52")

    assert "; Bob and Dana were asked 3 times without an answer, <@U0ALICE>" in fourth
    assert "<@U0BOB>" not in fourth


async def test_who_of_several_was_not_asked_so_often_is_still_called(office: Office) -> None:
    replica = await with_several(office, "Bob")
    for number in (50, 51):
        await later_digest(office, replica, news=f"THR-{number}")
    office.clock.forward(days=2)
    text = office.tracker.blockers[0].description.replace("Bob", "Bob, Dana")
    office.tracker.blockers = (tls(description=text), *office.tracker.blockers[1:])
    await replica.sync.sync(office.milestone)
    fourth = await later_digest(office, replica, news="THR-52")

    assert "due 15 Nov, Bob, <@U0DANA>" in fourth

"""Who asks to be reminded has answered; how often in a row they do so is said in the end."""

from bot.bootstrap.replies import build_replies
from bot.domain.editing import Author
from bot.domain.ids import BlockerId, DeliveryId, UserId
from tests.stages.office import BOB, CHARLIE, OPS, PROD, Office, Replica
from tests.unit.services import test_delivery_content as mornings
from tests.unit.services.test_delivery_content import one_overdue_digest
from tests.unit.services.test_digest_people import later_digest

office = mornings.office


async def put_off(office: Office, replica: Replica, user: UserId) -> None:
    services = build_replies(
        replica.base, replica.known_people, replica.blockers, replica.stories, replica.painter
    )
    row = await services.replying.row(PROD, BlockerId("id-THR-42"), (), OPS)
    now = office.clock.now()
    author = Author(by=user, at=now, delivery=DeliveryId(f"later-{user}-{now}"))
    await services.replying.put_off(row, now.date(), author)


async def mornings_of(office: Office, user: UserId, count: int) -> list[str]:
    """Somebody puts it off after each digest; what the next ones say of it."""
    await one_overdue_digest(office)
    replica, said = office.replica(), []
    for number in range(50, 50 + count):
        await put_off(office, replica, user)
        if office.clock.now().weekday() == 4:
            office.clock.forward(days=2)
        said.append(await later_digest(office, replica, news=f"THR-{number}"))
    return said


async def test_who_asks_to_be_reminded_each_day_is_never_told_to_a_lead(office: Office) -> None:
    said = await mornings_of(office, BOB, 4)

    assert all("without an answer" not in one for one in said)
    assert all("days, <@U0BOB>" in one for one in said)


async def test_what_was_put_off_five_times_in_a_row_is_said_to_be(office: Office) -> None:
    said = await mornings_of(office, BOB, 6)

    told = ["put off" in one for one in said]
    assert told == [False, False, False, False, True, True]
    assert "; put off 5 times, <@U0BOB>" in said[4]
    assert "; put off 6 times, <@U0BOB>" in said[5]
    replica = office.replica()
    await replica.checklists.tick(await replica.press())
    assert "put off" not in await later_digest(office, replica, news="THR-70")


async def test_reminder_of_somebody_else_is_no_answer(office: Office) -> None:
    said = await mornings_of(office, CHARLIE, 3)

    assert "; Bob was asked 3 times without an answer, <@U0ALICE>" in said[2]
    log = await office.stores.checklists.load_audit(PROD)
    assert "put off" not in {entry.kind for entry in log}

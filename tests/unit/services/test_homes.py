"""Homes: as they were left, the last drawing the newest, the answer to a press still there."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest

from bot.domain.home import HomeState, Tab
from bot.domain.ids import UserId
from bot.domain.messages import Json
from bot.domain.people import Person
from bot.ports import PostRefusedError, copies_queue
from bot.services.homes import HomesService, HomesStores
from tests.stages.office import ALICE, BOB, CHARLIE, PROD, Office


@pytest.fixture
async def office() -> Office:
    office = Office()
    await office.replica().sync.sync(office.milestone)
    return office


@dataclass
class ShowsState:
    """Draws the notice and page that it sees, and hands the drawing over when told to."""

    meanwhile: Callable[[], Awaitable[None]] | None = None
    drawn: list[HomeState] = field(default_factory=list)

    async def paint_home(self, user: UserId, state: HomeState) -> Json:
        self.drawn.append(state)
        if self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return {"type": "home", "notice": state.notice, "page": state.page, "user": user}


def homes(office: Office, painter: ShowsState) -> HomesService:
    stores = office.stores
    kept = HomesStores(homes=stores.people.homes, copies=stores.copies, due=stores.due)
    poster = office.replica().poster
    return HomesService(office.installation, kept, poster, painter, office.clock)


async def test_answer_to_a_press_outlives_the_redraw_that_follows(office: Office) -> None:
    replica = office.replica()
    await replica.homes.homes.say(BOB, "Saved.")
    await office.stores.due.add(copies_queue(PROD), "id-THR-42", office.clock.now())
    await replica.copies.run_due()

    assert "Saved." in str(office.slack.homes[BOB])
    office.clock.forward(minutes=6)
    await replica.homes.homes.publish(BOB)
    assert "Saved." not in str(office.slack.homes[BOB])


async def test_older_drawing_of_another_replica_never_comes_last(office: Office) -> None:
    """One replica has looked, and is slow; the other one answers a press in the meantime."""
    quick = homes(office, ShowsState())
    slow = homes(office, ShowsState(meanwhile=lambda: quick.say(BOB, "Saved.")))
    await slow.publish(BOB)

    assert office.slack.homes[BOB]["notice"] == "Saved."


async def test_home_of_somebody_else_is_not_waited_for(office: Office) -> None:
    one = homes(office, ShowsState())
    await one.show(BOB, lambda _: HomeState())
    busy = homes(office, ShowsState(meanwhile=lambda: one.say(ALICE, "Hi")))
    await busy.publish(BOB)

    assert office.slack.homes[ALICE]["notice"] == "Hi"


async def test_many_at_once_end_with_the_state_that_stands(office: Office) -> None:
    painter = ShowsState()
    service = homes(office, painter)
    await asyncio.gather(
        *(service.show(BOB, lambda state: replace(state, page=state.page + 1)) for _ in range(5))
    )

    stands = await office.stores.people.homes.load_home(BOB)
    assert office.slack.homes[BOB]["page"] == stands.page


async def test_home_that_slack_refuses_is_drawn_the_next_time(office: Office) -> None:
    service = homes(office, ShowsState())
    office.slack.refuse[BOB] = "user_not_found"
    with pytest.raises(PostRefusedError):
        await service.show(BOB, lambda _: HomeState(page=1))
    del office.slack.refuse[BOB]
    await service.publish(BOB)

    assert office.slack.homes[BOB]["page"] == 1


async def test_state_is_kept_over_redraws(office: Office) -> None:
    service = homes(office, ShowsState())
    await service.show(BOB, lambda _: HomeState(tab=Tab.LEADS, page=2, done=True))
    await service.say(BOB, "Saved.")

    stands = await office.stores.people.homes.load_home(BOB)
    assert (stands.tab, stands.page, stands.done) == (Tab.LEADS, 2, True)


async def test_override_is_known_to_every_replica_within_seconds(office: Office) -> None:
    one, other = office.replica("one").known_people, office.replica("other").known_people
    gone = Person(name="Robert", email="Robert@Elsewhere.example")
    assert await other.overrides.account(gone) is None
    await one.overrides.pick("robert@elsewhere.example", CHARLIE, ALICE)
    assert await one.overrides.account(gone) == CHARLIE
    office.clock.forward(seconds=1)
    assert await other.overrides.account(gone) == CHARLIE
    assert (await other.people.with_account(gone)).slack == CHARLIE

    await other.overrides.remove("robert@elsewhere.example")
    office.clock.forward(seconds=1)
    assert await one.overrides.account(gone) is None


async def test_override_wins_over_the_address_and_a_mention_over_both(office: Office) -> None:
    people = office.replica().known_people
    await people.overrides.pick("bob@example.com", CHARLIE, ALICE)
    bob = Person(name="Bob", email="bob@example.com")
    assert (await people.people.with_account(bob)).slack == CHARLIE
    assert (await people.people.with_account(replace(bob, slack=BOB))).slack == BOB


async def test_override_by_a_written_name_is_a_leads_word_not_a_guess(office: Office) -> None:
    people = office.replica().known_people
    contractor = Person(name="The Contractor")
    assert (await people.people.with_account(contractor)).slack is None
    await people.overrides.pick("the contractor", CHARLIE, ALICE)
    assert (await people.people.with_account(contractor)).slack == CHARLIE

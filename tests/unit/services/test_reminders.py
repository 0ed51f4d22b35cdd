"""Reminders: on the next working morning, once across replicas, crashes and Slack's troubles."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.bootstrap.replies import build_replies
from bot.domain.editing import Author
from bot.domain.ids import ChannelId, DeliveryId, UserId
from bot.domain.milestone import FollowedChannel
from bot.domain.needs import matters_of
from bot.domain.preferences import Absence, Preferences
from bot.domain.reminders import Reminder
from bot.ports import REMINDERS_QUEUE, SlackUnavailableError
from bot.services.replying import MayNotReplyError, NeedGoneError, Row
from handlers.services import ReplyServices
from tests.fakes.surroundings import Killed, Tripwire, words
from tests.samples.builders import TODAY
from tests.stages.office import ALICE, BOB, CHARLIE, DANA, NINE, OPS, PROD, Office, Replica, tls

LATE = TODAY - timedelta(days=3)
MORNING = datetime(2026, 11, 19, 14, tzinfo=UTC)
"""Thursday 09:00 in New York."""


@dataclass(slots=True)
class Desk:
    """A replica with what is done with answers."""

    replica: Replica
    services: ReplyServices

    async def row(self, blocker: str = "id-THR-42", matters: tuple[str, ...] = ()) -> Row:
        return await self.services.replying.row(PROD, blocker, matters, OPS)  # type: ignore[arg-type]

    async def remind(self, user: UserId = BOB) -> Reminder:
        return await self.services.reminders.remind(await self.row(), user, OPS)


def desk(office: Office, holder: str = "one", wire: Tripwire | None = None) -> Desk:
    replica = office.replica(holder, wire)
    services = build_replies(
        replica.base, replica.known_people, replica.blockers, replica.stories, replica.painter
    )
    return Desk(replica, services)


@pytest.fixture
async def office() -> Office:
    office = Office()
    office.tracker.blockers = (tls(due=LATE),)
    await office.replica().sync.sync(office.milestone)
    return office


def told(office: Office) -> list[str]:
    return [words(post.message) for post in office.slack.of_kind("blockers_reminder")]


async def test_it_comes_in_the_morning_and_once(office: Office) -> None:
    here = desk(office)
    reminder = await here.remind()
    assert reminder.at == MORNING
    assert await here.remind() == reminder
    office.clock.at = MORNING - timedelta(seconds=1)
    await here.services.reminders.run_due()
    assert told(office) == []
    office.clock.at = MORNING
    for _ in range(3):
        await here.services.reminders.run_due()
    (said,) = told(office)
    assert "THR-42 Title of THR-42* is overdue 4 days" in said
    assert "You asked yesterday 09:00 to be reminded." in said
    assert await office.stores.due.all_due(REMINDERS_QUEUE) == {}
    assert await office.stores.reminders.load_reminder(reminder.id) is None


async def test_it_comes_once_from_several_replicas(office: Office) -> None:
    desks = [desk(office, f"r{n}") for n in range(3)]
    await desks[0].remind()
    await desks[1].remind(ALICE)
    office.clock.at = MORNING
    await asyncio.gather(*(each.services.reminders.run_due() for each in desks))
    assert sorted(post.channel for post in office.slack.of_kind("blockers_reminder")) == [
        "U0ALICE",
        "U0BOB",
    ]


@pytest.mark.parametrize("step", range(4))
async def test_it_comes_once_whatever_step_a_replica_dies_at(office: Office, step: int) -> None:
    await desk(office).remind()
    office.clock.at = MORNING
    with_end = desk(office, "dies", Tripwire(at=step))
    try:
        await with_end.services.reminders.run_due()
    except Killed:
        office.clock.forward(minutes=2)
    await desk(office, "next").services.reminders.run_due()
    assert len(told(office)) == 1
    assert await office.stores.due.all_due(REMINDERS_QUEUE) == {}


async def test_it_waits_for_slack_and_gives_up_where_it_is_refused(office: Office) -> None:
    here = desk(office)
    await here.remind()
    office.clock.at = MORNING
    office.slack.away = SlackUnavailableError("Slack", "away")
    await here.services.reminders.run_due()
    office.slack.away = None
    office.clock.forward(seconds=31)
    await here.services.reminders.run_due()
    assert len(told(office)) == 1
    await here.remind(ALICE)
    office.slack.refuse[ALICE] = "account_inactive"
    office.clock.forward(days=3)
    await here.services.reminders.run_due()
    assert await office.stores.due.all_due(REMINDERS_QUEUE) == {}


async def test_nobody_is_reminded_of_what_is_settled_by_then(office: Office) -> None:
    here = desk(office)
    await here.remind()
    office.tracker.blockers = (tls(due=TODAY + timedelta(days=30)),)
    await here.replica.sync.sync(office.milestone)
    office.clock.at = MORNING
    await here.services.reminders.run_due()
    assert told(office) == []
    assert await office.stores.due.all_due(REMINDERS_QUEUE) == {}


async def test_team_that_works_on_sundays_is_reminded_on_one(office: Office) -> None:
    schedule = replace(NINE, days=frozenset({6, 0, 1, 2, 3}))
    office.configure(channels=(FollowedChannel(id=OPS, milestone=PROD, digest=schedule),))
    office.clock.at = datetime(2026, 11, 19, 14, tzinfo=UTC)  # a Thursday
    assert (await desk(office).remind()).at == datetime(2026, 11, 22, 14, tzinfo=UTC)


async def test_days_off_of_the_channel_and_of_the_person_are_left_out(office: Office) -> None:
    schedule = replace(NINE, holidays="US", off_dates=frozenset({date(2026, 11, 19)}))
    office.configure(
        channels=(FollowedChannel(id=OPS, milestone=PROD, digest=schedule),),
    )
    away = Preferences(absence=Absence(first=date(2026, 11, 20), last=date(2026, 11, 25)))
    await office.stores.people.preferences.save_preferences(BOB, away, DeliveryId("v"))
    here = desk(office)
    # Thursday is off, Friday to Wednesday he is away, Thursday is Thanksgiving.
    assert (await here.remind()).at == datetime(2026, 11, 27, 14, tzinfo=UTC)
    assert (await here.remind(ALICE)).at == datetime(2026, 11, 20, 14, tzinfo=UTC)


async def test_who_stands_in_for_the_owner_may_answer(office: Office) -> None:
    here = desk(office)
    row = await here.row()
    author = Author(by=DANA, at=office.clock.now(), delivery=DeliveryId("d"))
    with pytest.raises(MayNotReplyError):
        await here.services.replying.take_on(row, author)
    away = Preferences(absence=Absence(first=TODAY, last=TODAY, stand_in=DANA))
    await office.stores.people.preferences.save_preferences(BOB, away, DeliveryId("v"))
    shown = await here.services.replying.take_on(row, author)
    assert (shown.reply.by, shown.by) == (DANA, "Dana")


async def test_row_of_an_old_copy_stands_for_what_is_needed_now(office: Office) -> None:
    here = desk(office)
    row = await here.row(matters=("ofearlier",))
    assert not row.pressed
    assert row.need.sign == "overdue"
    assert (await here.row(matters=matters_of(row.need))).pressed
    office.tracker.blockers = ()
    await here.replica.sync.sync(office.milestone)
    with pytest.raises(NeedGoneError):
        await here.row()


async def test_answer_outlives_midnight_in_one_zone_of_two(office: Office) -> None:
    office.tracker.blockers = (tls(due=TODAY),)
    here = desk(office)
    await here.replica.sync.sync(office.milestone)
    vienna = FollowedChannel(
        id=ChannelId("C0WIEN"), milestone=PROD, digest=replace(NINE, timezone="Europe/Vienna")
    )
    office.configure(channels=(*office.installation.roster.channels, vienna))
    author = Author(by=BOB, at=office.clock.now(), delivery=DeliveryId("d"))
    await here.services.replying.take_on(await here.row(), author)
    office.clock.forward(hours=10)  # 19:00 in New York, tomorrow in Vienna
    await here.replica.blockers.board(office.milestone, vienna.id)
    board = await here.replica.board()
    assert [shown.by for shown in board.replies] == ["Bob"]


async def test_nothing_counts_as_gone_while_the_tracker_is_away(office: Office) -> None:
    here = desk(office)
    author = Author(by=BOB, at=office.clock.now(), delivery=DeliveryId("d"))
    await here.services.replying.take_on(await here.row(), author)
    await office.stores.snapshots.save_trouble(PROD, "it did not answer", office.clock.now())
    office.tracker.blockers = ()
    office.clock.forward(days=30)
    await here.replica.board()
    assert len(await office.stores.replies.load_replies(PROD)) == 1


async def test_bystander_may_be_reminded(office: Office) -> None:
    assert (await desk(office).remind(CHARLIE)).user == CHARLIE

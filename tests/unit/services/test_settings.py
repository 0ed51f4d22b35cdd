"""A schedule changed in Slack: every replica goes by it at once, and no date is doubled or lost."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.channels import ChannelChoice, NotALeadError
from bot.domain.editing import Author
from bot.domain.ids import ChannelId, DeliveryId, UserId
from bot.ports import StoreUnavailableError
from bot.services.settings import SettingsOvertaken, SettingsSaved, SettingsService, SettingsStores
from tests.fakes.surroundings import Killed, Tripwire, words
from tests.samples.making import change
from tests.stages.office import ALICE, BOB, NINE, OPS, PROD, RELEASE, Office

KIND = "blockers_digest"
BEFORE_NINE = datetime(2026, 11, 18, 13, 59, tzinfo=UTC)
"""A Wednesday, 08:59 in New York."""
WEDNESDAY, THURSDAY = date(2026, 11, 18), date(2026, 11, 19)
CHOICE = ChannelChoice(milestone=PROD, posts=True, schedule=NINE)
AT_THREE = replace(CHOICE, schedule=replace(NINE, at=time(15)))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In New York, in that November."""
    return datetime(2026, 11, day, hour + 5, minute, tzinfo=UTC)


class House:
    """Two replicas on one store and one Slack, each with its own copy of the configuration."""

    def __init__(self) -> None:
        self.office, self.other_office = Office(), Office()
        self.other_office.stores = self.office.stores
        self.other_office.slack = self.office.slack
        self.other_office.clock = self.office.clock
        self.office.clock.at = BEFORE_NINE
        self.one, self.other = self.office.replica("one"), self.other_office.replica("other")
        self.settings = self.settings_of(self.office)
        self._deliveries = 0

    def settings_of(self, office: Office) -> SettingsService:
        stores = office.stores
        return SettingsService(
            office.installation, SettingsStores(stores.channels, stores.digests), office.clock
        )

    def author(self, by: UserId = ALICE, delivery: str = "") -> Author:
        self._deliveries += 1
        named = DeliveryId(delivery or f"view-{self._deliveries}")
        return Author(by=by, at=self.office.clock.now(), delivery=named, where="test")

    async def change(self, channel: ChannelId = OPS, **changed: object) -> SettingsSaved:
        """Somebody changes the schedule on the first replica."""
        sheet = await self.settings.sheet(channel)
        schedule = change(sheet.choice.schedule or NINE, **changed)
        choice = replace(CHOICE, schedule=schedule)
        saved = await self.settings.save(channel, sheet.revision, choice, self.author())
        assert isinstance(saved, SettingsSaved)
        return saved

    async def beat(self, moment: datetime | None = None) -> None:
        """Both replicas look at the clock, the first one first."""
        if moment:
            self.office.clock.at = moment
        await self.one.delivery.run_due()
        await self.other.delivery.run_due()

    async def due(self, channel: ChannelId = OPS) -> datetime | None:
        return await self.office.stores.due.next_due("digests", channel)

    def posted(self) -> int:
        return len(self.office.slack.of_kind(KIND))


@pytest.fixture
async def house() -> House:
    house = House()
    for replica in (house.one, house.other):
        await replica.sync.sync(replica.office.milestone)
        await replica.delivery.plan()
    return house


async def test_every_replica_goes_by_it_with_its_next_beat(house: House) -> None:
    await house.change(at=time(10))
    await house.beat()
    for office in (house.office, house.other_office):
        followed = office.installation.roster.channel(OPS)
        assert followed is not None
        assert followed.digest is not None
        assert followed.digest.at == time(10)
    assert await house.due() == at(18, 10)


async def test_change_made_elsewhere_counts_even_for_the_one_that_posts(house: House) -> None:
    """The other replica has heard of nothing when the old time comes."""
    await house.change(at=time(10))
    house.office.clock.at = at(18, 9)
    await house.other.delivery.run_due()
    assert house.posted() == 0
    await house.other.delivery.plan()
    await house.beat(at(18, 10))
    assert house.posted() == 1


async def test_later_time_on_a_day_that_had_its_digest_waits_for_the_next(house: House) -> None:
    await house.beat(at(18, 9))
    assert house.posted() == 1
    await house.change(at=time(15))
    await house.beat(at(18, 15))
    assert house.posted() == 1
    assert await house.due() == at(19, 15)
    outlook = await house.settings.outlook(
        OPS, replace(CHOICE, schedule=replace(NINE, at=time(15)))
    )
    assert outlook is not None
    assert outlook.posts[0].at.date() == THURSDAY


async def test_preview_before_the_beat_knows_the_date_is_done(house: House) -> None:
    await house.beat(at(18, 9))
    house.office.clock.at = at(18, 11)
    outlook = await house.settings.outlook(
        OPS, replace(CHOICE, schedule=replace(NINE, at=time(15)))
    )
    assert outlook is not None
    assert (outlook.done, outlook.posts[0].at.date()) == (WEDNESDAY, THURSDAY)


async def test_earlier_time_that_has_passed_comes_late_and_not_never(house: House) -> None:
    await house.change(at=time(16))
    await house.beat(at(18, 10))
    await house.change(at=time(9, 30))
    await house.beat()
    (post,) = house.office.slack.of_kind(KIND)
    assert "late" in words(post.message).split("\n")[0]
    assert await house.due() == at(19, 9, 30)


async def test_schedule_moved_between_due_and_post_neither_doubles_nor_loses(
    house: House,
) -> None:
    """Nine has come, nobody was there; meanwhile it became ten, then half past eight."""
    house.office.clock.at = at(18, 9, 20)
    await house.change(at=time(10))
    await house.beat()
    assert house.posted() == 0
    await house.change(at=time(8, 30))
    await house.beat(at(18, 9, 40))
    await house.beat(at(18, 10))
    assert house.posted() == 1
    assert await house.due() == at(19, 8, 30)


async def test_digest_put_off_the_moment_before_is_not_posted(house: House) -> None:
    sheet = await house.settings.sheet(OPS)
    off = replace(CHOICE, posts=False)
    saved = await house.settings.save(OPS, sheet.revision, off, house.author())
    assert isinstance(saved, SettingsSaved)
    house.office.clock.at = at(18, 9)
    await house.other.delivery.run_due()
    assert house.posted() == 0
    assert await house.due() is None


async def test_zone_across_the_date_line_keeps_one_digest_a_date(house: House) -> None:
    await house.beat(at(18, 9))
    await house.change(timezone="Pacific/Auckland")
    days: list[date] = []
    for hour in range(48):
        await house.beat(at(18, 9) + timedelta(hours=hour))
        record = await house.office.stores.digests.load_record(OPS)
        assert record is not None
        days.append(record.day)
    assert sorted(set(days)) == [WEDNESDAY, THURSDAY, THURSDAY + timedelta(days=1)]
    assert days == sorted(days)
    assert house.posted() == 1  # nothing was new: the others refreshed it


async def test_channel_of_no_file_gets_its_digest(house: House) -> None:
    await house.change(RELEASE, at=time(9, 5))
    await house.beat()
    assert await house.due(RELEASE) == at(18, 9, 5)
    await house.beat(at(18, 9, 5))
    channels = {post.channel for post in house.office.slack.of_kind(KIND)}
    assert channels == {OPS, RELEASE}


async def test_reload_of_the_file_keeps_what_was_chosen(house: House) -> None:
    await house.change(at=time(10))
    await house.beat()
    house.office.installation.roster = house.office.installation.configured
    await house.one.delivery.plan()
    assert await house.due() == at(18, 10)


async def test_reset_brings_the_files_schedule_back_everywhere(house: House) -> None:
    saved = await house.change(at=time(10))
    await house.beat()
    back = await house.settings.reset(OPS, saved.sheet.revision, house.author())
    assert isinstance(back, SettingsSaved)
    assert [change.field for change in back.changes] == ["at"]
    await house.beat()
    assert await house.due() == at(18, 9)
    assert house.other_office.installation.roster.channel(OPS) == (
        house.other_office.installation.configured.channel(OPS)
    )


async def test_two_saving_at_once_one_wins_and_the_other_is_told(house: House) -> None:
    other = house.settings_of(house.other_office)
    ten, eleven = (replace(CHOICE, schedule=replace(NINE, at=time(hour))) for hour in (10, 11))
    answers = await asyncio.gather(
        house.settings.save(OPS, 0, ten, house.author(delivery="a")),
        other.save(OPS, 0, eleven, house.author(delivery="b")),
    )
    (lost,) = [each for each in answers if isinstance(each, SettingsOvertaken)]
    assert lost.log[0].by == ALICE
    assert lost.log[0].after == lost.sheet.choice
    assert lost.sheet.revision == 1


async def test_same_delivery_again_is_saved_once(house: House) -> None:
    ten = replace(CHOICE, schedule=replace(NINE, at=time(10)))
    author = house.author(delivery="again")
    for _ in range(2):
        assert isinstance(await house.settings.save(OPS, 0, ten, author), SettingsSaved)
    assert (await house.settings.sheet(OPS)).revision == 1


async def test_nothing_is_stored_for_somebody_who_may_not(house: House) -> None:
    with pytest.raises(NotALeadError) as refused:
        await house.settings.save(OPS, 0, ChannelChoice(), house.author(BOB))
    assert refused.value.leads == (ALICE,)
    assert await house.office.stores.channels.revision() == 0


async def test_store_that_is_away_changes_nothing_and_is_asked_again(house: House) -> None:
    await house.change(at=time(10))
    house.office.switch.away = True
    with pytest.raises(StoreUnavailableError):
        await house.one.delivery.run_due()
    house.office.switch.away = False
    await house.beat()
    assert await house.due() == at(18, 10)


async def test_plan_cut_short_is_made_again_with_the_next_beat(house: House) -> None:
    """The change was heard of, but the process had no store left to plan with."""
    await house.change(at=time(10))
    wire = Tripwire(at=0)
    replica = house.office.replica("one", wire)
    with pytest.raises(Killed):
        await replica.delivery.follow_changes()
    await replica.delivery.follow_changes()
    assert await house.due() == at(18, 10)

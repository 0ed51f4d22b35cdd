"""The log is trimmed once a day by any one replica, never before its base is stored."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from bot.domain.checklist import ItemState
from bot.ports import RETENTION_QUEUE, PastStore
from bot.services.past import BeforeTheLogError, PastService
from bot.services.retention import EVERY, RetentionService
from tests.fakes.surroundings import HandClock, Killed, Tripwire, Wired
from tests.samples.builders import line
from tests.samples.past import TRACKED, Hand, comparable
from tests.samples.store import PROD
from tests.stages.office import Office

ISSUE = TRACKED[0]
KEEP = timedelta(days=30)


class Story:
    """Four changes, ten days apart; 35 days after the first it is time to trim."""

    def __init__(self) -> None:
        self.office = Office()
        self.office.configure(keep_log=KEEP)
        self.hand = Hand(self.office.stores)
        self.clock = HandClock(self.hand.now)
        self.wire = Tripwire()

    async def told(self) -> "Story":
        hand = self.hand
        for step in (
            hand.read_tracker({ISSUE: {}}),
            hand.describe(ISSUE, [line("one"), line("two")]),
            hand.tick(ISSUE, 0, ItemState.DONE),
            hand.tick(ISSUE, 1, ItemState.DONE),
        ):
            await step
            await hand.remember()
            hand.now += timedelta(days=10)
        self.clock.at = hand.moments[0].at + timedelta(days=35)
        return self

    @property
    def past(self) -> PastService:
        return self.hand.past

    def replica(self) -> RetentionService:
        store = cast("PastStore", Wired(self.office.stores.past, self.wire))
        return RetentionService(
            self.office.installation, self.past, store, self.office.stores.due, self.clock
        )

    async def check_kept(self) -> None:
        """Whatever lies within the time that is kept can still be told."""
        for moment in self.hand.moments:
            if moment.at >= self.clock.now() - KEEP:
                assert comparable(await self.past.standing(PROD, moment.at)) == moment


@pytest.fixture
async def story() -> Story:
    return await Story().told()


async def test_what_is_too_old_goes_and_the_rest_is_told_as_before(story: Story) -> None:
    await story.replica().run_due()
    await story.check_kept()
    cut = story.clock.now() - KEEP
    assert await story.past.start(PROD) == cut
    found = await story.past.standing(PROD, cut)
    assert comparable(replace(found, at=story.hand.moments[0].at)) == story.hand.moments[0]
    assert all(entry.at > cut for entry in await story.office.stores.past.load_log(PROD))
    with pytest.raises(BeforeTheLogError):
        await story.past.standing(PROD, cut - timedelta(seconds=1))


async def test_it_is_done_once_a_day_whoever_does_it(story: Story) -> None:
    await story.replica().run_due()
    first = await story.past.start(PROD)
    story.clock.forward(hours=23)
    await story.replica().run_due()
    assert await story.past.start(PROD) == first
    story.clock.forward(hours=2)
    await story.replica().run_due()
    assert await story.past.start(PROD) == story.clock.now() - KEEP
    assert (
        await story.office.stores.due.next_due(RETENTION_QUEUE, PROD) == story.clock.now() + EVERY
    )


async def test_young_log_is_left_whole(story: Story) -> None:
    story.office.configure(keep_log=timedelta(days=400))
    log = await story.office.stores.past.load_log(PROD)
    assert await story.replica().trim(story.office.milestone) == 0
    assert await story.office.stores.past.load_log(PROD) == log
    assert await story.office.stores.past.load_base(PROD) is None


async def test_killed_at_any_step_nothing_that_is_kept_is_lost(story: Story) -> None:
    await story.replica().run_due()
    steps = len(story.wire.steps)
    assert steps == 4  # before and after each: the base, then the trim
    for at in range(steps):
        again = await Story().told()
        again.wire.at = at
        with pytest.raises(Killed):
            await again.replica().run_due()
        await again.check_kept()
        again.clock.forward(minutes=6)  # the lease of the dead one is over
        await again.replica().run_due()
        await again.check_kept()
        assert await again.past.start(PROD) == again.clock.now() - KEEP


async def test_milestone_that_is_configured_no_more_is_left_alone(story: Story) -> None:
    story.office.configure(milestones=())
    await story.office.stores.due.add(RETENTION_QUEUE, PROD, story.clock.now())
    log = await story.office.stores.past.load_log(PROD)
    await story.replica().run_due()
    assert await story.office.stores.past.load_log(PROD) == log
    assert await story.office.stores.due.all_due(RETENTION_QUEUE) == {}

"""What the tracker says comes in; while it is away the last good reading stays."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.blocker import Snapshot
from bot.domain.checklist import ItemState
from bot.domain.ids import BlockerKey, MilestoneKey
from bot.ports import WHOLE_BOARD, SelectionError, TrackerUnavailableError, copies_queue
from bot.services.sync import EVERY
from tests.fakes.checklists import FakeDueQueue
from tests.fakes.store import FakeSnapshots
from tests.fakes.surroundings import Killed
from tests.samples.builders import NOW, blocker
from tests.stages.office import OPS, PROD, Office, keys_of, milestone, tls

AWAY = TrackerUnavailableError("Linear", "it limits us", retry_after=90)


class WatchedSnapshots(FakeSnapshots):
    """``saved`` runs at the moment from which a snapshot can be read."""

    saved: Callable[[], Awaitable[None]]

    async def save_snapshot(self, milestone: MilestoneKey, snapshot: Snapshot) -> None:
        await super().save_snapshot(milestone, snapshot)
        await self.saved()


def watched_snapshots(office: Office) -> WatchedSnapshots:
    """With a queue of their own, which no checklist marks anything in."""
    due = FakeDueQueue(office.switch)
    snapshots = WatchedSnapshots(office.switch, due)
    office.stores = replace(office.stores, due=due, snapshots=snapshots)
    return snapshots


async def test_first_reading_makes_the_checklist() -> None:
    office = Office()
    replica = office.replica()
    assert await replica.sync.sync(office.milestone) == EVERY

    live = (await replica.checklist()).live
    assert [(item.text, item.state.value) for item in live] == [
        ("Issuer configured", "done"),
        ("DNS integration", "todo"),
        ("Endpoint verified", "todo"),
    ]


async def test_an_answer_in_the_middle_of_the_first_reading_has_the_checklists() -> None:
    office = Office()
    watched = watched_snapshots(office)
    replica = office.replica()
    asked = []

    async def ask() -> None:
        asked.append((await replica.board()).blockers[0].checklist)

    watched.saved = ask
    await replica.sync.sync(office.milestone)
    assert [len(checklist.live) for checklist in asked] == [3]


async def test_what_a_reading_changed_is_drawn_though_its_replica_died_upon_storing_it() -> None:
    office = Office()
    watched = watched_snapshots(office)

    async def die() -> None:
        raise Killed

    watched.saved = die
    with pytest.raises(Killed):
        await office.replica().sync.sync(office.milestone)
    assert tls().id in await office.stores.due.all_due(copies_queue(PROD))


async def test_tracker_away_keeps_the_last_reading_and_notes_the_trouble_once() -> None:
    office = Office()
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await replica.copies.run_due()
    office.tracker.error = AWAY
    office.clock.forward(minutes=5)

    assert await replica.sync.sync(office.milestone) == timedelta(seconds=90)
    assert tuple(await office.stores.due.all_due(copies_queue(PROD))) == (WHOLE_BOARD,)
    await replica.copies.run_due()
    await replica.sync.sync(office.milestone)
    assert await office.stores.due.all_due(copies_queue(PROD)) == {}

    board = await replica.board()
    assert (board.sources.trouble, board.sources.tracker_at) == ("it limits us", NOW)
    assert [view.blocker.key for view in board.blockers] == ["THR-42"]


async def test_tracker_back_takes_the_trouble_away_and_draws_anew() -> None:
    office = Office()
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.tracker.error = AWAY
    await replica.sync.sync(office.milestone)
    await replica.copies.run_due()
    office.tracker.error = None
    await replica.sync.sync(office.milestone)

    assert (await replica.board()).sources.trouble is None
    assert tuple(await office.stores.due.all_due(copies_queue(PROD))) == (WHOLE_BOARD,)


async def test_selection_that_finds_nothing_is_said_as_trouble() -> None:
    office = Office()
    office.tracker.error = SelectionError("no team THX; near: THR")
    replica = office.replica()

    assert await replica.sync.sync(office.milestone) == EVERY
    board = await replica.board()
    assert board.sources.trouble == "no team THX; near: THR"
    assert board.sources.tracker_at is None


async def test_tick_between_reading_and_merging_is_not_lost() -> None:
    office = Office()
    replica = office.replica()
    await replica.sync.sync(office.milestone)

    async def tick() -> None:
        await replica.checklists.tick(await replica.press())

    office.tracker.meanwhile = tick
    office.tracker.blockers = (tls(description="- [x] Issuer configured\n- [ ] DNS integrations"),)
    await replica.sync.sync(office.milestone)

    live = (await replica.checklist()).live
    assert [(item.text, item.state) for item in live][1] == ("DNS integrations", ItemState.DONE)


async def test_vanished_issue_leaves_the_board_and_keeps_its_ticks() -> None:
    office = Office()
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await replica.checklists.tick(await replica.press())
    office.tracker.blockers = ()
    office.clock.forward(minutes=1)
    await replica.sync.sync(office.milestone)
    assert (await replica.board()).everything == ()

    office.tracker.blockers = (tls(),)
    office.clock.forward(minutes=1)
    await replica.sync.sync(office.milestone)
    (view,) = (await replica.board()).blockers
    assert view.progress.done == 2


async def test_renamed_key_keeps_checklist_and_history() -> None:
    office = Office()
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await replica.checklists.tick(await replica.press())
    office.tracker.blockers = (replace(tls(), key=BlockerKey("OPS-7")),)
    office.clock.forward(minutes=1)
    await replica.sync.sync(office.milestone)

    view = (await replica.board()).find("ops-7")
    assert view is not None
    assert view.progress.done == 2


async def test_edit_read_after_a_digest_is_news_of_the_next_one() -> None:
    """It was made before the digest, but the digest could not know."""
    office = Office()
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    edited = NOW + timedelta(minutes=1)
    office.tracker.blockers = (tls(description="- [x] DNS integration", updated_at=edited),)
    office.clock.forward(minutes=3)
    await replica.sync.sync(office.milestone)

    log = await office.stores.checklists.load_audit(PROD, since=NOW + timedelta(minutes=2))
    assert {(entry.kind, entry.text) for entry in log} == {
        ("state", "DNS integration"),
        ("archived", "Issuer configured"),
        ("archived", "Endpoint verified"),
    }
    (item,) = (await replica.checklist()).live
    assert item.touched is not None
    assert item.touched.at == edited


async def test_two_replicas_share_the_reading() -> None:
    office = Office()
    one, other = office.replica("one"), office.replica("other")
    await asyncio.gather(one.sync.run_due(), other.sync.run_due())
    await one.sync.run_due()
    assert office.tracker.reads == 1

    office.clock.at += EVERY
    await other.sync.run_due()
    assert office.tracker.reads == 2


async def test_milestone_taken_out_of_the_configuration_is_not_read() -> None:
    office = Office()
    replica = office.replica()
    await replica.sync.run_due()
    office.configure(milestones=(milestone("steady"),))
    office.clock.at += EVERY
    await replica.sync.run_due()

    assert office.tracker.reads == 2
    assert tuple(await office.stores.due.all_due("sync")) == ("steady",)


async def test_first_answer_reads_once_and_leaves_a_limited_tracker_alone() -> None:
    office = Office()
    replica = office.replica()
    office.tracker.error = AWAY
    for _ in range(3):
        await replica.sync.read_once(office.milestone)
    assert office.tracker.reads == 1


async def test_first_answer_does_not_wait_for_a_tracker_that_hangs() -> None:
    office = Office()
    hang = asyncio.Event()
    office.tracker.meanwhile = hang.wait  # type: ignore[assignment]
    replica = office.replica()
    replica.sync._patience = 0.02
    await replica.sync.read_once(office.milestone)

    board = await replica.board()
    assert (board.sources.tracker_at, board.sources.trouble) == (None, None)


async def test_without_a_tracker_there_is_nothing_to_read() -> None:
    office = Office()
    office.configure(milestones=(milestone(selection=None),))
    replica = office.replica()
    await replica.sync.run_due()
    await replica.sync.read_once(office.milestone)

    assert office.tracker.reads == 0


async def test_many_issues_are_all_kept() -> None:
    office = Office()
    office.tracker.blockers = tuple(blocker(f"THR-{n}") for n in range(300))
    replica = office.replica()
    await replica.sync.sync(office.milestone)

    board = await replica.blockers.board(office.milestone, OPS)
    assert sorted(keys_of(v.blocker for v in board.blockers)) == sorted(
        f"THR-{n}" for n in range(300)
    )

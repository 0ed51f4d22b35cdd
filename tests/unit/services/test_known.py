"""Boards of blockers that live here, beside the tracker's or without any tracker."""

from dataclasses import replace

import pytest

from bot.domain.blocker import Priority
from bot.domain.board import is_mine
from bot.domain.changes import build_facts
from bot.domain.checklist import Item, ItemState
from bot.domain.editing import Author
from bot.domain.exported import build_document
from bot.domain.ids import BlockerId, BlockerKey, DeliveryId, ItemId, UserId
from bot.domain.local import (
    LocalBatch,
    LocalBlocker,
    LocalChange,
    LocalStatus,
    Origin,
    OriginKind,
)
from bot.domain.rights import NotTheOwnerError
from bot.domain.telling import Telling, tell
from bot.render.board import board_message
from bot.services.checklists import Pressed
from bot.services.known import KnownBlockers
from tests.samples.builders import NOW
from tests.samples.making import build
from tests.stages.office import (
    ALICE,
    BACKEND,
    BOB,
    CHARLIE,
    DANA,
    PROD,
    Office,
    Replica,
    milestone,
    tls,
)


@pytest.fixture
def office() -> Office:
    found = Office()
    found.directory.groups["S0BACKEND"] = frozenset({DANA})
    return found


@pytest.fixture
def replica(office: Office) -> Replica:
    return office.replica()


def local(key: str = "PROD-1", **changed: object) -> LocalBlocker:
    values: dict[str, object] = {
        "id": BlockerId(f"local:{key.lower()}"),
        "key": BlockerKey(key),
        "title": f"Title of {key}",
        "origin": Origin(kind=OriginKind.ADDED, by=ALICE, at=NOW),
        "priority": Priority.HIGH,
        "updated_at": NOW,
    }
    return build(LocalBlocker, values | changed)


async def keep(
    replica: Replica, record: LocalBlocker | Telling, *items: str, delivery: str = ""
) -> None:
    name = record.id if isinstance(record, LocalBlocker) else record.blocker
    listed = tuple(Item(id=ItemId(text), text=text, position=n) for n, text in enumerate(items))
    change = LocalChange(
        blocker=name, record=record, items=listed, list_version=0 if listed else None
    )
    author = Author(by=ALICE, at=NOW, delivery=DeliveryId(delivery or f"keep {name}"))
    batch = LocalBatch(milestone=PROD, changes=(change,), author=author, prefix="PROD")
    assert await replica.office.stores.locals.save_locals(batch) is not None


async def press(
    replica: Replica, blocker: str, item: str, by: UserId, delivery: str = "p"
) -> object:
    pressed = Pressed(
        milestone=PROD,
        blocker=BlockerId(blocker),
        item=ItemId(item),
        to=ItemState.DONE,
        seen_revision=0,
        by=by,
        delivery=DeliveryId(delivery),
        where="C0OPS:1.1",
    )
    return (await replica.tick(pressed)).outcome


async def test_board_sorts_ours_among_the_trackers(replica: Replica) -> None:
    await replica.sync.sync(replica.office.milestone)
    await keep(replica, local("PROD-1", why="no keys"), "Order", "Install")
    await keep(replica, local("PROD-2", priority=Priority.URGENT))
    await keep(replica, local("PROD-3", watched=True))
    await keep(replica, local("PROD-4", status=LocalStatus.DONE, completed_at=NOW))
    board = await replica.board()
    assert [view.blocker.key for view in board.blockers] == ["PROD-2", "THR-42", "PROD-1"]
    assert [view.blocker.key for view in board.watched] == ["PROD-3"]
    assert [view.blocker.key for view in board.cleared] == ["PROD-4"]
    view = board.find("prod-1")
    assert view is not None
    assert (view.story.why, view.progress.total) == ("no keys", 2)
    assert board.sources.tracker == "Linear"


async def test_without_a_tracker_ours_are_all_there_is_and_the_sources_say_so(
    office: Office,
) -> None:
    office.configure(milestones=(milestone(selection=None),))
    replica = office.replica()
    empty = await replica.board()
    assert build_facts(empty).known
    said = board_message(empty, private=True).text
    assert "clear, nothing blocks it" in said
    assert "`/blockers add TITLE` adds the first blocker" in said
    await keep(replica, local("PROD-1"))
    said = board_message(await replica.board(), private=True).text
    assert "blocked by 1" in said
    assert "kept here, without a tracker" in said
    assert "never read" not in said


async def test_without_a_key_the_tracker_is_not_waited_for(office: Office) -> None:
    replica = office.replica()
    stores = office.stores
    known = KnownBlockers(stores.snapshots, stores.locals, replica.people, has_tracker=False)
    assert (await known.load(office.milestone)).tracker == ""
    assert (await replica.known.load(office.milestone)).tracker == "Linear"


async def test_owner_of_one_of_ours_may_tick_its_items_and_others_may_not(
    replica: Replica,
) -> None:
    await keep(replica, local("PROD-1", owner="<@U0BOB>"), "Order")
    with pytest.raises(NotTheOwnerError) as refused:
        await press(replica, "local:prod-1", "Order", CHARLIE)
    assert refused.value.rights.assignee is not None
    assert refused.value.rights.assignee.slack == BOB
    await press(replica, "local:prod-1", "Order", BOB)
    view = (await replica.board()).find("PROD-1")
    assert view is not None
    assert view.progress.done == 1


async def test_members_of_the_team_that_owns_one_of_ours_may_tick(replica: Replica) -> None:
    await keep(replica, local("PROD-1", owner="backend"), "Order")
    view = (await replica.board()).find("PROD-1")
    assert view is not None
    assert (view.blocker.group, view.is_unowned) == (BACKEND, False)
    with pytest.raises(NotTheOwnerError):
        await press(replica, "local:prod-1", "Order", BOB)
    await press(replica, "local:prod-1", "Order", DANA, delivery="q")


async def test_each_who_owns_one_of_ours_has_it_and_may_tick(replica: Replica) -> None:
    await keep(replica, local("PROD-1", owner="<@U0BOB>, backend"), "Order", "Pay")
    board = await replica.board()
    view = board.find("PROD-1")
    assert view is not None
    assert (view.blocker.assignee, view.is_unowned) == (None, False)
    item = view.items[0]
    assert is_mine(view, item, BOB, ())
    assert is_mine(view, item, DANA, (BACKEND.key,))
    assert not is_mine(view, item, CHARLIE, ())
    (owners,) = (one.owners for one in build_document(board).blockers if one.key == "PROD-1")
    assert owners == ("Bob", "Backend team")
    with pytest.raises(NotTheOwnerError):
        await press(replica, "local:prod-1", "Order", CHARLIE)
    await press(replica, "local:prod-1", "Order", BOB)
    await press(replica, "local:prod-1", "Pay", DANA, delivery="q")


async def test_issue_that_appears_under_the_key_of_ours_takes_it_over_with_its_ticks(
    replica: Replica,
) -> None:
    await keep(replica, local("THR-42", owner="<@U0BOB>", why="kept"), "DNS integration", "More")
    await press(replica, "local:thr-42", "DNS integration", BOB)
    await replica.sync.sync(replica.office.milestone)
    board = await replica.board()
    (view,) = board.everything
    assert (view.blocker.id, view.local, view.story.why) == ("id-THR-42", None, "kept")
    states = {one.item.text: one.item.state.value for one in view.items}
    assert states == {
        "Issuer configured": "done",
        "DNS integration": "done",
        "Endpoint verified": "todo",
        "More": "todo",
    }
    await replica.sync.sync(replica.office.milestone)
    assert await replica.board() == board


async def test_what_is_told_stands_until_the_description_says_something_new(
    replica: Replica,
) -> None:
    office = replica.office
    await replica.sync.sync(office.milestone)
    said = (await replica.board()).blockers[0].story
    telling = tell(Telling(blocker=tls().id), said, {"why": "told here", "next": "ask Dana"})
    await keep(replica, telling)
    assert (await replica.board()).blockers[0].story.why == "told here"

    text = "Why it's blocking: the issue says so\n\n" + tls().description
    office.tracker.blockers = (replace(tls(), description=text),)
    await replica.sync.sync(office.milestone)
    story = (await replica.board()).blockers[0].story
    assert (story.why, story.next_action) == ("the issue says so", "ask Dana")
    log = await office.stores.checklists.load_audit(PROD)
    (entry,) = [entry for entry in log if entry.kind == "why"]
    assert (entry.before, entry.after, entry.by) == ("told here", "the issue says so", "linear")

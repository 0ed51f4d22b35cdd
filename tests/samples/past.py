"""Any order of changes of a milestone, carried out on a store, and how everything stands then."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.blocker import Blocker, Priority, Snapshot, Stage
from bot.domain.checklist import ItemState, Said
from bot.domain.document import DescribedItem
from bot.domain.editing import Author, Edit
from bot.domain.ids import BlockerId, BlockerKey, DeliveryId, ItemId
from bot.domain.local import (
    LocalBatch,
    LocalBlocker,
    LocalChange,
    LocalStatus,
    Origin,
    OriginKind,
)
from bot.domain.merge import Noted, plan_merge
from bot.domain.past import Standing
from bot.services.past import PastService, PastStores
from bot.store.stores import Stores
from tests.samples.store import ALICE, BOB, NOON, PROD, press

TRACKED = tuple(BlockerId(f"issue-{name}") for name in "abc")
OURS = tuple(BlockerId(f"local:{name}") for name in "xy")


@dataclass(slots=True)
class Hand:
    """Changes things on one store, a little later each time."""

    stores: Stores
    now: datetime = NOON
    number: int = 0
    moments: list[Standing] = field(default_factory=list)

    @property
    def past(self) -> PastService:
        stores = self.stores
        return PastService(
            PastStores(
                checklists=stores.checklists,
                snapshots=stores.snapshots,
                locals=stores.locals,
                past=stores.past,
            )
        )

    def later(self) -> None:
        self.number += 1
        self.now += timedelta(minutes=1, microseconds=self.number)

    def author(self) -> Author:
        return Author(by=BOB, at=self.now, delivery=DeliveryId(f"d-{self.number}"), where="home")

    async def remember(self) -> None:
        self.moments.append(await self.stand())

    async def stand(self) -> Standing:
        """How everything really stands in the store now."""
        snapshot = await self.stores.snapshots.load_snapshot(PROD)
        blockers = snapshot.blockers if snapshot else ()
        local = await self.stores.locals.load_locals(PROD)
        names = [*(one.id for one in blockers), *(one.id for one in local.blockers)]
        lists = await self.stores.checklists.load_many(PROD, names)
        return comparable(
            Standing(
                at=self.now,
                blockers=blockers,
                checklists=tuple(lists[name] for name in names),
                locals=local,
            )
        )

    async def read_tracker(self, shown: dict[BlockerId, dict[str, Any]]) -> None:
        self.later()
        issues = tuple(issue(name, **fields) for name, fields in shown.items())
        await self.stores.snapshots.save_snapshot(
            PROD, Snapshot(fetched_at=self.now, blockers=issues)
        )

    async def describe(self, blocker: BlockerId, lines: list[DescribedItem]) -> None:
        self.later()
        known = (await self.stores.checklists.load_many(PROD, [blocker]))[blocker]
        merge = plan_merge(known, lines, by="linear", at=self.now)
        assert merge is None or await self.stores.checklists.save_merge(PROD, merge)

    async def tick(self, blocker: BlockerId, place: int, to: ItemState) -> None:
        self.later()
        known = (await self.stores.checklists.load_many(PROD, [blocker]))[blocker]
        for item in known.live[place : place + 1]:
            change = press(item.id, to, item.revision, blocker=blocker, at=self.now)
            await self.stores.checklists.tick(
                replace(change, by=ALICE, delivery=DeliveryId(f"d-{self.number}"))
            )

    async def edit(self, blocker: BlockerId, place: int, **fields: Any) -> None:
        self.later()
        known = (await self.stores.checklists.load_many(PROD, [blocker]))[blocker]
        for item in known.items[place : place + 1]:
            changed = replace(item, said=Said(text=item.text), **fields)
            note = Noted(item=item.id, text=item.text, kind="text", before=item.text)
            edit = Edit(
                milestone=PROD,
                blocker=blocker,
                version=known.version,
                items=(changed,),
                notes=(note,),
                author=self.author(),
            )
            assert await self.stores.edits.save_edit(edit)

    async def keep_here(self, blocker: BlockerId, title: str, status: LocalStatus) -> None:
        """A blocker of our own, added or changed."""
        self.later()
        known = (await self.stores.locals.load_locals(PROD)).blocker(blocker)
        record = known or LocalBlocker(
            id=blocker,
            key=BlockerKey(""),
            title="",
            origin=Origin(kind=OriginKind.ADDED, by=BOB, at=self.now),
        )
        record = replace(record, title=title, status=status)
        note = Noted(item=ItemId(""), text=title, kind="title")
        change = LocalChange(blocker=blocker, record=record, notes=(note,))
        batch = LocalBatch(milestone=PROD, changes=(change,), author=self.author(), prefix="PROD")
        assert await self.stores.locals.save_locals(batch)


def issue(blocker: BlockerId, **changed: Any) -> Blocker:
    values: dict[str, Any] = {
        "id": blocker,
        "key": BlockerKey(f"THR-{TRACKED.index(blocker) + 1}"),
        "title": "An issue",
        "stage": Stage.STARTED,
        "state_name": "In Progress",
        "priority": Priority.HIGH,
        "due": date(2026, 11, 20),
        "description": "- [ ] a\n",
        "created_at": NOON,
    }
    return Blocker(**{**values, **changed})


def comparable(standing: Standing) -> Standing:
    """Without the order of the tracker's answer, and the versions, which count for now only."""
    lists = [replace(one, version=0) for one in standing.checklists]
    return replace(
        standing,
        blockers=tuple(sorted(standing.blockers, key=lambda one: one.id)),
        checklists=tuple(sorted(lists, key=lambda one: one.blocker)),
    )

"""Somebody who imports summaries on fakes, and looks at what came of it."""

from dataclasses import dataclass, field
from datetime import date

from bot.domain.checklist import Item, ItemChange, ItemState
from bot.domain.editing import Author
from bot.domain.ids import BlockerId, DeliveryId
from bot.domain.local import LocalBlocker
from bot.services.exporting import ExportingService
from bot.services.importing import Applied, ImportingService, ImportStores, Incoming
from bot.summary.read import read_summary
from bot.summary.write import write_summary
from tests.stages.office import ALICE, BOB, PROD, Office, Replica, milestone

TODAY = date(2026, 11, 18)
ONE = """# Blockers

**Date:** November 17, 2026
**Prepared By:** Dana

## CRITICAL BLOCKERS

### 1. AB-1: Order the certificate
- **Status:** IN PROGRESS
- **Priority:** P1
- **Owner:** Bob
- **Effort:** 2-4 hours

**What's needed:**
- ✅ Compare the offers
- 🔴 Sign the contract

### 2. A thing without a key
- **Status:** NOT STARTED

**What's needed:**
- 🔴 Give it one

| Component | Status |
|---|---|
| Paper trading | ✅ READY |
"""


@dataclass(slots=True)
class Desk:
    """Somebody who imports, over and over."""

    office: Office = field(default_factory=Office)
    times: int = 0
    replica: Replica = field(init=False)

    def __post_init__(self) -> None:
        self.replica = self.office.replica()

    @property
    def importing(self) -> ImportingService:
        stores = self.office.stores
        return ImportingService(
            self.office.installation,
            self.replica.blockers,
            self.replica.people,
            ImportStores(
                checklists=stores.checklists, locals=stores.locals, uploads=stores.uploads
            ),
            read_summary,
            self.office.clock,
        )

    def author(self) -> Author:
        self.times += 1
        self.office.clock.forward(minutes=1)
        return Author(
            by=ALICE, at=self.office.clock.now(), delivery=DeliveryId(f"import-{self.times}")
        )

    def incoming(self, text: str) -> Incoming:
        document = read_summary(text.encode(), today=TODAY)
        return Incoming(document=document, milestone=self.office.milestone, source="summary.md")

    async def apply(self, text: str) -> Applied:
        return await self.importing.apply(self.incoming(text), self.author())

    async def export(self) -> str:
        service = ExportingService(self.office.installation, self.replica.blockers, write_summary)
        return (await service.export(self.office.milestone)).text

    async def local(self, key: str) -> LocalBlocker:
        found = (await self.office.stores.locals.load_locals(PROD)).keyed(key)
        assert found is not None
        return found

    async def items(self, blocker: BlockerId) -> dict[str, Item]:
        found = await self.office.stores.checklists.load_many(PROD, [blocker])
        return {item.text: item for item in found[blocker].items}

    async def log(self) -> list[tuple[str, str, str]]:
        found = await self.office.stores.checklists.load_audit(PROD, limit=1000)
        return [(entry.kind, entry.text, entry.after) for entry in found][::-1]

    async def tick(self, blocker: BlockerId, text: str, to: ItemState) -> None:
        item = (await self.items(blocker))[text]
        await self.office.stores.checklists.tick(
            ItemChange(
                milestone=PROD,
                blocker=blocker,
                item=item.id,
                to=to,
                seen_revision=item.revision,
                by=BOB,
                at=self.office.clock.now(),
                delivery=self.author().delivery,
            )
        )


def untracked() -> Desk:
    """A milestone that no tracker is asked for."""
    office = Office()
    office.configure(milestones=(milestone(selection=None, prefix="PROD"),))
    return Desk(office)

"""Wire what tells of the past: the log, how everything stood at a time, and how long it is kept."""

from dataclasses import dataclass

from bot.ports import Clock
from bot.services.blockers import BlockersService
from bot.services.history import HistoryService
from bot.services.installation import Installation
from bot.services.past import PastService, PastStores
from bot.services.people import PeopleService
from bot.services.retention import RetentionService
from bot.store.stores import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class PastParts:
    past: PastService
    history: HistoryService
    retention: RetentionService


def build_past(
    installation: Installation,
    stores: Stores,
    blockers: BlockersService,
    people: PeopleService,
    clock: Clock,
) -> PastParts:
    past = PastService(
        PastStores(
            checklists=stores.checklists,
            snapshots=stores.snapshots,
            locals=stores.locals,
            past=stores.past,
        )
    )
    return PastParts(
        past=past,
        history=HistoryService(stores.past, stores.copies, blockers, people),
        retention=RetentionService(installation, past, stores.past, stores.due, clock),
    )

"""Wire the summary document both ways: read and stored, and written."""

from bot.ports import Clock
from bot.services.blockers import BlockersService
from bot.services.exporting import ExportingService
from bot.services.importing import ImportingService, ImportStores
from bot.services.installation import Installation
from bot.services.people import PeopleService
from bot.store.stores import Stores
from bot.summary.read import read_summary
from bot.summary.write import write_summary


def build_importing(
    installation: Installation,
    stores: Stores,
    blockers: BlockersService,
    people: PeopleService,
    clock: Clock,
) -> ImportingService:
    kept = ImportStores(checklists=stores.checklists, locals=stores.locals, uploads=stores.uploads)
    return ImportingService(installation, blockers, people, kept, read_summary, clock)


def build_exporting(installation: Installation, blockers: BlockersService) -> ExportingService:
    return ExportingService(installation, blockers, write_summary)

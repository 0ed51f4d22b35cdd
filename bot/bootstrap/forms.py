"""Wire what presses and forms change: checklists, their items, and blockers that live here."""

from bot.bootstrap.evidence import build_witnesses
from bot.bootstrap.people import PeopleBase
from bot.services.blockers import BlockersService
from bot.services.checklists import ChecklistsService
from bot.services.editing import EditingService
from bot.services.local_blockers import BlockerStores, LocalBlockersService
from bot.services.people import PeopleService
from bot.services.stories import Stories


def build_checklists(
    base: PeopleBase, blockers: BlockersService, people: PeopleService
) -> ChecklistsService:
    store, witnesses = base.stores.checklists, build_witnesses(base)
    return ChecklistsService(base.installation, blockers, people, store, witnesses, base.clock)


def build_editing(
    base: PeopleBase, blockers: BlockersService, people: PeopleService
) -> EditingService:
    stores = base.stores
    return EditingService(
        base.installation,
        blockers,
        people,
        stores.checklists,
        stores.edits,
        build_witnesses(base),
    )


def build_locals(
    base: PeopleBase, blockers: BlockersService, people: PeopleService, stories: Stories
) -> LocalBlockersService:
    stores = BlockerStores(checklists=base.stores.checklists, locals=base.stores.locals)
    return LocalBlockersService(base.installation, blockers, people, stories, stores)

"""Wire evidence: who looks at probes, carries their word to items, and shows it to people."""

from bot.bootstrap.people import PeopleBase
from bot.services.contests import ContestsService, ContestStores
from bot.services.editing import EditingService
from bot.services.evidence import EvidenceService, EvidenceStores
from bot.services.evidence_lines import EvidenceLines
from bot.services.known import KnownBlockers
from bot.services.witnesses import Witnesses


def build_witnesses(base: PeopleBase) -> Witnesses:
    return Witnesses(base.installation, base.stores.probes, base.stores.due, base.clock)


def build_lines(base: PeopleBase, known: KnownBlockers) -> EvidenceLines:
    stores = base.stores
    return EvidenceLines(base.installation, known, stores.checklists, stores.edits, base.clock)


def build_evidence(base: PeopleBase, known: KnownBlockers) -> EvidenceService:
    stores = base.stores
    return EvidenceService(
        base.installation,
        EvidenceStores(
            checklists=stores.checklists, edits=stores.edits, due=stores.due, known=known
        ),
        build_witnesses(base),
        build_lines(base, known),
        base.clock,
    )


def build_contests(base: PeopleBase, editing: EditingService) -> ContestsService:
    stores = base.stores
    return ContestsService(
        editing,
        ContestStores(edits=stores.edits, probes=stores.probes),
        build_witnesses(base),
        base.clock,
    )

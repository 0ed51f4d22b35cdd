"""The use case "import": read a summary document, show what it would do, store it in one step."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.checklist import Checklist
from bot.domain.document import SummaryDocument
from bot.domain.editing import Author
from bot.domain.ids import BlockerId, BlockerKey, DeliveryId, UserId
from bot.domain.import_plan import Ground, ImportPlan, plan_import, require_bounded
from bot.domain.import_targets import find_targets
from bot.domain.known import Known
from bot.domain.local import (
    LocalBatch,
    LocalChange,
    StatedScorecard,
    derive_prefix,
    highest_number,
)
from bot.domain.milestone import Milestone
from bot.ports import (
    ChecklistStore,
    Clock,
    LocalBlockerStore,
    StoreUnavailableError,
    SummaryReader,
    TrackerUnavailableError,
    Upload,
    UploadStore,
)
from bot.services.blockers import BlockersService
from bot.services.installation import Installation
from bot.services.people import PeopleService

ATTEMPTS = 20
PREVIEW_LIFE = timedelta(hours=2)


class NotALeadError(Exception):
    """Only leads import. ``leads`` are those of the milestone, else of the workspace."""

    def __init__(self, leads: tuple[UserId, ...]) -> None:
        super().__init__("not a lead")
        self.leads = leads


class UnresolvedError(Exception):
    """The document has merge marks on these lines; it is not stored."""

    def __init__(self, lines: tuple[int, ...]) -> None:
        super().__init__(f"merge marks on lines {lines}")
        self.lines = lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A document as read, where it goes, and what its file is called."""

    document: SummaryDocument
    milestone: Milestone
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was stored; ``keys`` are those of the blockers that live here, new ones too."""

    plan: ImportPlan
    keys: Mapping[BlockerId, BlockerKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStores:
    checklists: ChecklistStore
    locals: LocalBlockerStore
    uploads: UploadStore


class ImportingService:
    def __init__(
        self,
        installation: Installation,
        blockers: BlockersService,
        people: PeopleService,
        stores: ImportStores,
        read: SummaryReader,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._blockers = blockers
        self._people = people
        self._stores = stores
        self._read = read
        self._clock = clock

    def require_lead(self, user: UserId, milestone: Milestone) -> None:
        """Raises NotALeadError."""
        leads = self._installation.roster.leads_of(milestone)
        if user not in leads:
            raise NotALeadError(leads)

    async def read(self, content: bytes) -> SummaryDocument:
        """In a thread of its own: a megabyte takes its time. Raises UnreadableSummaryError."""
        zone = ZoneInfo(self._installation.roster.timezone)
        today = self._clock.now().astimezone(zone).date()
        document = await asyncio.to_thread(self._read, content, today=today)
        require_bounded(document)
        return document

    async def keep(self, key: DeliveryId, upload: Upload) -> None:
        """What was shown is what is applied. Raises StoreUnavailableError."""
        await self._stores.uploads.save_upload(key, upload, PREVIEW_LIFE)

    async def kept(self, key: DeliveryId) -> Upload | None:
        return await self._stores.uploads.load_upload(key)

    async def plan(self, incoming: Incoming, author: Author) -> ImportPlan:
        """What applying would do now. Raises StoreUnavailableError, TrackerUnavailableError."""
        return (await self._plan(incoming, author))[0]

    async def apply(self, incoming: Incoming, author: Author) -> Applied:
        """All of it is stored when this returns, or nothing; applying twice changes nothing.

        Raises UnresolvedError, UnreadableSummaryError where it is too much,
        StoreUnavailableError, TrackerUnavailableError.
        """
        if incoming.document.conflict_lines:
            raise UnresolvedError(incoming.document.conflict_lines)
        require_bounded(incoming.document)
        milestone = incoming.milestone
        for _ in range(ATTEMPTS):
            plan, known = await self._plan(incoming, author)
            changes = tuple(_changes(plan, known))
            if not changes:
                return Applied(plan=plan, keys={})
            prefix = milestone.prefix or derive_prefix(milestone.key)
            keys = await self._stores.locals.save_locals(
                LocalBatch(
                    milestone=milestone.key,
                    changes=changes,
                    author=author,
                    prefix=prefix,
                    taken=highest_number(prefix, (one.key for one in known.blockers)),
                )
            )
            if keys is not None:
                return Applied(plan=plan, keys=keys)
        raise StoreUnavailableError("The store", "the milestone keeps moving")

    async def _plan(self, incoming: Incoming, author: Author) -> tuple[ImportPlan, Known]:
        known = await self._blockers.load_known(incoming.milestone)
        if known.tracker and known.snapshot is None:
            reason = known.trouble or "it was not read yet, so nobody knows which keys are its own"
            raise TrackerUnavailableError(known.tracker, reason)
        targets = find_targets(incoming.document, known)
        checklists = await self._stores.checklists.load_many(incoming.milestone.key, targets)
        ground = Ground(
            milestone=incoming.milestone,
            known=known,
            checklists=checklists,
            stated=known.locals.scorecard.components,
            names=await self._names(known, checklists),
            author=author,
            source=incoming.source,
        )
        return await asyncio.to_thread(plan_import, incoming.document, ground), known

    async def _names(
        self, known: Known, checklists: Mapping[BlockerId, Checklist]
    ) -> dict[str, str]:
        """How everybody is called who is written as an owner."""
        written = {one.owner for one in known.locals.blockers if one.owner}
        for checklist in checklists.values():
            written |= {item.owner for item in checklist.items if item.owner}
        return {
            owner: (await self._people.shown_owner(owner, known.people)).name
            for owner in sorted(written)
        }


def _changes(plan: ImportPlan, known: Known) -> Iterator[LocalChange]:
    yield from plan.changes
    if plan.scorecard is not None:
        before = known.locals.scorecard
        record = StatedScorecard(components=plan.scorecard, version=before.version)
        yield LocalChange(blocker=before.blocker, record=record)

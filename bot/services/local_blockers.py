"""Add a blocker that lives here, change one, or tell something of a tracked issue."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.blocker import Blocker, Story
from bot.domain.blocker_edits import (
    KINDS,
    BlockerClash,
    BlockerFields,
    BlockerWish,
    fields_of_local,
    fields_of_story,
    plan_local_edit,
    plan_telling,
)
from bot.domain.checklist import Item
from bot.domain.drafting import Draft, find_alike, plan_draft
from bot.domain.editing import Author
from bot.domain.ids import BlockerId, BlockerKey, ItemId, MilestoneKey, UserId
from bot.domain.known import Known
from bot.domain.local import LocalBatch, LocalBlocker, LocalChange, derive_prefix, highest_number
from bot.domain.milestone import Milestone
from bot.domain.people import Person
from bot.domain.rights import Rights, require_may_tick
from bot.ports import ChecklistStore, LocalBlockerStore, StoreUnavailableError
from bot.services.blockers import BlockersService
from bot.services.editing import Overtaken
from bot.services.installation import Installation, MilestoneGoneError
from bot.services.people import PeopleService
from bot.services.stories import Stories

ATTEMPTS = 20
LOOKED_BACK = 100
_CLOSINGS = ("cleared", "reopened")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockerSheet:
    """A blocker as a form shows it. ``local`` is None for a tracked issue."""

    milestone: Milestone
    blocker: Blocker
    fields: BlockerFields
    known: Known
    local: LocalBlocker | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    milestone: Milestone
    blocker: BlockerId
    key: BlockerKey


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockerClashed:
    """Nothing was stored: the sheet shows how it stands now."""

    sheet: BlockerSheet
    overtaken: tuple[Overtaken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockerStores:
    checklists: ChecklistStore
    locals: LocalBlockerStore


class LocalBlockersService:
    def __init__(
        self,
        installation: Installation,
        blockers: BlockersService,
        people: PeopleService,
        stories: Stories,
        stores: BlockerStores,
    ) -> None:
        self._installation = installation
        self._blockers = blockers
        self._people = people
        self._stories = stories
        self._stores = stores

    async def alike(self, milestone: MilestoneKey, title: str) -> tuple[Blocker, ...]:
        """Open blockers whose titles say about the same. Raises MilestoneGoneError."""
        known = await self._blockers.load_known(self._installation.milestone(milestone))
        return find_alike(title, known.blockers)

    async def add(self, milestone_key: MilestoneKey, draft: Draft, author: Author) -> Added:
        """Stored, with its first items, when this returns.

        Raises MilestoneGoneError, StoreUnavailableError.
        """
        milestone = self._installation.milestone(milestone_key)
        known = await self._blockers.load_known(milestone)
        prefix = milestone.prefix or derive_prefix(milestone.key)
        change = plan_draft(draft, author)
        keys = await self._stores.locals.save_locals(
            LocalBatch(
                milestone=milestone.key,
                changes=(change,),
                author=author,
                prefix=prefix,
                taken=highest_number(prefix, (one.key for one in known.blockers)),
            )
        )
        if not keys:
            raise _moving()
        return Added(milestone=milestone, blocker=change.blocker, key=keys[change.blocker])

    async def sheet(self, milestone_key: MilestoneKey, blocker_id: BlockerId) -> BlockerSheet:
        """Raises MilestoneGoneError where the blocker is gone too."""
        milestone = self._installation.milestone(milestone_key)
        known = await self._blockers.load_known(milestone)
        blocker = known.blocker(blocker_id)
        if blocker is None:
            raise MilestoneGoneError
        local = known.locals.blocker(blocker_id)
        shown = self._blockers.story(known, blocker)
        fields = fields_of_local(local) if local else fields_of_story(shown)
        return BlockerSheet(
            milestone=milestone, blocker=blocker, fields=fields, known=known, local=local
        )

    async def rights(self, sheet: BlockerSheet) -> Rights:
        """Whoever may tick an item that nobody is named on. Raises SlackUnavailableError."""
        unowned = Item(id=ItemId(""), text="")
        people = sheet.known.people
        return await self._people.rights(sheet.milestone, sheet.blocker, unowned, people)

    async def require_may_edit(self, user: UserId, sheet: BlockerSheet) -> None:
        """Raises NotTheOwnerError, SlackUnavailableError."""
        require_may_tick(user, await self.rights(sheet))

    async def account(self, sheet: BlockerSheet, owner: str) -> UserId | None:
        """The Slack account that a written owner means, to be shown as chosen."""
        if not owner:
            return None
        found = await self._people.shown_owner(owner, sheet.known.people)
        return found.slack if isinstance(found, Person) and found.active else None

    async def edit(
        self, milestone: MilestoneKey, blocker: BlockerId, wish: BlockerWish, author: Author
    ) -> BlockerSheet | BlockerClashed:
        """Stored when this returns a sheet.

        Raises NotTheOwnerError, MilestoneGoneError, StoreUnavailableError.
        """
        for _ in range(ATTEMPTS):
            sheet = await self.sheet(milestone, blocker)
            await self.require_may_edit(author.by, sheet)
            planned = self._plan(sheet, wish, author.at)
            if isinstance(planned, BlockerClash):
                return BlockerClashed(sheet=sheet, overtaken=await self._overtaken(sheet, planned))
            if planned.record is None:
                return sheet
            named = await self._with_names(sheet, planned)
            batch = LocalBatch(milestone=milestone, changes=(named,), author=author)
            if await self._stores.locals.save_locals(batch) is not None:
                return sheet
        raise _moving()

    async def owner_name(self, sheet: BlockerSheet, owner: str) -> str:
        """Who is written, by name; "" for nobody."""
        if not owner:
            return ""
        return (await self._people.shown_owner(owner, sheet.known.people)).name

    async def _with_names(self, sheet: BlockerSheet, change: LocalChange) -> LocalChange:
        """The log says people's names, as it does of the tracker's assignees."""
        notes = [
            replace(
                note,
                before=await self.owner_name(sheet, note.before),
                after=await self.owner_name(sheet, note.after),
            )
            if note.kind == KINDS["owner"]
            else note
            for note in change.notes
        ]
        return replace(change, notes=tuple(notes))

    def _plan(
        self, sheet: BlockerSheet, wish: BlockerWish, at: datetime
    ) -> LocalChange | BlockerClash:
        if sheet.local:
            return plan_local_edit(sheet.local, wish, at)
        said: Story = self._stories.story(sheet.blocker)
        telling = sheet.known.locals.telling(sheet.blocker.id)
        return plan_telling(sheet.blocker, telling, said, sheet.fields, wish)

    async def _overtaken(self, sheet: BlockerSheet, clash: BlockerClash) -> tuple[Overtaken, ...]:
        log = await self._stores.checklists.load_audit(
            sheet.milestone.key, blocker=sheet.blocker.id, limit=LOOKED_BACK
        )
        found = []
        for field in clash.fields:
            kinds = (KINDS[field], *(_CLOSINGS if field == "status" else ()))
            entry = next((e for e in log if not e.item and e.kind in kinds), None)
            by = await self._people.name(entry.by) if entry else ""
            found.append(Overtaken(field=field, by=by, at=entry.at if entry else None))
        return tuple(found)


def _moving() -> StoreUnavailableError:
    return StoreUnavailableError("The store", "the blocker keeps moving")

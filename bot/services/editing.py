"""Change an item's fields or add one: rights first, then one step in the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.blocker import Blocker
from bot.domain.changes_log import NOTED
from bot.domain.checklist import Checklist, Item, Touch
from bot.domain.editing import (
    Addition,
    Author,
    Clash,
    Edit,
    Edited,
    Wish,
    evidence_after,
    is_ticking,
    one_line,
    plan_addition,
    plan_edit,
)
from bot.domain.health import Verdict
from bot.domain.ids import BlockerId, ItemId, MilestoneKey, UserId
from bot.domain.merge import Noted
from bot.domain.milestone import Milestone
from bot.domain.people import Person
from bot.domain.rights import NotTheOwnerError, may_tick, require_may_tick
from bot.domain.secrets import has_secret
from bot.ports import ChecklistStore, EditStore, StoreUnavailableError
from bot.services.blockers import BlockersService
from bot.services.checklists import SpokenAgainst
from bot.services.installation import Installation, MilestoneGoneError
from bot.services.people import PeopleService
from bot.services.witnesses import Witnesses

ATTEMPTS = 20
"""Each press on the list between reading and storing costs one more."""
LOOKED_BACK = 100
MOST_NOTE = 140
"""What fits a line of a digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A blocker with its checklist, archived items too, and who its milestone's people are."""

    milestone: Milestone
    blocker: Blocker
    checklist: Checklist
    known: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaken:
    """A field that somebody else changed meanwhile; who and when as far as the log tells."""

    field: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    sheet: Sheet
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Clashed:
    """Nothing was stored: ``item`` is how it stands now."""

    sheet: Sheet
    item: Item
    overtaken: tuple[Overtaken, ...]


@dataclass(frozen=True, slots=True)
class NotALine:
    """No note was stored: it is empty, longer than a line of a digest, or holds a secret."""

    length: int
    secret: bool = False


class ItemMissingError(Exception):
    """The item is not in the checklist, archived or not."""


class EditingService:
    def __init__(
        self,
        installation: Installation,
        blockers: BlockersService,
        people: PeopleService,
        checklists: ChecklistStore,
        edits: EditStore,
        witnesses: Witnesses,
    ) -> None:
        self._installation = installation
        self._blockers = blockers
        self._people = people
        self._checklists = checklists
        self._edits = edits
        self._witnesses = witnesses

    async def sheet(self, milestone_key: MilestoneKey, blocker_id: BlockerId) -> Sheet:
        """Raises MilestoneGoneError where the blocker is gone too."""
        milestone = self._installation.milestone(milestone_key)
        loaded = await self._blockers.load_blocker(milestone, blocker_id)
        if loaded is None:
            raise MilestoneGoneError
        blocker, checklist, known = loaded
        return Sheet(milestone=milestone, blocker=blocker, checklist=checklist, known=known)

    async def require_may_edit(self, user: UserId, sheet: Sheet, item: Item) -> None:
        """Raises NotTheOwnerError, SlackUnavailableError."""
        rights = await self._people.rights(sheet.milestone, sheet.blocker, item, sheet.known)
        require_may_tick(user, rights)

    async def require_may_add(self, user: UserId, sheet: Sheet) -> None:
        """Whoever may tick an item that nobody is named on, or one of those on the list.

        Raises NotTheOwnerError, SlackUnavailableError.
        """
        unowned = Item(id=ItemId(""), text="")
        refusals = []
        owners = {item.owner: item for item in (unowned, *sheet.checklist.live)}
        for item in owners.values():
            rights = await self._people.rights(sheet.milestone, sheet.blocker, item, sheet.known)
            if may_tick(user, rights):
                return
            refusals.append(rights)
        raise NotTheOwnerError(refusals[0])

    async def account(self, sheet: Sheet, owner: str) -> UserId | None:
        """The Slack account that a written owner means, to be shown as chosen."""
        if not owner:
            return None
        found = await self._people.shown_owner(owner, sheet.known)
        return found.slack if isinstance(found, Person) and found.active else None

    async def edit(
        self, milestone: MilestoneKey, blocker: BlockerId, wish: Wish, author: Author
    ) -> Saved | Clashed | SpokenAgainst:
        """Stored when this returns ``Saved``.

        Raises NotTheOwnerError, MilestoneGoneError, ItemMissingError, StoreUnavailableError.
        """
        for _ in range(ATTEMPTS):
            sheet = await self.sheet(milestone, blocker)
            item = sheet.checklist.item(wish.item)
            if item is None:
                raise ItemMissingError(wish.item)
            await self.require_may_edit(author.by, sheet, item)
            evidence = evidence_after(item, wish)
            reading = await self._witnesses.reading(evidence)
            if reading and reading.verdict is Verdict.DOWN and is_ticking(item, wish):
                if not wish.why:
                    return SpokenAgainst(item, reading)
                touch = Touch(by=author.by, at=author.at, reading=reading, why=wish.why)
            else:
                touch = Touch(by=author.by, at=author.at, reading=reading)
            planned = plan_edit(sheet.checklist, item, wish, touch)
            if isinstance(planned, Clash):
                overtaken = await self._overtaken(sheet, planned)
                return Clashed(sheet=sheet, item=item, overtaken=overtaken)
            if await self._save(sheet, planned, author):
                if evidence and evidence != item.evidence:
                    await self._witnesses.heed(evidence.probe)
                return Saved(sheet=sheet, item=planned.item)
        raise moving()

    async def add(
        self, milestone: MilestoneKey, blocker: BlockerId, addition: Addition, author: Author
    ) -> Saved:
        """Raises NotTheOwnerError, MilestoneGoneError, StoreUnavailableError."""
        for _ in range(ATTEMPTS):
            sheet = await self.sheet(milestone, blocker)
            await self.require_may_add(author.by, sheet)
            planned = plan_addition(sheet.checklist, addition, author.delivery)
            if await self._save(sheet, planned, author):
                return Saved(sheet=sheet, item=planned.item)
        raise moving()

    async def add_note(
        self, milestone: MilestoneKey, blocker: BlockerId, text: str, author: Author
    ) -> Sheet | NotALine:
        """A line about the whole blocker, for the next digest to tell; stored in a sheet's answer.

        Raises NotTheOwnerError, MilestoneGoneError, SlackUnavailableError, StoreUnavailableError.
        """
        line = one_line(text)
        if not 0 < len(line) <= MOST_NOTE:
            return NotALine(len(line))
        if has_secret(line):
            return NotALine(len(line), secret=True)
        for _ in range(ATTEMPTS):
            sheet = await self.sheet(milestone, blocker)
            await self.require_may_add(author.by, sheet)
            note = Noted(item=ItemId(""), text=sheet.blocker.title, kind=NOTED, after=line)
            if await self._store(sheet, (), (note,), author):
                return sheet
        raise moving()

    async def log(
        self, milestone: MilestoneKey, blocker: BlockerId, note: Noted, author: Author
    ) -> None:
        """About the whole blocker, of which nothing changes. Whoever calls has asked who may.

        Raises MilestoneGoneError, SlackUnavailableError, StoreUnavailableError.
        """
        for _ in range(ATTEMPTS):
            sheet = await self.sheet(milestone, blocker)
            if await self._store(sheet, (), (note,), author):
                return
        raise moving()

    async def _save(self, sheet: Sheet, planned: Edited, author: Author) -> bool:
        if not planned.items:
            return True
        return await self._store(sheet, planned.items, planned.notes, author)

    async def _store(
        self, sheet: Sheet, items: tuple[Item, ...], notes: tuple[Noted, ...], author: Author
    ) -> bool:
        return await self._edits.save_edit(
            Edit(
                milestone=sheet.milestone.key,
                blocker=sheet.blocker.id,
                version=sheet.checklist.version,
                items=items,
                notes=notes,
                author=author,
            )
        )

    async def _overtaken(self, sheet: Sheet, clash: Clash) -> tuple[Overtaken, ...]:
        log = await self._checklists.load_audit(
            sheet.milestone.key, blocker=sheet.blocker.id, limit=LOOKED_BACK
        )
        found = []
        for field in clash.fields:
            kinds: Sequence[str] = ("archived", "restored") if field == "archived" else (field,)
            entry = next((e for e in log if e.item == clash.item.id and e.kind in kinds), None)
            by = await self._people.name(entry.by) if entry else ""
            found.append(Overtaken(field=field, by=by, at=entry.at if entry else None))
        return tuple(found)


def moving() -> StoreUnavailableError:
    return StoreUnavailableError("The store", "the checklist keeps moving")

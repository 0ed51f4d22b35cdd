"""Look at an item's evidence, then and now, and give a person's word against what contests it."""

from dataclasses import dataclass

from bot.domain.checklist import Item, Touch
from bot.domain.editing import Author, Edit
from bot.domain.evidence import Reading
from bot.domain.evidence_rules import keep_done
from bot.domain.ids import BlockerId, ItemId, MilestoneKey, UserId
from bot.domain.probe_past import ProbePast, build_past
from bot.domain.rights import NotTheOwnerError
from bot.ports import Clock, EditStore, ProbeStore
from bot.services.editing import ATTEMPTS, EditingService, ItemMissingError, Sheet, moving
from bot.services.witnesses import Witnesses


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestStores:
    edits: EditStore
    probes: ProbeStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An item with what its evidence says ``now``. ``refusal``: the looker may not act on it."""

    sheet: Sheet
    item: Item
    now: Reading | None = None
    past: ProbePast | None = None
    refusal: NotTheOwnerError | None = None


class ContestsService:
    def __init__(
        self,
        editing: EditingService,
        stores: ContestStores,
        witnesses: Witnesses,
        clock: Clock,
    ) -> None:
        self._editing = editing
        self._stores = stores
        self._witnesses = witnesses
        self._clock = clock

    async def look(
        self, user: UserId, milestone: MilestoneKey, blocker: BlockerId, item_id: ItemId
    ) -> Look:
        """Raises MilestoneGoneError, ItemMissingError, SlackUnavailableError."""
        sheet = await self._editing.sheet(milestone, blocker)
        item = sheet.checklist.item(item_id)
        if item is None:
            raise ItemMissingError(item_id)
        past = None
        if item.evidence:
            now = self._clock.now()
            history = await self._stores.probes.load_history(item.evidence.probe, now)
            past = build_past(history, now)
        return Look(
            sheet=sheet,
            item=item,
            now=await self._witnesses.reading(item.evidence),
            past=past,
            refusal=await self._refusal(user, sheet, item),
        )

    async def keep_done(
        self,
        milestone: MilestoneKey,
        blocker: BlockerId,
        item_id: ItemId,
        author: Author,
        why: str,
    ) -> tuple[Sheet, Item]:
        """It stays done, by this person's word; nothing is stored where nothing contests it.

        Raises NotTheOwnerError, MilestoneGoneError, ItemMissingError, StoreUnavailableError.
        """
        for _ in range(ATTEMPTS):
            sheet = await self._editing.sheet(milestone, blocker)
            item = sheet.checklist.item(item_id)
            if item is None:
                raise ItemMissingError(item_id)
            await self._editing.require_may_edit(author.by, sheet, item)
            reading = await self._witnesses.reading(item.evidence)
            kept = keep_done(item, Touch(by=author.by, at=author.at, reading=reading, why=why))
            if kept is None:
                return sheet, item
            edit = Edit(
                milestone=milestone,
                blocker=blocker,
                version=sheet.checklist.version,
                items=(kept.item,),
                notes=kept.notes,
                author=author,
            )
            if await self._stores.edits.save_edit(edit):
                return sheet, kept.item
        raise moving()

    async def _refusal(self, user: UserId, sheet: Sheet, item: Item) -> NotTheOwnerError | None:
        try:
            await self._editing.require_may_edit(user, sheet, item)
        except NotTheOwnerError as error:
            return error
        return None

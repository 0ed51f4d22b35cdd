"""Tick an item: rights first, then one atomic step in the store."""

from dataclasses import dataclass

from bot.domain.asks import WHOLE, whole_item
from bot.domain.blocker import Blocker
from bot.domain.checklist import (
    AlreadySo,
    Item,
    ItemChange,
    ItemGone,
    ItemState,
    MovedOn,
    TickOutcome,
)
from bot.domain.evidence import Reading
from bot.domain.health import Verdict
from bot.domain.ids import BlockerId, DeliveryId, ItemId, MilestoneKey, UserId
from bot.domain.milestone import Milestone
from bot.domain.rights import Rights, require_may_tick
from bot.ports import ChecklistStore, Clock
from bot.services.blockers import BlockersService
from bot.services.installation import Installation, MilestoneGoneError
from bot.services.people import PeopleService
from bot.services.witnesses import Witnesses


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A wish to set an item's state, from wherever the button was."""

    milestone: MilestoneKey
    blocker: BlockerId
    item: ItemId
    to: ItemState
    seen_revision: int
    by: UserId
    delivery: DeliveryId
    where: str
    why: str = ""
    """Has to be said where the item's evidence speaks against its being done."""


@dataclass(frozen=True, slots=True)
class SpokenAgainst:
    """Nothing was stored: the item's probe is red, so a reason is asked for first."""

    item: Item
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class TickAnswer:
    """What became of a press. ``other`` is who had set the state that stands, if somebody did."""

    outcome: TickOutcome
    milestone: Milestone
    blocker: Blocker
    item: Item | None
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An item in its place, with everybody who may act on it."""

    milestone: Milestone
    blocker: Blocker
    item: Item
    rights: Rights


class ChecklistsService:
    def __init__(
        self,
        installation: Installation,
        blockers: BlockersService,
        people: PeopleService,
        store: ChecklistStore,
        witnesses: Witnesses,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._blockers = blockers
        self._people = people
        self._store = store
        self._witnesses = witnesses
        self._clock = clock

    async def tick(self, pressed: Pressed) -> TickAnswer | SpokenAgainst:
        """Set the state and keep who and when; stored when this returns a TickAnswer.

        Raises NotTheOwnerError, MilestoneGoneError, StoreUnavailableError.
        """
        milestone = self._installation.milestone(pressed.milestone)
        loaded = await self._blockers.load_blocker(milestone, pressed.blocker)
        if loaded is None:
            raise MilestoneGoneError
        blocker, checklist, known = loaded
        item = checklist.item(pressed.item)
        if item is None or item.archived:
            return TickAnswer(outcome=ItemGone(), milestone=milestone, blocker=blocker, item=None)
        require_may_tick(pressed.by, await self._people.rights(milestone, blocker, item, known))
        reading = await self._witnesses.reading(item.evidence)
        if reading and not pressed.why and _needs_reason(item, pressed, reading):
            return SpokenAgainst(item, reading)
        outcome = await self._store.tick(
            ItemChange(
                milestone=pressed.milestone,
                blocker=pressed.blocker,
                item=pressed.item,
                to=pressed.to,
                seen_revision=pressed.seen_revision,
                by=pressed.by,
                at=self._clock.now(),
                delivery=pressed.delivery,
                where=pressed.where,
                why=pressed.why,
                reading=reading,
                before=item.state if item.revision == pressed.seen_revision else None,
            )
        )
        return TickAnswer(
            outcome=outcome,
            milestone=milestone,
            blocker=blocker,
            item=None if isinstance(outcome, ItemGone) else outcome.item,
            other=await self._who_was_first(outcome),
        )

    async def find(
        self, milestone_key: MilestoneKey, blocker_id: BlockerId, item_id: ItemId
    ) -> Subject | None:
        """None where the item is gone; WHOLE stands for the blocker. Raises MilestoneGoneError."""
        milestone = self._installation.milestone(milestone_key)
        loaded = await self._blockers.load_blocker(milestone, blocker_id)
        if loaded is None:
            return None
        blocker, checklist, known = loaded
        item = whole_item(blocker) if item_id == WHOLE else checklist.item(item_id)
        if item is None or item.archived:
            return None
        rights = await self._people.rights(milestone, blocker, item, known)
        return Subject(milestone=milestone, blocker=blocker, item=item, rights=rights)

    async def _who_was_first(self, outcome: TickOutcome) -> str:
        if isinstance(outcome, AlreadySo | MovedOn) and outcome.item.touched:
            return await self._people.name(outcome.item.touched.by)
        return ""


def _needs_reason(item: Item, pressed: Pressed, reading: Reading) -> bool:
    """An old copy is told so first: what was pressed there may be done already."""
    fresh = item.revision == pressed.seen_revision and item.state is not ItemState.DONE
    return fresh and pressed.to is ItemState.DONE and reading.verdict is Verdict.DOWN

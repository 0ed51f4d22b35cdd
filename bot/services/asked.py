"""What somebody asked and was asked, each with how it stands on the boards of now."""

from collections.abc import Iterable, Mapping

from bot.domain.asks import ASKS_LAST, AskRecord, AskView, state_of
from bot.domain.board import Board, ItemView
from bot.domain.ids import BlockerId, ItemId, MilestoneKey, UserId
from bot.ports import AskStore, Clock
from bot.services.people import PeopleService

Place = tuple[MilestoneKey, BlockerId, ItemId]


class AskedService:
    def __init__(self, asks: AskStore, people: PeopleService, clock: Clock) -> None:
        self._asks = asks
        self._people = people
        self._clock = clock

    async def views(
        self, user: UserId, boards: Iterable[Board]
    ) -> tuple[tuple[AskView, ...], tuple[AskView, ...]]:
        """What the user asked, and what is still open that the user was asked; newest first.

        Raises StoreUnavailableError.
        """
        sent, received = await self._asks.load_asks(user, self._clock.now() - ASKS_LAST)
        items = {
            (board.milestone.key, view.blocker.id, shown.item.id): shown
            for board in boards
            for view in board.everything
            for shown in view.items
        }
        mine = [
            await self._view(record, record.owner, items) for record in sent if not record.withdrawn
        ]
        theirs = [
            await self._view(record, record.asker, items)
            for record in received
            if not record.withdrawn and _is_open(items.get(_place_of(record)))
        ]
        return tuple(mine), tuple(theirs)

    async def _view(
        self, record: AskRecord, other: UserId, items: Mapping[Place, ItemView]
    ) -> AskView:
        shown = items.get(_place_of(record))
        item = shown.item if shown else None
        return AskView(
            record=record,
            state=state_of(item),
            other=await self._people.name(other),
            item=item,
            ticked_by=shown.touched_by if shown else "",
        )


def _place_of(record: AskRecord) -> Place:
    return record.milestone, record.blocker, record.item


def _is_open(shown: ItemView | None) -> bool:
    return shown is not None and shown.item.state.is_open and not shown.item.archived

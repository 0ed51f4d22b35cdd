"""What somebody asked and was asked, each with how it stands on the boards of now."""

from collections.abc import Iterable, Sequence

from bot.domain.asks import ASKS_LAST, AskRecord, AskState, AskView, state_of, whole_item
from bot.domain.board import Board, ItemView
from bot.domain.ids import BlockerId, ItemId, MilestoneKey, UserId
from bot.domain.needs import matter_of
from bot.domain.replies import ReplyKind, ReplyView
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
        items = _Items(tuple(boards))
        mine = [
            await self._view(record, record.owners, items)
            for record in sent
            if not record.withdrawn
        ]
        theirs = [
            await self._view(record, (record.asker,), items)
            for record in received
            if not record.withdrawn and _is_open(record, items.find(record))
        ]
        return tuple(mine), tuple(theirs)

    async def _view(self, record: AskRecord, others: Sequence[UserId], items: "_Items") -> AskView:
        shown, on_it = items.find(record), items.on_it(record)
        item = shown.item if shown else None
        state = state_of(item, record.wanted)
        return AskView(
            record=record,
            state=AskState.DOING if on_it and state is AskState.OPEN else state,
            others=tuple([await self._people.name(each) for each in others]),
            item=item,
            ticked_by=shown.touched_by if shown else "",
            on_it=on_it.by if on_it else "",
            on_it_at=on_it.reply.at if on_it else None,
        )


class _Items:
    """What questions are about, as it stands on the boards of now."""

    def __init__(self, boards: Iterable[Board]) -> None:
        self._shown: dict[Place, ItemView] = {}
        self._replies: list[tuple[MilestoneKey, ReplyView]] = []
        for board in boards:
            key = board.milestone.key
            self._replies += ((key, shown) for shown in board.replies)
            for view in board.everything:
                for shown in (*view.items, ItemView(item=whole_item(view.blocker))):
                    self._shown[key, view.blocker.id, shown.item.id] = shown

    def find(self, record: AskRecord) -> ItemView | None:
        return self._shown.get((record.milestone, record.blocker, record.item))

    def on_it(self, record: AskRecord) -> ReplyView | None:
        """Who said so on a digest: of the item itself, or one who was asked of its blocker."""
        found = (
            shown
            for milestone, shown in self._replies
            if (milestone, shown.reply.blocker) == (record.milestone, record.blocker)
            and shown.reply.kind is ReplyKind.ON_IT
            and (shown.reply.matter == matter_of(record.item) or shown.reply.by in record.owners)
        )
        return max(found, key=lambda shown: shown.reply.at, default=None)


def _is_open(record: AskRecord, shown: ItemView | None) -> bool:
    state = state_of(shown.item if shown else None, record.wanted)
    return state in {AskState.OPEN, AskState.DOING}

"""The answers that stand for a board's needs; those whose need is gone are dropped."""

from dataclasses import replace

from bot.domain.board import Board
from bot.domain.ids import UserId
from bot.domain.needs import matters_now
from bot.domain.replies import NeedReply, ReplyView
from bot.ports import ReplyStore
from bot.services.people import PeopleService


class Replies:
    def __init__(self, store: ReplyStore, people: PeopleService) -> None:
        self._store = store
        self._people = people

    async def on(self, board: Board) -> Board:
        """The board with its answers. Where a source is away, nothing counts as gone.

        Raises StoreUnavailableError.
        """
        found = await self._store.load_replies(board.milestone.key)
        if not found:
            return board
        now = matters_now(board)
        standing = [reply for reply in found if (reply.blocker, reply.matter) in now]
        if len(standing) < len(found) and board.sources.trouble is None:
            gone = [reply for reply in found if reply not in standing]
            await self._store.drop_replies(board.milestone.key, gone)
        return replace(board, replies=tuple([await self.view(reply) for reply in standing]))

    async def view(self, reply: NeedReply) -> ReplyView:
        return ReplyView(
            reply=reply, by=await self._name(reply.by), suggested=await self._name(reply.suggested)
        )

    async def _name(self, user: UserId | None) -> str:
        return await self._people.name(user) if user else ""

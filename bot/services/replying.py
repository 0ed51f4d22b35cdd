"""Answer a row of *Needs someone today*: who may, then one step in the store."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from bot.domain.blocker_edits import BlockerWish
from bot.domain.board import BlockerView, Board
from bot.domain.checklist import Item
from bot.domain.digest import Need
from bot.domain.editing import Author, Wish, fields_of
from bot.domain.ids import BlockerId, ChannelId, DeliveryId, ItemId, MilestoneKey, UserId
from bot.domain.merge import Noted
from bot.domain.milestone import Milestone
from bot.domain.needs import answers_of, build_needs, matters_of
from bot.domain.people import Person
from bot.domain.reminders import PUT_OFF
from bot.domain.replies import NeedReply, Reply, ReplyKind, ReplyView
from bot.domain.rights import Rights, may_tick, named_in
from bot.ports import ReplyStore
from bot.services.blockers import BlockersService
from bot.services.editing import Clashed, EditingService
from bot.services.installation import Installation
from bot.services.local_blockers import BlockerClashed, LocalBlockersService
from bot.services.people import PeopleService
from bot.services.pings import Pings
from bot.services.replies import Replies
from bot.services.successors import Successors

NOBODY = ItemId("")


class NeedGoneError(Exception):
    """Nobody is needed any more for what the row was about."""


class MayNotReplyError(Exception):
    """The presser is neither named in the row nor a lead. Carries what the answer names."""

    def __init__(self, row: "Row") -> None:
        super().__init__("may not reply")
        self.row = row


class OwnerChangedError(Exception):
    """Somebody else changed the owner while the form was open; nothing was stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A need as it stands now. ``pressed`` is False where the row pressed spoke of another one."""

    milestone: Milestone
    board: Board
    view: BlockerView
    need: Need
    rights: tuple[Rights, ...]
    known: tuple[Person, ...] = ()
    pressed: bool = True

    @property
    def is_tracked(self) -> bool:
        """Whether its owner is the tracker's: neither items nor a blocker that lives here."""
        return not self.need.items and self.view.local is None

    @property
    def seen(self) -> str:
        """A sign of whose it is."""
        owners = [item.owner or "" for item in self.items] or [
            self.view.local.owner if self.view.local else ""
        ]
        return hashlib.sha256("\0".join(owners).encode("utf-8", "replace")).hexdigest()[:8]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(shown.item for shown in self.view.items if shown.item.id in self.need.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySides:
    store: ReplyStore
    replies: Replies
    editing: EditingService
    locals: LocalBlockersService


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """To whom (None: not known), of which late items, and whose it was when the form was drawn."""

    to: UserId | None
    seen: str
    items: Collection[ItemId] = ()


class ReplyingService:
    def __init__(
        self,
        installation: Installation,
        blockers: BlockersService,
        people: PeopleService,
        pings: Pings,
        sides: ReplySides,
    ) -> None:
        self._installation = installation
        self._blockers = blockers
        self._people = people
        self._pings = pings
        self._sides = sides
        self._successors = Successors(people, pings)

    async def row(
        self,
        milestone_key: MilestoneKey,
        blocker: BlockerId,
        matters: Collection[str],
        channel: ChannelId | None,
    ) -> Row:
        """The need that was pressed, else what the same blocker needs now.

        Raises MilestoneGoneError, NeedGoneError, SlackUnavailableError, StoreUnavailableError.
        """
        milestone = self._installation.milestone(milestone_key)
        board = await self._blockers.board(milestone, channel)
        view = board.view_of(blocker)
        leads = self._installation.roster.leads_of(milestone)
        needs = [
            need for need in build_needs(board, leads) if view and need.blocker == view.blocker.key
        ]
        if view is None or not needs:
            raise NeedGoneError
        same = next((need for need in needs if set(matters_of(need)) & set(matters)), None)
        need = same or needs[0]
        rights, known = await self._rights(milestone, view, need)
        return Row(
            milestone=milestone,
            board=board,
            view=view,
            need=need,
            rights=rights,
            known=known,
            pressed=same is not None,
        )

    async def require_may_reply(self, user: UserId, row: Row) -> None:
        """Those named in the row, who stands in for them, and the leads.

        Raises MayNotReplyError.
        """
        if not await self._may_reply(user, row):
            raise MayNotReplyError(row)

    async def _may_reply(self, user: UserId, row: Row) -> bool:
        if any(may_tick(user, rights) for rights in row.rights):
            return True
        named = {
            person.slack for rights in row.rights for person in named_in(rights) if person.slack
        }
        return user in {await self._pings.stand_in(one) for one in named}

    async def take_on(self, row: Row, author: Author) -> ReplyView:
        """Stored when this returns; what stands: another's where somebody was on it already.

        Raises MayNotReplyError, StoreUnavailableError.
        """
        await self.require_may_reply(author.by, row)
        reply = _reply(row, author, ReplyKind.ON_IT, matters_of(row.need))
        await self._drop_former(row, reply)
        return await self._save(reply)

    async def put_off(self, row: Row, until: date, author: Author) -> None:
        """An answer of whoever may answer; a reminder of anybody else is their own affair.

        Raises MilestoneGoneError, SlackUnavailableError, StoreUnavailableError.
        """
        if not await self._may_reply(author.by, row):
            return
        note = Noted(
            item=NOBODY,
            text=row.view.blocker.title,
            kind=PUT_OFF,
            after=until.isoformat(),
            why=row.need.sentence,
        )
        await self._sides.editing.log(row.milestone.key, row.view.blocker.id, note, author)

    async def hand_on(self, row: Row, handing: Handing, author: Author) -> ReplyView:
        """The owner is changed where it is ours to change, else the suggestion is stored.

        Raises MayNotReplyError, OwnerChangedError, NotTheOwnerError, MilestoneGoneError,
        StoreUnavailableError.
        """
        await self.require_may_reply(author.by, row)
        if row.seen != handing.seen:
            raise OwnerChangedError
        chosen = [item for item in row.items if not handing.items or item.id in handing.items]
        for item in chosen:
            await self._hand_item(row, item, handing, author)
        if row.view.local and not row.need.items:
            await self._hand_blocker(row, handing, author)
        need = replace(row.need, items=tuple(item.id for item in chosen))
        reply = _reply(row, author, ReplyKind.NOT_MINE, matters_of(need))
        reply = replace(reply, suggested=handing.to, handed=not row.is_tracked)
        taken = _taken_by_another(row, reply) if row.need.each else None
        return taken or await self._save(reply)

    async def _drop_former(self, row: Row, reply: Reply) -> None:
        """Of somebody whose it was: they keep no one else from being on it."""
        standing = [
            shown.reply
            for shown in row.board.replies
            if shown.reply.blocker == reply.blocker and shown.reply.matter in reply.matters
        ]
        former = [one for one in standing if not await self._may_reply(one.by, row)]
        if former:
            await self._sides.store.drop_replies(row.milestone.key, former)

    async def _hand_item(self, row: Row, item: Item, handing: Handing, author: Author) -> None:
        fields = fields_of(item)
        written = await self._left(row, item.owner or "", handing, author)
        wish = Wish(item=item.id, seen=fields.stamps, fields=replace(fields, owner=written))
        own = replace(author, delivery=DeliveryId(f"{author.delivery}:{item.id}"))
        saved = await self._sides.editing.edit(row.milestone.key, row.view.blocker.id, wish, own)
        if isinstance(saved, Clashed):
            raise OwnerChangedError

    async def _hand_blocker(self, row: Row, handing: Handing, author: Author) -> None:
        sheet = await self._sides.locals.sheet(row.milestone.key, row.view.blocker.id)
        written = await self._left(row, sheet.fields.owner, handing, author)
        wish = BlockerWish(seen=sheet.fields.stamps, fields=replace(sheet.fields, owner=written))
        own = replace(author, delivery=DeliveryId(f"{author.delivery}:owner"))
        saved = await self._sides.locals.edit(row.milestone.key, row.view.blocker.id, wish, own)
        if isinstance(saved, BlockerClashed):
            raise OwnerChangedError

    async def _left(self, row: Row, written: str, handing: Handing, author: Author) -> str:
        return await self._successors.left(written, author.by, handing.to, row.known)

    async def _save(self, reply: Reply) -> ReplyView:
        stands = await self._sides.store.save_reply(reply)
        taken: list[NeedReply] = [one for one in stands if one.by != reply.by]
        return await self._sides.replies.view(next(chain(taken, stands)))

    async def _rights(
        self, milestone: Milestone, view: BlockerView, need: Need
    ) -> tuple[tuple[Rights, ...], tuple[Person, ...]]:
        """Of the late items; of a blocker, and where nobody is assigned of its open items.

        With everybody whom a written name may mean.
        """
        loaded = await self._blockers.load_blocker(milestone, view.blocker.id)
        if loaded is None:
            raise NeedGoneError
        blocker, checklist, known = loaded
        items = [item for item in checklist.live if item.id in need.items]
        if not need.items:
            named = [] if blocker.owner else [i for i in checklist.live if i.state.is_open]
            items = [Item(id=NOBODY, text=""), *named]
        by_owner = {item.owner: item for item in items}
        rights = [
            await self._people.rights(milestone, blocker, item, known) for item in by_owner.values()
        ]
        return tuple(rights), known


def _taken_by_another(row: Row, reply: Reply) -> ReplyView | None:
    """Of several who own it together one may be on it, which another one's word leaves."""
    standing = answers_of(row.board, row.need)
    return next(
        (
            shown
            for shown in standing
            if shown.reply.kind is ReplyKind.ON_IT and shown.reply.by != reply.by
        ),
        None,
    )


def _reply(row: Row, author: Author, kind: ReplyKind, matters: tuple[str, ...]) -> Reply:
    return Reply(
        milestone=row.milestone.key,
        blocker=row.view.blocker.id,
        matters=matters,
        kind=kind,
        by=author.by,
        at=author.at,
        delivery=author.delivery,
        key=row.view.blocker.key,
        title=row.view.blocker.title,
        why=row.need.sentence,
        where=author.where,
    )

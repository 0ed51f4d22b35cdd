"""What people answer to a row of *Needs someone today*, as long as the need lasts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import BlockerId, BlockerKey, DeliveryId, MilestoneKey, UserId


class ReplyKind(StrEnum):
    """Values are what the log calls them."""

    ON_IT = "on it"
    NOT_MINE = "not mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedReply:
    """The answer that stands for one ``matter`` of a blocker: one reason, or one late item.

    Of *not mine*: ``suggested`` is whose it may be (None: not known), and it is theirs now where
    it was ``handed``.
    """

    blocker: BlockerId
    matter: str
    kind: ReplyKind
    by: UserId
    at: datetime
    delivery: DeliveryId
    suggested: UserId | None = None
    handed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer to a whole row, to be stored; ``key``, ``title`` and ``why`` are for the log."""

    milestone: MilestoneKey
    blocker: BlockerId
    matters: tuple[str, ...]
    kind: ReplyKind
    by: UserId
    at: datetime
    delivery: DeliveryId
    key: BlockerKey
    title: str
    why: str
    where: str = ""
    suggested: UserId | None = None
    handed: bool = False

    @property
    def parts(self) -> tuple[NeedReply, ...]:
        return tuple(
            NeedReply(
                blocker=self.blocker,
                matter=matter,
                kind=self.kind,
                by=self.by,
                at=self.at,
                delivery=self.delivery,
                suggested=self.suggested,
                handed=self.handed,
            )
            for matter in self.matters
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """With the display names of who answered and of whom they suggest ("" for nobody)."""

    reply: NeedReply
    by: str
    suggested: str = ""

"""What the buttons carry: small JSON with short keys, read back strictly."""

from dataclasses import dataclass
from typing import Self

from bot.domain.asks import Wanted
from bot.domain.checklist import ItemState
from bot.domain.filter_reading import read_filter, tokens_of
from bot.domain.ids import BlockerId, ItemId, MilestoneKey
from bot.render import codec

MAX_OPTION = 150
MAX_URL = 1000
PARTS = frozenset({"", "scorecard", "timeline", "first", "risk", "probes"})
"""What may be shown of a board: the whole of it, or one part."""
EVERY = MilestoneKey("*")
"""Stands for all milestones at once, where somebody's own blockers are shown."""
NO_ITEM = ItemId("")
BadValueError = codec.BadValueError
_encode, _Fields = codec.encode, codec.Fields
_REVISION, _PAGE = frozenset({"r"}), frozenset({"p"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What to show: a milestone, one blocker of it, or a part of it, and which page."""

    milestone: MilestoneKey
    blocker: BlockerId | None = None
    part: str = ""
    page: int = 0
    filter: str = ""
    """As it is typed; of ``EVERY`` milestone where that is the milestone."""

    def encode(self) -> str:
        return _encode(
            {
                "m": self.milestone,
                "b": self.blocker,
                "v": self.part,
                "p": self.page,
                "f": self.filter,
            }
        )

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = _Fields(value, {"m"}, {"b", "v", "p", "f"})
        blocker = fields.text("b", missing="")
        asked = fields.text("f", missing="")
        if asked and read_filter(tokens_of(asked)).wrong is not None:
            raise BadValueError(f"no filter: {asked!r}")
        part = fields.text("v", missing="")
        if part not in PARTS:
            raise BadValueError(f"unknown part {part!r}")
        return cls(
            milestone=MilestoneKey(fields.text("m")),
            blocker=BlockerId(blocker) if blocker else None,
            part=part,
            page=fields.number("p", missing=0),
            filter=asked,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """The state an item is to have, never "toggle". ``page`` is where the pressed copy stood."""

    milestone: MilestoneKey
    blocker: BlockerId
    item: ItemId
    to: ItemState
    revision: int
    page: int = 0

    def encode(self) -> str:
        return _encode(
            {
                "m": self.milestone,
                "b": self.blocker,
                "i": self.item,
                "t": self.to.value,
                "r": self.revision,
                "p": self.page,
            },
            keep=_REVISION,
        )

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = _Fields(value, {"m", "b", "i", "t", "r"}, {"p"})
        try:
            state = ItemState(fields.text("t"))
        except ValueError as error:
            raise BadValueError(str(error)) from None
        return cls(
            milestone=MilestoneKey(fields.text("m")),
            blocker=BlockerId(fields.text("b")),
            item=ItemId(fields.text("i")),
            to=state,
            revision=fields.number("r"),
            page=fields.number("p", missing=0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Which item its owner is to be asked about, and what the asker may not do with it."""

    milestone: MilestoneKey
    blocker: BlockerId
    item: ItemId
    wanted: Wanted = Wanted.TICK

    def encode(self) -> str:
        wanted = "" if self.wanted is Wanted.TICK else self.wanted
        return _encode({"m": self.milestone, "b": self.blocker, "i": self.item, "w": wanted})

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = _Fields(value, {"m", "b", "i"}, {"w"})
        try:
            wanted = Wanted(fields.text("w", missing=Wanted.TICK))
        except ValueError as error:
            raise BadValueError(str(error)) from None
        return cls(
            milestone=MilestoneKey(fields.text("m")),
            blocker=BlockerId(fields.text("b")),
            item=ItemId(fields.text("i")),
            wanted=wanted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A choice of the milestone list, and what was asked before it was shown (``digest post``)."""

    milestone: MilestoneKey
    query: str = ""

    def encode(self) -> str:
        """An option holds 150 characters: a longer question is left out, and the board comes."""
        value = _encode({"m": self.milestone, "q": self.query})
        return value if len(value) <= MAX_OPTION else _encode({"m": self.milestone})

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = _Fields(value, {"m"}, {"q"})
        return cls(milestone=MilestoneKey(fields.text("m")), query=fields.text("q", missing=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Which probe is to be run now. ``page`` is where the pressed copy stood."""

    milestone: MilestoneKey
    probe: str
    page: int = 0

    def encode(self) -> str:
        return _encode({"m": self.milestone, "k": self.probe, "p": self.page})

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = _Fields(value, {"m", "k"}, {"p"})
        return cls(
            milestone=MilestoneKey(fields.text("m")),
            probe=fields.text("k"),
            page=fields.number("p", missing=0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Which part and page of the Home to show, and whether what was done today is listed."""

    page: int = 0
    leads: bool = False
    done: bool = False

    def encode(self) -> str:
        fields = {"p": self.page, "l": int(self.leads), "d": int(self.done)}
        return _encode(fields, keep=_PAGE)

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = _Fields(value, {"p"}, {"l", "d"})
        return cls(
            page=fields.number("p"),
            leads=bool(fields.number("l", missing=0)),
            done=bool(fields.number("d", missing=0)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a modal is about, and the message it was opened from: kept in its private metadata.

    ``seen`` are the stamps of the fields on display; ``account`` is who was shown as the owner
    for what is ``written``. ``url`` draws a private copy again.
    """

    milestone: MilestoneKey
    blocker: BlockerId
    channel: str = ""
    ts: str = ""
    private: bool = False
    page: int = 0
    url: str = ""
    item: ItemId = NO_ITEM
    seen: str = ""
    account: str = ""
    written: str = ""

    def encode(self) -> str:
        return _encode(
            {
                "m": self.milestone,
                "b": self.blocker,
                "c": self.channel,
                "t": self.ts,
                "e": int(self.private),
                "p": self.page,
                "u": self.url if len(self.url) <= MAX_URL else "",
                "i": self.item,
                "s": self.seen,
                "a": self.account,
                "w": self.written,
            }
        )

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = _Fields(value, {"m", "b"}, {"c", "t", "e", "p", "u", "i", "s", "a", "w"})
        return cls(
            milestone=MilestoneKey(fields.text("m")),
            blocker=BlockerId(fields.text("b")),
            channel=fields.text("c", missing=""),
            ts=fields.text("t", missing=""),
            private=bool(fields.number("e", missing=0)),
            page=fields.number("p", missing=0),
            url=fields.text("u", missing=""),
            item=ItemId(fields.text("i", missing="")),
            seen=fields.text("s", missing=""),
            account=fields.text("a", missing=""),
            written=fields.text("w", missing=""),
        )

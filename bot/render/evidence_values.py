"""What the buttons about evidence and the scorecard carry."""

import hashlib
from dataclasses import dataclass
from typing import Self

from bot.domain.ids import BlockerId, ItemId, MilestoneKey
from bot.render.codec import Fields, encode

SIGN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Which item's evidence is looked at; ``page`` is where the pressed copy stood."""

    milestone: MilestoneKey
    blocker: BlockerId
    item: ItemId
    page: int = 0

    def encode(self) -> str:
        return encode({"m": self.milestone, "b": self.blocker, "i": self.item, "p": self.page})

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = Fields(value, {"m", "b", "i"}, {"p"})
        return cls(
            milestone=MilestoneKey(fields.text("m")),
            blocker=BlockerId(fields.text("b")),
            item=ItemId(fields.text("i")),
            page=fields.number("p", missing=0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Which component is asked about, by a short sign of its name."""

    milestone: MilestoneKey
    sign: str

    @classmethod
    def of(cls, milestone: MilestoneKey, component: str) -> Self:
        return cls(milestone=milestone, sign=sign_of(component))

    def encode(self) -> str:
        return encode({"m": self.milestone, "h": self.sign})

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = Fields(value, {"m", "h"}, set())
        return cls(milestone=MilestoneKey(fields.text("m")), sign=fields.text("h"))


def sign_of(component: str) -> str:
    return hashlib.sha256(component.encode("utf-8", "replace")).hexdigest()[:SIGN]

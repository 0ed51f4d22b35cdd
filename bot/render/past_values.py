"""What buttons on a picture of the past carry: the moment, and what of it to show."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from bot.domain.ids import BlockerId, MilestoneKey
from bot.render import codec

_DIGITS = 11
"""Seconds since 1970, until long after the year 5000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """A milestone, or one blocker of it, as it stood at a whole second."""

    milestone: MilestoneKey
    at: datetime
    blocker: BlockerId | None = None
    page: int = 0

    def encode(self) -> str:
        return codec.encode(
            {
                "m": self.milestone,
                "a": str(int(self.at.timestamp())),
                "b": self.blocker,
                "p": self.page,
            }
        )

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = codec.Fields(value, {"m", "a"}, {"b", "p"})
        seconds, blocker = fields.text("a"), fields.text("b", missing="")
        if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= _DIGITS):
            raise codec.BadValueError(f"{seconds!r} is no moment")
        return cls(
            milestone=MilestoneKey(fields.text("m")),
            at=datetime.fromtimestamp(int(seconds), UTC),
            blocker=BlockerId(blocker) if blocker else None,
            page=fields.number("p", missing=0),
        )

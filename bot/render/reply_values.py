"""What the buttons of a digest's rows carry, and the form behind *Not mine*."""

from dataclasses import dataclass
from typing import Self

from bot.domain.ids import BlockerId, MilestoneKey
from bot.render.codec import BadValueError, Fields, encode

MAX_URL = 1000
SEPARATOR = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTo:
    """Which row of *Needs someone today*: a blocker and what is the matter with it."""

    milestone: MilestoneKey
    blocker: BlockerId
    matters: tuple[str, ...]

    def encode(self) -> str:
        return encode({"m": self.milestone, "b": self.blocker, "n": SEPARATOR.join(self.matters)})

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = Fields(value, {"m", "b", "n"}, set())
        return cls(
            milestone=MilestoneKey(fields.text("m")),
            blocker=BlockerId(fields.text("b")),
            matters=_matters(fields.text("n")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyForm:
    """In the private metadata of *Not mine*. ``seen`` is a sign of whose it was when drawn."""

    to: ReplyTo
    channel: str = ""
    ts: str = ""
    url: str = ""
    seen: str = ""

    def encode(self) -> str:
        return encode(
            {
                "m": self.to.milestone,
                "b": self.to.blocker,
                "n": SEPARATOR.join(self.to.matters),
                "c": self.channel,
                "t": self.ts,
                "u": self.url if len(self.url) <= MAX_URL else "",
                "s": self.seen,
            }
        )

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = Fields(value, {"m", "b", "n"}, {"c", "t", "u", "s"})
        to = ReplyTo(
            milestone=MilestoneKey(fields.text("m")),
            blocker=BlockerId(fields.text("b")),
            matters=_matters(fields.text("n")),
        )
        return cls(
            to=to,
            channel=fields.text("c", missing=""),
            ts=fields.text("t", missing=""),
            url=fields.text("u", missing=""),
            seen=fields.text("s", missing=""),
        )


def _matters(text: str) -> tuple[str, ...]:
    found = tuple(text.split(SEPARATOR))
    if not all(found):
        raise BadValueError("a matter is empty")
    return found

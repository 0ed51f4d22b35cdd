"""What the forms of blockers carry in their private metadata."""

from dataclasses import dataclass
from typing import Self

from bot.domain.ids import MilestoneKey
from bot.render.codec import Fields, encode

MAX_LINK = 500
_MAX_URL = 700
_MAX_NAMES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForm:
    """Where a form was opened: ``url`` takes the answer, ``milestone`` is proposed.

    ``author`` and ``link`` are of the message that it was opened on, "" where it was none;
    ``alike`` names the keys of near titles that were pointed out.
    """

    milestone: str = ""
    channel: str = ""
    ts: str = ""
    url: str = ""
    author: str = ""
    link: str = ""
    alike: str = ""
    drawn: int = 0
    """How often it was drawn: inputs are new ones each time, so that they show what is meant."""

    def encode(self) -> str:
        return encode(
            {
                "m": self.milestone,
                "c": self.channel,
                "t": self.ts,
                "u": self.url if len(self.url) <= _MAX_URL else "",
                "w": self.author[:_MAX_NAMES],
                "l": self.link if len(self.link) <= MAX_LINK else "",
                "k": self.alike[:_MAX_NAMES],
                "n": self.drawn,
            }
        )

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = Fields(value, set(), {"m", "c", "t", "u", "w", "l", "k", "n"})
        return cls(
            milestone=fields.text("m", missing=""),
            channel=fields.text("c", missing=""),
            ts=fields.text("t", missing=""),
            url=fields.text("u", missing=""),
            author=fields.text("w", missing=""),
            link=fields.text("l", missing=""),
            alike=fields.text("k", missing=""),
            drawn=fields.number("n", missing=0),
        )

    @property
    def is_of_message(self) -> bool:
        return bool(self.author or self.link)

    @property
    def milestone_key(self) -> MilestoneKey:
        return MilestoneKey(self.milestone)

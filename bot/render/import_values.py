"""What the views of an import carry."""

from dataclasses import dataclass
from typing import Self

from bot.domain.ids import DeliveryId, MilestoneKey
from bot.render.codec import Fields, encode


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportForm:
    """``upload`` names the document that was shown; ``drawn`` how often the form was."""

    milestone: str = ""
    channel: str = ""
    upload: str = ""
    page: int = 0
    drawn: int = 0

    def encode(self) -> str:
        return encode(
            {
                "m": self.milestone,
                "c": self.channel,
                "u": self.upload,
                "p": self.page,
                "n": self.drawn,
            }
        )

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = Fields(value, set(), {"m", "c", "u", "p", "n"})
        return cls(
            milestone=fields.text("m", missing=""),
            channel=fields.text("c", missing=""),
            upload=fields.text("u", missing=""),
            page=fields.number("p", missing=0),
            drawn=fields.number("n", missing=0),
        )

    @property
    def milestone_key(self) -> MilestoneKey:
        return MilestoneKey(self.milestone)

    @property
    def upload_key(self) -> DeliveryId:
        return DeliveryId(self.upload)

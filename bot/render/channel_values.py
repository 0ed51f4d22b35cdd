"""What the buttons and the form of a channel's settings carry."""

from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.ids import ChannelId, MilestoneKey
from bot.render.codec import BadValueError, Fields, encode

MAX_URL = 1000
NO_REVISION = frozenset({"r"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel whose settings are meant, from wherever the button is; and a milestone for it."""

    channel: ChannelId
    milestone: MilestoneKey | None = None

    def encode(self) -> str:
        return encode({"c": self.channel, "m": self.milestone})

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = Fields(value, {"c"}, {"m"})
        return cls(channel=ChannelId(fields.text("c")), milestone=_milestone(fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """The milestone that the channel of the message is to follow; none: it stops following."""

    milestone: MilestoneKey | None = None

    def encode(self) -> str:
        return encode({"m": self.milestone})

    @classmethod
    def decode(cls, value: str) -> Self:
        return cls(milestone=_milestone(Fields(value, set(), {"m"})))


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsForm:
    """In the modal's private metadata: which channel, and what the form was drawn from.

    ``stamps`` are those of the fields then; ``zone`` is the asker's own; ``url`` answers them.
    """

    channel: ChannelId
    milestone: MilestoneKey | None = None
    revision: int = 0
    stamps: str = ""
    zone: str = ""
    url: str = ""

    def encode(self) -> str:
        return encode(
            {
                "c": self.channel,
                "m": self.milestone,
                "r": self.revision,
                "s": self.stamps,
                "z": self.zone,
                "u": self.url if len(self.url) <= MAX_URL else "",
            },
            keep=NO_REVISION,
        )

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = Fields(value, {"c", "r"}, {"m", "s", "z", "u"})
        return cls(
            channel=ChannelId(fields.text("c")),
            milestone=_milestone(fields),
            revision=fields.number("r"),
            stamps=fields.text("s", missing=""),
            zone=_zone(fields),
            url=fields.text("u", missing=""),
        )


def _zone(fields: Fields) -> str:
    """One that this machine knows: another replica may know more of them."""
    found = fields.text("z", missing="")
    try:
        return ZoneInfo(found).key if found else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadValueError(f"no time zone {found!r}") from None


def _milestone(fields: Fields) -> MilestoneKey | None:
    found = fields.text("m", missing="")
    return MilestoneKey(found) if found else None

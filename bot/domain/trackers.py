"""Which tracker an issue is in, by what its id begins with; and what each is called."""

from enum import StrEnum

from bot.domain.ids import BlockerId

_LOCAL = "local:"


class Source(StrEnum):
    """A tracker that a milestone's issues may be in. Values are words of the log and of ids."""

    LINEAR = "linear"
    GITHUB = "github"

    @property
    def called(self) -> str:
        """Its name, for people."""
        return _TITLES[self]


_TITLES = {Source.LINEAR: "Linear", Source.GITHUB: "GitHub"}


def source_of(blocker: BlockerId) -> Source | None:
    """None for one that lives here. An id without a word before it is Linear's UUID."""
    if blocker.startswith(_LOCAL):
        return None
    word, colon, _ = blocker.partition(":")
    return Source(word) if colon and word in set(Source) else Source.LINEAR


def tracker_name(blocker: BlockerId) -> str:
    """What the tracker of an issue is called, "" where it lives here."""
    source = source_of(blocker)
    return source.called if source else ""


def author_of(blocker: BlockerId) -> str:
    """Who the log names where a tracker does not tell who changed something there."""
    return (source_of(blocker) or Source.LINEAR).value

"""How a channel stands to the bot: what was noted, when, by whom; and what that means for posts."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ChannelId, UserId


class Standing(StrEnum):
    MEMBER = "member"
    VISITOR = "visitor"
    """A public channel the bot was never in: Slack takes its posts there all the same."""
    ARCHIVED = "archived"
    REMOVED = "removed"
    DELETED = "deleted"
    UNSEEN = "unseen"
    """Slack says there is no such channel: it was deleted, or made private without the bot."""
    MOVED = "moved"
    """The channel goes on under another id."""
    UNINSTALLED = "uninstalled"
    """The whole app: noted under ``WORKSPACE``."""

    @property
    def is_open(self) -> bool:
        return self in {Standing.MEMBER, Standing.VISITOR}


WORKSPACE = ChannelId("workspace")
"""Stands for all channels where the app itself was uninstalled or its token revoked."""
REFUSALS = {
    "is_archived": Standing.ARCHIVED,
    "is_inactive": Standing.ARCHIVED,
    "not_in_channel": Standing.REMOVED,
    "channel_not_found": Standing.UNSEEN,
}
"""What Slack's refusal of a post or an edit says about the channel; others say nothing about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelNote:
    """The last that was noted of a channel. ``version`` counts the notes, from 1.

    ``held``: it was closed since digests and copies were last brought up to date. ``told``: the
    closed standing that its leads know of. ``batch`` names the message to the leads under way.
    """

    channel: ChannelId
    standing: Standing
    at: datetime
    by: UserId | None = None
    name: str = ""
    is_private: bool = False
    joined: bool = False
    held: bool = False
    told: Standing | None = None
    batch: str = ""
    moved_to: ChannelId | None = None
    version: int = 1

    @property
    def is_paused(self) -> bool:
        return not self.standing.is_open

    @property
    def is_news(self) -> bool:
        """Whether the leads know something else than what is so."""
        if self.standing in {Standing.MOVED, Standing.UNINSTALLED}:
            return False
        return self.told is not (self.standing if self.is_paused else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What Slack said of a channel just now, or what an event told of it.

    ``standing`` None: as it was. ``opens``: it takes posts again, which says nothing on whether
    the bot is in it.
    """

    at: datetime
    standing: Standing | None = None
    opens: bool = False
    by: UserId | None = None
    name: str = ""
    is_private: bool | None = None
    moved_to: ChannelId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseNotice:
    """What a lead is told of a channel, in plain words: how it is, why, and the way out."""

    is_paused: bool
    sentence: str
    way_out: str = ""


def judge_standing(
    before: ChannelNote | None, *, is_archived: bool, is_member: bool, is_private: bool
) -> Standing:
    """Of a channel that Slack shows.

    A public channel where the bot was once is one it was removed from; where it never was, it
    posts as a visitor.
    """
    if is_archived:
        return Standing.ARCHIVED
    if is_member:
        return Standing.MEMBER
    if is_private or (before is not None and before.joined):
        return Standing.REMOVED
    return Standing.VISITOR


def judge_unseen(before: ChannelNote | None) -> Standing:
    """Of a channel that Slack does not show: a better reason that is known stays."""
    known = {Standing.DELETED, Standing.REMOVED, Standing.UNSEEN}
    if before is not None and before.standing in known:
        return before.standing
    return Standing.UNSEEN


def build_note(
    channel: ChannelId, before: ChannelNote | None, sighting: Sighting
) -> ChannelNote | None:
    """The next note, or None where it would say nothing new, or is older than what is known."""
    if before is not None and (sighting.at < before.at or before.standing is Standing.MOVED):
        return None
    old = before or ChannelNote(channel=channel, standing=Standing.VISITOR, at=sighting.at)
    standing = _standing(old, sighting)
    private = old.is_private if sighting.is_private is None else sighting.is_private
    new = replace(
        old,
        standing=standing,
        name=sighting.name or old.name,
        is_private=private,
        joined=old.joined or standing in {Standing.MEMBER, Standing.REMOVED},
        held=old.held or not standing.is_open,
        moved_to=sighting.moved_to or old.moved_to,
    )
    if standing is not old.standing and not (standing.is_open and old.standing.is_open):
        new = replace(new, by=sighting.by, at=sighting.at, batch="")
    elif sighting.by and sighting.standing is standing:
        new = replace(new, by=old.by or sighting.by)  # of two events one tells who it was
    if before is None:
        return new
    return None if new == old else replace(new, version=old.version + 1)


def _standing(old: ChannelNote, sighting: Sighting) -> Standing:
    if sighting.opens and not old.standing.is_open:
        return Standing.MEMBER if old.joined else Standing.VISITOR
    return sighting.standing or old.standing

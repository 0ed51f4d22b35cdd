"""What a channel follows and when its digest comes, as people chose it in Slack."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.ids import ChannelId, DeliveryId, MilestoneKey, UserId
from bot.domain.milestone import DigestSchedule, FollowedChannel
from bot.domain.roster import Roster

MILESTONE, POSTS, HOLIDAYS, OFF_DATES = "milestone", "posts", "holidays", "off_dates"
_OF_SCHEDULE = ("at", "timezone", "days", HOLIDAYS, OFF_DATES, "mention", "quiet", "grace")
FIELDS = (MILESTONE, POSTS, *_OF_SCHEDULE)
"""Everything that can be chosen, in the order in which it is told."""
_STAMP = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChoice:
    """``schedule`` is kept while the digest is off (``posts`` is False), for when it comes back."""

    milestone: MilestoneKey | None = None
    posts: bool = False
    schedule: DigestSchedule | None = None

    def fields(self) -> dict[str, object]:
        """Every field by its name; those of the schedule are None where there is none."""
        chosen: dict[str, object] = {MILESTONE: self.milestone, POSTS: self.posts}
        for name in _OF_SCHEDULE:
            chosen[name] = getattr(self.schedule, name) if self.schedule else None
        return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChannel:
    """A channel's document in the store. Without a ``choice`` the file's entry stands again."""

    channel: ChannelId
    revision: int
    choice: ChannelChoice | None
    by: UserId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEdit:
    """A wish to store ``after``, if the channel's document is still at revision ``seen``."""

    channel: ChannelId
    seen: int
    before: ChannelChoice | None
    after: ChannelChoice | None
    by: UserId
    at: datetime
    delivery: DeliveryId
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChange:
    """An entry of the log of a channel. ``None`` is the file's own entry."""

    at: datetime
    by: UserId
    before: ChannelChoice | None
    after: ChannelChoice | None
    where: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: object
    after: object


class NotALeadError(Exception):
    """Somebody may not change a channel's settings; ``leads`` may."""

    def __init__(self, leads: tuple[UserId, ...]) -> None:
        super().__init__("not a lead")
        self.leads = leads


def choice_of(followed: FollowedChannel | None) -> ChannelChoice:
    """What an entry of the file comes to; nothing is followed where there is none."""
    if followed is None:
        return ChannelChoice()
    return ChannelChoice(
        milestone=followed.milestone, posts=followed.digest is not None, schedule=followed.digest
    )


def overlay(roster: Roster, kept: Mapping[ChannelId, KeptChannel]) -> Roster:
    """The file's channels with what was chosen in Slack laid over them, channel by channel."""
    chosen = {channel: each.choice for channel, each in kept.items() if each.choice is not None}
    if not chosen:
        return roster
    untouched = [channel for channel in roster.channels if channel.id not in chosen]
    followed = [
        FollowedChannel(
            id=channel,
            milestone=choice.milestone,
            digest=choice.schedule if choice.posts else None,
        )
        for channel, choice in chosen.items()
        if choice.milestone is not None
    ]
    return replace(roster, channels=(*untouched, *followed))


def changes_between(before: ChannelChoice, after: ChannelChoice) -> tuple[FieldChange, ...]:
    old, new = before.fields(), after.fields()
    return tuple(
        FieldChange(name, old[name], new[name]) for name in FIELDS if old[name] != new[name]
    )


def stamps_of(choice: ChannelChoice) -> dict[str, str]:
    """A short stamp of each field's value, to tell later whether it was changed in a form."""
    return {name: _stamp(value) for name, value in choice.fields().items()}


def rebase(seen: Mapping[str, str], mine: ChannelChoice, stands: ChannelChoice) -> ChannelChoice:
    """What stands now, with the fields on top that differ from what the form was drawn from."""
    stamps, stood, wished = stamps_of(mine), stands.fields(), mine.fields()
    merged = {
        name: wished[name] if stamps[name] != seen.get(name) else stood[name] for name in FIELDS
    }
    schedule = mine.schedule or stands.schedule
    if mine.schedule and stands.schedule:
        timing = {name: merged[name] for name in _OF_SCHEDULE}
        schedule = replace(schedule, **timing)  # type: ignore[type-var]  # its own fields
    return ChannelChoice(
        milestone=merged[MILESTONE],  # type: ignore[arg-type]  # as above
        posts=bool(merged[POSTS]),
        schedule=schedule,
    )


def resume(
    stands: ChannelChoice,
    milestone: MilestoneKey,
    filed: ChannelChoice | None,
    log: Sequence[ChannelChange],
) -> ChannelChoice:
    """What a channel comes to that is told to follow ``milestone``: its schedule stays, or is back.

    One that followed nothing gets no digest whatever was chosen, so what it had before is looked
    up in ``log``, newest first. Without a schedule of its own the file's entry gives one.
    """
    if stands.schedule is None:
        filed = filed or ChannelChoice()
        return replace(filed, milestone=milestone)
    stops = (each.before or filed or stands for each in log if _is_stop(each))
    had = stands if stands.milestone else next(stops, stands)
    return replace(stands, milestone=milestone, posts=had.posts)


def leads_for(
    roster: Roster, present: MilestoneKey | None, wished: MilestoneKey | None
) -> tuple[UserId, ...]:
    """Who may change a channel's settings; empty where no lead is named: then anybody may.

    The leads of the milestone it follows, else of the one it is to follow, else of any; and those
    of the workspace.
    """
    milestone = roster.milestone(present or wished or "")
    named = [milestone] if milestone else list(roster.milestones)
    leads = [lead for each in named for lead in each.leads]
    return tuple(dict.fromkeys((*leads, *roster.leads)))


def require_may_change(user: UserId, leads: Sequence[UserId]) -> None:
    """Raise NotALeadError unless ``user`` may."""
    if leads and user not in leads:
        raise NotALeadError(tuple(leads))


def _is_stop(change: ChannelChange) -> bool:
    follows = change.before is None or change.before.milestone is not None
    return follows and change.after is not None and change.after.milestone is None


def _stamp(value: object) -> str:
    plain = sorted(map(str, value)) if isinstance(value, frozenset) else value
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:_STAMP]

"""What is said of a channel, and to which leads."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, UserId
from bot.domain.membership import ChannelNote, PauseNotice, Standing
from bot.domain.milestone import FollowedChannel
from bot.ports import Clock
from bot.services.calendar import next_delivery
from bot.services.installation import Installation
from bot.services.membership import MembershipService
from bot.services.people import PeopleService

_WHAT = {
    Standing.ARCHIVED: "{name} was archived{by}",
    Standing.REMOVED: "I was removed from {name}{by}",
    Standing.DELETED: "{name} was deleted{by}",
    Standing.UNSEEN: "{name} cannot be seen any more: deleted, or made private without me",
    Standing.MOVED: "{name} goes on under another id",
    Standing.UNINSTALLED: "the app was uninstalled, or its token revoked",
}
_ELSEWHERE = "let another channel follow the milestone, in blockers.yml or by its settings"
_WAYS_OUT = {
    Standing.ARCHIVED: "unarchive {name}, and it goes on by itself; "
    "if I am not in it then: /invite @Blockers there",
    Standing.REMOVED: "/invite @Blockers in {name}, and it goes on by itself",
    Standing.DELETED: _ELSEWHERE,
    Standing.UNSEEN: f"/invite @Blockers in it; if it is gone, {_ELSEWHERE}",
    Standing.MOVED: "nothing to do: it is followed there",
    Standing.UNINSTALLED: "install the app again and set SLACK_BOT_TOKEN",
}


class ChannelNotices:
    """Builds what is said, with the names of people."""

    def __init__(
        self,
        installation: Installation,
        membership: MembershipService,
        people: PeopleService,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._membership = membership
        self._people = people
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def leads_of(self, channel: ChannelId) -> tuple[UserId, ...]:
        """Nobody for a channel that follows nothing."""
        roster = self._installation.roster
        followed = roster.channel(channel)
        milestone = roster.milestone(followed.milestone) if followed else None
        return roster.leads_of(milestone) if milestone else ()

    async def notice(self, note: ChannelNote, channel: ChannelId | None = None) -> PauseNotice:
        """``channel`` where the note is of the whole workspace."""
        followed = self._installation.roster.channel(channel or note.channel)
        by = await self._people.name(note.by) if note.by else ""
        if not note.is_paused:
            return back_notice(note, followed, by=by, now=self.now())
        digest = followed.digest if followed else None
        timezone = digest.timezone if digest else self._installation.roster.timezone
        return pause_notice(note, followed, by=by, timezone=timezone)

    async def notice_of(self, channel: ChannelId) -> PauseNotice | None:
        """None where the channel takes posts."""
        note = await self._membership.pause_of(channel)
        return await self.notice(note, channel) if note else None

    async def notices_for(self, user: UserId) -> tuple[PauseNotice, ...]:
        """The paused channels of the milestones that somebody leads."""
        channels = [channel.id for channel in self._installation.roster.channels]
        led = [channel for channel in channels if user in self.leads_of(channel)]
        pauses = await self._membership.pauses(led) if led else {}
        return tuple([await self.notice(note, channel) for channel, note in pauses.items()])


def pause_notice(
    note: ChannelNote, followed: FollowedChannel | None, *, by: str, timezone: str
) -> PauseNotice:
    """``by`` is the name of who did it, "" where nobody is known."""
    name, when = channel_name(note, followed), _when(note.at, timezone)
    doer = f" by {by}" if by else ""
    what = _WHAT[note.standing].format(name=name, by=doer)
    if note.standing is Standing.REMOVED and not by:
        what = f"I am not in {name} any more"
    if followed and followed.digest:
        effect = f"its {followed.digest.at:%H:%M} digest is paused"
    else:
        effect = "nothing is posted there"
    return PauseNotice(
        is_paused=True,
        sentence=f"{what} ({when}), so {effect}",
        way_out=_WAYS_OUT[note.standing].format(name=name),
    )


def back_notice(
    note: ChannelNote, followed: FollowedChannel | None, *, by: str, now: datetime
) -> PauseNotice:
    """It takes posts again."""
    doer = f", thanks to {by}" if by else ""
    sentence = f"{channel_name(note, followed)} takes my posts again{doer}"
    if followed and followed.digest:
        zone = followed.digest.timezone
        at = next_delivery(followed.digest, now)
        sentence += f": its {followed.digest.at:%H:%M} digest goes on"
        sentence += f", the next is due {_when(at, zone)}" if at else ""
    return PauseNotice(is_paused=False, sentence=sentence)


def channel_name(note: ChannelNote, followed: FollowedChannel | None = None) -> str:
    """``#ops``, or the id where the name was never seen."""
    return f"#{note.name}" if note.name else (followed.id if followed else note.channel)


def _when(at: datetime, timezone: str) -> str:
    return f"{at.astimezone(ZoneInfo(timezone)):%a %d %b %H:%M %Z}"

"""What is configured now; a reload replaces it as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.channels import KeptChannel, overlay
from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.milestone import FollowedChannel, Milestone
from bot.domain.roster import Roster


class MilestoneGoneError(Exception):
    """What a button or form was about is not configured any more, or not in its milestone."""


class Installation:
    """Holds the current roster. Services ask for it at each use, so that a reload takes effect."""

    def __init__(self, roster: Roster) -> None:
        self._configured = roster
        self._kept: tuple[KeptChannel, ...] = ()
        self._moves: Mapping[ChannelId, ChannelId] = {}
        self._roster = roster

    @property
    def roster(self) -> Roster:
        """With what was chosen in Slack laid over it, and every channel under its present id."""
        return self._roster

    @roster.setter
    def roster(self, roster: Roster) -> None:
        self._configured = roster
        self._build()

    @property
    def configured(self) -> Roster:
        """The file alone, every channel under its present id."""
        return _moved(self._configured, self._moves)

    def milestone(self, key: MilestoneKey) -> Milestone:
        """Raises MilestoneGoneError."""
        found = self._roster.milestone(key)
        if found is None:
            raise MilestoneGoneError
        return found

    def choose(self, kept: Iterable[KeptChannel]) -> None:
        """What people chose in Slack; it lasts over a reload of the file."""
        self._kept = tuple(kept)
        self._build()

    def move(self, moves: Mapping[ChannelId, ChannelId]) -> None:
        """Channels whose id has changed, old → new; they keep following under the new one."""
        if moves != self._moves:
            self._moves = dict(moves)
            self._build()

    def _build(self) -> None:
        roster, moves = _moved(self._configured, self._moves), self._moves
        kept: dict[ChannelId, KeptChannel] = {}
        for each in sorted(self._kept, key=lambda each: each.channel in moves):
            now = _now_called(each.channel, moves)
            kept.setdefault(now, replace(each, channel=now))
        self._roster = overlay(roster, kept)


def _moved(roster: Roster, moves: Mapping[ChannelId, ChannelId]) -> Roster:
    if not any(channel.id in moves for channel in roster.channels):
        return roster
    found: dict[ChannelId, FollowedChannel] = {}
    for channel in sorted(roster.channels, key=lambda each: each.id in moves):
        now = _now_called(channel.id, moves)
        found.setdefault(now, replace(channel, id=now))  # one named by its new id wins
    return replace(roster, channels=tuple(found.values()))


def _now_called(channel: ChannelId, moves: Mapping[ChannelId, ChannelId]) -> ChannelId:
    for _ in moves:  # as many steps as there are, so that a circle ends
        if channel not in moves:
            break
        channel = moves[channel]
    return channel

"""Everything configured, as the services see it: milestones, channels, teams, people, probes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.evidence_lines import EvidenceLine
from bot.domain.health import ProbeId, ProbePlan
from bot.domain.ids import ChannelId, MilestoneKey, TeamKey, UserId
from bot.domain.milestone import FollowedChannel, Milestone
from bot.domain.people import Person, Team

_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,})(?:\|[^>]*)?>|([UW][0-9][A-Z0-9]{3,})")
"""``<@U012AB3CD|bob>``, or the id alone where its second sign is a digit unlike a name's."""
_TOGETHER = ", "
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """``accounts`` maps a tracker's email, or ``github:LOGIN``, to the Slack account that it is."""

    timezone: str = "UTC"
    leads: tuple[UserId, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    channels: tuple[FollowedChannel, ...] = ()
    teams: tuple[Team, ...] = ()
    accounts: Mapping[str, UserId] = field(default_factory=dict)
    absences: Mapping[UserId, tuple[tuple[date, date], ...]] = field(default_factory=dict)
    probes: tuple[ProbePlan, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    keep_log: timedelta = timedelta(days=400)

    def milestone(self, key: MilestoneKey | str) -> Milestone | None:
        return next((m for m in self.milestones if m.key == key), None)

    def channel(self, channel: ChannelId) -> FollowedChannel | None:
        return next((c for c in self.channels if c.id == channel), None)

    def milestone_of(self, channel: ChannelId) -> Milestone | None:
        """The channel's milestone, else the only one there is."""
        followed = self.channel(channel)
        if followed:
            return self.milestone(followed.milestone)
        return self.milestones[0] if len(self.milestones) == 1 else None

    def followers(self, milestone: MilestoneKey) -> tuple[FollowedChannel, ...]:
        return tuple(c for c in self.channels if c.milestone == milestone)

    def leads_of(self, milestone: Milestone) -> tuple[UserId, ...]:
        """The milestone's own leads, else the workspace's."""
        return milestone.leads or self.leads

    @property
    def team_names(self) -> tuple[str, ...]:
        return tuple(team.name for team in self.teams)

    def team_called(self, name: str) -> Team | None:
        return next((team for team in self.teams if team.is_called(name)), None)

    def team(self, key: TeamKey) -> Team | None:
        return next((team for team in self.teams if team.key == key), None)

    def plan(self, probe: ProbeId | str) -> ProbePlan | None:
        return next((plan for plan in self.probes if plan.id == probe), None)

    def called(self, name: str, known: tuple[Person, ...]) -> Person | Team:
        """Who a document's word for an owner means: a team, one of ``known`` people, else a name.

        A first name stands for a person only while it fits exactly one of ``known``. An address or
        a Slack mention stands for itself.
        """
        team = self.team_called(name)
        if team:
            return team
        mention = _MENTION.fullmatch(name.strip())
        if mention:
            user = UserId(mention[1] or mention[2])
            return next((p for p in known if p.slack == user), Person(name=user, slack=user))
        wanted = name.strip().lstrip("@").casefold()
        exact = [p for p in known if wanted and wanted in _names_of(p)]
        first = [p for p in known if wanted and p.name.casefold().split(" ")[0] == wanted]
        for found in (exact, first):
            if len({p.email or p.name for p in found}) == 1:
                return found[0]
        return Person(name=name, email=wanted if _ADDRESS.fullmatch(wanted) else None)

    def each_called(self, name: str, known: tuple[Person, ...]) -> tuple[Person | Team, ...]:
        """Everybody of several who are written together, ``Ann, Ben``; else the one it means."""
        return tuple(self.called(part, known) for part in self.parts(name, known))

    def parts(self, name: str, known: tuple[Person, ...]) -> tuple[str, ...]:
        """Each of several as they are written; ``Stone, Bob`` may be one person who is known."""
        whole = self.called(name, known)
        parts = tuple(part for part in name.split(_TOGETHER) if part.strip())
        if isinstance(whole, Team) or whole in known or len(parts) < 2:  # noqa: PLR2004 - several
            return (name,)
        return parts


def _names_of(person: Person) -> set[str]:
    return {person.name.casefold(), (person.email or person.name).casefold()}

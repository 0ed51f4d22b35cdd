"""From the file's entries to the domain's values."""

from bot.config.models import (
    BlockersFile,
    ChannelEntry,
    ComponentEntry,
    DigestEntry,
    EvidenceEntry,
    GithubEntry,
    LinearEntry,
    MilestoneEntry,
)
from bot.domain.blocker import Priority
from bot.domain.evidence import Evidence
from bot.domain.evidence_lines import EvidenceLine
from bot.domain.health import ProbeId
from bot.domain.ids import BlockerKey, ChannelId, MilestoneKey, TeamKey, UserId
from bot.domain.local import derive_prefix
from bot.domain.milestone import Component, DigestSchedule, FollowedChannel, Milestone, Selection
from bot.domain.people import Team, github_account
from bot.domain.risk import RiskWeights
from bot.domain.roster import Roster
from bot.domain.trackers import Source
from bot.domain.writes import NO_WRITES


def build_roster(file: BlockersFile) -> Roster:
    return Roster(
        timezone=file.timezone,
        leads=tuple(UserId(lead) for lead in file.leads),
        milestones=_milestones(file),
        channels=tuple(_channel(entry, file.timezone) for entry in file.channels),
        teams=tuple(
            Team(
                key=TeamKey(key),
                name=team.names[0] if team.names else key,
                slack_group=team.slack_group,
                names=team.names,
            )
            for key, team in file.teams.items()
        ),
        accounts=_accounts(file),
        absences={UserId(person.slack): person.off for person in file.people if person.off},
        probes=tuple(probe.plan() for probe in file.probes),
        evidence=tuple(_evidence(entry) for entry in file.evidence),
        keep_log=file.audit.keep,
    )


def _milestones(file: BlockersFile) -> tuple[Milestone, ...]:
    """Each with a prefix for its own blockers: given, else made from its key."""
    found: list[Milestone] = []
    teams = {m.linear.team.upper() for m in file.milestones if m.linear and m.linear.team}
    repos = {entry.github.key_prefix for entry in file.milestones if entry.github}
    taken = {entry.prefix for entry in file.milestones if entry.prefix} | teams | repos
    for entry in file.milestones:
        prefix = entry.prefix or derive_prefix(MilestoneKey(entry.key), taken)
        taken.add(prefix)
        found.append(_milestone(entry, prefix, file))
    return tuple(found)


def _milestone(entry: MilestoneEntry, prefix: str, file: BlockersFile) -> Milestone:
    risk, writes = file.risk, entry.linear_writes
    return Milestone(
        key=MilestoneKey(entry.key),
        name=entry.name,
        prefix=prefix,
        target=entry.target,
        next=MilestoneKey(entry.next) if entry.next else None,
        selection=_selection(entry),
        rights=entry.rights,
        leads=tuple(UserId(lead) for lead in entry.leads),
        scorecard=tuple(_component(component) for component in entry.scorecard),
        risk=RiskWeights(**(entry.risk.over(risk) if entry.risk else risk).model_dump()),
        writes=(writes.over(file.linear_writes) if writes else file.linear_writes).policy()
        if entry.linear
        else NO_WRITES,
    )


def _accounts(file: BlockersFile) -> dict[str, UserId]:
    """By address, and by login in GitHub."""
    found: dict[str, UserId] = {}
    for person in file.people:
        if person.linear:
            found[person.linear.casefold()] = UserId(person.slack)
        if person.github:
            found[github_account(person.github)] = UserId(person.slack)
    return found


def _selection(entry: MilestoneEntry) -> Selection | None:
    if entry.github:
        return _in_github(entry.github)
    return _in_linear(entry.linear) if entry.linear else None


def _in_github(entry: GithubEntry) -> Selection:
    return Selection(
        source=Source.GITHUB,
        repo=entry.repo,
        label=entry.label,
        watch_label=entry.watch_label,
        project_milestone=entry.milestone,
        prefix=entry.key_prefix,
        priorities=tuple((name, Priority[word.upper()]) for name, word in entry.priorities.items()),
    )


def _in_linear(entry: LinearEntry) -> Selection:
    return Selection(
        team=entry.team,
        label=entry.label,
        watch_label=entry.watch_label,
        project=entry.project,
        project_milestone=entry.project_milestone,
        release=entry.release,
        raw=tuple((entry.filter or {}).items()),
    )


def _component(entry: ComponentEntry) -> Component:
    return Component(
        name=entry.component,
        blockers=tuple(BlockerKey(key) for key in entry.blockers),
        labels=entry.labels,
        probes=entry.probes,
        stated=entry.stated,
        stated_by=entry.by,
        stated_on=entry.on,
    )


def _evidence(entry: EvidenceEntry) -> EvidenceLine:
    return EvidenceLine(
        milestone=MilestoneKey(entry.milestone),
        blocker=BlockerKey(entry.blocker),
        item=entry.item,
        evidence=Evidence(probe=ProbeId(entry.probe), mode=entry.mode, auto=entry.auto),
    )


def _channel(entry: ChannelEntry, timezone: str) -> FollowedChannel:
    return FollowedChannel(
        id=ChannelId(entry.id),
        milestone=MilestoneKey(entry.milestone),
        digest=_schedule(entry.digest, timezone) if entry.digest else None,
    )


def _schedule(entry: DigestEntry, timezone: str) -> DigestSchedule:
    return DigestSchedule(
        at=entry.at,
        timezone=entry.timezone or timezone,
        days=entry.weekdays,
        holidays=entry.holidays,
        off_dates=frozenset(entry.off_dates),
        mention=entry.mention,
        quiet=entry.quiet,
        grace=entry.grace,
    )

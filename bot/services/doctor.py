"""What is wrong with this installation, each finding with its fix."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.ages import age_words
from bot.domain.blocker import Blocker
from bot.domain.checklist import Checklist
from bot.domain.findings import Finding
from bot.domain.ids import ChannelId
from bot.domain.known import people_of
from bot.domain.milestone import DigestSchedule, FollowedChannel
from bot.domain.overrides import handle_of
from bot.domain.people import Person, Team, each_of
from bot.domain.trackers import Source
from bot.ports import (
    ChecklistStore,
    Clock,
    Directory,
    SlackUnavailableError,
    SnapshotStore,
    StoreHealth,
    StoreUnavailableError,
)
from bot.services.calendar import deliveries
from bot.services.installation import Installation
from bot.services.known import KnownBlockers
from bot.services.membership_notices import ChannelNotices
from bot.services.people import PeopleService

AGAIN = "try again; see status.slack.com if it lasts"
NEXT_POSTS = 3
SHOWN_KEYS = 5
_CLOSED = "is deactivated in Linear"
_UNMATCHED = "has no Slack account by that address"
_NAMELESS = "has no Slack account that I know by that name"
_UNTIED = "is not known in Slack: GitHub tells no address"
_UNREAD = "could not be looked up in Slack"
_GROUPLESS = "has no Slack group"
_PICK = "a lead can pick who that is in the Home tab; or add"
_OWNER_FIXES = {
    _GROUPLESS: "give the team its slack_group in blockers.yml",
    _CLOSED: "pick a new owner",
    _UNMATCHED: f"{_PICK} them under people: in blockers.yml",
    _NAMELESS: f"{_PICK} them under people: in blockers.yml",
    _UNTIED: f"{_PICK} the login under people: in blockers.yml",
    _UNREAD: AGAIN,
}
_CREDENTIALS = {Source.LINEAR: "Linear key", Source.GITHUB: "GitHub token"}
_TRACKER_FIXES = {
    Source.LINEAR: "check the key or OAuth settings for Linear, and linear: in blockers.yml",
    Source.GITHUB: "check GITHUB_TOKEN and the github: entry in blockers.yml",
}
OLD_READ = timedelta(minutes=10)


class Credentials(Protocol):
    """Asks Slack about the bot's own token."""

    async def bot_name(self) -> str:
        """Raises SlackUnavailableError, permanent where the token is refused."""
        ...

    async def missing_scopes(self) -> frozenset[str] | None:
        """Scopes of the manifest that the token lacks; None where Slack does not say."""
        ...


class Check(Protocol):
    """Something that the doctor asks beside all that it looks at itself."""

    def findings(self) -> AsyncIterator[Finding]:
        """Raises StoreUnavailableError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorSides:
    """What the doctor looks at."""

    credentials: Credentials
    directory: Directory
    health: StoreHealth
    snapshots: SnapshotStore
    checklists: ChecklistStore
    known: KnownBlockers
    notices: ChannelNotices


class DoctorService:
    def __init__(
        self, installation: Installation, sides: DoctorSides, people: PeopleService, clock: Clock
    ) -> None:
        self._installation = installation
        self._sides = sides
        self._people = people
        self._clock = clock
        self._checks: tuple[Check, ...] = ()

    def attend(self, *checks: Check) -> None:
        """Ask these too from now on."""
        self._checks += checks

    async def examine(self, channel: ChannelId | None = None) -> tuple[Finding, ...]:
        """Everything; with a channel, what concerns that channel comes first."""
        followed = self._installation.roster.channels
        ordered = sorted(followed, key=lambda entry: entry.id != channel)
        findings = [finding async for finding in self._slack()]
        for entry in ordered:
            findings += [finding async for finding in self._channel(entry)]
        findings += [finding async for finding in self._store()]
        with suppress(StoreUnavailableError):  # said already
            findings += [finding async for finding in self._tracker()]
            for check in self._checks:
                findings += [finding async for finding in check.findings()]
            findings += [finding async for finding in self._owners()]
        return tuple(sorted(findings, key=lambda finding: finding.is_well))

    async def _slack(self) -> AsyncIterator[Finding]:
        try:
            name = await self._sides.credentials.bot_name()
            missing = await self._sides.credentials.missing_scopes()
        except SlackUnavailableError as error:
            fix = "install the app again and set SLACK_BOT_TOKEN" if error.permanent else AGAIN
            yield Finding(f"Slack did not answer: {error.reason}", fix)
            return
        yield Finding(f"Slack knows the bot as {name}")
        if missing:
            names = ", ".join(sorted(missing))
            yield Finding(
                f"the token lacks {names}", "paste manifest.yml into the app and install it again"
            )
        elif missing is not None:
            yield Finding("all scopes of the manifest")

    async def _channel(self, followed: FollowedChannel) -> AsyncIterator[Finding]:
        with suppress(StoreUnavailableError):  # said for itself
            paused = await self._sides.notices.notice_of(followed.id)
            if paused:
                yield Finding(paused.sentence, paused.way_out)
                return
        try:
            seen = await self._sides.directory.conversation(followed.id)
        except SlackUnavailableError as error:
            yield Finding(f"{followed.id} could not be looked at: {error.reason}", AGAIN)
            return
        name = f"#{seen.name}" if seen else followed.id
        if self._installation.roster.milestone(followed.milestone) is None:
            yield Finding(
                f"{name} follows {followed.milestone}, which is not in blockers.yml any more",
                f"/blockers follow in {name}",
            )
            return
        at = f"its {followed.digest.at:%H:%M} digest" if followed.digest else "a digest"
        if seen is None or (not seen.is_member and seen.is_private):
            yield Finding(
                f"The bot cannot see {name}, so {at} cannot be posted",
                f"/invite @Blockers in {name}, or {self._let_go(followed)}",
            )
        elif seen.is_archived:
            yield Finding(
                f"{name} is archived, so {at} cannot be posted",
                f"unarchive it, or {self._let_go(followed)}",
            )
        elif not seen.is_member:
            yield Finding(
                f"The bot is not in {name}, so {at} cannot be checked for doubles",
                f"/invite @Blockers in {name}",
            )
        elif followed.digest:
            source = "" if self._is_filed(followed) else ", as set in Slack"
            yield Finding(f"{name}: {self._next_posts(followed.digest)}{source}")

    def _next_posts(self, schedule: DigestSchedule) -> str:
        zone = ZoneInfo(schedule.timezone)
        posts = [at for _, at in islice(deliveries(schedule, self._clock.now()), NEXT_POSTS)]
        shown = ", ".join(f"{post.astimezone(zone):%a %H:%M %Z}" for post in posts)
        return f"next posts {shown}" if posts else "no next post"

    def _is_filed(self, followed: FollowedChannel) -> bool:
        """Whether blockers.yml says the same, or Slack's settings win over it."""
        return self._installation.configured.channel(followed.id) == followed

    def _let_go(self, followed: FollowedChannel) -> str:
        if self._is_filed(followed):
            return "correct it in blockers.yml"
        return "untie it there by /blockers follow none"

    async def _store(self) -> AsyncIterator[Finding]:
        try:
            wrong = await self._sides.health.durability()
        except StoreUnavailableError as error:
            fix = "start it, or correct REDIS_URL" if error.permanent else "see whether it runs"
            yield Finding(f"the store does not answer: {error.reason}", fix)
            return
        if wrong:
            yield Finding(wrong, "set appendonly yes and appendfsync always on the server")
        else:
            yield Finding("the store keeps every write")

    async def _tracker(self) -> AsyncIterator[Finding]:
        milestones = self._installation.roster.milestones
        for source in dict.fromkeys(one.unread for one in milestones if one.unread):
            yield Finding(f"no {_CREDENTIALS[source]}: only imported and added blockers")
        if not any(one.unread or one.selection for one in milestones):
            yield Finding("no tracker: only imported and added blockers")
        for milestone in milestones:
            if milestone.selection is None:
                continue
            source = milestone.selection.source
            snapshot = await self._sides.snapshots.load_snapshot(milestone.key)
            trouble = await self._sides.snapshots.load_trouble(milestone.key)
            age = age_words(snapshot.fetched_at, self._clock.now()) if snapshot else "never"
            if trouble:
                yield Finding(
                    f"{source.called} for {milestone.name}: {trouble}; last good read {age}",
                    _TRACKER_FIXES[source],
                )
            elif snapshot is None or self._clock.now() - snapshot.fetched_at > OLD_READ:
                yield Finding(
                    f"{source.called} for {milestone.name} was last read {age}", "see the bot's log"
                )
            else:
                yield Finding(f"{source.called} for {milestone.name} read {age}")

    async def _owners(self) -> AsyncIterator[Finding]:
        """Each owner who cannot act, once, with all that is theirs."""
        for (who, what, fault), keys in (await self._wrong_owners()).items():
            more = f" and {len(keys) - SHOWN_KEYS} more" if len(keys) > SHOWN_KEYS else ""
            owns = ", ".join(keys[:SHOWN_KEYS]) + more
            yield Finding(f"{who} owns {what}{owns} but {fault}", _OWNER_FIXES[fault])

    async def unmatched(self) -> dict[str, tuple[str, ...]]:
        """Owners without a Slack account, by handle, with the keys of what waits for them."""
        found: dict[str, tuple[str, ...]] = {}
        for (who, _, fault), keys in (await self._wrong_owners()).items():
            if fault in {_UNMATCHED, _NAMELESS, _UNTIED}:
                known = found.get(handle_of(Person(name=who)), ())
                found[handle_of(Person(name=who))] = tuple(dict.fromkeys((*known, *keys)))
        return found

    async def _wrong_owners(self) -> dict[tuple[str, str, str], list[str]]:
        """Who, what of it is theirs and why they cannot act, with the keys of the blockers."""
        wrong: dict[tuple[str, str, str], list[str]] = {}
        for milestone in self._installation.roster.milestones:
            everything = (await self._sides.known.load(milestone)).blockers
            found = [blocker for blocker in everything if blocker.is_open]
            lists = await self._sides.checklists.load_many(milestone.key, [b.id for b in found])
            known = people_of(found)
            for blocker in found:
                faults = [entry async for entry in self._faults(blocker, lists[blocker.id], known)]
                for entry in dict.fromkeys(faults):
                    wrong.setdefault(entry, []).append(blocker.key)
        return wrong

    async def _faults(
        self, blocker: Blocker, checklist: Checklist, known: tuple[Person, ...]
    ) -> AsyncIterator[tuple[str, str, str]]:
        """Who, what of it is theirs, and why they cannot act."""
        for one in each_of(blocker.owner):
            fault = await self._fault_of(one)
            account = one.account if isinstance(one, Person) else None
            if fault:
                yield account or one.name, "", fault
        names = {item.owner for item in checklist.live if item.owner and item.state.is_open}
        for name in sorted(names):
            for owner in self._installation.roster.each_called(name, known):
                fault = await self._fault_of(owner) if owner not in known else None
                if fault:
                    yield owner.name, "items of ", fault

    async def _fault_of(self, owner: Person | Team) -> str | None:
        if isinstance(owner, Team):
            return None if owner.slack_group else _GROUPLESS
        if not owner.active:
            return _CLOSED
        try:
            person = await self._people.with_account(owner)
        except SlackUnavailableError:
            return _UNREAD
        if person.slack is not None:
            return None
        if person.login:
            return _UNTIED
        return _UNMATCHED if person.account else _NAMELESS

"""What is wrong with this installation, each finding with its fix (SPEC §11)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.findings import Finding
from bot.domain.ids import ChannelId
from bot.domain.milestone import FollowedChannel
from bot.ports import Clock, Directory, SlackUnavailableError, SnapshotStore, StoreHealth
from bot.services.calendar import deliveries
from bot.services.installation import Installation
from bot.services.people import PeopleService

NEXT_POSTS = 3
OLD_READ = timedelta(minutes=10)


class Credentials(Protocol):
    """Asks Slack about the bot's own token."""

    async def bot_name(self) -> str:
        """Raises SlackUnavailableError, permanent where the token is refused."""
        ...

    async def missing_scopes(self) -> frozenset[str] | None:
        """Scopes of the manifest that the token lacks; None where Slack does not say."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorSides:
    """What the doctor looks at. ``tracker_configured`` is False where there is no Linear key."""

    credentials: Credentials
    directory: Directory
    health: StoreHealth
    snapshots: SnapshotStore
    tracker_configured: bool


class DoctorService:
    def __init__(
        self, installation: Installation, sides: DoctorSides, people: PeopleService, clock: Clock
    ) -> None:
        self._installation = installation
        self._sides = sides
        self._people = people
        self._clock = clock

    async def examine(self, channel: ChannelId | None = None) -> tuple[Finding, ...]:
        """Everything; with a channel, what concerns that channel comes first."""
        followed = self._installation.roster.channels
        ordered = sorted(followed, key=lambda entry: entry.id != channel)
        findings = [finding async for finding in self._slack()]
        for entry in ordered:
            findings += [finding async for finding in self._channel(entry)]
        findings += [finding async for finding in self._store()]
        findings += [finding async for finding in self._tracker()]
        findings += [finding async for finding in self._owners()]
        return tuple(sorted(findings, key=lambda finding: finding.is_well))

    async def _slack(self) -> AsyncIterator[Finding]:
        try:
            name = await self._sides.credentials.bot_name()
            missing = await self._sides.credentials.missing_scopes()
        except SlackUnavailableError as error:
            fix = (
                "install the app again and set SLACK_BOT_TOKEN"
                if error.permanent
                else "try again; see status.slack.com if it lasts"
            )
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
        seen = await self._sides.directory.conversation(followed.id)
        name = f"#{seen.name}" if seen else followed.id
        at = f"its {followed.digest.at:%H:%M} digest" if followed.digest else "a digest"
        if seen is None or (not seen.is_member and seen.is_private):
            yield Finding(
                f"The bot cannot see {name}, so {at} cannot be posted",
                f"/invite @Blockers in {name}, or correct its id in blockers.yml",
            )
        elif seen.is_archived:
            yield Finding(
                f"{name} is archived, so {at} cannot be posted",
                "unarchive it, or remove it from blockers.yml",
            )
        elif not seen.is_member:
            yield Finding(
                f"The bot is not in {name}, so {at} cannot be checked for doubles",
                f"/invite @Blockers in {name}",
            )
        elif followed.digest:
            zone = ZoneInfo(followed.digest.timezone)
            now = self._clock.now()
            posts = [at for _, at in islice(deliveries(followed.digest, now), NEXT_POSTS)]
            shown = ", ".join(f"{post.astimezone(zone):%a %H:%M %Z}" for post in posts)
            yield Finding(f"{name}: next posts {shown}" if posts else f"{name}: no next post")

    async def _store(self) -> AsyncIterator[Finding]:
        wrong = await self._sides.health.durability()
        if wrong:
            yield Finding(wrong, "set appendonly yes and appendfsync always on the server")
        else:
            yield Finding("the store keeps every write")

    async def _tracker(self) -> AsyncIterator[Finding]:
        if not self._sides.tracker_configured:
            yield Finding("no Linear key: only imported and added blockers")
            return
        for milestone in self._installation.roster.milestones:
            if milestone.selection is None:
                continue
            snapshot = await self._sides.snapshots.load_snapshot(milestone.key)
            trouble = await self._sides.snapshots.load_trouble(milestone.key)
            age = _age(snapshot.fetched_at, self._clock.now()) if snapshot else "never"
            if trouble:
                yield Finding(
                    f"Linear for {milestone.name}: {trouble}; last good read {age}",
                    "check LINEAR_API_KEY and the linear: entry in blockers.yml",
                )
            elif snapshot is None or self._clock.now() - snapshot.fetched_at > OLD_READ:
                yield Finding(
                    f"Linear for {milestone.name} was last read {age}", "see the bot's log"
                )
            else:
                yield Finding(f"Linear for {milestone.name} read {age}")

    async def _owners(self) -> AsyncIterator[Finding]:
        for milestone in self._installation.roster.milestones:
            snapshot = await self._sides.snapshots.load_snapshot(milestone.key)
            for blocker in snapshot.blockers if snapshot else ():
                if blocker.assignee is None or not blocker.is_open:
                    continue
                person = await self._people.with_account(blocker.assignee)
                who = person.email or person.name
                if not person.active:
                    yield Finding(
                        f"{who} owns {blocker.key} but is deactivated in Linear", "pick a new owner"
                    )
                elif person.slack is None:
                    yield Finding(
                        f"{who} owns {blocker.key} but has no Slack account by that address",
                        "add them under people: in blockers.yml",
                    )


def _age(at: datetime, now: datetime) -> str:
    seconds = int((now - at).total_seconds())
    if seconds < 90:  # noqa: PLR2004 - up to here seconds read better
        return f"{max(seconds, 0)} s ago"
    minutes = seconds // 60
    return f"{minutes} min ago" if minutes < 90 else f"{minutes // 60} h ago"  # noqa: PLR2004

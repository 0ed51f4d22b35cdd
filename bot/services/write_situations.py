"""How a blocker stands, as far as it matters for what is written to the tracker."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.checklist import Checklist
from bot.domain.ids import BlockerId, ChannelId, MilestoneKey, is_channel
from bot.domain.messages import Copy, CopyKind
from bot.domain.milestone import Milestone
from bot.domain.write_plan import Situation, Thread, Words, contested_items, last_word
from bot.domain.write_words import comment_words
from bot.domain.writes import Switch, WriteRecord
from bot.ports import (
    ChecklistStore,
    CopyStore,
    Directory,
    Poster,
    PostRefusedError,
    SlackUnavailableError,
    SnapshotStore,
)
from bot.services.installation import Installation
from bot.services.people import PeopleService

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationStores:
    snapshots: SnapshotStore
    checklists: ChecklistStore
    copies: CopyStore


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationSlack:
    poster: Poster
    directory: Directory


class WriteSituations:
    def __init__(
        self,
        installation: Installation,
        stores: SituationStores,
        slack: SituationSlack,
        people: PeopleService,
    ) -> None:
        self._installation = installation
        self._stores = stores
        self._slack = slack
        self._people = people
        self._shown: set[tuple[MilestoneKey, BlockerId, str]] = set()

    async def see(
        self, milestone: Milestone, record: WriteRecord, since: Mapping[str, datetime]
    ) -> Situation | None:
        """None where the issue is none of the milestone's any more."""
        snapshot = await self._stores.snapshots.load_snapshot(milestone.key)
        found = [one for one in snapshot.blockers if one.id == record.blocker] if snapshot else []
        if not found:
            return None
        lists = await self._stores.checklists.load_many(milestone.key, [record.blocker])
        checklist = lists[record.blocker]
        return Situation(
            blocker=found[0],
            checklist=checklist,
            since=since,
            threads=await self._threads(milestone, record, since),
            words=await self._words(milestone, checklist),
        )

    async def newly_shown(self, milestone: Milestone) -> set[BlockerId]:
        """Blockers with a message in a channel that was not there when this was asked before."""
        found: set[BlockerId] = set()
        for copy in await self._stores.copies.load_all_copies(milestone.key):
            if copy.blocker is None or not _is_thread(copy):
                continue
            place = (milestone.key, copy.blocker, copy.channel)
            if place not in self._shown:
                self._shown.add(place)
                found.add(copy.blocker)
        return found

    async def _words(self, milestone: Milestone, checklist: Checklist) -> Words:
        last = last_word(checklist)
        touched = [*contested_items(checklist), *([last] if last else [])]
        names = await self._people.names(item.touched.by for item in touched if item.touched)
        return comment_words(milestone, checklist, names, self._installation.roster.timezone)

    async def _threads(
        self, milestone: Milestone, record: WriteRecord, since: Mapping[str, datetime]
    ) -> tuple[Thread, ...]:
        """The oldest in each channel that has none attached yet."""
        if Switch.THREAD not in milestone.writes.switches or Switch.THREAD not in since:
            return ()
        copies = await self._stores.copies.load_copies(milestone.key, record.blocker)
        found: dict[str, Copy] = {}
        for copy in sorted(copies, key=_posted_at):
            is_new = _posted_at(copy) >= since[Switch.THREAD] and copy.channel not in record.places
            if copy.blocker == record.blocker and _is_thread(copy) and is_new:
                found.setdefault(copy.channel, copy)
        threads: list[Thread] = []
        for copy in found.values():
            thread = await self._thread(copy)
            if thread:
                threads.append(thread)
            else:  # looked for again when threads are planned the next time
                self._shown.discard((milestone.key, record.blocker, copy.channel))
        return tuple(threads)

    async def _thread(self, copy: Copy) -> Thread | None:
        """A private channel is not named to those who cannot see it."""
        channel = ChannelId(copy.channel)
        try:
            url = await self._slack.poster.permalink(channel, copy.ts)
            seen = await self._slack.directory.conversation(channel)
        except (PostRefusedError, SlackUnavailableError) as error:
            log.info("the thread in %s is not attached now: %s", channel, error)
            return None
        if url is None:
            return None
        where = f" in #{seen.name}" if seen and not seen.is_private else ""
        return Thread(place=channel, url=url, title=f"Slack thread{where}")


def _is_thread(copy: Copy) -> bool:
    return copy.kind is CopyKind.BLOCKER and is_channel(copy.channel)


def _posted_at(copy: Copy) -> datetime:
    """When Slack says that it was posted; a view has no time."""
    try:
        return datetime.fromtimestamp(float(copy.ts), UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)

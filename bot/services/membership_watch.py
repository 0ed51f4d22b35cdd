"""Looks at channels, regularly and after each note, and does what follows from what it sees.

Events may be lost and may come late or twice: nothing here relies on them alone.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ids import BlockerId, ChannelId, MilestoneKey, UserId
from bot.domain.membership import WORKSPACE, ChannelNote, PauseNotice
from bot.domain.messages import Message, Post, PostKind
from bot.ports import (
    MEMBERSHIP_QUEUE,
    WHOLE_BOARD,
    CopyStore,
    Directory,
    Due,
    DueQueue,
    MembershipStore,
    Poster,
    PostRefusedError,
    SlackUnavailableError,
    copies_queue,
)
from bot.services.installation import Installation
from bot.services.membership import MembershipService
from bot.services.membership_notices import ChannelNotices

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)
APART = timedelta(seconds=2)
"""Between two channels' regular looks: Slack takes some fifty such questions a minute."""
LEASE = timedelta(seconds=60)
PAUSE = timedelta(seconds=30)
AT_ONCE = 10
FORGOTTEN_AFTER = timedelta(days=90)
"""How long the note of a closed channel that nobody follows is kept for its copies."""


class Digests(Protocol):
    """The part of the delivery of digests that a channel's coming back touches."""

    async def resume(self, channel: ChannelId) -> None:
        """A delivery missed within the grace comes once, marked late."""
        ...

    async def carry_over(self, old: ChannelId, new: ChannelId) -> None:
        """What is planned and known of a channel's digests goes on under its new id."""
        ...


class MembershipPainter(Protocol):
    def paint_membership(self, notices: Sequence[PauseNotice]) -> Message: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchStores:
    notes: MembershipStore
    due: DueQueue
    copies: CopyStore


@dataclass(frozen=True, slots=True)
class WatchSlack:
    directory: Directory
    poster: Poster
    painter: MembershipPainter


class MembershipWatch:
    def __init__(
        self,
        installation: Installation,
        membership: MembershipService,
        stores: WatchStores,
        slack: WatchSlack,
        digests: Digests,
        notices: ChannelNotices,
    ) -> None:
        self._installation = installation
        self._membership = membership
        self._stores = stores
        self._slack = slack
        self._digests = digests
        self._notices = notices

    async def plan(self) -> None:
        """Every followed channel is looked at; those that were never, one after the other."""
        await self._membership.notes()
        now = self._notices.now()
        followed = [channel.id for channel in self._installation.roster.channels]
        first = {str(channel): now + APART * place for place, channel in enumerate(followed)}
        await self._stores.due.add_missing(MEMBERSHIP_QUEUE, first)

    async def run_due(self) -> None:
        """Claimed channels only, so that no two replicas tell of the same one."""
        now = self._notices.now()
        dues = await self._stores.due.claim(MEMBERSHIP_QUEUE, now, LEASE, AT_ONCE)
        if not dues:
            return
        ends = {due: await self._look(ChannelId(due.member)) for due in dues}
        told = await self._tell({ChannelId(due.member) for due in dues})
        for due, again in ends.items():
            await self._finish(due, again if told else self._notices.now() + PAUSE)

    async def _finish(self, due: Due, again: datetime | None) -> None:
        await self._stores.due.finish(MEMBERSHIP_QUEUE, due, again)

    async def _look(self, channel: ChannelId) -> datetime | None:
        """When to look again; None where nobody needs it."""
        now = self._notices.now()
        note = await self._stores.notes.load_note(channel)
        if channel == WORKSPACE:
            return None
        if note is not None and note.moved_to is not None:
            await self._carry_over(note.channel, note.moved_to)
            return None
        followed = self._installation.roster.channel(channel) is not None
        if not followed and (note is None or await self._is_forgotten(note, now)):
            return None
        try:
            seen = await self._slack.directory.look_at(channel)
        except SlackUnavailableError as error:
            log.info("%s could not be looked at: %s", channel, error)
            return now + _wait(error)
        await self._works()
        note = await self._membership.note_look(channel, seen)
        if note is not None and note.held and not note.is_paused:
            await self._bring_back(note)
        return now + max(EVERY, APART * len(self._installation.roster.channels))

    async def _is_forgotten(self, note: ChannelNote, now: datetime) -> bool:
        """Nobody follows it: an open channel needs no note, a closed one only for a while."""
        is_over = not note.is_paused and not note.held
        if is_over or now - note.at > FORGOTTEN_AFTER:
            return await self._stores.notes.drop_note(note)
        return False

    async def _works(self) -> None:
        if await self._membership.note_works():
            for channel in self._installation.roster.channels:
                await self._digests.resume(channel.id)

    async def _bring_back(self, note: ChannelNote) -> None:
        """Missed digests and copies first: should it end in between, the note says so still."""
        await self._digests.resume(note.channel)
        now = self._notices.now()
        for milestone in self._installation.roster.milestones:
            for blocker in await self._shown(milestone.key, note.channel):
                queue = copies_queue(milestone.key)
                await self._stores.due.add(queue, blocker or WHOLE_BOARD, now)
        await self._stores.notes.save_note(
            replace(note, held=False, version=note.version + 1), None
        )

    async def _shown(
        self, milestone: MilestoneKey, channel: ChannelId
    ) -> tuple[BlockerId | None, ...]:
        copies = await self._stores.copies.load_all_copies(milestone)
        return tuple({copy.blocker: None for copy in copies if copy.channel == channel})

    async def _carry_over(self, old: ChannelId, new: ChannelId) -> None:
        await self._membership.notes()  # makes the roster follow
        await self._digests.carry_over(old, new)
        for milestone in self._installation.roster.milestones:
            for copy in await self._stores.copies.load_all_copies(milestone.key):
                if copy.channel == old:
                    await self._stores.copies.save_copy(replace(copy, channel=new))
                    await self._stores.copies.forget_copy(copy)
        await self._stores.due.add_missing(MEMBERSHIP_QUEUE, {new: self._notices.now()})

    async def _tell(self, channels: set[ChannelId]) -> bool:
        """Each lead once of all that is new; False where it has to be tried again.

        What a message is about is written into the notes first, so that a second try after a crash
        is the same message, which the outbox does not send again.
        """
        notes = await self._stores.notes.load_notes(channels)
        await self._gather(tuple(notes.values()))
        notes = await self._stores.notes.load_notes(channels)
        batches: dict[str, list[ChannelNote]] = {}
        for note in notes.values():
            if note.batch:
                batches.setdefault(note.batch, []).append(note)
        try:
            for batch, members in batches.items():
                await self._send(batch, members)
        except SlackUnavailableError as error:
            log.warning("leads are told later: %s", error)
            return False
        return True

    async def _gather(self, notes: Sequence[ChannelNote]) -> None:
        news = [note for note in notes if note.is_news and self._notices.leads_of(note.channel)]
        for note in news:
            told = note.standing if note.is_paused else None
            batch = f"{news[0].channel}:{news[0].version}"
            marked = replace(note, told=told, batch=batch, version=note.version + 1)
            await self._stores.notes.save_note(marked, None)

    async def _send(self, batch: str, notes: Sequence[ChannelNote]) -> None:
        """Raises SlackUnavailableError; a lead whom Slack refuses is left out."""
        leads: dict[UserId, list[PauseNotice]] = {}
        for note in notes:
            notice = await self._notices.notice(note)
            for lead in self._notices.leads_of(note.channel):
                leads.setdefault(lead, []).append(notice)
        for lead, notices in leads.items():
            post = Post(
                id=f"membership:{batch}:{lead}",
                kind=PostKind.MEMBERSHIP,
                channel=ChannelId(lead),
                message=self._slack.painter.paint_membership(notices),
            )
            try:
                await self._slack.poster.post_message(post)
            except PostRefusedError as error:
                log.warning("lead %s could not be told: %s", lead, error)
        for note in notes:
            await self._stores.notes.save_note(
                replace(note, batch="", version=note.version + 1), None
            )


def _wait(error: SlackUnavailableError) -> timedelta:
    if error.permanent:
        return EVERY
    return timedelta(seconds=error.retry_after) if error.retry_after else PAUSE

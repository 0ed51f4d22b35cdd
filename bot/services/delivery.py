"""Deliver each channel's digest once for its local date, across replicas and restarts (SPEC §5)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.digest import Digest
from bot.domain.ids import ChannelId, DeliveryId, MessageTs, UserId
from bot.domain.messages import Copy, CopyKind, Message, Post
from bot.domain.milestone import FollowedChannel, Milestone
from bot.ports import (
    ClaimState,
    Clock,
    CopyStore,
    DigestStore,
    Due,
    DueQueue,
    InDoubt,
    MessageGoneError,
    Posted,
    Poster,
    PostRefusedError,
    SlackUnavailableError,
)
from bot.services.calendar import has_delivery, instant, next_delivery
from bot.services.installation import Installation
from bot.services.standup import StandupService, frame

log = logging.getLogger(__name__)

DIGESTS_QUEUE = "digests"
LEASE = timedelta(minutes=2)
LATE_AFTER = timedelta(minutes=5)
PAUSE = timedelta(seconds=30)
"""How long to wait after trouble where Slack does not say."""
KIND = "blockers_digest"


class DigestPainter(Protocol):
    def paint_digest(self, digest: Digest) -> Sequence[Message]:
        """The post itself, then what goes into its thread."""
        ...

    def paint_trouble(self, channel: ChannelId, sentence: str) -> Message:
        """What a lead is told when a digest could not be posted."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStores:
    digests: DigestStore
    due: DueQueue
    copies: CopyStore


class DeliveryService:
    """``holder`` names this replica in claims."""

    def __init__(
        self,
        installation: Installation,
        standup: StandupService,
        stores: DeliveryStores,
        slack: "SlackSide",
        clock: Clock,
        holder: str,
    ) -> None:
        self._installation = installation
        self._standup = standup
        self._stores = stores
        self._poster = slack.poster
        self._painter = slack.painter
        self._clock = clock
        self._holder = holder

    async def plan(self) -> None:
        """Put every channel at its next delivery. Call at the start and after each reload.

        A delivery that is already due stays: it was missed, and ``run_due`` judges it.
        """
        now = self._clock.now()
        wanted = {c.id: c.digest for c in self._installation.roster.channels if c.digest}
        queued = set(await self._stores.due.members(DIGESTS_QUEUE))
        await self._stores.due.remove(DIGESTS_QUEUE, queued - set(wanted))
        for channel, schedule in wanted.items():
            planned = await self._stores.due.next_due(DIGESTS_QUEUE, channel)
            if planned and planned <= now:
                continue
            at = next_delivery(schedule, now)
            if at and at != planned:
                await self._stores.due.add(DIGESTS_QUEUE, channel, at)

    async def run_due(self) -> None:
        now = self._clock.now()
        for due in await self._stores.due.claim(DIGESTS_QUEUE, now, LEASE, limit=20):
            again = await self._deliver(due)
            await self._stores.due.finish(DIGESTS_QUEUE, due, again)

    async def post_by_hand(
        self, milestone: Milestone, channel: ChannelId, name: str, delivery: DeliveryId
    ) -> Posted | InDoubt:
        """Post now, outside the schedule, marked with the ``name`` of who did it.

        Raises PostRefusedError, SlackUnavailableError.
        """
        digest = await self._standup.build(milestone, channel, by_hand=name)
        digest = await self._standup.with_pings(
            digest,
            self._installation.roster.channel(channel),
            self._installation.roster.leads_of(milestone),
        )
        outcome = await self._post(digest, channel, f"digest:hand:{delivery}")
        if isinstance(outcome, Posted):
            await self._put_on_display(digest, channel, outcome.ts)
        return outcome

    async def _deliver(self, due: Due) -> datetime | None:
        """Returns when this channel is due again; None where it has no digest any more."""
        followed = self._installation.roster.channel(ChannelId(due.member))
        milestone = self._installation.roster.milestone(followed.milestone) if followed else None
        if followed is None or followed.digest is None or milestone is None:
            return None
        schedule = followed.digest
        now = self._clock.now()
        day = due.due.astimezone(ZoneInfo(schedule.timezone)).date()
        slot = instant(schedule, day)
        if slot > now or not has_delivery(schedule, day):
            return next_delivery(schedule, now)
        if now - slot > schedule.grace:
            log.warning("digest of %s for %s skipped: %s late", followed.id, day, now - slot)
            return next_delivery(schedule, now)
        try:
            await self._deliver_once(followed, milestone, day, late=now - slot > LATE_AFTER)
        except SlackUnavailableError as error:
            log.warning("digest of %s waits: %s", followed.id, error)
            return now + (timedelta(seconds=error.retry_after) if error.retry_after else PAUSE)
        return next_delivery(schedule, max(now, slot))

    async def _deliver_once(
        self, followed: FollowedChannel, milestone: Milestone, day: date, *, late: bool
    ) -> None:
        claim = await self._stores.digests.claim(
            followed.id, day, holder=self._holder, now=self._clock.now(), lease=LEASE
        )
        if claim.state in {ClaimState.TAKEN, ClaimState.SENT}:
            return
        digest = await self._standup.build(milestone, followed.id)
        digest = self._standup.mark(digest, late=late, day=day)
        if claim.state is ClaimState.DOUBT and await self._was_posted(digest, followed, day):
            return
        if digest.quiet_days and await self._refresh_standing(digest, followed, day):
            return
        await self._post_once(digest, followed, milestone, day)

    async def _was_posted(self, digest: Digest, followed: FollowedChannel, day: date) -> bool:
        """Whether the post of a claim in doubt is in the channel.

        Where that cannot be read the answer is no: the outbox then refuses to repeat a post that
        may have been sent.
        """
        try:
            ts = await self._poster.find_post(followed.id, KIND, _post_id(followed.id, day))
        except PostRefusedError:
            return False
        if ts is None:
            return False
        await self._stores.digests.save_sent(followed.id, day, ts)
        await self._stores.digests.save_record(followed.id, self._standup.record(digest, ts))
        await self._put_on_display(digest, followed.id, ts)
        return True

    async def _refresh_standing(self, digest: Digest, followed: FollowedChannel, day: date) -> bool:
        """Edit the message that stands, since nothing is new; False where that cannot be done."""
        last = await self._stores.digests.load_record(followed.id)
        if last is None:
            return False
        quiet = self._standup.without_pings(digest)
        message, *_ = self._painter.paint_digest(quiet)
        try:
            await self._poster.update_message(followed.id, last.ts, message)
        except (MessageGoneError, PostRefusedError) as error:
            log.info("standing digest of %s cannot be edited: %s", followed.id, error)
            return False
        await self._stores.digests.save_record(followed.id, self._standup.record(quiet, last.ts))
        await self._stores.digests.save_sent(followed.id, day, last.ts)
        await self._put_on_display(quiet, followed.id, last.ts)
        return True

    async def _post_once(
        self, digest: Digest, followed: FollowedChannel, milestone: Milestone, day: date
    ) -> None:
        leads = self._installation.roster.leads_of(milestone)
        digest = await self._standup.with_pings(digest, followed, leads)
        try:
            outcome = await self._post(digest, followed.id, _post_id(followed.id, day))
        except PostRefusedError as error:
            log.warning("digest of %s refused: %s", followed.id, error.code)
            await self._stores.digests.release(followed.id, day, holder=self._holder)
            await self._tell_leads(followed.id, day, leads, f"Slack refused it ({error.code})")
            return
        if isinstance(outcome, InDoubt):
            log.warning("digest of %s in doubt: %s", followed.id, outcome.reason)
            await self._tell_leads(followed.id, day, leads, f"it is in doubt: {outcome.reason}")
            return
        await self._stores.digests.save_sent(followed.id, day, outcome.ts)
        await self._stores.digests.save_record(
            followed.id, self._standup.record(digest, outcome.ts)
        )
        await self._put_on_display(digest, followed.id, outcome.ts)

    async def _post(self, digest: Digest, channel: ChannelId, post_id: str) -> Posted | InDoubt:
        first, *rest = self._painter.paint_digest(digest)
        outcome = await self._poster.post_message(
            Post(id=post_id, kind=KIND, channel=channel, message=first)
        )
        if isinstance(outcome, Posted):
            for number, message in enumerate(rest, start=1):
                await self._poster.post_message(
                    Post(
                        id=f"{post_id}:{number}",
                        kind="blockers_digest_part",
                        channel=channel,
                        message=message,
                        thread_ts=outcome.ts,
                    )
                )
        return outcome

    async def _put_on_display(self, digest: Digest, channel: ChannelId, ts: MessageTs) -> None:
        await self._stores.copies.save_copy(
            Copy(
                kind=CopyKind.DIGEST,
                milestone=digest.board.milestone.key,
                channel=channel,
                ts=ts,
                arguments={"digest": frame(digest)},
            )
        )

    async def _tell_leads(
        self, channel: ChannelId, day: date, leads: Sequence[UserId], sentence: str
    ) -> None:
        """Once for each channel and day, in a direct message to each lead."""
        for lead in leads:
            post = Post(
                id=f"trouble:{channel}:{day}:{lead}",
                kind="blockers_trouble",
                channel=ChannelId(lead),
                message=self._painter.paint_trouble(channel, sentence),
            )
            try:
                await self._poster.post_message(post)
            except (PostRefusedError, SlackUnavailableError) as error:
                log.warning("lead %s could not be told: %s", lead, error)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSide:
    """What delivery needs of Slack: writing and drawing."""

    poster: Poster
    painter: DigestPainter


def _post_id(channel: ChannelId, day: date) -> str:
    return f"digest:{channel}:{day}"

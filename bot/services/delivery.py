"""Deliver each channel's digest once for its local date, across replicas and restarts."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.digest import Digest, DigestFailure
from bot.domain.ids import ChannelId, DeliveryId, MessageTs
from bot.domain.milestone import FollowedChannel, Milestone
from bot.ports import (
    DIGESTS_QUEUE,
    ClaimState,
    Clock,
    CopyStore,
    DigestStore,
    Due,
    DueQueue,
    InDoubt,
    Posted,
    PostRefusedError,
    SlackUnavailableError,
)
from bot.services.calendar import has_delivery, instant, next_delivery
from bot.services.channels import ChannelsService
from bot.services.delivery_days import day_of, log_skipped, missed, overtaken
from bot.services.digest_posts import DigestPosts, SlackSide
from bot.services.installation import Installation
from bot.services.standup import StandupService

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
LATE_AFTER = timedelta(minutes=5)
SLICE = 8
"""Digests a beat of one second: Slack takes several hundred posts a minute and workspace."""
AT_ONCE = 2  # building one takes the processor for milliseconds, which presses wait for
PLANNED_AT_ONCE = 100
PAUSE = timedelta(seconds=30)  # where Slack does not say how long, and for another replica


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStores:
    """``channels`` says when a schedule was changed, here or by another replica."""

    digests: DigestStore
    due: DueQueue
    copies: CopyStore
    channels: ChannelsService


class DeliveryService:
    """``holder`` names this replica in claims.

    The steps are claim, post, display, record, sent: after a crash between any two of them the
    next one to claim finds out how far it came, and goes on from there.
    """

    def __init__(
        self,
        installation: Installation,
        standup: StandupService,
        stores: DeliveryStores,
        slack: SlackSide,
        clock: Clock,
        holder: str,
    ) -> None:
        self._installation = installation
        self._standup = standup
        self._stores = stores
        self._posts = DigestPosts(slack, stores.copies)
        self._membership = slack.membership
        self._clock = clock
        self._holder = holder
        self._planned = 0
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def plan(self) -> None:
        """Put every channel at its next delivery. Call at the start and after each reload.

        A delivery that is already due stays: it was missed, and ``run_due`` judges it.
        """
        await self._membership.notes()  # so that a channel is planned under the id it has now
        now = self._clock.now()
        revision = self._stores.channels.revision
        wanted = {c.id: c.digest for c in self._installation.roster.channels if c.digest}
        queued = await self._stores.due.all_due(DIGESTS_QUEUE)
        await self._stores.due.remove(DIGESTS_QUEUE, set(queued) - set(wanted))
        for number, (channel, schedule) in enumerate(wanted.items(), 1):
            if number % PLANNED_AT_ONCE == 0:
                await asyncio.sleep(0)
            planned = queued.get(channel)
            if planned and planned <= now:
                continue
            at = overtaken(schedule, planned, now) or next_delivery(schedule, now)
            if at and at != planned:
                await self._stores.due.add(DIGESTS_QUEUE, channel, at)
        self._planned = revision

    async def follow_changes(self) -> None:
        """Plan again if anybody has changed a channel's settings since, on whatever replica."""
        await self._stores.channels.refresh()
        if self._stores.channels.revision != self._planned:
            await self.plan()

    async def run_due(self) -> None:
        """One channel's trouble keeps no other channel's digest back; it is raised at the end.

        By the settings as they are now: a digest that was just put off is not posted.
        """
        await self.follow_changes()
        now = self._clock.now()
        dues = await self._stores.due.claim(DIGESTS_QUEUE, now, LEASE, limit=SLICE)
        ends = await asyncio.gather(*map(self._in_turn, dues), return_exceptions=True)
        errors = [end for end in ends if isinstance(end, BaseException)]
        if errors:
            raise BaseExceptionGroup("digests", errors)

    async def _in_turn(self, due: Due) -> None:
        async with self._turns:
            await self._work_off(due)

    async def post_by_hand(
        self, milestone: Milestone, channel: ChannelId, name: str, delivery: DeliveryId
    ) -> Posted | InDoubt:
        """Post now, outside the schedule, marked with the ``name`` of who did it.

        Raises PostRefusedError, SlackUnavailableError.
        """
        post_id = f"digest:hand:{delivery}"
        digest = await self._standup.build(milestone, channel, by_hand=name)
        followed = self._installation.roster.channel(channel)
        digest = await self._standup.with_pings(digest, followed, post_id)
        try:
            outcome = await self._posts.post(digest, channel, post_id)
        except PostRefusedError as error:
            await self._membership.note_refusal(channel, error.code)
            raise
        if isinstance(outcome, Posted):
            await self._posts.put_on_display(digest, channel, outcome.ts)
            try:
                await self._posts.post_thread(digest, channel, post_id, outcome.ts)
            except SlackUnavailableError as error:
                log.warning("the thread of %s is cut: %s", post_id, error)
        return outcome

    async def resume(self, channel: ChannelId) -> None:
        """It takes posts again: a delivery missed within the grace comes, late, if none did."""
        followed = self._installation.roster.channel(channel)
        if followed is None or followed.digest is None:
            return
        slot = missed(followed.digest, self._clock.now())
        if slot:
            await self._stores.due.add(DIGESTS_QUEUE, channel, slot)

    async def carry_over(self, old: ChannelId, new: ChannelId) -> None:
        """A channel's id has changed: its plan and what was last posted go on under the new one."""
        record = await self._stores.digests.load_record(old)
        if record and await self._stores.digests.load_record(new) is None:
            await self._stores.digests.save_record(new, record)
        planned = await self._stores.due.next_due(DIGESTS_QUEUE, old)
        known = await self._stores.due.next_due(DIGESTS_QUEUE, new)
        if planned and (known is None or planned < known):
            await self._stores.due.add(DIGESTS_QUEUE, new, planned)
        await self._stores.due.remove(DIGESTS_QUEUE, [old])

    async def _work_off(self, due: Due) -> None:
        again = await self._deliver(due)
        await self._stores.due.finish(DIGESTS_QUEUE, due, again)

    async def _deliver(self, due: Due) -> datetime | None:
        """Returns when this channel is due again; None where it has no digest any more."""
        channel = ChannelId(due.member)
        followed = await self._followed(channel)
        milestone = self._installation.roster.milestone(followed.milestone) if followed else None
        if followed is None or followed.digest is None or milestone is None:
            return None
        schedule, now = followed.digest, self._clock.now()
        day = day_of(schedule, due.due, now)
        slot = instant(schedule, day)
        if slot <= now and has_delivery(schedule, day):
            pause = await self._membership.pause_of(channel)
            if pause:
                log.info("digest of %s for %s is paused: %s", channel, day, pause.standing)
            elif now - slot > schedule.grace:
                log_skipped(followed.id, schedule, slot, now)
                await self._note_failure(followed.id, day, "it was skipped, too late")
            elif not await self._try_once(followed, milestone, day):
                return self._clock.now() + PAUSE
        return next_delivery(schedule, max(min(slot, now), now - schedule.grace))

    async def _followed(self, channel: ChannelId) -> FollowedChannel | None:
        """Looks once more where it is not known: another replica may have heard of its new id."""
        if self._installation.roster.channel(channel) is None:
            await self._membership.notes()
        return self._installation.roster.channel(channel)

    async def _try_once(self, followed: FollowedChannel, milestone: Milestone, day: date) -> bool:
        """False where this date's delivery is to be looked at again."""
        try:
            return await self._deliver_once(followed, milestone, day)
        except SlackUnavailableError as error:
            log.warning("digest of %s waits: %s", followed.id, error)
            return False

    async def _deliver_once(
        self, followed: FollowedChannel, milestone: Milestone, day: date
    ) -> bool:
        """False while another replica has it."""
        claim = await self._stores.digests.claim(
            followed.id, day, holder=self._holder, now=self._clock.now(), lease=LEASE
        )
        if claim.state is ClaimState.TAKEN:
            return False
        if claim.state is ClaimState.SENT or await self._was_recorded(followed.id, day):
            return True
        digest = await self._standup.build(milestone, followed.id)
        digest = self._standup.mark(digest, late=self._is_late(followed, day), day=day)
        if claim.state is ClaimState.DOUBT and await self._was_posted(digest, followed, day):
            return True
        if not (digest.quiet_days and await self._refresh_standing(digest, followed, day)):
            await self._post_once(digest, followed, milestone, day)
        return True

    def _is_late(self, followed: FollowedChannel, day: date) -> bool:
        if followed.digest is None:
            return False
        return self._clock.now() - instant(followed.digest, day) > LATE_AFTER

    async def _was_recorded(self, channel: ChannelId, day: date) -> bool:
        """Whether only the last step is missing."""
        record = await self._stores.digests.load_record(channel)
        if record is None or record.day != day:
            return False
        await self._stores.digests.save_sent(channel, day, record.ts)
        return True

    async def _was_posted(self, digest: Digest, followed: FollowedChannel, day: date) -> bool:
        """Whether the post of a claim in doubt is in the channel; then what follows it is done.

        Where that cannot be read the answer is no: the outbox then refuses to repeat a post that
        may have been sent.
        """
        ts = await self._posts.find(followed.id, _post_id(followed.id, day))
        if ts is None:
            return False
        await self._complete(self._standup.as_posted(digest, ts), followed.id, day, ts)
        return True

    async def _refresh_standing(self, digest: Digest, followed: FollowedChannel, day: date) -> bool:
        """Edit the message that stands, since nothing is new; False where that cannot be done."""
        last = await self._stores.digests.load_record(followed.id)
        quiet = self._standup.without_pings(digest)
        if last is None or not await self._posts.edit(quiet, followed.id, last.ts):
            return False
        await self._keep(quiet, followed.id, day, last.ts)
        return True

    async def _post_once(
        self, digest: Digest, followed: FollowedChannel, milestone: Milestone, day: date
    ) -> None:
        leads = self._installation.roster.leads_of(milestone)
        post_id = _post_id(followed.id, day)
        digest = await self._standup.with_pings(digest, followed, post_id)
        try:
            outcome = await self._posts.post(digest, followed.id, post_id)
        except PostRefusedError as error:
            log.warning("digest of %s refused: %s", followed.id, error.code)
            await self._stores.digests.release(followed.id, day, holder=self._holder)
            if await self._membership.note_refusal(followed.id, error.code):
                return  # paused, of which the leads are told once
            reason = f"Slack refused it ({error.code})"
            await self._note_failure(followed.id, day, reason)
            await self._posts.tell_leads(followed.id, day, leads, reason)
            return
        if isinstance(outcome, InDoubt):
            log.warning("digest of %s in doubt: %s", followed.id, outcome.reason)
            reason = f"it is in doubt: {outcome.reason}"
            await self._note_failure(followed.id, day, reason)
            await self._posts.tell_leads(followed.id, day, leads, reason)
            return
        await self._complete(digest, followed.id, day, outcome.ts)

    async def _note_failure(self, channel: ChannelId, day: date, reason: str) -> None:
        """For the doctor and the Homes of leads, until a later date comes out."""
        failure = DigestFailure(day=day, at=self._clock.now(), reason=reason)
        await self._stores.digests.save_failure(channel, failure)

    async def _complete(self, digest: Digest, channel: ChannelId, day: date, ts: MessageTs) -> None:
        await self._posts.post_thread(digest, channel, _post_id(channel, day), ts)
        await self._keep(digest, channel, day, ts)

    async def _keep(self, digest: Digest, channel: ChannelId, day: date, ts: MessageTs) -> None:
        await self._posts.put_on_display(digest, channel, ts)
        await self._stores.digests.save_record(channel, self._standup.record(digest, ts))
        await self._stores.digests.save_sent(channel, day, ts)


def _post_id(channel: ChannelId, day: date) -> str:
    return f"digest:{channel}:{day}"

"""The board of a milestone: built from what the stores hold, whatever the sources do."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.blocker import Blocker, Story, by_urgency
from bot.domain.board import BlockerView, Board, ItemView, ProbeView, Sources
from bot.domain.checklist import Checklist, Item
from bot.domain.goals import target_of
from bot.domain.health import ProbeId, ProbeState, Verdict, shown_verdict
from bot.domain.ids import BlockerId, ChannelId
from bot.domain.import_scorecard import merge_stated
from bot.domain.known import Known
from bot.domain.local import LocalBlocker, OriginKind
from bot.domain.milestone import Milestone
from bot.domain.past import Standing
from bot.domain.people import Person
from bot.domain.probe_past import build_past
from bot.domain.risk import judge_risk
from bot.domain.risk_facts import build_risk_facts, tied_of
from bot.domain.scorecard import is_tied, judge_scorecard
from bot.domain.telling import told_story
from bot.ports import ChecklistStore, Clock, ProbeStore
from bot.services.calendar import is_working_day, next_delivery
from bot.services.installation import Installation
from bot.services.known import KnownBlockers
from bot.services.people import PeopleService
from bot.services.replies import Replies
from bot.services.stories import Stories

SHOWN_CLEARED = timedelta(days=7)
OFF_DAYS = 60
"""Of what has not moved for longer the number hardly matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardStores:
    checklists: ChecklistStore
    known: KnownBlockers
    probes: ProbeStore
    replies: Replies


class BlockersService:
    def __init__(
        self,
        installation: Installation,
        stores: BoardStores,
        people: PeopleService,
        stories: Stories,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._stores = stores
        self._people = people
        self._stories = stories
        self._clock = clock

    async def board(
        self, milestone: Milestone, channel: ChannelId | None = None, *, with_past: bool = False
    ) -> Board:
        """The milestone as it stands. ``channel`` decides the time zone and the next digest.

        ``with_past`` reads the history of every probe too, which few answers show.
        """
        now = self._clock.now()
        known = await self._stores.known.load(milestone)
        stated = known.locals.scorecard.components
        milestone = replace(milestone, scorecard=merge_stated(milestone, stated))
        checklists = await self._stores.checklists.load_many(
            milestone.key, [blocker.id for blocker in known.blockers]
        )
        probes = await self._probes(now)
        if with_past:
            probes = await self._with_past(probes, now)
        off = self._off(channel, now)
        around = _Around(known=known, people=known.people, probes=probes, off=off)
        views = [
            await self._view(milestone, blocker, checklists[blocker.id], around)
            for blocker in sorted(known.blockers, key=by_urgency)
        ]
        board = self._assemble(
            await self._shown(milestone, known),
            views,
            probes,
            Sources(
                tracker=known.tracker,
                tracker_at=known.read_at,
                probes_at=max((p.latest.at for p in probes if p.latest), default=None),
                trouble=known.trouble,
                next_digest=self._next_digest(channel, now),
                goals=known.goals,
            ),
            now,
            self._timezone(channel),
        )
        return await self._stores.replies.on(board)

    async def board_then(
        self, milestone: Milestone, standing: Standing, channel: ChannelId | None = None
    ) -> Board:
        """As the milestone stood, without what no log holds: health and the scorecard."""
        known = await self._stores.known.then(standing)
        around = _Around(known=known, people=known.people, probes=())
        views = [
            await self._view(milestone, blocker, standing.checklist(blocker.id), around)
            for blocker in sorted(known.blockers, key=by_urgency)
        ]
        return self._assemble(
            replace(milestone, scorecard=()),
            views,
            (),
            Sources(tracker="", tracker_at=None),
            standing.at,
            self._timezone(channel),
        )

    async def load_blocker(
        self, milestone: Milestone, blocker: BlockerId
    ) -> tuple[Blocker, Checklist, tuple[Person, ...]] | None:
        """One blocker with its checklist, and everybody the milestone's issues are assigned to."""
        known = await self._stores.known.load(milestone)
        found = known.blocker(blocker)
        if found is None:
            return None
        checklists = await self._stores.checklists.load_many(milestone.key, [blocker])
        return found, checklists[blocker], known.people

    async def load_known(self, milestone: Milestone) -> Known:
        """Every blocker as it is stored, without its checklist."""
        return await self._stores.known.load(milestone)

    def story(self, known: Known, blocker: Blocker) -> Story:
        """What is said of it: here where it lives here or was told otherwise, else in Linear."""
        local = known.locals.blocker(blocker.id)
        if local:
            return local.story
        return told_story(self._stories.story(blocker), known.locals.telling(blocker.id))

    def timezone_of(self, channel: ChannelId | None) -> ZoneInfo:
        return ZoneInfo(self._timezone(channel))

    def _timezone(self, channel: ChannelId | None) -> str:
        followed = self._installation.roster.channel(channel) if channel else None
        if followed and followed.digest:
            return followed.digest.timezone
        return self._installation.roster.timezone

    def _next_digest(self, channel: ChannelId | None, now: datetime) -> datetime | None:
        """By the calendar, not the queue: while one is delivered, the next is the one after it."""
        followed = self._installation.roster.channel(channel) if channel else None
        return next_delivery(followed.digest, now) if followed and followed.digest else None

    def _off(self, channel: ChannelId | None, now: datetime) -> frozenset[date] | None:
        """Recent days on which nobody works there: weekends, holidays, off-dates."""
        followed = self._installation.roster.channel(channel) if channel else None
        if followed is None or followed.digest is None:
            return None
        schedule, today = followed.digest, now.astimezone(self.timezone_of(channel)).date()
        days = (today - timedelta(days=ago) for ago in range(OFF_DAYS))
        return frozenset(day for day in days if not is_working_day(schedule, day))

    async def _probes(self, now: datetime) -> tuple[ProbeView, ...]:
        """Each probe with the verdict to show: `unknown` once it has been silent for too long."""
        plans = self._installation.roster.probes
        states = await self._stores.probes.load_states([plan.id for plan in plans])
        shown = []
        for plan in plans:
            state = states.get(plan.id)
            if state:
                verdict = shown_verdict(state, plan, now)
                since = state.since if verdict is state.verdict else state.heard
                state = replace(state, verdict=verdict, since=since)
            shown.append(
                ProbeView(
                    id=plan.id, name=plan.target, state=state, latest=state.last if state else None
                )
            )
        return tuple(shown)

    async def _with_past(
        self, probes: tuple[ProbeView, ...], now: datetime
    ) -> tuple[ProbeView, ...]:
        load = self._stores.probes.load_history
        pasts = [build_past(await load(ProbeId(probe.id), now), now) for probe in probes]
        return tuple(replace(probe, past=past) for probe, past in zip(probes, pasts, strict=True))

    async def _view(
        self, milestone: Milestone, blocker: Blocker, checklist: Checklist, around: "_Around"
    ) -> BlockerView:
        items = [await self._item(item, around) for item in checklist.live]
        local = around.known.locals.blocker(blocker.id)
        if blocker.assignee:
            blocker = replace(blocker, assignee=await self._people.shown_account(blocker.assignee))
        tied = {
            probe
            for component in milestone.scorecard
            if is_tied(component, blocker)
            for probe in component.probes
        }
        tied |= {item.evidence.probe for item in checklist.live if item.evidence}
        return BlockerView(
            blocker=blocker,
            story=self.story(around.known, blocker),
            checklist=checklist,
            items=tuple(items),
            probes=tuple(probe for probe in around.probes if probe.id in tied),
            frees=tuple(link.key for link in blocker.blocks),
            local=local,
            source=await self._source(local),
            off=around.off,
        )

    async def _source(self, local: LocalBlocker | None) -> str:
        """Who wrote the message it was made of, else who brought it here."""
        if local is None:
            return ""
        origin = local.origin
        who = origin.author if origin.kind is OriginKind.MESSAGE else origin.by
        return await self._people.name(who) if who else ""

    async def _item(self, item: Item, around: "_Around") -> ItemView:
        owner, probe = item.owner, item.evidence.probe if item.evidence else None
        return ItemView(
            item=item,
            owner=await self._people.shown_owner(owner, around.people) if owner else None,
            touched_by=await self._people.name(item.touched.by) if item.touched else "",
            probe=next((each for each in around.probes if each.id == probe), None),
        )

    async def _shown(self, milestone: Milestone, known: Known) -> Milestone:
        """Whoever stated a component by their name, since the file holds the account's id.

        With the date of the tracker's project or release where it has none of its own.
        """
        scorecard = [
            replace(part, stated_by=await self._people.name(part.stated_by))
            if part.stated_by
            else part
            for part in milestone.scorecard
        ]
        target = target_of(milestone.target, known.goals)
        return replace(milestone, scorecard=tuple(scorecard), target=target)

    def _assemble(
        self,
        milestone: Milestone,
        views: list[BlockerView],
        probes: tuple[ProbeView, ...],
        sources: Sources,
        now: datetime,
        timezone: str,
    ) -> Board:
        today = now.astimezone(ZoneInfo(timezone)).date()
        open_views = [view for view in views if view.blocker.is_open]
        blocking = tuple(view for view in open_views if not view.blocker.watched)
        verdicts: dict[str, Verdict] = {probe.id: probe.verdict for probe in probes}
        states: dict[str, ProbeState] = {probe.id: probe.state for probe in probes if probe.state}
        return Board(
            milestone=milestone,
            now=now,
            timezone=timezone,
            blockers=blocking,
            watched=tuple(view for view in open_views if view.blocker.watched),
            cleared=tuple(view for view in views if _is_just_cleared(view.blocker, now)),
            probes=probes,
            scorecard=judge_scorecard(
                milestone.scorecard,
                {v.blocker.key: tied_of(v, today, ZoneInfo(timezone)) for v in views},
                states,
                today,
            ),
            risk=judge_risk(
                build_risk_facts(views, verdicts, milestone.target, now, ZoneInfo(timezone)),
                milestone.risk,
            ),
            sources=sources,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What every row of a board is seen against."""

    known: Known
    people: tuple[Person, ...]
    probes: tuple[ProbeView, ...]
    off: frozenset[date] | None = None


def _is_just_cleared(blocker: Blocker, now: datetime) -> bool:
    closed = blocker.completed_at or blocker.updated_at
    return not blocker.is_open and closed is not None and now - closed <= SHOWN_CLEARED

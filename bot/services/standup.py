"""Build a channel's digest: what changed, who is needed, and the board as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from pydantic import TypeAdapter

from bot.domain.board import Board
from bot.domain.changes import build_changes, build_facts
from bot.domain.checklist import AuditEntry
from bot.domain.digest import Digest, DigestRecord, Need
from bot.domain.ids import BlockerId, ChannelId, MessageTs, UserId
from bot.domain.milestone import FollowedChannel, MentionPolicy, Milestone
from bot.domain.needs import build_needs, need_ids
from bot.domain.nudges import Nudge
from bot.domain.preferences import Reach
from bot.ports import ChecklistStore, Clock, DigestStore
from bot.services.blockers import BlockersService
from bot.services.installation import Installation
from bot.services.people import PeopleService
from bot.services.pings import Call, Pings

_ITEM_DUE = "item-due-"
LOG_LIMIT = 2_000
"""Audit entries looked at for one digest; as many as a busy week has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """All of a posted digest but its board."""

    day: date
    since: datetime | None
    changes: tuple[str, ...]
    needs: tuple[Need, ...]
    by_hand: str | None
    late: bool
    quiet_days: int


_FRAME = TypeAdapter(_Frame)


def frame(digest: Digest) -> str:
    """What a posted digest said that day, kept so that an edit changes its state lines only."""
    values = {field.name: getattr(digest, field.name) for field in fields(_Frame)}
    return _FRAME.dump_json(_Frame(**values)).decode()


def framed_day(text: str) -> date:
    """The local date of a kept digest. Raises ValueError where it is not one of ours."""
    return _FRAME.validate_json(text).day


def reframe(text: str, board: Board) -> Digest:
    """The digest of that day with the board of now."""
    kept = _FRAME.validate_json(text)
    values = {field.name: getattr(kept, field.name) for field in fields(_Frame)}
    return Digest(board=board, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandupStores:
    checklists: ChecklistStore
    digests: DigestStore


class StandupService:
    def __init__(
        self,
        installation: Installation,
        blockers: BlockersService,
        people: PeopleService,
        stores: StandupStores,
        pings: Pings,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._blockers = blockers
        self._people = people
        self._stores = stores
        self._pings = pings
        self._clock = clock

    async def build(
        self, milestone: Milestone, channel: ChannelId, *, by_hand: str | None = None
    ) -> Digest:
        """The digest that would be posted now, its mentions not yet claimed."""
        board = await self._blockers.board(milestone, channel)
        last = _comparable(await self._stores.digests.load_record(channel), milestone)
        log = await self._log_since(milestone, last)
        names = {entry.by: await self._people.name(entry.by) for entry in log}
        leads = self._installation.roster.leads_of(milestone)
        needs = await self._with_absences(build_needs(board, leads), self._today(channel))
        changes = build_changes(last.facts, build_facts(board), log, names) if last else ()
        news = last is None or bool(changes) or _has_new_reason(needs, last)
        news = news or board.sources.trouble is not None  # nobody knows that nothing changed
        return Digest(
            board=board,
            day=self._today(channel),
            since=last.at if last else None,
            changes=changes,
            needs=needs,
            by_hand=by_hand,
            quiet_days=0 if news or last is None else last.quiet_days + 1,
        )

    async def with_pings(
        self, digest: Digest, followed: FollowedChannel | None, post_id: str
    ) -> Digest:
        """Only those mentions left that may ping: by policy, and once a day each (SPEC §5)."""
        policy = _policy(followed)
        leads = self._installation.roster.leads_of(digest.board.milestone)
        channel = followed.id if followed else None
        needs: list[Need] = []
        for need in digest.needs:
            user = _whom(need, policy, leads)
            live = await self._called(user, need, digest, channel, post_id) if user else None
            for_whom = f", for {need.person}" if live and live != user and need.person else ""
            needs.append(replace(need, mention=live, sentence=f"{need.sentence}{for_whom}"))
        return replace(digest, needs=tuple(needs))

    async def _called(
        self,
        user: UserId,
        need: Need,
        digest: Digest,
        channel: ChannelId | None,
        post_id: str,
    ) -> UserId | None:
        """Whom the post may mention live: the user, who stands in for them, or nobody."""
        wanted = await self._pings.stand_in(user)
        view = digest.board.find(need.blocker)
        nudge = Nudge(
            id=f"need:{digest.board.milestone.key}:{need.blocker}:{need.reason}:{digest.day}",
            at=self._clock.now(),
            milestone=digest.board.milestone.key,
            blocker=view.blocker.id if view else BlockerId(""),
            key=need.blocker,
            title=need.title,
            sentence=need.sentence,
            channel=channel,
        )
        call = Call(occasion=post_id, overdue=_is_overdue(need, digest.day), nudge=nudge)
        return wanted if await self._pings.reach(wanted, call) is Reach.LIVE else None

    def without_pings(self, digest: Digest) -> Digest:
        """As it is shown where nobody may be pinged: in a preview or an edit."""
        needs = tuple(replace(need, mention=None) for need in digest.needs)
        return replace(digest, needs=needs)

    def record(self, digest: Digest, ts: MessageTs) -> DigestRecord:
        """What the next digest is compared with."""
        return DigestRecord(
            day=digest.day,
            at=digest.board.now,
            ts=ts,
            facts=build_facts(digest.board),
            reasons=need_ids(digest.needs),
            quiet_days=digest.quiet_days,
        )

    def mark(self, digest: Digest, *, late: bool, day: date) -> Digest:
        return replace(digest, late=late, day=day)

    async def _log_since(
        self, milestone: Milestone, last: DigestRecord | None
    ) -> Sequence[AuditEntry]:
        if last is None:
            return ()
        return await self._stores.checklists.load_audit(
            milestone.key, since=last.at, limit=LOG_LIMIT
        )

    async def _with_absences(self, needs: Sequence[Need], today: date) -> tuple[Need, ...]:
        """Who is away that day is said to be, beside the name."""
        away = {user for user in {need.mention for need in needs} if user}
        away = {user for user in away if await self._pings.is_away(user, today)}
        return tuple(
            replace(need, person=f"{need.person} (away)")
            if need.person and need.mention in away
            else need
            for need in needs
        )

    def _today(self, channel: ChannelId) -> date:
        now: datetime = self._clock.now()
        return now.astimezone(self._blockers.timezone_of(channel)).date()


def _comparable(last: DigestRecord | None, milestone: Milestone) -> DigestRecord | None:
    """None where the last digest was about another milestone, or knew nothing of this one."""
    if last is None or not last.facts.known:
        return None
    return last if last.facts.milestone in {None, milestone.key} else None


def _policy(followed: FollowedChannel | None) -> MentionPolicy:
    if followed is None or followed.digest is None:
        return MentionPolicy.OWNERS
    return MentionPolicy.NONE if followed.digest.quiet else followed.digest.mention


def _has_new_reason(needs: Sequence[Need], last: DigestRecord) -> bool:
    return not set(need_ids(needs)) <= set(last.reasons)


def _whom(need: Need, policy: MentionPolicy, leads: tuple[UserId, ...]) -> UserId | None:
    if policy is MentionPolicy.NONE:
        return None
    if policy is MentionPolicy.LEADS:
        return leads[0] if leads else None
    return need.mention


def _is_overdue(need: Need, day: date) -> bool:
    """Whether the blocker's date has passed, or that of its items in this row."""
    if "overdue" in need.reason.split("+"):
        return True
    is_of_items = need.reason.startswith(_ITEM_DUE)
    return is_of_items and need.reason.removeprefix(_ITEM_DUE) < day.isoformat()

"""Build a channel's digest: what changed, who is needed, and the board as it stands."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime

from pydantic import TypeAdapter

from bot.domain.board import Board
from bot.domain.changes import build_changes, build_facts
from bot.domain.checklist import AuditEntry
from bot.domain.digest import Digest, DigestRecord, Need
from bot.domain.ids import BlockerKey, ChannelId, MessageTs
from bot.domain.milestone import FollowedChannel, Milestone
from bot.domain.needs import build_needs, need_ids
from bot.domain.news import Change, ChangeKind
from bot.domain.unanswered import Asked, asked_now, put_off_now
from bot.ports import ChecklistStore, Clock, DigestStore, StoreUnavailableError
from bot.services.blockers import BlockersService
from bot.services.digest_people import DigestPeople
from bot.services.installation import Installation
from bot.services.people import PeopleService
from bot.services.pings import Pings

log = logging.getLogger(__name__)

UNREAD_LOG = "the log cannot be read, so ticks and notes are missing here"
LOG_LIMIT = 2_000
"""Audit entries looked at for one digest; as many as a busy week has."""
CUT_LOG = f"only the latest {LOG_LIMIT:,} lines of the log were looked at, older ones are not told"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """All of a posted digest but its board."""

    day: date
    since: datetime | None
    changes: tuple[Change | str, ...]
    """Words alone where an older version kept them."""
    needs: tuple[Need, ...]
    by_hand: str | None
    late: bool
    quiet_days: int
    were_open: int | None = None
    pressing: tuple[BlockerKey, ...] = ()


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
    values["changes"] = tuple(
        Change(kind=ChangeKind.OTHER, words=one) if isinstance(one, str) else one
        for one in kept.changes
    )
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
        self._callings = DigestPeople(installation, people, pings, clock)
        self._clock = clock

    async def build(
        self, milestone: Milestone, channel: ChannelId, *, by_hand: str | None = None
    ) -> Digest:
        """The digest that would be posted now, its mentions not yet claimed."""
        board = await self._blockers.board(milestone, channel)
        last = _comparable(await self._last(channel), milestone)
        entries, gap = await self._log_since(milestone, last)
        names = await self._people.names(entry.by for entry in entries)
        leads = await self._callings.leads(milestone)
        needs = await self._callings.introduce(
            build_needs(board, leads), board, self._today(channel), Asked.before(last, entries)
        )
        changes = build_changes(last.facts, build_facts(board), entries, names) if last else ()
        changes += gap
        pressing = _newly_pressing(needs, last)
        news = last is None or bool(changes or pressing)
        news = news or board.sources.trouble is not None  # nobody knows that nothing changed
        return Digest(
            board=board,
            day=self._today(channel),
            since=last.at if last else None,
            changes=changes,
            needs=needs,
            by_hand=by_hand,
            quiet_days=0 if news or last is None else last.quiet_days + 1,
            were_open=last.facts.open_count if last else None,
            pressing=pressing,
        )

    async def with_pings(
        self, digest: Digest, followed: FollowedChannel | None, post_id: str
    ) -> Digest:
        """Only those mentions left that may ping: by policy, and once a day each."""
        return await self._callings.with_pings(digest, followed, post_id)

    async def preview(self, milestone: Milestone, channel: ChannelId) -> Digest:
        """Exactly what would be posted now, nobody pinged and nothing claimed for it."""
        digest = await self.build(milestone, channel)
        if digest.quiet_days:
            return self.without_pings(digest)
        return await self._callings.foresee(digest, self._installation.roster.channel(channel))

    def without_pings(self, digest: Digest) -> Digest:
        """As it is shown where nobody may be pinged: in an edit."""
        return self._callings.without_pings(digest)

    def as_posted(self, digest: Digest, ts: MessageTs) -> Digest:
        """Built anew for one that is out: the log since then is told by the next one."""
        now = min(digest.board.now, datetime.fromtimestamp(float(ts), UTC))
        return self.without_pings(replace(digest, board=replace(digest.board, now=now)))

    def record(self, digest: Digest, ts: MessageTs) -> DigestRecord:
        """What the next digest is compared with."""
        return DigestRecord(
            day=digest.day,
            at=digest.board.now,
            ts=ts,
            facts=build_facts(digest.board),
            reasons=need_ids(digest.needs),
            quiet_days=digest.quiet_days,
            asked=asked_now(digest),
            put_off=put_off_now(digest),
        )

    def mark(self, digest: Digest, *, late: bool, day: date) -> Digest:
        return replace(digest, late=late, day=day)

    async def _last(self, channel: ChannelId) -> DigestRecord | None:
        """One that cannot be read is worth a first digest, not none at all."""
        try:
            return await self._stores.digests.load_record(channel)
        except StoreUnavailableError as error:
            if not error.permanent:
                raise
            log.warning("what the last digest of %s knew cannot be read: %s", channel, error)
            return None

    async def _log_since(
        self, milestone: Milestone, last: DigestRecord | None
    ) -> tuple[Sequence[AuditEntry], tuple[Change, ...]]:
        """The log, and what is said of it where it cannot be read."""
        if last is None:
            return (), ()
        try:
            entries = await self._stores.checklists.load_audit(
                milestone.key, since=last.at, limit=LOG_LIMIT
            )
        except StoreUnavailableError as error:
            if not error.permanent:
                raise
            log.warning("the log of %s cannot be read: %s", milestone.key, error)
            return (), (Change(kind=ChangeKind.OTHER, words=UNREAD_LOG),)
        cut = (Change(kind=ChangeKind.OTHER, words=CUT_LOG),) if len(entries) == LOG_LIMIT else ()
        return entries, cut

    def _today(self, channel: ChannelId) -> date:
        now: datetime = self._clock.now()
        return now.astimezone(self._blockers.timezone_of(channel)).date()


def _comparable(last: DigestRecord | None, milestone: Milestone) -> DigestRecord | None:
    """None where the last digest was about another milestone, or knew nothing of this one."""
    if last is None or not last.facts.known:
        return None
    return last if last.facts.milestone in {None, milestone.key} else None


def _newly_pressing(needs: Sequence[Need], last: DigestRecord | None) -> tuple[BlockerKey, ...]:
    """Each once, in the order of their rows."""
    known = set(last.reasons) if last else set()
    found = (need.blocker for need in needs if last and not set(need_ids([need])) <= known)
    return tuple(dict.fromkeys(found))

"""Whom a digest calls, in whose place, and what it says of those who are away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from bot.domain.board import Board
from bot.domain.checklist import AuditEntry
from bot.domain.digest import OF_AN_ITEM, Digest, DigestRecord, Need, Why
from bot.domain.ids import BlockerId, ChannelId, UserId
from bot.domain.milestone import FollowedChannel, MentionPolicy, Milestone
from bot.domain.needs import answers_of, full_answer, is_taken_on
from bot.domain.nudges import Nudge
from bot.domain.preferences import Reach
from bot.domain.replies import ReplyKind, ReplyView
from bot.ports import Clock
from bot.services.installation import Installation
from bot.services.people import PeopleService
from bot.services.pings import Call, Pings

ASKED_OFTEN = 3
"""Times somebody is asked without an answer before a lead is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What every call of one digest is made in."""

    digest: Digest
    channel: ChannelId | None
    policy: MentionPolicy
    leads: tuple[UserId, ...]
    occasion: str
    """The id of the post; "" where nothing is posted, only shown."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """``user`` is None where nobody is called; ``explained``: the row itself says why they are."""

    need: Need
    user: UserId | None
    explained: bool = False


class DigestPeople:
    """Every method may raise StoreUnavailableError."""

    def __init__(
        self, installation: Installation, people: PeopleService, pings: Pings, clock: Clock
    ) -> None:
        self._installation = installation
        self._people = people
        self._pings = pings
        self._clock = clock

    async def leads(self, milestone: Milestone) -> tuple[UserId, ...]:
        """Those who are there, or covered, before those who are not."""
        leads = self._installation.roster.leads_of(milestone)
        there = [lead for lead in leads if await self._pings.is_covered(lead)]
        return (*there, *(lead for lead in leads if lead not in there))

    async def introduce(
        self, needs: Sequence[Need], board: Board, day: date, asked: "Asked"
    ) -> tuple[Need, ...]:
        """Beside the name: who is away and who covers, who has no account, asked how often."""
        return tuple([await self._introduced(need, board, day, asked) for need in needs])

    async def with_pings(
        self, digest: Digest, followed: FollowedChannel | None, post_id: str
    ) -> Digest:
        """Only those mentions left that may ping: by policy, and once a day each."""
        return await self._called(digest, followed, post_id)

    async def foresee(self, digest: Digest, followed: FollowedChannel | None) -> Digest:
        """The same as it would be, with nobody pinged and nothing claimed."""
        return await self._called(digest, followed, "")

    def without_pings(self, digest: Digest) -> Digest:
        """As it is shown where nobody may be pinged: in an edit."""
        needs = tuple(replace(need, mention=None) for need in digest.needs)
        return replace(digest, needs=needs)

    async def _called(
        self, digest: Digest, followed: FollowedChannel | None, occasion: str
    ) -> Digest:
        around = _Around(
            digest=digest,
            channel=followed.id if followed else None,
            policy=_policy(followed),
            leads=await self.leads(digest.board.milestone),
            occasion=occasion,
        )
        needs = tuple([await self._call(need, around) for need in digest.needs])
        return replace(digest, needs=needs)

    async def _call(self, need: Need, around: _Around) -> Need:
        turn = await self._turn(need, around)
        need, user = turn.need, turn.user
        if user is None:
            return replace(need, mention=None)
        wanted = await self._pings.stand_in(user)
        reach = await self._reach(wanted, need, around)
        live = wanted if reach is Reach.LIVE else None
        in_place = live != need.asked_of or _is_in_place(need, around.digest.board)
        explained = turn.explained or need.is_for(Why.OWNER_GONE)
        says_for = live and in_place and need.person and not explained
        return replace(
            need,
            mention=live,
            called=await self._people.name(live) if live else "",
            sentence=f"{need.sentence}, for {need.person}" if says_for else need.sentence,
            asked=need.asked + (reach in {Reach.LIVE, Reach.LATER} and not turn.explained),
        )

    async def _turn(self, need: Need, around: _Around) -> "_Turn":
        """Who is to be called, in view of what was answered so far."""
        board, user = around.digest.board, _whom(need, around.policy, around.leads)
        answer = full_answer(board, need)
        stands_in = await self._pings.stand_in(user) if user else None
        theirs = {need.asked_of, user, stands_in, *_leads_on_it(answer, need, around)}
        if answer and answer.reply.by in theirs and is_taken_on(board, need, answer):
            return _Turn(need, None)
        if answer and answer.reply.by == need.asked_of and answer.reply.kind is ReplyKind.NOT_MINE:
            return _Turn(need, user and _other_lead(around, need.asked_of), explained=True)
        if need.asked < ASKED_OFTEN or need.asked_of is None or need.person is None:
            return _Turn(need, user)
        asked = need.person
        if _is_in_place(need, board):
            asked = await self._people.name(need.asked_of)
        answered = any(shown.reply.by == need.asked_of for shown in answers_of(board, need))
        times = f"{need.asked} more times" if answered else f"{need.asked} times"
        said = f"{need.sentence}; {asked} was asked {times} without an answer"
        lead = user and _other_lead(around, need.asked_of)
        return _Turn(replace(need, sentence=said), lead, explained=True)

    async def _reach(self, user: UserId, need: Need, around: _Around) -> Reach:
        digest = around.digest
        view = digest.board.find(need.blocker)
        nudge = Nudge(
            id=f"need:{digest.board.milestone.key}:{need.blocker}:{need.sign}:{digest.day}",
            at=self._clock.now(),
            milestone=digest.board.milestone.key,
            blocker=view.blocker.id if view else BlockerId(""),
            key=need.blocker,
            title=need.title,
            sentence=need.sentence,
            channel=around.channel,
        )
        is_overdue = _is_overdue(need, digest.day)
        call = Call(occasion=around.occasion, overdue=is_overdue, nudge=nudge)
        if not around.occasion:
            return await self._pings.foresee(user, call)
        return await self._pings.reach(user, call)

    async def _introduced(self, need: Need, board: Board, day: date, asked: "Asked") -> Need:
        user, person = need.mention, need.person
        if person and user is None and _is_unmatched(need, board):
            return replace(need, person=f"{person} (no Slack account is known)")
        if user is None:
            return need
        if person and await self._pings.is_away(user, day):
            person = f"{person} ({await self._cover(user)})"
        times = asked.count(board, need.blocker, user, await self._pings.stand_in(user))
        return replace(need, person=person, asked_of=user, asked=times)

    async def _cover(self, user: UserId) -> str:
        covers = await self._pings.stand_in(user)
        if covers == user:
            return "away, no cover"
        return f"away, {await self._people.name(covers)} stands in"


def asked_key(board: Board, blocker: str, user: UserId) -> str:
    view = board.find(blocker)
    return f"{view.blocker.id if view else blocker}:{user}"


@dataclass(frozen=True, slots=True)
class Asked:
    """How often each was asked about what, and who has done anything about what since then."""

    times: Mapping[str, int]
    acted: frozenset[str]

    @classmethod
    def before(cls, last: DigestRecord | None, log: Iterable[AuditEntry]) -> Self:
        """As of the last digest and the log since."""
        acted = frozenset(f"{entry.blocker}:{entry.by}" for entry in log)
        return cls(dict(last.asked) if last else {}, acted)

    def count(self, board: Board, blocker: str, user: UserId, stands_in: UserId) -> int:
        """Without an answer, be it from who stands in."""
        keys = {asked_key(board, blocker, each) for each in (user, stands_in)}
        return 0 if keys & self.acted else self.times.get(asked_key(board, blocker, user), 0)


def asked_now(digest: Digest) -> tuple[tuple[str, int], ...]:
    """To be kept for the next digest."""
    found: dict[str, int] = {}
    for need in digest.needs:
        if need.asked_of and need.asked:
            key = asked_key(digest.board, need.blocker, need.asked_of)
            found[key] = max(found.get(key, 0), need.asked)
    return tuple(found.items())


def _policy(followed: FollowedChannel | None) -> MentionPolicy:
    if followed is None or followed.digest is None:
        return MentionPolicy.OWNERS
    return MentionPolicy.NONE if followed.digest.quiet else followed.digest.mention


def _whom(need: Need, policy: MentionPolicy, leads: tuple[UserId, ...]) -> UserId | None:
    if policy is MentionPolicy.NONE:
        return None
    if policy is MentionPolicy.LEADS:
        return leads[0] if leads else None
    return need.mention


def _leads_on_it(answer: ReplyView | None, need: Need, around: _Around) -> tuple[UserId, ...]:
    """A lead's word holds until the issue changes: it may be somebody else's since."""
    view = around.digest.board.find(need.blocker)
    changed = view.blocker.updated_at if view else None
    is_current = answer and (changed is None or changed <= answer.reply.at)
    return around.leads if is_current else ()


def _other_lead(around: _Around, user: UserId | None) -> UserId | None:
    """Whoever there is, where no lead but ``user`` is known."""
    return next((each for each in around.leads if each != user), user)


def _is_in_place(need: Need, board: Board) -> bool:
    """Whether a lead is called for a team, for those named on the items, or for who is gone."""
    view = board.find(need.blocker)
    if view is None or any(reason.why in OF_AN_ITEM for reason in need.reasons):
        return False
    assignee = view.blocker.assignee
    return need.person is not None and not (assignee and assignee.active)


def _is_overdue(need: Need, day: date) -> bool:
    """Whether the blocker's date has passed, or that of its items in this row."""
    of_items = (reason.since for reason in need.reasons)
    return need.is_for(Why.OVERDUE) or any(since and since < day for since in of_items)


def _is_unmatched(need: Need, board: Board) -> bool:
    """Whether it is the assignee, whom no account in Slack was found for."""
    view = board.find(need.blocker)
    assignee = view.blocker.assignee if view else None
    return bool(
        assignee and assignee.active and assignee.slack is None and assignee.name == need.person
    )

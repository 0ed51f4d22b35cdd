"""Whom a digest calls, in whose place, and what it says of those who are away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.board import Board
from bot.domain.digest import Called, Digest, Need, Why
from bot.domain.ids import BlockerId, ChannelId, UserId
from bot.domain.milestone import FollowedChannel, MentionPolicy, Milestone
from bot.domain.needs import answers_of, full_answer, is_taken_on
from bot.domain.nudges import Nudge
from bot.domain.preferences import Reach
from bot.domain.replies import ReplyKind, ReplyView
from bot.domain.unanswered import ASKED_OFTEN, PUT_OFF_OFTEN, Asked
from bot.domain.whose import is_for_others, is_in_place, is_overdue, is_unmatched
from bot.ports import Clock
from bot.services.installation import Installation
from bot.services.people import PeopleService
from bot.services.pings import Call, Pings


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
    """Whom to call for each of the need's calls, None: nobody.

    ``lead`` is called instead of several together; ``explained``: the row says why it is not them.
    """

    need: Need
    users: tuple[UserId | None, ...]
    lead: UserId | None = None
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
        self, needs: Sequence[Need], board: Board, day: date, asked: Asked
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
        needs = tuple(_unmentioned(need) for need in digest.needs)
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
        calls = zip(turn.need.calls, turn.users, strict=True)
        need = turn.need.with_calls(
            tuple([await self._one(call, user, turn, around) for call, user in calls])
        )
        if turn.lead:
            instead = await self._one(Called(name=""), turn.lead, turn, around)
            need = replace(need, mention=instead.mention, called=instead.called)
        explained = turn.explained or need.is_for(Why.OWNER_GONE)
        if need.person and not explained and is_for_others(need, around.digest.board):
            return replace(need, sentence=f"{need.sentence}, for {need.person}")
        return need

    async def _one(
        self, call: Called, user: UserId | None, turn: "_Turn", around: _Around
    ) -> Called:
        if user is None:
            return replace(call, mention=None)
        wanted = await self._pings.stand_in(user)
        reach = await self._reach(wanted, turn.need, around)
        live = wanted if reach is Reach.LIVE else None
        is_asked = user == call.user and reach in {Reach.LIVE, Reach.LATER}
        return replace(
            call,
            mention=live,
            called=await self._people.name(live) if live else "",
            asked=call.asked + (is_asked and not turn.explained),
        )

    async def _turn(self, need: Need, around: _Around) -> "_Turn":
        """Who is to be called, in view of what was answered so far."""
        board, calls = around.digest.board, need.calls
        users = tuple(_whom(call.mention, around.policy, around.leads) for call in calls)
        answer = full_answer(board, need)
        stand_ins = [await self._pings.stand_in(user) for user in users if user]
        theirs = {*(call.user for call in calls), *users, *stand_ins}
        theirs |= {*_leads_on_it(answer, need, around)}
        if answer and answer.reply.by in theirs and is_taken_on(board, need, answer):
            return _Turn(need, (None,) * len(users))
        is_refused = answer is not None and answer.reply.kind is ReplyKind.NOT_MINE
        refused = answer.reply.by if answer and is_refused else None
        asked = [call for call in calls if call.user]
        silent = [call for call in asked if call.user != refused and _is_silent(call, need)]
        passed = [call for call in asked if call in silent or call.user == refused]
        if asked and len(passed) == len(asked):
            need = await self._with_silent(need, silent, board) if silent else need
            lead = _other_lead(around, asked) if any(users) else None
            return _instead(need, lead, explained=True)
        if need.each and around.policy is MentionPolicy.LEADS:
            return _instead(need, users[0], explained=False)
        left = (None if call in passed else user for call, user in zip(calls, users, strict=True))
        return _Turn(need, tuple(left))

    async def _with_silent(self, need: Need, silent: Sequence[Called], board: Board) -> Need:
        names = [call.name for call in silent]
        if need.asked_of and is_in_place(need, board):
            names = [await self._people.name(need.asked_of)]
        them, least = {call.user for call in silent}, min(call.asked for call in silent)
        answered = any(shown.reply.by in them for shown in answers_of(board, need))
        times = f"{least} more times" if answered else f"{least} times"
        said = f"{' and '.join(names)} {'was' if len(names) == 1 else 'were'} asked {times}"
        return replace(need, sentence=f"{need.sentence}; {said} without an answer")

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
        overdue = is_overdue(need, digest.day)
        zone = digest.board.timezone
        call = Call(occasion=around.occasion, overdue=overdue, zone=zone, nudge=nudge)
        if not around.occasion:
            return await self._pings.foresee(user, call)
        return await self._pings.reach(user, call)

    async def _introduced(self, need: Need, board: Board, day: date, asked: Asked) -> Need:
        user, person = need.mention, need.person
        if need.each:
            each = [await self._of_several(call, need, board, day, asked) for call in need.each]
            each_named = ", ".join(call.name for call in each)
            return _delayed(replace(need, each=tuple(each), person=each_named))
        if person and user is None and is_unmatched(need, board):
            return replace(need, person=f"{person} (no Slack account is known)")
        if user is None:
            return need
        person = person and await self._standing(person, user, day)
        stands_in = await self._pings.stand_in(user)
        return _delayed(
            replace(
                need,
                person=person,
                asked_of=user,
                asked=asked.count(board, need.blocker, user, stands_in),
                put_off=asked.delays(board, need.blocker, user, stands_in),
            )
        )

    async def _of_several(
        self, call: Called, need: Need, board: Board, day: date, asked: Asked
    ) -> Called:
        if call.user is None:
            return call
        stands_in = await self._pings.stand_in(call.user)
        return replace(
            call,
            name=await self._standing(call.name, call.user, day),
            asked=asked.count(board, need.blocker, call.user, stands_in),
            put_off=asked.delays(board, need.blocker, call.user, stands_in),
        )

    async def _standing(self, name: str, user: UserId, day: date) -> str:
        """With who covers where they are away."""
        return (
            f"{name} ({await self._cover(user)})" if await self._pings.is_away(user, day) else name
        )

    async def _cover(self, user: UserId) -> str:
        covers = await self._pings.stand_in(user)
        if covers == user:
            return "away, no cover"
        return f"away, {await self._people.name(covers)} stands in"


def _policy(followed: FollowedChannel | None) -> MentionPolicy:
    if followed is None or followed.digest is None:
        return MentionPolicy.OWNERS
    return MentionPolicy.NONE if followed.digest.quiet else followed.digest.mention


def _whom(owner: UserId | None, policy: MentionPolicy, leads: tuple[UserId, ...]) -> UserId | None:
    if policy is MentionPolicy.NONE:
        return None
    if policy is MentionPolicy.LEADS:
        return leads[0] if leads else None
    return owner


def _instead(need: Need, lead: UserId | None, *, explained: bool) -> _Turn:
    """A lead, for all of them."""
    if need.each:
        return _Turn(need, (None,) * len(need.each), lead, explained)
    return _Turn(need, (lead,), explained=explained)


def _delayed(need: Need) -> Need:
    times = max(call.put_off for call in need.calls)
    if times < PUT_OFF_OFTEN:
        return need
    return replace(need, sentence=f"{need.sentence}; put off {times} times")


def _is_silent(call: Called, need: Need) -> bool:
    return call.asked >= ASKED_OFTEN and need.person is not None


def _unmentioned(need: Need) -> Need:
    calls = tuple(replace(call, mention=None) for call in need.calls)
    return replace(need.with_calls(calls), mention=None)


def _leads_on_it(answer: ReplyView | None, need: Need, around: _Around) -> tuple[UserId, ...]:
    """A lead's word holds until the issue changes: it may be somebody else's since."""
    view = around.digest.board.find(need.blocker)
    changed = view.blocker.updated_at if view else None
    is_current = answer and (changed is None or changed <= answer.reply.at)
    return around.leads if is_current else ()


def _other_lead(around: _Around, asked: Sequence[Called]) -> UserId | None:
    """Whoever there is, where no lead but those is known."""
    users = [call.user for call in asked]
    return next((each for each in around.leads if each not in users), users[0])

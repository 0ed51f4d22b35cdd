"""Who is needed today, and for what: each row with its reason."""

import hashlib
import textwrap
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.blocker import Stage
from bot.domain.board import BlockerView, Board, ItemView, item_owner
from bot.domain.digest import Called, Need, Reason, Why
from bot.domain.evidence import Against
from bot.domain.health import Verdict
from bot.domain.ids import BlockerId, ItemId, UserId
from bot.domain.people import Owner, Together, account_of, are_gone, people_in
from bot.domain.replies import ReplyKind, ReplyView

STALE_AFTER_DAYS = 5
"""Working days without a change after which a started blocker counts as stale."""

_SATURDAY = 5
ITEM_TEXT = 100
"""Of an item's text; the reason beside it is never cut for it."""
MOST_MATTERS = 40
"""What a button can carry."""
DATE_LINE = ("Etc/GMT+12", "Pacific/Kiritimati")


def build_needs(board: Board, leads: tuple[UserId, ...]) -> tuple[Need, ...]:
    """One row for a blocker, all its reasons in it; the most urgent blocker first.

    ``mention`` is whom it is about, whatever the mention policy: the caller blanks it.
    """
    today = board.now.astimezone(ZoneInfo(board.timezone)).date()
    needs = [need for view in board.blockers for need in _needs_of(board, view, today, leads)]
    apart = (*board.watched, *board.cleared)
    return (*needs, *(need for view in apart for need in _contests(view)))


def build_lead_needs(board: Board) -> tuple[Need, ...]:
    """Those for which a digest calls a lead: the blocker has no owner, or one who is gone."""
    today = board.now.astimezone(ZoneInfo(board.timezone)).date()
    return tuple(
        need
        for view in board.blockers
        if not any(person.active for person in people_in(view.blocker.owner))
        for need in _about_blocker(board, view, today, ())
    )


def need_ids(needs: Iterable[Need]) -> tuple[str, ...]:
    """What each need is about, reason by reason: the same one on the next day is not news."""
    return tuple(f"{need.blocker}:{reason}" for need in needs for reason in need.signs)


def is_still_needed(need: Need, now: Iterable[Need]) -> bool:
    """Whether anything of an earlier row is among what is needed ``now``."""
    reasons = set(need.reasons)
    if need.is_for(Why.DUE_TODAY):
        reasons.add(Reason(Why.OVERDUE))
    return any(
        set(need.items) & set(each.items) if _is_late(need) else reasons & set(each.reasons)
        for each in now
        if each.blocker == need.blocker
    )


def matters_of(need: Need) -> tuple[str, ...]:
    """A short sign of each reason of a row, or of each late item: what an answer to it is for."""
    found = map(matter_of, need.items) if _is_late(need) else map(_sign, need.signs)
    return tuple(found)[:MOST_MATTERS]


def matter_of(item: ItemId) -> str:
    """Of a late item."""
    return _sign(f"item:{item}")


def matters_now(board: Board) -> set[tuple[BlockerId, str]]:
    """All that anybody is needed for, wherever on earth the day is just beginning or ending."""
    return {
        (view.blocker.id, matter)
        for zone in (board.timezone, *DATE_LINE)
        for need in build_needs(replace(board, timezone=zone), ())
        if (view := board.find(need.blocker))
        for matter in matters_of(need)
    }


def answers_of(board: Board, need: Need) -> tuple[ReplyView, ...]:
    """To any of its matters: one each, as it stands."""
    view, matters = board.find(need.blocker), set(matters_of(need))
    return tuple(
        shown
        for shown in board.replies
        if view and shown.reply.blocker == view.blocker.id and shown.reply.matter in matters
    )


def full_answer(board: Board, need: Need) -> ReplyView | None:
    """The newest answer to a row, where each of its matters has one."""
    found = answers_of(board, need)
    if {shown.reply.matter for shown in found} != set(matters_of(need)):
        return None
    return max(found, key=lambda shown: shown.reply.at, default=None)


def is_taken_on(board: Board, need: Need, answer: ReplyView) -> bool:
    """Whether somebody is on it, and has not been for so long that it is asked about again."""
    view = board.find(need.blocker)
    if view is None or answer.reply.kind is not ReplyKind.ON_IT:
        return False
    zone = ZoneInfo(board.timezone)
    since, today = (at.astimezone(zone).date() for at in (answer.reply.at, board.now))
    return _working_days(view, since, today) < STALE_AFTER_DAYS


def is_stale(view: BlockerView, today: date, zone: ZoneInfo) -> bool:
    """Whether work has begun and then nothing moved for too long."""
    started = view.blocker.stage is Stage.STARTED
    return started and quiet_days(view, today, zone) >= STALE_AFTER_DAYS


def _needs_of(
    board: Board, view: BlockerView, today: date, leads: tuple[UserId, ...]
) -> Iterable[Need]:
    yield from _about_blocker(board, view, today, leads)
    yield from _contests(view)
    yield from _items_due(view, today)


def _about_blocker(
    board: Board, view: BlockerView, today: date, leads: tuple[UserId, ...]
) -> Iterable[Need]:
    blocker = view.blocker
    reasons = list(_reasons(board, view, today))
    if reasons:
        active = any(person.active for person in people_in(blocker.owner))
        each, user = _called(blocker.owner), account_of(blocker.owner)
        lead = None if active else next(iter(leads), None)
        yield Need(
            blocker=blocker.key,
            title=blocker.title,
            reasons=tuple(reason for found, _ in reasons for reason in found),
            sentence=_joined([sentence for _, sentence in reasons]),
            person=_owner_words(view),
            mention=user or (None if each else lead),
            each=each,
        )


def _reasons(
    board: Board, view: BlockerView, today: date
) -> Iterable[tuple[tuple[Reason, ...], str]]:
    blocker = view.blocker
    if view.is_unowned:
        yield (Reason(Why.UNOWNED),), "has no owner"
    elif blocker.owner and are_gone(blocker.owner):
        accounts = "accounts are" if isinstance(blocker.owner, Together) else "account is"
        yield (
            (Reason(Why.OWNER_GONE),),
            f"is owned by {blocker.owner.name}, whose {accounts} closed",
        )
    late = view.overdue_days(today)
    if late:
        yield (Reason(Why.OVERDUE),), f"is overdue {late} {'day' if late == 1 else 'days'}"
    elif blocker.due == today:
        yield (Reason(Why.DUE_TODAY),), "is due today"
    zone = ZoneInfo(board.timezone)
    if is_stale(view, today, zone):
        days = quiet_days(view, today, zone)
        yield (Reason(Why.STALE),), f"has not moved for {days} working days"
    told = {shown.item.evidence.probe for shown in view.contested if shown.item.evidence}
    bad = (probe.id for probe in view.probes if probe.verdict is Verdict.DOWN)
    down = [probe for probe in bad if probe not in told]
    if down:
        word = "is" if len(down) == 1 else "are"
        yield (
            tuple(Reason(Why.DOWN, probe) for probe in down),
            f"waits on {_joined(down)}, which {word} down",
        )


def _owner_words(view: BlockerView) -> str | None:
    if view.blocker.owner:
        return view.blocker.owner.name
    return _joined(list(view.item_owners)) if view.item_owners else None


def _joined(words: list[str]) -> str:
    """``a, b and c``; ``a, which b, and c``."""
    *first, last = words
    if not first:
        return last
    comma = "," if any("," in word for word in first) else ""
    return f"{', '.join(first)}{comma} and {last}"


def _contests(view: BlockerView) -> Iterable[Need]:
    """Ticks that a probe speaks against: whoever ticked is no longer right, or the probe is."""
    for shown in (*view.contested, *view.rechecks):
        doubt = shown.item.standing_doubt
        if doubt is None:
            continue
        reading, owner = doubt.reading, item_owner(view, shown)
        why = Why.CONTESTED if shown.item.contested else Why.RECHECK
        said = f"contested: {reading.probe} says {reading.sentence}"
        if doubt.against is Against.CHANGED:
            said = f"to check again: {reading.probe} asks another question than when it was ticked"
        yield Need(
            blocker=view.blocker.key,
            title=view.blocker.title,
            reasons=(Reason(why, shown.item.id),),
            sentence=f"has {_quoted(shown)} {said}",
            person=owner.name if owner else None,
            mention=account_of(owner),
            each=_called(owner),
            items=(shown.item.id,),
        )


def _items_due(view: BlockerView, today: date) -> Iterable[Need]:
    """Open items with a due date of their own that has come, when the blocker's own has not."""
    blocker = view.blocker
    late: dict[str, list[ItemView]] = {}
    for shown in view.items:
        due = shown.item.due
        if not shown.item.state.is_open or due is None or due > today or due == blocker.due:
            continue
        owner = item_owner(view, shown)
        late.setdefault(owner.name if owner else "", []).append(shown)
    for name, items in late.items():
        owner = item_owner(view, items[0])
        first = min(item.item.due or today for item in items)
        what = _quoted(items[0]) if len(items) == 1 else f"{len(items)} items"
        yield Need(
            blocker=blocker.key,
            title=blocker.title,
            reasons=(Reason(Why.ITEM_DUE, name, first),),
            sentence=f"has {what} due {_when(first, today)}",
            person=name or None,
            mention=account_of(owner),
            each=_called(owner),
            items=tuple(shown.item.id for shown in items),
        )


def _quoted(shown: ItemView) -> str:
    """At a word's end where it is too long, unless that leaves nothing."""
    text = " ".join(shown.item.text.split())
    short = textwrap.shorten(text, ITEM_TEXT, placeholder="…", break_on_hyphens=False)
    return f"“{text[: ITEM_TEXT - 1]}…”" if short == "…" else f"“{short}”"


def _is_late(need: Need) -> bool:
    """Whether it is about the items whose day has come, not about one in doubt."""
    return need.is_for(Why.ITEM_DUE)


def _sign(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]


def _when(due: date, today: date) -> str:
    return "today" if due == today else f"{due.day} {due:%b}"


def _called(owner: Owner | None) -> tuple[Called, ...]:
    """Of several together, where an account is known of any; nobody of one who owns it alone."""
    if not isinstance(owner, Together):
        return ()
    found = [
        Called(name=one.name, user=account_of(one), mention=account_of(one))
        for one in owner.members
    ]
    return tuple(found) if any(one.user for one in found) else ()


def quiet_days(view: BlockerView, today: date, zone: ZoneInfo) -> int:
    """Working days since the issue or its checklist last moved."""
    moves = [view.blocker.updated_at]
    moves += [shown.item.touched.at for shown in view.items if shown.item.touched]
    last = max((at.astimezone(zone).date() for at in moves if at), default=today)
    return _working_days(view, last, today)


def _working_days(view: BlockerView, since: date, today: date) -> int:
    days = (since + timedelta(days=n) for n in range(1, (today - since).days + 1))
    if view.off is None:
        return sum(day.weekday() < _SATURDAY for day in days)
    return sum(day not in view.off for day in days)

"""A milestone as it stands, as the summary document that people write of it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.blocker import Priority, Stage
from bot.domain.board import BlockerView, Board, ItemView
from bot.domain.document import (
    DocumentHead,
    NextMilestone,
    ReadBlocker,
    ReadComponent,
    ReadItem,
    StatedRisk,
    StatedStatus,
    SummaryDocument,
)
from bot.domain.document_weeks import build_weeks, day_text, resolution
from bot.domain.milestone import Readiness
from bot.domain.scorecard import ComponentVerdict, overall

PREPARED_BY = "Blockers"
FREES = "Clearing it frees"
MOST_STEPS, MOST_REMEDIES = 5, 3

_STATUS: dict[Stage, StatedStatus] = {
    Stage.TRIAGE: "todo",
    Stage.BACKLOG: "todo",
    Stage.UNSTARTED: "todo",
    Stage.STARTED: "doing",
    Stage.COMPLETED: "done",
    Stage.CANCELED: "skipped",
    Stage.DUPLICATE: "skipped",
}
STATUS_WORDS: dict[StatedStatus, str] = {
    "todo": "🔴 NOT STARTED",
    "doing": "🟡 IN PROGRESS",
    "blocked": "⛔ BLOCKED",
    "done": "✅ DONE",
    "skipped": "⏭️ DROPPED",
}
_READY: dict[Readiness, StatedStatus | None] = {
    Readiness.READY: "done",
    Readiness.AT_RISK: "at_risk",
    Readiness.BLOCKED: "blocked",
    Readiness.UNKNOWN: None,
}
_MARK: dict[StatedStatus, str] = {"blocked": "🔴", "at_risk": "🟡", "done": "✅"}
_WORST: dict[Readiness | None, tuple[StatedStatus, str]] = {
    Readiness.AT_RISK: ("at_risk", "AT RISK"),
    Readiness.UNKNOWN: ("at_risk", "AT RISK"),
    Readiness.READY: ("done", "READY"),
    None: ("done", "READY"),
}
_PRIORITY = {Priority.URGENT: "P0", Priority.HIGH: "P1", Priority.MEDIUM: "P2", Priority.LOW: "P3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """The milestone after this one; ``keys`` are those of its open blockers."""

    name: str
    target: date | None = None
    keys: tuple[str, ...] = ()


def build_document(board: Board, following: Following | None = None) -> SummaryDocument:
    """Only days, no times of day: written again on the same day it is the same."""
    today = _day(board, board.now)
    blockers = tuple(
        _blocker(view, blocking=view in board.blockers)
        for view in (*board.blockers, *board.watched)
    )
    return SummaryDocument(
        head=_head(board, today),
        blockers=blockers,
        scorecard=tuple(_component(verdict) for verdict in board.scorecard),
        timeline=build_weeks(board.blockers, today),
        risk=_risk(board),
        next_milestone=_next(following) if following else None,
    )


def _day(board: Board, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(board.timezone)).date()


def _head(board: Board, today: date) -> DocumentHead:
    status, words = _overall(board)
    digest = board.sources.next_digest
    return DocumentHead(
        title=f"BLOCKING ISSUES SUMMARY - {board.milestone.name}",
        dated=today,
        status=status,
        status_raw=f"{_MARK[status]} {words}",
        overall=words if board.scorecard else None,
        target=board.milestone.target,
        prepared_by=PREPARED_BY,
        data_source=_source(board),
        next_review_raw=_moment(board, digest) if digest else None,
        resolution=resolution(board.blockers, today),
    )


def _source(board: Board) -> str:
    read_at, tracker = board.sources.tracker_at, board.sources.tracker
    if read_at:
        return f"{tracker}, read {day_text(_day(board, read_at))}; checklists in Slack"
    return f"{tracker}, not read yet; checklists in Slack" if tracker else "kept in Slack"


def _overall(board: Board) -> tuple[StatedStatus, str]:
    count = len(board.blockers)
    worst = overall(board.scorecard)
    if count:
        return "blocked", f"BLOCKED by {count} {'blocker' if count == 1 else 'blockers'}"
    if worst is Readiness.BLOCKED:
        return "blocked", "BLOCKED by the scorecard, no open blocker"
    return _WORST[worst]


def _moment(board: Board, moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo(board.timezone))
    return f"{day_text(local.date())}, {local:%H:%M} ({board.timezone}), with the digest"


def _blocker(view: BlockerView, *, blocking: bool) -> ReadBlocker:
    blocker, story = view.blocker, view.story
    status = _STATUS[blocker.stage]
    if blocker.is_open and blocker.state_name.casefold() == "blocked":
        status = "blocked"
    return ReadBlocker(
        key=blocker.key,
        title=blocker.title,
        line=0,
        status=status,
        status_raw=status_words(status, "" if view.local else blocker.state_name),
        priority=_PRIORITY.get(blocker.priority),
        owners=_names(blocker.owner.name) if blocker.owner else (),
        target=blocker.due,
        effort_hours=story.effort_hours,
        blocking=blocking,
        blocks=story.blocks or None,
        blocked_by=view.local.blocked_by
        if view.local
        else tuple(b.key for b in blocker.blocked_by),
        next_action=story.next_action or None,
        why=story.why or None,
        note=(view.local.note or None) if view.local else None,
        items=tuple(_item(shown) for shown in view.items),
        fields=((FREES, ", ".join(view.frees)),) if view.frees else (),
    )


def status_words(status: StatedStatus, state_name: str) -> str:
    """The team's own word for an open state stands behind ours where it is another one."""
    words = STATUS_WORDS[status]
    name = " ".join(state_name.split())
    if status in {"done", "skipped"} or not name or words.casefold().endswith(name.casefold()):
        return words
    return f"{words} ({name})"


def _item(shown: ItemView) -> ReadItem:
    item = shown.item
    owner = shown.owner.name if shown.owner else item.owner
    return ReadItem(
        text=item.text,
        state=item.state.value,
        depth=item.depth,
        section=item.section.value,
        owners=_names(owner) if owner else (),
        due=item.due,
        note=item.note or None,
    )


def _names(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split(", ") if name.strip())


def _component(verdict: ComponentVerdict) -> ReadComponent:
    return ReadComponent(
        component=verdict.component.name,
        status=_READY[verdict.readiness],
        status_raw="",
        blocker=", ".join(verdict.component.blockers) or None,
        note=verdict.why,
    )


def _risk(board: Board) -> StatedRisk:
    """Every reason, the heaviest first; against them the next steps and what takes each away."""
    factors = board.risk.factors
    steps = [
        f"{view.blocker.key}: {view.story.next_action}"
        for view in board.blockers
        if view.story.next_action
    ]
    remedies = [
        f"{remedy.text[:1].upper()}{remedy.text[1:]}"
        for factor in factors
        for remedy in factor.remedies[:MOST_REMEDIES]
    ]
    against = dict.fromkeys([*steps[:MOST_STEPS], *remedies])
    reasons = tuple(factor.text for factor in factors) or board.risk.reasons
    return StatedRisk(board.risk.level.value, reasons, tuple(against))


def _next(following: Following) -> NextMilestone:
    target = day_text(following.target) if following.target else None
    return NextMilestone(following.name, target, None, following.keys)

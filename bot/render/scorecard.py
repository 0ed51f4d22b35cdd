"""The scorecard alone: each component with its verdict in a word and the reason beside it."""

from bot.domain.board import BlockerView, Board
from bot.domain.messages import Json, Message
from bot.domain.scorecard import ComponentReason, ComponentVerdict, overall
from bot.render.actions import open_button, part_button, why_button
from bot.render.blocks import context_blocks, message, section_blocks
from bot.render.escape import outside
from bot.render.evidence import doubt_words
from bot.render.evidence_values import Why, sign_of
from bot.render.home_frame import link_words
from bot.render.items import item_text
from bot.render.limits import (
    MESSAGE_JSON,
    NAME,
    PAGE_COMPONENTS,
    SENTENCE,
    SHORT,
    how_many,
    json_size,
)
from bot.render.lines import dotted, local_time, scorecard_tally, sources_line, title_words
from bot.render.part_frame import Look, Rows, part_message
from bot.render.probes import verdict_words
from bot.render.state import milestone_name
from bot.render.words import READINESS_EMOJI, LocalTime, count

PART = "scorecard"
SHOWN_REASONS, SHOWN_CONTESTS = 12, 3
FRAME = 400


def scorecard_message(
    board: Board, *, private: bool = True, page: int = 0, live: bool = True
) -> Message:
    """``private`` and ``live`` as for ``board_message``."""
    look = Look(board=board, part=PART, private=private, page=page, live=live)

    def draw(index: int) -> Json:
        verdict = board.scorecard[index]
        why = Why.of(board.milestone.key, verdict.component.name)
        return section_blocks(_component_words(verdict), why_button(why, verdict.component.name))

    rows = Rows(total=len(board.scorecard), draw=draw, size=PAGE_COMPONENTS)
    return part_message(look, [_head(board)], rows)


def why_message(board: Board, sign: str) -> Message | None:
    """Every reason of one component, with where to look; None where there is no such one."""
    verdict = next((v for v in board.scorecard if sign_of(v.component.name) == sign), None)
    if verdict is None:
        return None
    local = local_time(board)
    head = section_blocks(_component_words(verdict))
    tail = context_blocks(sources_line(board, private=True))
    rows = [_reason_blocks(board, reason, local) for reason in verdict.reasons[:SHOWN_REASONS]]
    shown = how_many(rows, SHOWN_REASONS, MESSAGE_JSON - FRAME - json_size([head, tail]))
    more = len(verdict.reasons) - shown
    left = [section_blocks(f"and {count(more, 'more reason')}")] if more else []
    return message((head, *rows[:shown], *left, tail))


def _reason_blocks(board: Board, reason: ComponentReason, local: LocalTime) -> Json:
    """A blocker with [Open] and its address, a probe with what it says and [Probes]."""
    emoji, word = READINESS_EMOJI[reason.readiness], reason.readiness.value
    view = board.find(reason.blocker) if reason.blocker else None
    probe = next((each for each in board.probes if each.id == reason.probe), None)
    text = f"{emoji} {outside(reason.text, SENTENCE)}"
    if view:
        about = dotted(title_words(view), _address(view), *_against(view, local))
        opened = open_button(board.milestone.key, view.blocker)
        return section_blocks(f"{text} · {word}\n{about}", opened)
    if probe:
        said = f"{outside(probe.id, NAME)} {verdict_words(probe, local)}"
        probes = part_button(board.milestone.key, "probes")
        return section_blocks(f"{emoji} {said} · {word}\n{outside(probe.name, SHORT)}", probes)
    return section_blocks(f"{text} · {word}")


def _address(view: BlockerView) -> str:
    return link_words(view.blocker.url, "its issue") if view.blocker.url else ""


def _against(view: BlockerView, local: LocalTime) -> list[str]:
    return [
        f"{item_text(shown.item)}: {doubt_words(shown, local)}"
        for shown in (*view.contested, *view.rechecks)[:SHOWN_CONTESTS]
    ]


def _head(board: Board) -> str:
    worst = overall(board.scorecard)
    name = milestone_name(board)
    if worst is None:
        line = f"*{name} has no scorecard*: list its components under `scorecard:` in blockers.yml"
    else:
        tally = scorecard_tally(board)
        line = f"{READINESS_EMOJI[worst]} *{name}: overall {worst.value}* · {tally}"
    return line


def _component_words(verdict: ComponentVerdict) -> str:
    """``🔴 *TLS/HTTPS security* · blocked: THR-42 is open``."""
    name = outside(verdict.component.name, SHORT) or "(no name)"
    why = outside(verdict.why, SENTENCE)
    word = verdict.readiness.value
    said = f"{word}: {why}" if why else word
    return f"{READINESS_EMOJI[verdict.readiness]} *{name}* · {said}"

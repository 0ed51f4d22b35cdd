"""``python -m bot import``: what a document says, and storing it."""

import json
import sys
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

from bot.bootstrap.commands import BadInputError, milestone_called
from bot.bootstrap.input_files import STANDARD_INPUT, read_document
from bot.bootstrap.product import Product, SystemClock, open_product
from bot.domain.document import SummaryDocument
from bot.domain.editing import Author
from bot.domain.ids import DeliveryId, UserId
from bot.domain.import_items import BY_IMPORT
from bot.domain.milestone import Milestone
from bot.domain.secrets import masked
from bot.logs import set_up_logs
from bot.render.import_lines import outcome_line, plan_lines
from bot.render.preview_lines import conflict_message, preview_lines
from bot.services.importing import Applied, Incoming
from bot.settings import load_settings
from bot.slack.request_id import request_id
from bot.summary.as_json import summary_as_json
from bot.summary.read import read_summary


def preview_import(file: Path, *, as_json: bool, today: date | None) -> int:
    """Print what a summary document says, as JSON or for people. Needs no server and no settings.

    Raises BadInputError, UnreadableSummaryError.
    """
    _write(_shown(_document(file, today), as_json=as_json))
    return 0


async def apply_import(
    file: Path, milestone: str | None, *, as_json: bool, today: date | None
) -> int:
    """Print what a document says, store it, print what that changed.

    Raises BadInputError, UnreadableSummaryError.
    """
    document = _document(file, today)
    if document.conflict_lines:
        _write(_shown(document, as_json=as_json))
        line = document.conflict_lines[0]
        raise BadInputError(f"{file}:{line}: {conflict_message(document)}")
    settings = load_settings()
    set_up_logs("WARNING", sys.stderr, request_id.get)
    async with open_product(settings, SystemClock()) as product:
        target = _target(product, milestone)
        _write("" if as_json else _shown(document, as_json=False))
        services = product.parts.services
        await services.sync.read_once(target)
        incoming = Incoming(document=document, milestone=target, source=_called(file))
        applied = await services.importing.apply(incoming, _operator(services.clock.now()))
    _write(_applied_json(document, applied, target) if as_json else _told(applied, target))
    return 0


def _called(file: Path) -> str:
    return "standard input" if file == STANDARD_INPUT else file.name


def _document(file: Path, today: date | None) -> SummaryDocument:
    return read_summary(read_document(file), today=today or _today_utc())


def _today_utc() -> date:
    return datetime.now(UTC).date()  # noqa: TID251 - a preview in the terminal has no clock port


def _target(product: Product, key: str | None) -> Milestone:
    """The one named, else the only one. Raises BadInputError."""
    milestones = product.parts.services.installation.roster.milestones
    if key is None and len(milestones) == 1:
        return milestones[0]
    if key is None:
        known = ", ".join(each.key for each in milestones)
        config = product.settings.blockers_config
        raise BadInputError(
            f"{config}:1: several milestones; expected: --milestone, one of {known}"
        )
    return milestone_called(product, key)


def _operator(at: datetime) -> Author:
    return Author(by=UserId(BY_IMPORT), at=at, delivery=DeliveryId(f"import:{uuid.uuid4().hex}"))


def _shown(document: SummaryDocument, *, as_json: bool) -> str:
    if as_json:
        return _as_json(summary_as_json(document))
    return "\n".join(preview_lines(document))


def _told(applied: Applied, milestone: Milestone) -> str:
    changed = plan_lines(applied.plan, applied.keys)
    return "\n".join(["", *changed, "", outcome_line(applied.plan, milestone.key)])


def _applied_json(document: SummaryDocument, applied: Applied, milestone: Milestone) -> str:
    changes = [
        {
            "name": one.name,
            "fate": one.fate.value,
            "changes": [masked(line) for line in one.said],
            "kept": [masked(line) for line in one.kept],
        }
        for one in applied.plan.blockers
    ]
    stored = {
        "milestone": milestone.key,
        "changed": applied.plan.is_news,
        "blockers": changes,
        "scorecard": list(applied.plan.scorecard_said),
        "missing": list(applied.plan.missing),
    }
    return _as_json({**summary_as_json(document), "stored": stored})


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _write(text: str) -> None:
    if text:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

"""What was typed into a modal, read into a wish or an addition; else a sentence at its input."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.checklist import ItemState, Section
from bot.domain.editing import FIELDS, Addition, Fields, Wish, many_lines, one_line
from bot.domain.evidence import Evidence
from bot.domain.ordering import Move
from bot.render.editing import ARCHIVED
from bot.render.evidence_inputs import evidence_from
from bot.render.values import BadValueError, Form
from bot.slack.payloads import Submission

Problems = Mapping[str, str]
"""block_id → sentence, as a modal shows it."""
STAMPS = "."


@dataclass(frozen=True, slots=True)
class Typed:
    """The inputs of a submission by field; a block_id is ``field/stamp``."""

    submission: Submission

    def __getitem__(self, field: str) -> str:
        return self.submission.text(self.block(field))

    def has(self, field: str) -> bool:
        return any(block.partition("/")[0] == field for block in self.submission.inputs)

    def block(self, field: str) -> str:
        named = (block for block in self.submission.inputs if block.partition("/")[0] == field)
        return next(named, field)


def stamps_of(fields: Fields) -> str:
    """For the form's ``seen``."""
    return STAMPS.join(fields.stamps[name] for name in FIELDS)


def read_wish(typed: Typed, form: Form) -> tuple[Wish | None, Problems]:
    """Raises BadValueError where the form is none of ours."""
    problems, owner, due = _common(typed, form)
    if due is None or problems:
        return None, problems
    stamps = form.seen.split(STAMPS)
    if len(stamps) != len(FIELDS):
        raise BadValueError("the form has lost what it was drawn from")
    try:
        fields = Fields(
            state=ItemState(typed["state"]),
            text=one_line(typed["text"]),
            owner=owner,
            due=due.day,
            note=many_lines(typed["note"]),
            archived=typed["archived"] == ARCHIVED,
            evidence=_evidence(typed),
        )
        move = Move(typed["move"]) if typed["move"] else None
    except ValueError as error:
        raise BadValueError(str(error)) from None
    seen = dict(zip(FIELDS, stamps, strict=True))
    if not typed.has("probe"):  # nothing was offered, so nothing was changed
        seen["evidence"] = fields.stamps["evidence"]
    why = many_lines(typed["why"])
    return Wish(item=form.item, seen=seen, fields=fields, move=move, why=why), {}


def read_addition(typed: Typed, form: Form) -> tuple[Addition | None, Problems]:
    """Raises BadValueError where the form is none of ours."""
    problems, owner, due = _common(typed, form)
    if due is None or problems:
        return None, problems
    try:
        section = Section(typed["section"])
    except ValueError as error:
        raise BadValueError(str(error)) from None
    text, note = one_line(typed["text"]), many_lines(typed["note"])
    addition = Addition(
        text=text,
        section=section,
        owner=owner,
        due=due.day,
        note=note,
        form=typed.submission.view_id,
    )
    return addition, {}


def _evidence(typed: Typed) -> Evidence | None:
    """Raises ValueError where it is none of ours."""
    if not typed.has("probe"):
        return None
    return evidence_from(typed["probe"], typed["mode"], typed["auto"])


@dataclass(frozen=True, slots=True)
class _Due:
    day: date | None


def _common(typed: Typed, form: Form) -> tuple[Problems, str, _Due | None]:
    problems: dict[str, str] = {}
    if not one_line(typed["text"]):
        problems[typed.block("text")] = "An item needs a text: say what is to be done."
    person, name = typed["person"], one_line(typed["owner"])
    if person and name:
        problems[typed.block("owner")] = (
            "Either a person above or a name here: please empty one of them."
        )
    due = _due(typed["due"])
    if due is None:
        problems[typed.block("due")] = "That is not a date: pick one, or leave it out."
    return problems, _owner(person, name, form), due


def _owner(person: str, name: str, form: Form) -> str:
    """Who was shown as the owner stays written as it was."""
    if not person:
        return name
    return form.written if person == form.account else f"<@{person}>"


def _due(typed: str) -> _Due | None:
    try:
        return _Due(date.fromisoformat(typed) if typed else None)
    except ValueError:
        return None

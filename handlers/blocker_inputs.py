"""What was typed into a blocker's form, read into a draft or a wish; else what was expected."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.blocker import Priority
from bot.domain.blocker_edits import ALL_FIELDS, BlockerFields, BlockerWish
from bot.domain.drafting import MAX_FIRST_ITEMS, MAX_TITLE, Draft, read_first_items
from bot.domain.editing import many_lines, one_line
from bot.domain.ids import UserId
from bot.domain.local import LocalStatus, Origin, OriginKind, is_local
from bot.domain.telling import effort_text, read_effort
from bot.render.blocker_forms import WATCHED
from bot.render.blocker_values import MessageForm
from bot.render.values import BadValueError, Form
from handlers.forms import STAMPS, Problems, Typed

NO_TITLE = "A blocker needs a title: say what holds the milestone back."
LONG_TITLE = f"A title has at most {MAX_TITLE} characters: put the rest under Why it blocks."
TWO_OWNERS = "Either a person above or a name here: please empty one of them."
NO_DATE = "That is not a date: pick one, or leave it out."
NO_EFFORT = "Hours were expected, such as 6 or 6-8."
NO_REASON = "Say why it is closed or opened again: the history keeps it."
MANY_ITEMS = f"At most {MAX_FIRST_ITEMS} items at once: add the rest with Add item."


@dataclass(frozen=True, slots=True)
class Asked:
    """Who sent the form, and when."""

    by: UserId
    at: datetime


def read_draft(typed: Typed, form: MessageForm, asked: Asked) -> tuple[Draft, Problems]:
    """Raises BadValueError where the form is none of ours."""
    problems: dict[str, str] = {}
    fields = _read_fields(typed, problems)
    items = read_first_items(typed["items"])
    if len(items) > MAX_FIRST_ITEMS:
        problems[typed.block("items")] = MANY_ITEMS
    draft = Draft(
        title=fields.title,
        origin=Origin(
            kind=OriginKind.MESSAGE if form.is_of_message else OriginKind.ADDED,
            by=asked.by,
            at=asked.at,
            author=form.author,
            permalink=form.link,
        ),
        priority=fields.priority,
        owner=fields.owner,
        due=fields.due,
        why=fields.why,
        next_action=fields.next,
        effort_hours=read_effort(fields.effort),
        watched=fields.watched,
        items=items,
    )
    return draft, problems


def fields_of_draft(draft: Draft) -> BlockerFields:
    """For drawing the form again as it was typed."""
    return BlockerFields(
        title=draft.title,
        priority=draft.priority,
        owner=draft.owner,
        due=draft.due,
        why=draft.why,
        next=draft.next_action,
        effort=effort_text(draft.effort_hours),
        watched=draft.watched,
    )


def read_blocker_wish(typed: Typed, form: Form) -> tuple[BlockerWish, Problems]:
    """Raises BadValueError where the form is none of ours."""
    stamps = form.seen.split(STAMPS)
    if len(stamps) != len(ALL_FIELDS):
        raise BadValueError("the form has lost what it was drawn from")
    seen = dict(zip(ALL_FIELDS, stamps, strict=True))
    problems: dict[str, str] = {}
    if not is_local(form.blocker):
        return BlockerWish(seen=seen, fields=_read_told(typed, problems)), problems
    fields = _read_fields(typed, problems, form)
    try:
        fields = replace(fields, status=LocalStatus(typed["status"]))
    except ValueError as error:
        raise BadValueError(str(error)) from None
    reason = one_line(typed["reason"])
    if _closes_or_opens(fields, seen["status"]) and not reason:
        problems[typed.block("reason")] = NO_REASON
    return BlockerWish(seen=seen, fields=fields, reason=reason), problems


def blocker_stamps(fields: BlockerFields) -> str:
    """For the form's ``seen``."""
    return STAMPS.join(fields.stamps[name] for name in ALL_FIELDS)


def _closes_or_opens(wanted: BlockerFields, seen: str) -> bool:
    closed = BlockerFields(status=LocalStatus.DONE).stamps["status"]
    moved = wanted.stamps["status"] != seen
    return moved and (wanted.status is LocalStatus.DONE or seen == closed)


def _read_fields(typed: Typed, problems: dict[str, str], form: Form | None = None) -> BlockerFields:
    title = one_line(typed["title"])
    if not title:
        problems[typed.block("title")] = NO_TITLE
    elif len(title) > MAX_TITLE:
        problems[typed.block("title")] = LONG_TITLE
    due = None
    try:
        due = date.fromisoformat(typed["due"]) if typed["due"] else None
    except ValueError:
        problems[typed.block("due")] = NO_DATE
    return replace(
        _read_told(typed, problems),
        title=title,
        priority=_priority(typed["priority"]),
        owner=_owner(typed, problems, form),
        due=due,
        watched=typed["watched"] == WATCHED,
    )


def _read_told(typed: Typed, problems: dict[str, str]) -> BlockerFields:
    effort = one_line(typed["effort"])
    hours = read_effort(effort)
    if effort and hours is None:
        problems[typed.block("effort")] = NO_EFFORT
    return BlockerFields(
        why=many_lines(typed["why"]),
        next=one_line(typed["next"]),
        effort=effort_text(hours),
    )


def _priority(chosen: str) -> Priority:
    try:
        return Priority(int(chosen))
    except ValueError as error:
        raise BadValueError(str(error)) from None


def _owner(typed: Typed, problems: dict[str, str], form: Form | None) -> str:
    """Who was shown as the owner stays written as it was."""
    person, name = typed["person"], one_line(typed["owner"])
    if person and name:
        problems[typed.block("owner")] = TWO_OWNERS
    if not person:
        return name
    return form.written if form and person == form.account else f"<@{person}>"

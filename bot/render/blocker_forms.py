"""The forms that add a blocker, or change one: a loading view first, then the fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.blocker import Blocker, Priority
from bot.domain.blocker_edits import BlockerFields
from bot.domain.drafting import MAX_TITLE
from bot.domain.local import LocalStatus
from bot.domain.messages import Json
from bot.domain.milestone import Milestone
from bot.domain.trackers import tracker_name
from bot.render.actions import link_to_tracker
from bot.render.blocker_values import MessageForm
from bot.render.blocks import section_blocks
from bot.render.escape import outside
from bot.render.inputs import (
    date_input,
    hinted,
    many_of,
    name_input,
    one_of,
    text_input,
    user_input,
)
from bot.render.limits import NAME, SHORT
from bot.render.lines import heading_words
from bot.render.modal import modal_view
from bot.render.values import Form
from bot.render.words import LocalTime

NEW_VIEW, BLOCKER_VIEW = "blocker.add", "blocker.edit"
TITLES = {NEW_VIEW: "Add a blocker", BLOCKER_VIEW: "Edit blocker"}
WATCHED = "watched"
MOST_MILESTONES = 100
MAX_STAMP = 200
SHOWN_TEAMS = 10
SHOWN_VALUE = 250

_PRIORITIES = {
    str(one.value): one.word.capitalize() for one in sorted(Priority, key=lambda one: one.rank)
}
_STATUSES = {
    LocalStatus.OPEN.value: "Open",
    LocalStatus.IN_PROGRESS.value: "In progress",
    LocalStatus.DONE.value: "Done: closes it",
}
_WATCHED = {WATCHED: "Watch only: shown apart, does not block"}
LABELS = {
    "title": "Title",
    "status": "State",
    "priority": "Priority",
    "owner": "Owner",
    "due": "Due",
    "why": "Why it blocks",
    "next": "Next action",
    "effort": "Effort left, in hours",
    "watched": "Watch only",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the inputs begin with. ``account`` is picked as the owner, then ``fields.owner`` not."""

    fields: BlockerFields
    account: str = ""
    teams: Sequence[str] = ()
    notice: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShown:
    """The same for a new blocker, with near titles that there are already."""

    shown: Shown
    milestones: Sequence[Milestone]
    items: str = ""
    alike: Sequence[Blocker] = ()
    was_sent: bool = False


def loading_view(callback_id: str) -> Json:
    return _view(callback_id, [section_blocks("Loading…")])


def said_view(callback_id: str, blocks: Sequence[Json]) -> Json:
    """An answer that ends the matter."""
    return _view(callback_id, blocks)


def new_view(new: NewShown, form: MessageForm) -> Json:
    stamp, fields = str(form.drawn), new.shown.fields
    blocks = [
        *_alike_blocks(new),
        _title_input(stamp, fields.title),
        *_milestone_input(stamp, new.milestones, form.milestone),
        *_field_inputs(stamp, new.shown),
        hinted(
            text_input(
                f"items/{stamp}", "First checklist items", new.items, multiline=True, optional=True
            ),
            "A line each, as in: - [ ] Order the certificate",
        ),
        _watched_input(stamp, fields),
    ]
    return _view(NEW_VIEW, blocks, form.encode(), "Add")


def edit_blocker_view(blocker: Blocker, form: Form, shown: Shown, source: str = "") -> Json:
    """One that lives here: every field. ``source`` (escaped) says where it is from."""
    stamp, fields = form.seen[:MAX_STAMP], shown.fields
    blocks = [
        section_blocks("\n".join(line for line in (heading_words(blocker), source) if line)),
        *_notice_blocks(shown),
        _title_input(stamp, fields.title),
        one_of(f"status/{stamp}", LABELS["status"], _STATUSES, fields.status.value),
        hinted(
            text_input(f"reason/{stamp}", "Reason", shown.reason, optional=True),
            "Needed to close it, or to open it again.",
        ),
        *_field_inputs(stamp, shown),
        _watched_input(stamp, fields),
    ]
    return _view(BLOCKER_VIEW, blocks, form.encode(), "Save")


def tell_view(blocker: Blocker, form: Form, shown: Shown) -> Json:
    """A tracked issue: what may be told here beside its description."""
    stamp = form.seen[:MAX_STAMP]
    said = (
        f"{heading_words(blocker)}\n"
        f"Title, state, owner and dates are {tracker_name(blocker.id)}'s. "
        "What is set here stands until that line of the description changes."
    )
    blocks = [
        section_blocks(said, link_to_tracker(blocker)),
        *_notice_blocks(shown),
        *_told_inputs(stamp, shown.fields),
    ]
    return _view(BLOCKER_VIEW, blocks, form.encode(), "Save")


def blocker_clash_words(changes: Sequence[tuple[str, str, str]]) -> str:
    """``changes``: field, its new value, who and when. What was typed is still in the inputs."""
    lines = [
        f"• *{LABELS[field]}* is now {value or 'empty'}{f' ({who})' if who else ''}"
        for field, value, who in changes
    ]
    head = "⚠️ *Not saved yet*: this blocker has changed since the form was opened."
    tail = "Below is what you entered. *Save* puts it in place of that; or change it first."
    return "\n".join((head, *lines, tail))


def blocker_value_words(field: str, fields: BlockerFields, local: LocalTime) -> str:
    """A field's value in a sentence; "" where it is empty."""
    if field == "due":
        return local.day(fields.due) if fields.due else ""
    if field == "watched":
        return "on: it does not block" if fields.watched else "off: it blocks"
    value = fields.priority.word if field == "priority" else str(getattr(fields, field))
    return f"\u201c{outside(value, SHOWN_VALUE)}\u201d" if value else ""


def alike_words(alike: Sequence[Blocker]) -> str:
    """``looks like THR-42 TLS and ingress hardening``."""
    named = ", ".join(f"{outside(one.key, NAME)} {outside(one.title, SHORT)}" for one in alike)
    return f"looks like {named}"


def _alike_blocks(new: NewShown) -> list[Json]:
    if not new.alike:
        return []
    saved = " *Not saved yet.*" if new.was_sent else ""
    first = f"`/blockers {outside(new.alike[0].key, NAME)}`"
    way = f"*Add* adds it all the same; or *Cancel*, and {first} opens that one."
    return [section_blocks(f"⚠️ This {alike_words(new.alike)}.{saved} {way}")]


def _notice_blocks(shown: Shown) -> list[Json]:
    return [section_blocks(shown.notice)] if shown.notice else []


def _title_input(stamp: str, title: str) -> Json:
    block = text_input(f"title/{stamp}", LABELS["title"], title[:MAX_TITLE])
    element = block["element"]
    bounded = {**element, "max_length": MAX_TITLE} if isinstance(element, dict) else element
    return {**block, "element": bounded}


def _milestone_input(stamp: str, milestones: Sequence[Milestone], chosen: str) -> tuple[Json, ...]:
    """None where there is no choice."""
    if len(milestones) < 2:  # noqa: PLR2004 - one is no choice
        return ()
    words = {one.key: one.name or one.key for one in milestones[:MOST_MILESTONES]}
    shown: Mapping[str, str] = {str(key): word for key, word in words.items()}
    picked = chosen if chosen in shown else ""
    return (one_of(f"milestone/{stamp}", "Milestone", shown, picked),)


def _field_inputs(stamp: str, shown: Shown) -> tuple[Json, ...]:
    fields = shown.fields
    named = ", ".join(shown.teams[:SHOWN_TEAMS])
    hint = f"Instead of a person. Teams: {named}" if named else "Instead of a person."
    written = "" if shown.account else fields.owner
    return (
        one_of(f"priority/{stamp}", "Priority", _PRIORITIES, str(fields.priority.value)),
        user_input(f"person/{stamp}", "Owner", shown.account),
        name_input(f"owner/{stamp}", "Owner: a team, or a name", written, hint),
        date_input(f"due/{stamp}", "Due", fields.due),
        *_told_inputs(stamp, fields),
    )


def _told_inputs(stamp: str, fields: BlockerFields) -> tuple[Json, ...]:
    why = text_input(f"why/{stamp}", LABELS["why"], fields.why, multiline=True, optional=True)
    effort = text_input(f"effort/{stamp}", LABELS["effort"], fields.effort, optional=True)
    return (
        why,
        text_input(f"next/{stamp}", LABELS["next"], fields.next, optional=True),
        hinted(effort, "Such as 6 or 6-8."),
    )


def _watched_input(stamp: str, fields: BlockerFields) -> Json:
    chosen = {WATCHED} if fields.watched else set()
    return many_of(f"watched/{stamp}", LABELS["watched"], _WATCHED, chosen)


def _view(callback_id: str, blocks: Sequence[Json], metadata: str = "", submit: str = "") -> Json:
    return modal_view(callback_id, TITLES[callback_id], blocks, metadata=metadata, submit=submit)

"""The modals about evidence: *Look* at what a probe said and says, and say why a tick stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.blocker import Blocker
from bot.domain.checklist import Item
from bot.domain.evidence import Against, Reading
from bot.domain.messages import Json, Message
from bot.domain.probe_past import ProbePast
from bot.render import actions
from bot.render.blocks import actions_blocks, context_blocks, section_blocks, sentence
from bot.render.escape import outside
from bot.render.evidence import VERDICT_WORD, reading_words
from bot.render.evidence_values import Look
from bot.render.inputs import text_input
from bot.render.items import item_text
from bot.render.limits import NAME, SHORT
from bot.render.modal import modal_view
from bot.render.probe_rows import LEGEND, strip_words
from bot.render.values import Form
from bot.render.words import LocalTime

LOOK_VIEW, REASON_VIEW = "checklist.look", "checklist.reason"
TITLES = {LOOK_VIEW: "Evidence", REASON_VIEW: "The probe is red"}
WHY = "why/new"


def loading_look() -> Json:
    return _view(LOOK_VIEW, [section_blocks("Loading…")])


def said_look(blocks: Sequence[Json]) -> Json:
    """An answer that ends the matter."""
    return _view(LOOK_VIEW, blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An item with what its evidence says ``now`` and said before; ``touched_by`` is a name.

    ``may_act`` is False for who may only look; ``note`` is said of *Check now*.
    """

    blocker: Blocker
    item: Item
    now: Reading | None = None
    past: ProbePast | None = None
    touched_by: str = ""
    may_act: bool = True
    note: str = ""


def look_view(shown: Shown, form: Form, local: LocalTime) -> Json:
    """*Still done* is the form's own button and wants a reason."""
    item, now, past = shown.item, shown.now, shown.past
    look = Look(milestone=form.milestone, blocker=form.blocker, item=item.id, page=form.page)
    doubt = item.standing_doubt
    probe = item.evidence.probe if item.evidence else ""
    lines = (
        f"*{outside(shown.blocker.key, NAME)} {item_text(item)}*",
        _standing_words(item, local),
        _then(item, shown.touched_by, local),
        f"Now: {reading_words(now, local)}" if now else "Nothing is its evidence any more.",
        _previously(item, now, local),
        strip_words(past),
        shown.note,
    )
    blocks: list[Json] = [section_blocks("\n".join(line for line in lines if line))]
    if past:
        blocks.append(context_blocks(LEGEND))
    blocks += actions_blocks(
        [
            actions.reopen_button(look) if shown.may_act and not item.state.is_open else None,
            actions.check_again_button(look, probe) if probe else None,
        ]
    )
    if doubt and shown.may_act:
        asked = text_input(WHY, "Why it is still done", "", multiline=True)
        return _view(LOOK_VIEW, [*blocks, asked], form, "Still done")
    return _view(LOOK_VIEW, blocks, form)


def reason_view(item: Item, reading: Reading, form: Form, local: LocalTime) -> Json:
    """Before a tick against a red probe is stored."""
    name = outside(reading.probe, NAME)
    said = (
        f"“{item_text(item)}” is *not ticked yet*: its evidence {name} is "
        f"{reading_words(reading, local)}."
    )
    asked = text_input(WHY, "Why is it done all the same?", "", multiline=True)
    kept = context_blocks("The reason is kept in the log, and shown with the tick.")
    return _view(REASON_VIEW, [section_blocks(said), asked, kept], form, "Tick anyway")


def not_ticked_message(item: Item, reading: Reading) -> Message:
    """Where no modal could be opened for the reason."""
    return sentence(
        f"“{item_text(item)}” was *not ticked*: {outside(reading.probe, NAME)} is "
        f"{VERDICT_WORD[reading.verdict]}, {outside(reading.sentence, SHORT)}. Press again to say "
        "why it is done all the same."
    )


def no_reason_words() -> str:
    return "A reason was expected: what makes it done although the probe is red?"


def reopened_message(item: Item) -> Message:
    return sentence(f"⬜ “{item_text(item)}” is open again. Saved.")


def _standing_words(item: Item, local: LocalTime) -> str:
    doubt = item.standing_doubt
    if doubt is None:
        return "Nothing contests it now."
    if doubt.against is Against.CHANGED:
        return (
            f"⚠️ *To check again*: {outside(doubt.reading.probe, NAME)} was given another "
            f"definition at {local.moment(doubt.since)}, so it proves something else than then."
        )
    return f"⚠️ *Contested since {local.moment(doubt.since)}*"


def _then(item: Item, touched_by: str, local: LocalTime) -> str:
    touched = item.touched
    if touched is None:
        return ""
    by = outside(touched_by, NAME) or "somebody"
    words = f"Then: ticked by {by}, {local.moment(touched.at)}"
    if item.state.is_open:
        words = f"Set by {by}, {local.moment(touched.at)}"
    if touched.reading:
        words = f"{words}; {outside(touched.reading.probe, NAME)} was "
        words += reading_words(touched.reading, local)
    if touched.why:
        words += f"\nReason given: “{outside(touched.why, SHORT)}”"
    return words


def _previously(item: Item, now: Reading | None, local: LocalTime) -> str:
    """What it turned with, where that is no longer what it says."""
    doubt = item.standing_doubt
    if doubt is None or doubt.against is not Against.DOWN:
        return ""
    if now and now.sentence == doubt.reading.sentence:
        return ""
    return f"Turned: {reading_words(doubt.reading, local)}"


def _view(
    callback_id: str, blocks: Sequence[Json], form: Form | None = None, submit: str = ""
) -> Json:
    metadata = form.encode() if form else ""
    return modal_view(callback_id, TITLES[callback_id], blocks, metadata=metadata, submit=submit)

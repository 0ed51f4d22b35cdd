"""A board or a blocker as it was: drawn like today's, with buttons that stay in the past.

Today's buttons are known by their ids; one that is not known here is left out, so that nothing on
a picture of the past can change the present.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.blocker import Blocker
from bot.domain.messages import Json, Message
from bot.domain.when import EXAMPLES, Moment
from bot.render.actions import Action
from bot.render.blocks import (
    actions_blocks,
    button,
    context_blocks,
    message,
    section_blocks,
    sentence,
)
from bot.render.escape import outside
from bot.render.limits import NAME, SHORT
from bot.render.lines import dotted
from bot.render.past_values import Then
from bot.render.values import Show
from bot.render.words import LocalTime

SHOWN_NEAR = 5
NOT_IN_THE_LOG = (
    "The target date and the weights of the risk are today's; health checks are not in this log."
)
_REAIMED = {
    Action.OPEN.value: Action.AT_OPEN,
    Action.PAGE.value: Action.AT_PAGE,
    Action.BACK.value: Action.AT_BACK,
}
_LEFT_OUT = frozenset({"context", "image"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Which moment is shown, and from when on the log could show one; ``local`` is now."""

    then: Then
    local: LocalTime
    start: datetime | None = None
    moment: Moment | None = None


def past_message(drawn: Message, scene: Scene, *, private: bool = True) -> Message:
    """``drawn`` is the message of then as of now. Posted (not ``private``) it has no buttons."""
    blocks = [_reaimed(block, scene.then, private=private) for block in drawn.blocks]
    kept = [block for block in blocks if block["type"] not in {*_LEFT_OUT, "actions"}]
    return message(
        (
            section_blocks(_head(scene)),
            *kept,
            context_blocks(_footer(scene, private=private)),
            *(_button_blocks(blocks, scene.then) if private else ()),
        )
    )


def not_a_time_message(typed: str, start: datetime | None, local: LocalTime) -> Message:
    said = f"I cannot read {_code(typed)} as a time." if typed else "Which time do you mean?"
    examples = ", ".join(f"`{example}`" for example in EXAMPLES)
    return sentence(
        f"{said} I expected a past one such as {examples}, and a blocker's key behind it if you "
        f"like: `/blockers at fri 17:00 THR-42`. {_reach(start, local)}".strip()
    )


def future_message(
    typed: str, at: datetime | None, start: datetime | None, local: LocalTime
) -> Message:
    when = f", {_moment_words(at, local)}," if at else ""
    return sentence(
        f"{_code(typed)}{when} is still ahead. I can only show how it was: a past time was "
        f"expected, such as `yesterday 9am`. {_reach(start, local)}".strip()
    )


def before_the_log_message(at: datetime, start: datetime | None, local: LocalTime) -> Message:
    if start is None:
        return sentence("Nothing was changed here yet, so there is no past to show.")
    reach = _reach(start, local).removeprefix("T")
    return sentence(
        f"I cannot tell how it was on {_moment_words(at, local)}: t{reach} "
        "A time from then on was expected."
    )


def not_a_blocker_then_message(key: str, scene: Scene, near: Sequence[Blocker]) -> Message:
    names = ", ".join(
        f"{outside(blocker.key, NAME)} {outside(blocker.title, SHORT)}"
        for blocker in near[:SHOWN_NEAR]
    )
    there = f" There was: {names}." if names else ""
    when = _moment_words(scene.then.at, scene.local)
    return sentence(f"{_code(key)} was not among the blockers on {when}.{there}")


def _head(scene: Scene) -> str:
    lines = [f"🕰️ *As it was {_moment_words(scene.then.at, scene.local)}*"]
    moment = scene.moment
    if moment and moment.end_of:
        lines.append("That is the end of the day; a time behind the date shows another hour.")
    if moment and moment.skipped:
        lines.append("The clocks skipped the hour you named; this is right after it.")
    if moment and moment.twice:
        lines.append("That hour came twice as the clocks went back; this is its first coming.")
    return "\n".join(lines)


def _footer(scene: Scene, *, private: bool) -> str:
    reach = _reach(scene.start, scene.local)
    return dotted("" if private else "*not live*", f"{reach} {NOT_IN_THE_LOG}".strip())


def _reach(start: datetime | None, local: LocalTime) -> str:
    return f"The log reaches back to {_moment_words(start, local)}." if start else ""


def _moment_words(at: datetime, local: LocalTime) -> str:
    """``Fri 20 Nov 17:00 EST``: the date always, and the zone as it was then."""
    then = replace(local, now=at)
    return f"{local.day(then.today)} {local.clock(at)} {then.zone_word}"


def _reaimed(block: Json, then: Then, *, private: bool) -> Json:
    """The block with those of its buttons that show something, of then."""
    elements = block.get("elements")
    if block["type"] == "actions" and isinstance(elements, list):
        found = (_aim(element, then) for element in elements)
        return {**block, "elements": [element for element in found if element]}
    if "accessory" not in block:
        return block
    bare = {key: value for key, value in block.items() if key != "accessory"}
    accessory = block["accessory"]
    aimed = _aim(accessory, then) if private and isinstance(accessory, Mapping) else None
    return bare | {"accessory": aimed} if aimed else bare


def _aim(element: Mapping[str, object], then: Then) -> dict[str, object] | None:
    action = _REAIMED.get(str(element.get("action_id")))
    if action is None:
        return None
    show = Show.decode(str(element.get("value")))
    value = replace(then, blocker=show.blocker or then.blocker, page=show.page)
    return {**element, "action_id": action.value, "value": value.encode()}


def _button_blocks(blocks: Sequence[Json], then: Then) -> tuple[Json, ...]:
    now = Show(milestone=then.milestone, blocker=then.blocker)
    return actions_blocks(
        [
            *_elements(blocks),
            button("Share in channel", Action.AT_SHARE, then.encode()),
            button("As it is now", Action.OPEN, now.encode()),
        ]
    )


def _elements(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        elements = block.get("elements")
        if block["type"] == "actions" and isinstance(elements, list):
            yield from elements


def _code(text: str) -> str:
    """As code; what is typed may hold the mark itself."""
    return f"`{outside(text.replace('`', ' '), SHORT) or ' '}`"

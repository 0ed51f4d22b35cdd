"""People at the settings of a channel: the form opened, changed, sent off."""

from typing import Any

from sandbox.slack.acts import modals, presses
from sandbox.slack.acts.outcome import Outcome
from tests.stages.handlers import HandlersStage, Shown, button_of

OPS, CORE = "C0OPS", "C0CORE"
_KEYS = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "timepicker": "selected_time",
}
Wish = str | list[str] | None


async def opened(stage: HandlersStage, user: str = "U0ALICE", channel: str = OPS) -> Shown:
    assert await stage.type_in(user, channel, "/blockers settings") == []
    return front(stage, user)


def front(stage: HandlersStage, user: str = "U0ALICE") -> Shown:
    view: Shown = stage.slack.state.views[user][-1]
    return view


def is_closed(stage: HandlersStage, user: str = "U0ALICE") -> bool:
    return stage.slack.state.views[user] == []


async def changed(
    stage: HandlersStage, view: Shown, field: str, user: str = "U0ALICE", **typed: Wish
) -> Shown:
    """One input after another was changed; ``field`` is the last, which tells of it."""
    await told(stage, view, field, user, **typed)
    await stage.settle()
    return front(stage, user)


async def told(
    stage: HandlersStage, view: Shown, field: str, user: str = "U0ALICE", **typed: Wish
) -> None:
    """The same, not waiting for what comes of it."""
    block = block_of(view, field)
    element = block["element"]
    action = {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        **_state(element, typed[field]),
    }
    container = {"type": "view", "view_id": view["id"]}
    state = {"values": values_of(view, **typed)}
    outcome = await presses.press(stage.slack.core, user, container, action, state)
    assert outcome.ok, outcome


async def sent(stage: HandlersStage, view: Shown, user: str = "U0ALICE", **typed: Wish) -> Outcome:
    stage.seen = stage.slack.core.feed.number
    values = {"values": values_of(view, **typed)}
    outcome = await modals.submit(stage.slack.core, user, view["id"], values)
    await stage.settle()
    return outcome


async def pressed(
    stage: HandlersStage, view: Shown, action: str, user: str = "U0ALICE", text: str = ""
) -> Shown | None:
    """A button in the modal; gives the view in front afterwards."""
    container = {"type": "view", "view_id": view["id"]}
    button = button_of(view, action, text)
    outcome = await presses.press(stage.slack.core, user, container, button)
    assert outcome.ok, outcome
    await stage.settle()
    views = stage.slack.state.views[user]
    return views[-1] if views else None


def values_of(view: Shown, **typed: Wish) -> dict[str, Any]:
    blocks = {field: block_of(view, field) for field in typed}
    return {
        block["block_id"]: {block["element"]["action_id"]: _state(block["element"], typed[field])}
        for field, block in blocks.items()
    }


def block_of(view: Shown, field: str) -> Shown:
    (found,) = (b for b in view["blocks"] if b["block_id"].partition("/")[0] == field)
    return dict(found)


def inputs_of(view: Shown) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def direct(stage: HandlersStage, user: str) -> str:
    """The direct messages of somebody with the bot."""
    state = stage.slack.state
    return state.open_im(user, state.bot).id


def preview(view: Shown) -> str:
    return str(block_of(view, "preview")["text"]["text"])


def notice(view: Shown) -> str:
    return str(view["blocks"][0]["text"]["text"])


def initial(view: Shown, field: str) -> object:
    element = block_of(view, field)["element"]
    if "initial_options" in element or element["type"] == "checkboxes":
        return [option["value"] for option in element.get("initial_options", [])]
    if "initial_option" in element:
        return element["initial_option"]["value"]
    return element.get("initial_time") or element.get("initial_value", "")


def errors(outcome: Outcome) -> dict[str, str]:
    """By field."""
    return {block.partition("/")[0]: text for block, text in (outcome.errors or {}).items()}


def _state(element: Shown, value: Wish) -> dict[str, Any]:
    kind = element["type"]
    key = _KEYS.get(kind, "value")
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options = {each["value"]: each for group in groups for each in group["options"]}
    if key == "selected_option":
        return {"type": kind, key: options[str(value)]}
    if key == "selected_options":
        return {"type": kind, key: [options[each] for each in value or []]}
    return {"type": kind, key: value}

"""People at the forms of a checklist: opened, filled in, sent off."""

from typing import Any

from bot.domain.checklist import Item
from sandbox.slack.acts import modals, presses
from sandbox.slack.acts.outcome import Outcome
from tests.stages.handlers import HandlersStage, Shown, button_of
from tests.stages.office import PROD, tls

DNS = "DNS integration"
TLS = tls().id


async def opened(
    stage: HandlersStage, user: str = "U0BOB", action: str = "checklist.edit", share: bool = False
) -> Shown:
    """The modal in front of somebody who pressed the button."""
    word = " share" if share else ""
    (message,) = await stage.type_in(user, "C0OPS", f"/blockers THR-42{word}")
    await stage.press(user, message, action)
    return front(stage, user)


def front(stage: HandlersStage, user: str = "U0BOB") -> Shown:
    view: Shown = stage.slack.state.views[user][-1]
    return view


async def picked(stage: HandlersStage, view: Shown, text: str, user: str = "U0BOB") -> Shown:
    select = view["blocks"][0]["accessory"]
    options = [option for group in select["option_groups"] for option in group["options"]]
    value = next(option["value"] for option in options if text in option["text"]["text"])
    action = {
        "action_id": "checklist.item",
        "block_id": "picker",
        "selected_option": {"value": value},
    }
    container = {"type": "view", "view_id": view["id"]}
    outcome = await presses.press(stage.slack.core, user, container, action)
    assert outcome.ok, outcome
    await stage.settle()
    return front(stage, user)


async def form(stage: HandlersStage, text: str = DNS, user: str = "U0BOB") -> Shown:
    return await picked(stage, await opened(stage, user), text, user)


async def press_front(stage: HandlersStage, action: str, user: str = "U0BOB") -> None:
    """A button of the form in front of somebody."""
    view = front(stage, user)
    container = {"type": "view", "view_id": view["id"]}
    await presses.press(stage.slack.core, user, container, button_of(view, action))
    await stage.settle()


async def sent(
    stage: HandlersStage, view: Shown, user: str = "U0BOB", **typed: str | None
) -> Outcome:
    values: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        field = block["block_id"].partition("/")[0]
        if block["type"] == "input" and field in typed:
            values[block["block_id"]] = {"value": _state(block["element"], typed[field])}
    assert len(values) == len(typed)
    outcome = await modals.submit(stage.slack.core, user, view["id"], {"values": values})
    await stage.settle()
    return outcome


def _state(element: Shown, value: str | None) -> dict[str, Any]:
    kind = element["type"]
    if kind == "static_select":
        option = next(one for one in element["options"] if one["value"] == value)
        return {"type": kind, "selected_option": option}
    keys = {"users_select": "selected_user", "datepicker": "selected_date"}
    return {"type": kind, keys.get(kind, "value"): value}


def labels(view: Shown) -> list[str]:
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]


def initial(view: Shown, field: str) -> str:
    (block,) = (b for b in view["blocks"] if b["block_id"].startswith(f"{field}/"))
    element = block["element"]
    option = element.get("initial_option", {}).get("value", "")
    keys = ("initial_value", "initial_user", "initial_date")
    return next((str(element[key]) for key in keys if key in element), str(option))


async def item(stage: HandlersStage, text: str = DNS) -> Item:
    found = await stage.stores.checklists.load_many(PROD, [TLS])
    return next(one for one in found[TLS].items if one.text == text)


async def kinds(stage: HandlersStage) -> list[str]:
    log = await stage.stores.checklists.load_audit(PROD)
    return [entry.kind for entry in log if entry.by != "linear"][::-1]

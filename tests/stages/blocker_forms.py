"""People at the forms of blockers: asked for, filled in, sent off; and what is stored then."""

from typing import Any

from bot.domain.checklist import AuditEntry, Item
from bot.domain.local import LocalBlocker, Locals
from sandbox.slack.acts import modals, presses, talk
from sandbox.slack.acts.outcome import Outcome
from tests.stages.editing import front
from tests.stages.handlers import HandlersStage, Shown
from tests.stages.office import PROD

KEYS = {"users_select": "selected_user", "datepicker": "selected_date"}


async def asked(stage: HandlersStage, text: str, user: str = "U0BOB", at: str = "C0OPS") -> Shown:
    """The form in front of somebody who typed ``/blockers add …``."""
    assert await stage.type_in(user, at, f"/blockers add {text}") == []
    return front(stage, user)


async def edited(stage: HandlersStage, key: str = "PROD-1", user: str = "U0BOB") -> Shown:
    """The form in front of somebody who pressed *Edit blocker*."""
    message = await stage.say(user, "C0OPS", f"/blockers {key}")
    await stage.press(user, message, "blocker.edit")
    return front(stage, user)


async def used(
    stage: HandlersStage, shortcut: str, text: str, *, at: str = "C0OPS", by: str = "U0BOB"
) -> Shown:
    """The form in front of Alice, who used a shortcut on what ``by`` said."""
    said = talk.say(stage.slack.core, by, at, text)
    assert said is not None
    await stage.settle()
    stage.seen = stage.slack.core.feed.number
    outcome = await presses.use_shortcut(stage.slack.core, "U0ALICE", shortcut, at, said["ts"])
    assert outcome.ok, outcome
    await stage.settle()
    return front(stage, "U0ALICE")


async def send(
    stage: HandlersStage, view: Shown, user: str = "U0BOB", **typed: str | None
) -> Outcome:
    stage.seen = stage.slack.core.feed.number
    values: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        field = str(block.get("block_id", "")).partition("/")[0]
        if block["type"] == "input" and field in typed:
            values[block["block_id"]] = {"value": _state(block["element"], typed[field])}
    assert len(values) == len(typed), set(typed) - {name.partition("/")[0] for name in values}
    outcome = await modals.submit(stage.slack.core, user, view["id"], {"values": values})
    await stage.settle()
    return outcome


def _state(element: Shown, value: str | None) -> dict[str, Any]:
    kind = element["type"]
    if kind in {"static_select", "checkboxes"}:
        groups = element.get("option_groups") or [{"options": element.get("options", [])}]
        options = [option for group in groups for option in group["options"]]
        chosen = [one for one in options if value in (one["value"], one["text"]["text"])]
        if kind == "checkboxes":
            return {"type": kind, "selected_options": chosen}
        return {"type": kind, "selected_option": chosen[0]}
    return {"type": kind, KEYS.get(kind, "value"): value}


async def kept(stage: HandlersStage) -> Locals:
    return await stage.stores.locals.load_locals(PROD)


async def only(stage: HandlersStage) -> LocalBlocker:
    (found,) = (await kept(stage)).blockers
    return found


async def items_of(stage: HandlersStage, blocker: LocalBlocker) -> tuple[Item, ...]:
    found = await stage.stores.checklists.load_many(PROD, [blocker.id])
    return found[blocker.id].live


async def log(stage: HandlersStage) -> list[AuditEntry]:
    """What people did, oldest first."""
    found = await stage.stores.checklists.load_audit(PROD)
    return [entry for entry in found if entry.by != "linear"][::-1]


def errors_of(outcome: Outcome) -> dict[str, str]:
    found = outcome.errors or {}
    return {block.partition("/")[0]: sentence for block, sentence in found.items()}

"""views.open, push, update and publish."""

from sandbox.slack.limits.views import check_view
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.wire import Payload, SlackError


async def views_open(call: Call) -> Payload:
    view = check_view(call.args.get("view"))
    trigger = call.slack.triggers.exchange(_trigger_id(call))
    return {"view": call.slack.surfaces.open(trigger.user, view)}


async def views_push(call: Call) -> Payload:
    view = check_view(call.args.get("view"))
    trigger = call.slack.triggers.exchange(_trigger_id(call))
    if trigger.view_id is None:
        raise SlackError("invalid_trigger_id")  # only a trigger out of a modal may push onto it
    return {"view": call.slack.surfaces.push(trigger.user, view)}


async def views_update(call: Call) -> Payload:
    view_id, external_id = call.args.get("view_id"), call.args.get("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: view_id"])
    user, old = call.slack.surfaces.find(view_id, external_id)
    view = check_view(call.args.get("view"), (old["type"],))
    return {"view": call.slack.surfaces.update(user, old, view, call.args.get("hash"))}


async def views_publish(call: Call) -> Payload:
    view = check_view(call.args.get("view"), ("home",))
    person = call.slack.state.people.get(call.text("user_id"))
    if person is None:
        raise SlackError("user_not_found")
    return {"view": call.slack.surfaces.publish(person.id, view, call.args.get("hash"))}


def _trigger_id(call: Call) -> object:
    return call.args.get("trigger_id") or call.args.get("interactivity_pointer")


ROUTES: dict[str, Method] = {
    "views.open": Method(views_open, required=("view",)),
    "views.publish": Method(views_publish, required=("user_id", "view")),
    "views.push": Method(views_push, required=("view",)),
    "views.update": Method(views_update, required=("view",)),
}

"""Submitting and closing modals, and what the app's answer does to the stack of views."""

from sandbox.slack.acts.outcome import Outcome, deliver, known_person, refused
from sandbox.slack.core import Slack
from sandbox.slack.delivery import Delivery
from sandbox.slack.limits.views import check_view
from sandbox.slack.payloads import interaction
from sandbox.slack.pressed import NotThereError
from sandbox.slack.view_state import full_state, missing_inputs
from sandbox.slack.wire import Payload, SlackError

_TROUBLE = "We had some trouble connecting. Try again?"


async def submit(slack: Slack, user: str, view_id: str, state: object = None) -> Outcome:
    view = _top_view(slack, user, view_id)
    typed = state.get("values") if isinstance(state, dict) else None
    values = full_state(view["blocks"], typed, view["state"]["values"])
    view["state"] = {"values": values}
    errors = missing_inputs(view["blocks"], values)
    if errors:
        return _show_errors(slack, user, errors)
    payload = interaction(slack, user, "view_submission", view_id)
    payload |= {"view": view, "response_urls": []}
    ack, acked_ms = await deliver(slack, "interactive", payload)
    if ack.problem is not None:
        return refused(slack, user, _TROUBLE)
    try:
        shown = _apply(slack, user, view, ack.body)
    except SlackError as error:
        detail = " ".join((error.code, *error.messages))
        return refused(slack, user, f"{_TROUBLE} ({detail})", acked_ms)
    if shown:
        return _show_errors(slack, user, shown, acked_ms)
    return Outcome(acked_ms=acked_ms, ack=ack.body)


async def close(slack: Slack, user: str, view_id: str) -> Outcome:
    """Press the X or Cancel; a view with clear_on_close takes the whole stack with it."""
    known_person(slack, user)
    stack = slack.state.views.get(user, [])
    view = next((one for one in stack if one["id"] == view_id), None)
    if view is None:
        raise NotThereError(f"{user} has no modal {view_id!r} open")
    whole = view["clear_on_close"] or view is stack[0]
    closed = slack.surfaces.clear(user) if whole else slack.surfaces.close(user, view)
    for one in closed:
        if one["notify_on_close"]:
            payload = interaction(slack, user, "view_closed", one["id"])
            del payload["trigger_id"]
            payload |= {"view": one, "is_cleared": bool(whole)}
            slack.background.start(_tell(slack, payload))
    return Outcome()


async def _tell(slack: Slack, payload: Payload) -> None:
    await slack.courier.deliver(Delivery("interactive", payload))


def _top_view(slack: Slack, user: str, view_id: str) -> Payload:
    known_person(slack, user)
    stack = slack.state.views.get(user, [])
    if not stack or stack[-1]["id"] != view_id:
        raise NotThereError(f"{view_id!r} is not the modal in front of {user}")
    if not stack[-1].get("submit"):
        raise NotThereError("this modal has nothing to submit")
    return stack[-1]


def _apply(slack: Slack, user: str, view: Payload, body: object) -> dict[str, str] | None:
    """Do what the response_action says; returns errors to be shown at their blocks.

    The app may have drawn the view anew meanwhile, or somebody closed it.
    """
    stack = slack.state.views.get(user, [])
    present = next((one for one in stack if one["id"] == view["id"]), None)
    if not body:
        if present is not None:
            slack.surfaces.close(user, present)
        return None
    action = body.get("response_action") if isinstance(body, dict) else None
    if not isinstance(body, dict) or action not in ("errors", "update", "push", "clear"):
        raise SlackError("invalid_response_action")
    if action == "errors":
        return _errors(view, body.get("errors"))
    if action == "clear":
        slack.surfaces.clear(user)
    elif action == "update":
        checked = check_view(body.get("view"))
        if present is not None:
            slack.surfaces.update(user, present, checked)
    else:
        slack.surfaces.push(user, check_view(body.get("view")))
    return None


def _errors(view: Payload, errors: object) -> dict[str, str]:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_errors", messages=["[ERROR] errors must name blocks"])
    for block_id in errors:
        if block_id not in inputs:
            raise SlackError("invalid_errors", messages=[f"[ERROR] no input block {block_id}"])
    return {str(block_id): str(text) for block_id, text in errors.items()}


def _show_errors(
    slack: Slack, user: str, errors: dict[str, str], acked_ms: float | None = None
) -> Outcome:
    slack.feed.publish({"type": "view_errors", "errors": errors}, {user})
    return Outcome(ok=False, acked_ms=acked_ms, errors=errors)

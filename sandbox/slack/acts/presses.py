"""Buttons, menus and shortcuts: in messages, private answers, modals and the Home tab."""

from sandbox.slack.acts.outcome import (
    Outcome,
    deliver,
    failure_word,
    known_person,
    refused,
    seen_channel,
)
from sandbox.slack.core import Slack
from sandbox.slack.limits.objects import OPTION, OPTION_GROUP
from sandbox.slack.limits.schema import Many, Problems
from sandbox.slack.payloads import channel_brief, interaction
from sandbox.slack.pressed import NotThereError, find_element, pressed
from sandbox.slack.replaced import blocks_of
from sandbox.slack.response_urls import Origin
from sandbox.slack.view_state import full_state
from sandbox.slack.wire import Payload


async def press(
    slack: Slack, user: str, container: Payload, action: Payload, state: object = None
) -> Outcome:
    known_person(slack, user)
    if container.get("type") == "view":
        payload = _in_view(slack, user, container, action, state)
    else:
        payload = _in_message(slack, user, container, action, state)
    if payload is None:
        return Outcome()  # an input without dispatch_action tells the app only when submitted
    ack, acked_ms = await deliver(slack, "interactive", payload)
    if ack.problem is not None:
        return refused(slack, user, _trouble(slack, failure_word(ack)))
    return Outcome(acked_ms=acked_ms, ack=ack.body)


async def use_shortcut(
    slack: Slack, user: str, callback_id: str, channel_id: str = "", ts: str = ""
) -> Outcome:
    """Choose a shortcut: with a channel and a `ts` one of a message, else a global one."""
    known_person(slack, user)
    kind = "message" if ts else "global"
    offered = slack.installation.shortcuts
    if not any((one.callback_id, one.type) == (callback_id, kind) for one in offered):
        raise NotThereError(f"the app has no {kind} shortcut {callback_id!r}")
    if ts:
        payload = _message_action(slack, user, callback_id, channel_id, ts)
    else:
        payload = interaction(slack, user, "shortcut")
        payload |= {"callback_id": callback_id, "action_ts": slack.state.next_ts()}
    ack, acked_ms = await deliver(slack, "interactive", payload)
    if ack.problem is not None:
        return refused(slack, user, _trouble(slack, failure_word(ack)))
    return Outcome(acked_ms=acked_ms, ack=ack.body)


async def suggest(
    slack: Slack, user: str, container: Payload, action: Payload, typed: str
) -> Outcome:
    """Type into an external_select: the app answers with options, which are checked."""
    known_person(slack, user)
    blocks, where = _blocks_of(slack, user, container)
    block, element = find_element(blocks, action)
    payload = interaction(slack, user, "block_suggestion", where.get("view", {}).get("id"))
    del payload["trigger_id"]
    ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
    payload |= {**where, **ids, "value": typed, "container": container}
    ack, acked_ms = await deliver(slack, "interactive", payload)
    if ack.problem is not None:
        return refused(slack, user, _trouble(slack, failure_word(ack)))
    problems = _bad_options(ack.body)
    if problems:
        return refused(slack, user, f"The options could not be shown: {problems[0]}", acked_ms)
    return Outcome(acked_ms=acked_ms, ack=ack.body)


def _in_message(
    slack: Slack, user: str, container: Payload, action: Payload, state: object
) -> Payload:
    blocks, where = _blocks_of(slack, user, container)
    message, ephemeral = where["message"], bool(container.get("is_ephemeral"))
    block, element = find_element(blocks, action, slack.state.replaced.of(message["ts"]))
    channel = seen_channel(slack, user, str(container.get("channel_id")))
    payload = interaction(slack, user, "block_actions")
    thread = {name: message[name] for name in ("thread_ts",) if name in message}
    payload["container"] = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
        **thread,
        **_attachment_of(message, block),
    }
    payload["channel"] = channel_brief(channel)
    if not ephemeral:
        payload["message"] = {k: v for k, v in message.items() if k != "metadata"}
    payload["state"] = {"values": full_state(blocks, _values(state))}
    origin = Origin(user, channel.id, message["ts"], ephemeral, thread.get("thread_ts"))
    payload["response_url"] = slack.response_url(origin)
    payload["actions"] = [pressed(block, element, action, slack.state.next_ts())]
    return payload


def _attachment_of(message: Payload, block: Payload) -> Payload:
    """A card below a link is no part of the app's own message: the container says so."""
    for one in message.get("attachments", ()):
        if any(inner is block for inner in one.get("blocks", ())):
            unfurled = {"is_app_unfurl": True, "app_unfurl_url": one["from_url"]}
            return {
                "type": "message_attachment",
                "attachment_id": one.get("id", 1),
                **(unfurled if "from_url" in one else {}),
            }
    return {}


def _in_view(
    slack: Slack, user: str, container: Payload, action: Payload, state: object
) -> Payload | None:
    blocks, where = _blocks_of(slack, user, container)
    view = where["view"]
    block, element = find_element(blocks, action, slack.state.replaced.of(view["id"]))
    view["state"] = {"values": full_state(blocks, _values(state), view["state"]["values"])}
    if block["type"] == "input" and not block.get("dispatch_action"):
        return None
    payload = interaction(slack, user, "block_actions", view["id"])
    payload["container"] = {"type": "view", "view_id": view["id"]}
    payload["view"] = view
    payload["actions"] = [pressed(block, element, action, slack.state.next_ts())]
    return payload


def _blocks_of(
    slack: Slack, user: str, container: Payload
) -> tuple[list[Payload], dict[str, Payload]]:
    """Find the blocks of a container, and the message or view that holds them."""
    if container.get("type") == "view":
        found = slack.state.find_view(str(container.get("view_id")))
        if found is None or found[0] != user:
            raise NotThereError(f"{user} has no view {container.get('view_id')!r} open")
        return found[1]["blocks"], {"view": found[1]}
    message = _message(slack, user, container)
    return blocks_of(message), {"message": message}


def _message(slack: Slack, user: str, container: Payload) -> Payload:
    channel = seen_channel(slack, user, str(container.get("channel_id")))
    ts = container.get("message_ts")
    if container.get("is_ephemeral"):
        whispered = slack.state.find_ephemeral(user, channel.id, ts)
        message = whispered.message if whispered else None
    else:
        message = slack.state.find_message(channel.id, ts)
    if message is None:
        raise NotThereError(f"{user} sees no message {ts!r} in {channel.id}")
    return message


def _message_action(slack: Slack, user: str, callback_id: str, channel_id: str, ts: str) -> Payload:
    channel = seen_channel(slack, user, channel_id)
    message = slack.state.find_message(channel.id, ts)
    if message is None:
        raise NotThereError(f"there is no message {ts!r} in {channel.id}")
    origin = Origin(user, channel.id, ts, thread_ts=message.get("thread_ts"))
    return interaction(slack, user, "message_action") | {
        "callback_id": callback_id,
        "action_ts": slack.state.next_ts(),
        "message_ts": ts,
        "message": {k: v for k, v in message.items() if k != "metadata"},
        "channel": channel_brief(channel),
        "response_url": slack.response_url(origin),
    }


def _bad_options(body: object) -> Problems:
    problems: Problems = []
    if not isinstance(body, dict) or not {"options", "option_groups"} & body.keys():
        return ["no options came"]
    if "options" in body:
        Many(OPTION, 0, 100).check(body["options"], "/options", problems)
    else:
        Many(OPTION_GROUP, 0, 100).check(body["option_groups"], "/option_groups", problems)
    return problems


def _values(state: object) -> object:
    return state.get("values") if isinstance(state, dict) else None


def _trouble(slack: Slack, word: str) -> str:
    name = slack.state.people[slack.state.bot].real_name
    return f'{name} did not respond: the action failed with the error "{word}"'

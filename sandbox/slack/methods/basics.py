"""auth.*, api.test, apps.connections.open, team.info, bots.info, reactions.*, usergroups.*."""

from sandbox.slack.methods.call import Call, Method
from sandbox.slack.methods.shapes import group_shape
from sandbox.slack.wire import Payload, SlackError, truthy


async def api_test(call: Call) -> Payload:
    if "error" in call.args:
        raise SlackError(call.text("error"), args=call.args)
    return {"args": call.args}


async def auth_test(call: Call) -> Payload:
    state = call.slack.state
    return {
        "url": f"https://{state.domain}.slack.com/",
        "team": state.team_name,
        "user": state.people[state.bot].name,
        "team_id": state.team_id,
        "user_id": state.bot,
        "bot_id": state.bot_id,
        "is_enterprise_install": False,
    }


async def apps_connections_open(call: Call) -> Payload:
    ticket = call.slack.socket_mode.issue_ticket()
    return {"url": f"{call.slack.origin.replace('http', 'ws', 1)}/socket/{ticket}"}


async def team_info(call: Call) -> Payload:
    state = call.slack.state
    team = {"id": state.team_id, "name": state.team_name, "domain": state.domain}
    return {"team": {**team, "email_domain": "", "icon": {"image_default": True}}}


async def bots_info(call: Call) -> Payload:
    state = call.slack.state
    if call.text("bot", state.bot_id) != state.bot_id:
        raise SlackError("bot_not_found")
    name = state.people[state.bot].real_name
    return {
        "bot": {
            "id": state.bot_id,
            "deleted": False,
            "name": name,
            "updated": 0,
            "app_id": call.slack.installation.app_id,
            "user_id": state.bot,
            "icons": {},
        }
    }


async def usergroups_list(call: Call) -> Payload:
    with_users = truthy(call.args.get("include_users"))
    groups = call.slack.state.groups.values()
    return {"usergroups": [group_shape(call.slack, one, with_users=with_users) for one in groups]}


async def usergroups_users_list(call: Call) -> Payload:
    group = call.slack.state.groups.get(call.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


async def reactions_add(call: Call) -> Payload:
    message, bot = _reacted(call)
    name = call.text("name").strip(":")
    reactions = message.setdefault("reactions", [])
    entry = next((one for one in reactions if one["name"] == name), None)
    if entry is None:
        entry = {"name": name, "users": [], "count": 0}
        reactions.append(entry)
    if bot in entry["users"]:
        raise SlackError("already_reacted")
    entry["users"].append(bot)
    entry["count"] += 1
    call.slack.board.change(call.channel(), message)
    return {}


async def reactions_remove(call: Call) -> Payload:
    message, bot = _reacted(call)
    name = call.text("name").strip(":")
    reactions = message.get("reactions", [])
    entry = next((one for one in reactions if one["name"] == name), None)
    if entry is None or bot not in entry["users"]:
        raise SlackError("no_reaction")
    entry["users"].remove(bot)
    entry["count"] -= 1
    message["reactions"] = [one for one in reactions if one["count"]]
    call.slack.board.change(call.channel(), message)
    return {}


def _reacted(call: Call) -> tuple[Payload, str]:
    channel = call.channel()
    call.need_membership(channel)
    if channel.archived:
        raise SlackError("is_archived")
    message = call.slack.state.find_message(channel.id, call.args.get("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    return message, call.slack.state.bot


_REACTION = ("channel", "timestamp", "name")

ROUTES: dict[str, Method] = {
    "api.test": Method(api_test, opened_by="anyone"),
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(apps_connections_open, opened_by="app"),
    "bots.info": Method(bots_info, ("users:read",)),
    "reactions.add": Method(reactions_add, ("reactions:write",), required=_REACTION),
    "reactions.remove": Method(reactions_remove, ("reactions:write",), required=_REACTION),
    "team.info": Method(team_info, ("team:read",)),
    "usergroups.list": Method(usergroups_list, ("usergroups:read",)),
    "usergroups.users.list": Method(
        usergroups_users_list, ("usergroups:read",), required=("usergroup",)
    ),
}

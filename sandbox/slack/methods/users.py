"""users.info, users.list, users.lookupByEmail, users.conversations."""

from sandbox.slack.methods.call import Call, Method, page_of
from sandbox.slack.methods.shapes import channel_shape, user_shape
from sandbox.slack.wire import Payload, SlackError


async def users_info(call: Call) -> Payload:
    person = call.slack.state.person(call.args.get("user"))
    return {"user": user_shape(call.slack, person)}


async def users_list(call: Call) -> Payload:
    people = list(call.slack.state.people.values())
    page, cursor = page_of(call, people, 1000, 1000)
    return {
        "members": [user_shape(call.slack, person) for person in page],
        "cache_ts": int(call.slack.clock()),
        "response_metadata": {"next_cursor": cursor},
    }


async def users_lookup_by_email(call: Call) -> Payload:
    wanted = call.text("email").casefold()
    for person in call.slack.state.people.values():
        if person.email.casefold() == wanted and not (person.is_bot or person.deleted):
            return {"user": user_shape(call.slack, person)}
    raise SlackError("users_not_found")


async def users_conversations(call: Call) -> Payload:
    channels = [one for one in call.slack.state.channels.values() if call.slack.bot_is_in(one)]
    kinds = {one.strip() for one in call.text("types", "public_channel").split(",")}
    wanted = {"channels": "public_channel", "groups": "private_channel", "im": "im"}
    chosen = [one for one in channels if wanted[one.kind] in kinds]
    page, cursor = page_of(call, chosen, 100, 999)
    return {
        "channels": [channel_shape(call.slack, one) for one in page],
        "response_metadata": {"next_cursor": cursor},
    }


ROUTES: dict[str, Method] = {
    "users.conversations": Method(users_conversations, ("channels:read",)),
    "users.info": Method(users_info, ("users:read",), required=("user",)),
    "users.list": Method(users_list, ("users:read",)),
    "users.lookupByEmail": Method(
        users_lookup_by_email, ("users:read", "users:read.email"), required=("email",)
    ),
}

"""chat.unfurl: what the app says about a link in someone's message."""

from urllib.parse import urlsplit

from sandbox.slack.limits.messages import check_blocks
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.normalise import with_ids
from sandbox.slack.wire import Payload, SlackError, parsed


async def unfurl(call: Call) -> Payload:
    draft = call.slack.drafts.get(str(call.args.get("unfurl_id")))
    if draft is not None and call.args.get("source") == "composer":
        _attach(draft, [_attachment(call, draft, url, one) for url, one in _unfurls(call).items()])
        return {}
    channel_id, ts = _target(call)
    channel = call.slack.state.channels.get(channel_id)
    if channel is None or not channel.visible_to(call.slack.state.bot):
        raise SlackError("cannot_find_channel")
    message = call.slack.state.find_message(channel.id, ts)
    if message is None:
        raise SlackError("cannot_find_message")
    attachments = [_attachment(call, message, url, one) for url, one in _unfurls(call).items()]
    _attach(message, attachments)
    call.slack.board.change(channel, message)
    return {}


def _attach(message: Payload, attachments: list[Payload]) -> None:
    """What is said again of the same link stands in place of what was said before."""
    again = {one["from_url"] for one in attachments}
    kept = [one for one in message.get("attachments", ()) if one.get("from_url") not in again]
    message["attachments"] = [*kept, *attachments]
    for number, one in enumerate(message["attachments"], start=1):
        one["id"] = number


def _target(call: Call) -> tuple[str, str]:
    """Find the message: by channel and ts, or by the ids a link_shared event gave."""
    if call.args.get("unfurl_id"):
        if not call.args.get("source"):
            raise SlackError("missing_source")
        channel, _, ts = call.text("unfurl_id").partition("|")
        return channel, ts
    for name in ("channel", "ts"):
        if not call.args.get(name):
            raise SlackError(f"missing_{name}")
    return call.text("channel"), call.text("ts")


def _unfurls(call: Call) -> dict[str, Payload]:
    if not call.args.get("unfurls"):
        raise SlackError("missing_unfurls")
    value = parsed(call.args["unfurls"], "invalid_unfurls_format")
    if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
        raise SlackError("invalid_unfurls_format")
    return value


def _attachment(call: Call, message: Payload, url: str, unfurled: Payload) -> Payload:
    host = urlsplit(url).hostname or ""
    domains = call.slack.installation.unfurl_domains
    if not any(host == domain or host.endswith(f".{domain}") for domain in domains):
        raise SlackError("cannot_unfurl_url")
    if url.replace("&", "&amp;") not in message["text"] and url not in message["text"]:
        raise SlackError("cannot_unfurl_message")
    attachment: Payload = {**unfurled, "from_url": url}
    if "blocks" in unfurled:
        attachment["blocks"] = with_ids(check_blocks(unfurled["blocks"]))
    return attachment


ROUTES: dict[str, Method] = {"chat.unfurl": Method(unfurl, ("links:write",))}

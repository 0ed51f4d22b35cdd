"""Text as people type it, turned into what Slack sends: entities, mentions, channels, links."""

import re
from collections.abc import Callable

from sandbox.slack.state import SlackState

_BROADCASTS = ("here", "channel", "everyone")
_TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>|]+)|(?<![\w@])@(?P<at>[\w.-]+)|(?<![\w#])#(?P<hash>[\w-]+)"
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_command_text(state: SlackState, user: str, text: str, *, should_escape: bool) -> str:
    """Escape a command's text; with should_escape names also become ids with labels."""
    if not should_escape:
        return escaped(text)
    return _rewritten(state, user, text, labelled=True)


def as_message_text(state: SlackState, user: str, text: str) -> str:
    return _rewritten(state, user, text, labelled=False)


def _rewritten(state: SlackState, user: str, text: str, *, labelled: bool) -> str:
    return _TOKEN.sub(_replacer(state, user, labelled=labelled), escaped(text))


def _replacer(state: SlackState, user: str, *, labelled: bool) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        if match["url"]:
            return f"<{match['url']}>"
        if match["at"]:
            return _mention(state, match["at"], labelled=labelled) or match.group()
        return _channel(state, user, match["hash"], labelled=labelled) or match.group()

    return replace


def _mention(state: SlackState, word: str, *, labelled: bool) -> str | None:
    name = word.casefold().rstrip(".")
    rest = word[len(name) :]
    if name in _BROADCASTS:
        return f"<!{name}>{rest}"
    for person in state.people.values():
        if person.name.casefold() == name:
            return (f"<@{person.id}|{person.name}>" if labelled else f"<@{person.id}>") + rest
    for group in state.groups.values():
        if group.handle.casefold() == name:
            label = f"|@{group.handle}" if labelled else ""
            return f"<!subteam^{group.id}{label}>{rest}"
    return None


def _channel(state: SlackState, user: str, name: str, *, labelled: bool) -> str | None:
    for channel in state.channels.values():
        if channel.name == name and not channel.im and channel.visible_to(user):
            if labelled and channel.private:
                return f"<#{channel.id}|>"
            return f"<#{channel.id}|{channel.name}>" if labelled else f"<#{channel.id}>"
    return None

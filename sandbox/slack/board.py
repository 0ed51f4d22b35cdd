"""Changes of messages and channels; each one is stored and shown on the page in one step."""

from sandbox.slack.feed import Feed
from sandbox.slack.page_shapes import page_channel, page_message
from sandbox.slack.state import Conversation, Ephemeral, SlackState
from sandbox.slack.wire import Payload


class Board:
    def __init__(self, state: SlackState, feed: Feed) -> None:
        self._state = state
        self._feed = feed

    def post(self, channel: Conversation, message: Payload) -> Payload:
        """Give the message its `ts`, keep it and count it in its thread."""
        ts = self._state.next_ts()
        stored = {"type": "message", "team": self._state.team_id, **message, "ts": ts}
        self._state.messages.setdefault(channel.id, []).append(stored)
        parent = self._state.find_message(channel.id, stored.get("thread_ts"))
        if parent is not None and parent is not stored:
            _count_reply(parent, stored)
            self._show("message_changed", channel, parent)
        self._show("message", channel, stored)
        return stored

    def change(self, channel: Conversation, message: Payload) -> None:
        self._show("message_changed", channel, message)

    def delete(self, channel: Conversation, message: Payload) -> None:
        self._state.messages[channel.id].remove(message)
        self._feed.publish(
            {"type": "message_deleted", "channel": channel.id, "ts": message["ts"]},
            self.audience(channel),
        )
        self._state.changed()

    def whisper(self, channel: Conversation, user: str, message: Payload) -> Payload:
        """Post what only `user` sees; it is no message for the Web API."""
        stored = {"type": "message", **message, "ts": self._state.next_ts()}
        self._state.ephemerals.append(Ephemeral(user, channel.id, stored))
        self._show_ephemeral("message", user, channel.id, stored)
        return stored

    def change_whisper(self, ephemeral: Ephemeral, message: Payload) -> None:
        kept = ephemeral.message["ts"]
        thread = {key: ephemeral.message[key] for key in ("thread_ts",) if key in ephemeral.message}
        ephemeral.message = {"type": "message", **thread, **message, "ts": kept}
        self._show_ephemeral(
            "message_changed", ephemeral.user, ephemeral.channel, ephemeral.message
        )

    def delete_whisper(self, ephemeral: Ephemeral) -> None:
        self._state.ephemerals.remove(ephemeral)
        frame = {
            "type": "message_deleted",
            "channel": ephemeral.channel,
            "ts": ephemeral.message["ts"],
        }
        self._feed.publish(frame, {ephemeral.user})
        self._state.changed()

    def show_channel(self, channel: Conversation) -> None:
        """Tell everyone who sees the channel; a DM is named after the other one."""
        viewers = channel.members if channel.im else [""]
        for viewer in viewers:
            frame = {"type": "channel", "channel": page_channel(self._state, channel, viewer)}
            self._feed.publish(frame, {viewer} if channel.im else self.audience(channel))
        self._state.changed()

    @staticmethod
    def audience(channel: Conversation) -> list[str] | None:
        return list(channel.members) if channel.private or channel.im else None

    def _show(self, kind: str, channel: Conversation, message: Payload) -> None:
        frame = {"type": kind, "channel": channel.id, "message": page_message(message)}
        self._feed.publish(frame, self.audience(channel))
        self._state.changed()

    def _show_ephemeral(self, kind: str, user: str, channel: str, message: Payload) -> None:
        shown = page_message(message, ephemeral=True)
        self._feed.publish({"type": kind, "channel": channel, "message": shown}, {user})
        self._state.changed()


def _count_reply(parent: Payload, reply: Payload) -> None:
    parent["thread_ts"] = parent["ts"]
    parent["reply_count"] = parent.get("reply_count", 0) + 1
    users: list[str] = parent.setdefault("reply_users", [])
    if reply.get("user") not in users:
        users.append(reply["user"])
    parent["reply_users_count"] = len(users)
    parent["latest_reply"] = reply["ts"]

"""Modals and the Home tab of each person: stacks of at most three views, hashes, external ids."""

from sandbox.slack.feed import Feed
from sandbox.slack.installation import Installation
from sandbox.slack.normalise import with_ids
from sandbox.slack.state import SlackState
from sandbox.slack.wire import Payload, SlackError, new_id

MAX_STACK = 3


class Surfaces:
    def __init__(self, state: SlackState, feed: Feed, installation: Installation) -> None:
        self._state = state
        self._feed = feed
        self._installation = installation

    def open(self, user: str, view: Payload) -> Payload:
        self._refuse_taken(view)
        opened = self._built(view, None)
        self._state.views[user] = [opened]
        self.show(user)
        return opened

    def push(self, user: str, view: Payload) -> Payload:
        stack = self._state.views.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MAX_STACK:
            raise SlackError("push_limit_reached")
        self._refuse_taken(view)
        pushed = self._built(view, stack[-1])
        stack.append(pushed)
        self.show(user)
        return pushed

    def update(self, user: str, old: Payload, view: Payload, given_hash: object = None) -> Payload:
        """Replace a view in place; a hash that is not the current one is a conflict."""
        if given_hash and given_hash != old["hash"]:
            raise SlackError("hash_conflict")
        if view.get("external_id") and view["external_id"] != old["external_id"]:
            self._refuse_taken(view)
        kept = {key: old[key] for key in ("id", "root_view_id", "previous_view_id")}
        self._state.replaced.keep(old["id"], old["blocks"])
        # What was typed stays where block_id and action_id stay.
        changed = {**self._built(view, None), **kept, "state": old["state"]}
        if old["type"] == "home":
            self._state.homes[user] = changed
            self._show_home(user)
        else:
            stack = self._state.views[user]
            stack[stack.index(old)] = changed
            self.show(user)
        return changed

    def publish(self, user: str, view: Payload, given_hash: object = None) -> Payload:
        current = self._state.homes.get(user)
        if current is not None:
            return self.update(user, current, view, given_hash)
        self._refuse_taken(view)
        published = self._built(view, None)
        self._state.homes[user] = published
        self._show_home(user)
        return published

    def find(self, view_id: object, external_id: object) -> tuple[str, Payload]:
        for user, stack in self._state.views.items():
            for view in stack:
                if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                    return user, view
        for user, home in self._state.homes.items():
            if home["id"] == view_id or (external_id and home["external_id"] == external_id):
                return user, home
        raise SlackError("not_found")

    def close(self, user: str, view: Payload) -> list[Payload]:
        """Close a view and what lies on it; returns the closed ones, topmost first."""
        stack = self._state.views.get(user, [])
        at = stack.index(view)
        closed = stack[at:][::-1]
        del stack[at:]
        self.show(user)
        return closed

    def clear(self, user: str) -> list[Payload]:
        closed = self._state.views.get(user, [])[::-1]
        self._state.views[user] = []
        self.show(user)
        return closed

    def show(self, user: str) -> None:
        self._feed.publish({"type": "views", "views": list(self._state.views[user])}, {user})

    def _show_home(self, user: str) -> None:
        self._feed.publish({"type": "home", "view": self._state.homes[user]}, {user})
        self._state.changed()

    def _refuse_taken(self, view: Payload) -> None:
        external_id = view.get("external_id")
        if not external_id:
            return
        try:
            self.find(None, external_id)
        except SlackError:
            return
        raise SlackError("duplicate_external_id")

    def _built(self, view: Payload, below: Payload | None) -> Payload:
        view_id = new_id("V")
        return {
            "id": view_id,
            "team_id": self._state.team_id,
            "type": view["type"],
            "blocks": with_ids(view["blocks"]),
            "private_metadata": view.get("private_metadata") or "",
            "callback_id": view.get("callback_id") or "",
            "state": {"values": {}},
            "hash": f"{self._state.next_ts()[:10]}.{new_id('', 8)}",
            "title": view.get("title"),
            "clear_on_close": bool(view.get("clear_on_close", False)),
            "notify_on_close": bool(view.get("notify_on_close", False)),
            "close": view.get("close"),
            "submit": view.get("submit"),
            "previous_view_id": below["id"] if below else None,
            "root_view_id": below["root_view_id"] if below else view_id,
            "app_id": self._installation.app_id,
            "external_id": view.get("external_id") or "",
            "app_installed_team_id": self._state.team_id,
            "bot_id": self._installation.bot_id,
        }

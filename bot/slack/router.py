"""The one table of what Slack may call: filled by ``handlers``, read by the dispatcher."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from bot.slack.payloads import Command, Event, FollowUp, Press, Shortcut, Submission, ViewAnswer

CommandHandler = Callable[[Command], Awaitable[None]]
"""Runs after the acknowledgement."""
ActionHandler = Callable[[Press], Awaitable[FollowUp | None]]
"""Commits within two seconds; then Slack is answered; then the returned follow-up runs."""
ViewHandler = Callable[[Submission], Awaitable[ViewAnswer]]
"""Commits within two seconds; its answer goes to Slack, then its follow-up runs."""
EventHandler = Callable[[Event], Awaitable[FollowUp | None]]
"""Runs after the acknowledgement; one that ``commits`` runs as an action does."""
ShortcutHandler = Callable[[Shortcut], Awaitable[None]]
"""Runs after the acknowledgement."""

_Handler = TypeVar("_Handler")


class DuplicateRouteError(Exception):
    """Two handlers for one name: a mistake in the program."""


class Router:
    """Names (command, action_id, callback_id, event type) and the one handler of each."""

    def __init__(self) -> None:
        self.commands: dict[str, CommandHandler] = {}
        self.actions: dict[str, ActionHandler] = {}
        self.self_guarding: set[str] = set()
        self.views: dict[str, ViewHandler] = {}
        self.events: dict[str, EventHandler] = {}
        self.committing: set[str] = set()
        self.shortcuts: dict[str, ShortcutHandler] = {}

    def command(self, name: str, handler: CommandHandler) -> None:
        """``name`` with its slash: ``/blockers``."""
        _add(self.commands, name, handler)

    def action(
        self, action_id: str, handler: ActionHandler, *, guards_itself: bool = False
    ) -> None:
        """``guards_itself``: a second delivery changes nothing, so none has to be noticed first."""
        _add(self.actions, action_id, handler)
        if guards_itself:
            self.self_guarding.add(action_id)

    def view(self, callback_id: str, handler: ViewHandler) -> None:
        _add(self.views, callback_id, handler)

    def event(self, event_type: str, handler: EventHandler, *, commits: bool = False) -> None:
        """``commits``: Slack is to deliver it again unless it was committed within two seconds.

        Such a handler guards itself against a second delivery.
        """
        _add(self.events, event_type, handler)
        if commits:
            self.committing.add(event_type)
            self.self_guarding.add(event_type)

    def shortcut(self, callback_id: str, handler: ShortcutHandler) -> None:
        _add(self.shortcuts, callback_id, handler)

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Every registered name by kind, sorted."""
        return {
            "command": tuple(sorted(self.commands)),
            "action": tuple(sorted(self.actions)),
            "view": tuple(sorted(self.views)),
            "event": tuple(sorted(self.events)),
            "shortcut": tuple(sorted(self.shortcuts)),
        }


def _add(table: dict[str, _Handler], name: str, handler: _Handler) -> None:
    if name in table:
        raise DuplicateRouteError(name)
    table[name] = handler

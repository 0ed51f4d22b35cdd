"""Errors that may come from the outside, by whom they come from.

TrackerUnavailableError · StoreUnavailableError · SlackUnavailableError carry ``retry_after``
(seconds, None if not said) and ``permanent`` (trying again is of no use). PostRefusedError and
MessageGoneError are Slack's own answers by name.
"""


class ConfigurationError(Exception):
    """The environment or ``blockers.yml`` is wrong; says where, and what is expected."""


class UnavailableError(Exception):
    """A service is away. ``what`` names it for people ("Linear")."""

    def __init__(
        self, what: str, reason: str, *, retry_after: float | None = None, permanent: bool = False
    ) -> None:
        super().__init__(f"{what}: {reason}")
        self.what = what
        self.reason = reason
        self.retry_after = retry_after
        self.permanent = permanent


class TrackerUnavailableError(UnavailableError):
    """The tracker did not answer, limits us, or refuses the key (``permanent``)."""


class SelectionError(Exception):
    """The tracker has no such team, label or project; the message lists the near ones.

    ``part`` names the setting of the selection that is meant, "" where it is the whole of it.
    """

    def __init__(self, message: str, *, part: str = "") -> None:
        super().__init__(message)
        self.part = part


class StoreUnavailableError(UnavailableError):
    """The store did not answer in time: nothing may be said to be saved."""


class SlackUnavailableError(UnavailableError):
    """Slack did not answer, limits us, or has trouble of its own."""


class PostRefusedError(Exception):
    """Slack refused a message for good. ``code`` is Slack's name for it (``not_in_channel``)."""

    def __init__(self, code: str, channel: str) -> None:
        super().__init__(f"{code} in {channel}")
        self.code = code
        self.channel = channel


class MessageGoneError(Exception):
    """The message to update does not exist any more."""

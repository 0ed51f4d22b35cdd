"""What Linear's errors mean: the words of its answers turned into kinds of trouble.

Application errors come with HTTP 200 or 400 alike and `code` varies, so both `code` and `type`
are looked at, whatever their case.
"""

from collections.abc import Mapping, Sequence

from gql.transport.exceptions import (
    TransportError,
    TransportQueryError,
    TransportServerError,
)

from bot.ports import TrackerUnavailableError

NAME = "Linear"
_UNAUTHENTICATED, _FORBIDDEN = 401, 403
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500
_LIMITED = frozenset({"ratelimited", "rate_limited"})
_UNKNOWN = frozenset({"authentication error", "authentication_error"})
_CLOSED_DOOR = frozenset(
    {
        "forbidden",
        "feature not accessible",
        "feature_not_accessible",
        "usage limit exceeded",
        "usage_limit_exceeded",
    }
)
_PASSING = frozenset(
    {
        "internal error",
        "internal_error",
        "internal_server_error",
        "lock timeout",
        "lock_timeout",
        "network error",
        "network_error",
        "bootstrap error",
        "bootstrap_error",
    }
)


class PassingError(Exception):
    """It may work in a moment. The message is what people are told after "Linear"."""


class TooComplexError(Exception):
    """The query asks for too much at once; a smaller page may pass."""


class RefusedQueryError(Exception):
    """Linear does not accept what was asked. The message is Linear's own."""


class UnknownCredentialError(Exception):
    """Linear does not know the key or token; another one may pass."""


def trouble(error: Exception, *, wait: float) -> Exception:
    """Translate what gql raised. ``wait`` is used where Linear limits us, in seconds."""
    if isinstance(error, TransportQueryError):
        return _answered(error.errors or [], str(error), wait)
    if isinstance(error, TransportServerError):
        return _status(error.code or _SERVER_ERRORS, wait)
    if isinstance(error, TimeoutError) or isinstance(error.__cause__, TimeoutError):
        return PassingError("did not answer in time")
    if isinstance(error, TransportError) and error.__cause__ is None:
        return PassingError("answered with something that is no GraphQL")
    return PassingError("cannot be reached")


def limited(wait: float) -> TrackerUnavailableError:
    return TrackerUnavailableError(NAME, "limits the number of requests", retry_after=wait)


def _status(status: int, wait: float) -> Exception:
    if status == _TOO_MANY_REQUESTS:
        return limited(wait)
    if status == _UNAUTHENTICATED:
        return UnknownCredentialError()
    if status == _FORBIDDEN:
        return closed_door()
    if status >= _SERVER_ERRORS:
        return PassingError(f"has trouble of its own (HTTP {status})")
    return RefusedQueryError(f"HTTP {status}")


def _answered(errors: Sequence[object], fallback: str, wait: float) -> Exception:
    described = [error for error in errors if isinstance(error, Mapping)]
    words = {word for error in described for word in _words(error)}
    told = next((said for error in described if (said := _told(error))), fallback)
    if words & _LIMITED:
        return limited(wait)
    if words & _UNKNOWN:
        return UnknownCredentialError()
    if words & _CLOSED_DOOR:
        return closed_door()
    if "too complex" in told.casefold() or "complexity" in told.casefold():
        return TooComplexError(told)
    if words & _PASSING:
        return PassingError("has trouble of its own")
    return RefusedQueryError(told)


def closed_door() -> TrackerUnavailableError:
    return TrackerUnavailableError(
        NAME, "does not let the key or app read this: see its rights and teams", permanent=True
    )


def unknown_credential(names: str) -> TrackerUnavailableError:
    return TrackerUnavailableError(NAME, f"does not accept {names}", permanent=True)


def _words(error: Mapping[str, object]) -> set[str]:
    extensions = error.get("extensions")
    if not isinstance(extensions, Mapping):
        return set()
    return {str(extensions.get(name, "")).casefold() for name in ("code", "type")}


def _told(error: Mapping[str, object]) -> str:
    extensions = error.get("extensions")
    detail = extensions.get("userPresentableMessage") if isinstance(extensions, Mapping) else None
    message = str(error.get("message", ""))
    return f"{message}: {detail}" if detail else message

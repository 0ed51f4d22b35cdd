"""What Linear's errors are taken for."""

import pytest
from gql.transport.exceptions import (
    TransportConnectionFailed,
    TransportProtocolError,
    TransportQueryError,
    TransportServerError,
)

from bot.linear.errors import (
    PassingError,
    RefusedQueryError,
    TooComplexError,
    UnknownCredentialError,
    trouble,
)
from bot.ports import TrackerUnavailableError


def answered(message: str = "Sorry", **extensions: object) -> TransportQueryError:
    error = {"message": message, "extensions": extensions}
    return TransportQueryError(str(error), errors=[error])


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (answered(code="RATELIMITED"), TrackerUnavailableError),
        (answered(type="ratelimited"), TrackerUnavailableError),
        (answered(type="Ratelimited", code="INPUT_ERROR"), TrackerUnavailableError),
        (answered(code="AUTHENTICATION_ERROR"), UnknownCredentialError),
        (answered(type="authentication error"), UnknownCredentialError),
        (answered(code="FORBIDDEN"), TrackerUnavailableError),
        (answered(type="feature not accessible"), TrackerUnavailableError),
        (answered("Query too complex", type="invalid input"), TooComplexError),
        (answered("Bad", userPresentableMessage="complexity of 13415"), TooComplexError),
        (answered(type="internal error"), PassingError),
        (answered(code="LOCK_TIMEOUT"), PassingError),
        (answered("Entity not found: Issue", type="invalid input"), RefusedQueryError),
        (answered(), RefusedQueryError),
        (TransportQueryError("no list of errors"), RefusedQueryError),
        (TransportQueryError("odd", errors=["text", {"extensions": None}]), RefusedQueryError),
        (TransportServerError("", 429), TrackerUnavailableError),
        (TransportServerError("", 401), UnknownCredentialError),
        (TransportServerError("", 403), TrackerUnavailableError),
        (TransportServerError("", 503), PassingError),
        (TransportServerError(""), PassingError),
        (TransportServerError("", 404), RefusedQueryError),
        (TransportConnectionFailed(""), PassingError),
        (TransportProtocolError("<html>"), PassingError),
        (TimeoutError(), PassingError),
    ],
)
def test_trouble_is_told_apart(error: Exception, kind: type[Exception]) -> None:
    assert type(trouble(error, wait=7.0)) is kind


def test_a_limit_carries_its_wait_and_a_closed_door_is_permanent() -> None:
    limit = trouble(answered(code="RATELIMITED"), wait=7.0)
    door = trouble(answered(code="FORBIDDEN"), wait=7.0)

    assert isinstance(limit, TrackerUnavailableError)
    assert isinstance(door, TrackerUnavailableError)
    assert (limit.retry_after, limit.permanent) == (7.0, False)
    assert (door.retry_after, door.permanent) == (None, True)


def test_a_refusal_repeats_what_linear_tells_people() -> None:
    error = answered("Argument Validation Error", userPresentableMessage="first is too large")

    assert str(trouble(error, wait=0)) == "Argument Validation Error: first is too large"


def test_the_first_trouble_that_weighs_decides_whatever_its_place() -> None:
    error = TransportQueryError(
        "two",
        errors=[
            {"message": "Sorry", "extensions": {"type": "internal error"}},
            {"message": "Slow down", "extensions": {"code": "RATELIMITED"}},
        ],
    )

    assert isinstance(trouble(error, wait=1.0), TrackerUnavailableError)


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (TimeoutError(), "did not answer in time"),
        (ConnectionRefusedError(), "cannot be reached"),
        (None, "answered with something that is no GraphQL"),
    ],
)
def test_a_lost_request_says_how_it_was_lost(cause: Exception | None, reason: str) -> None:
    error = TransportConnectionFailed("")
    error.__cause__ = cause

    assert str(trouble(error, wait=0)) == reason

"""Errors in the words and with the extensions that Linear gives them."""

from graphql import GraphQLError


class LinearError(GraphQLError):
    """An answer that is an error. ``status`` is the HTTP status if the whole request fails."""

    def __init__(
        self, message: str, *, kind: str, code: str, status: int = 200, detail: str | None = None
    ) -> None:
        extensions: dict[str, object] = {
            "type": kind,
            "code": code,
            "statusCode": 429 if code == "RATELIMITED" else max(status, 400),
            "userError": kind in {"invalid input", "user error", "authentication error"},
            "http": {"status": status},
        }
        if detail is not None:
            extensions["userPresentableMessage"] = detail
        super().__init__(message, extensions=extensions)
        self.status = status


def not_found(what: str) -> LinearError:
    return LinearError(
        f"Entity not found: {what}",
        kind="invalid input",
        code="INPUT_ERROR",
        detail=f"Could not find referenced {what}.",
    )


def bad_input(message: str, detail: str | None = None) -> LinearError:
    return LinearError(message, kind="invalid input", code="INPUT_ERROR", status=400, detail=detail)


def too_complex(points: int, most: int) -> LinearError:
    return bad_input(
        "Query too complex", f"The query has a complexity of {points}; the maximum is {most}."
    )


def rate_limited(what: str) -> LinearError:
    return LinearError(
        "Rate limit exceeded",
        kind="ratelimited",
        code="RATELIMITED",
        status=400,
        detail=f"The hourly allowance of {what} is used up.",
    )


def not_authenticated() -> LinearError:
    return LinearError(
        "Authentication required, not authenticated",
        kind="authentication error",
        code="AUTHENTICATION_ERROR",
        status=401,
        detail="You need to authenticate to access this operation.",
    )


def bearer_with_key() -> LinearError:
    return bad_input(
        "It looks like you're trying to use an API key as a Bearer token. "
        "Remove the Bearer prefix from the Authorization header."
    )


def internal_error() -> LinearError:
    return LinearError(
        "Internal server error", kind="internal error", code="INTERNAL_SERVER_ERROR", status=500
    )


def lock_timeout() -> LinearError:
    return LinearError("Lock timeout", kind="lock timeout", code="LOCK_TIMEOUT", status=200)

"""How long a limit lasts by the headers."""

import pytest

from bot.linear.allowance import wait_for

REQUESTS = {"X-RateLimit-Requests-Limit": "2500", "X-RateLimit-Requests-Remaining": "0"}
POINTS = {
    "X-RateLimit-Complexity-Limit": "3000000",
    "X-RateLimit-Complexity-Remaining": "1000",
    "X-Complexity": "9000",
}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 30.0),
        ({"Retry-After": "17"}, 17.0),
        ({"Retry-After": "0"}, 2.0),
        ({"Retry-After": "Wed, 18 Nov 2026 14:00:00 GMT"}, 30.0),
        (REQUESTS, 2.0),  # one request has refilled after 1.44 s
        (POINTS, 9.6),  # 8,000 points at 3,000,000 an hour
        (REQUESTS | POINTS, 9.6),
        (REQUESTS | {"X-RateLimit-Requests-Remaining": "12"}, 30.0),
        (REQUESTS | {"X-RateLimit-Requests-Limit": "many"}, 30.0),
        (REQUESTS | {"X-RateLimit-Requests-Limit": "0"}, 30.0),
    ],
)
def test_the_wait_is_what_has_to_refill(headers: dict[str, str], seconds: float) -> None:
    assert wait_for(headers) == pytest.approx(seconds)

"""How long a limit lasts by the headers."""

import pytest

from bot.linear.allowance import SLOWEST, Allowance, wait_for

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


class Ticks:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def left(requests: int, points: int) -> dict[str, str]:
    return {
        "X-RateLimit-Requests-Limit": "1000",
        "X-RateLimit-Requests-Remaining": str(requests),
        "X-RateLimit-Complexity-Limit": "1000",
        "X-RateLimit-Complexity-Remaining": str(points),
    }


@pytest.mark.parametrize(
    ("requests", "points", "slower"),
    [(1000, 1000, 1.0), (500, 900, 1.0), (250, 900, 5.5), (900, 250, 5.5), (0, 1000, SLOWEST)],
)
def test_what_is_scarcer_slows_down(requests: int, points: int, slower: float) -> None:
    allowance = Allowance(Ticks())
    assert allowance.slower() == 1.0
    allowance.note(left(requests, points))
    assert allowance.slower() == pytest.approx(slower)


def test_what_no_header_tells_stays_as_it_was() -> None:
    allowance = Allowance(Ticks())
    allowance.note(left(250, 900))
    allowance.note({})
    assert allowance.slower() == pytest.approx(5.5)


def test_a_closed_account_opens_by_itself_and_the_longest_wait_counts() -> None:
    ticks = Ticks()
    allowance = Allowance(ticks)
    assert allowance.closed_for() == 0
    allowance.close(30)
    allowance.close(5)
    ticks.now += 20
    assert allowance.closed_for() == pytest.approx(10)
    ticks.now += 20
    assert allowance.closed_for() == 0

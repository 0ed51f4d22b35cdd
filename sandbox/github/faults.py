"""Switches that make the local GitHub misbehave as the real one is known to."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    SLOW = "slow"  # answers after `seconds`
    SECONDARY = "secondary"  # 403 by words alone: nothing in its headers says so
    RETRY_AFTER = "retry_after"  # 429 with `seconds` to wait
    SPENT = "spent"  # 403 with nothing remaining until the hour is over
    FORBIDDEN = "forbidden"  # 403 since the token may not
    BAD_GATEWAY = "502"  # HTML from a proxy
    CUT = "cut"  # the connection is closed without an answer
    NOT_JSON = "not_json"  # 200 with a page instead of an answer
    SHORT = "short"  # 200 with an issue that lacks its number
    ELSEWHERE = "elsewhere"  # sends to an address of somebody else
    CIRCLE = "circle"  # sends to where it was asked


@dataclass(slots=True, kw_only=True)
class Fault:
    """``times`` counts down; -1 stays until it is cleared. ``match`` begins the path, "" is all."""

    match: str
    kind: FaultKind
    times: int
    seconds: float


class GithubFaults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, match: str, kind: str, *, times: int = 1, seconds: float = 0.0) -> None:
        """Raises ValueError on an unknown kind."""
        self._faults.append(Fault(match=match, kind=FaultKind(kind), times=times, seconds=seconds))

    def clear(self) -> None:
        self._faults.clear()

    def take(self, path: str) -> Fault | None:
        """Use up one occurrence of the first fault that matches."""
        for fault in self._faults:
            if fault.times != 0 and path.startswith(fault.match):
                fault.times -= 1 if fault.times > 0 else 0
                return fault
        return None

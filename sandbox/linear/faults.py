"""Switches that make the local Linear misbehave as the real one is known to."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    SLOW = "slow"  # answers after `seconds`
    LIMITED = "ratelimited"  # HTTP 400 with RATELIMITED, as Linear does
    TOO_MANY = "429"
    BAD_GATEWAY = "502"  # HTML from a proxy
    SERVER_ERROR = "server_error"
    CUT = "cut"  # the connection is closed without an answer
    CUT_AFTER = "cut_after"  # it is carried out, and the connection closed without an answer
    PARTIAL = "partial"  # an assignee is null and there is an error beside it
    TOO_COMPLEX = "too_complex"
    REFUSED = "refused"  # as if a field had been taken away
    LOCK_TIMEOUT = "lock_timeout"
    NOT_JSON = "not_json"  # HTTP 200 with a page instead of an answer


@dataclass(slots=True, kw_only=True)
class Fault:
    """``times`` counts down; -1 stays until it is cleared."""

    match: str
    kind: FaultKind
    times: int
    seconds: float

    def matches(self, operation: str) -> bool:
        if self.match.endswith("*"):
            return operation.startswith(self.match[:-1])
        return self.match == operation


class LinearFaults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, match: str, kind: str, *, times: int = 1, seconds: float = 0.0) -> None:
        """``match`` is the name of an operation, its beginning and *, or just *.

        Raises ValueError on an unknown kind.
        """
        self._faults.append(Fault(match=match, kind=FaultKind(kind), times=times, seconds=seconds))

    def clear(self) -> None:
        self._faults.clear()

    def take(self, operation: str) -> Fault | None:
        """Use up one occurrence of the first fault that matches."""
        for fault in self._faults:
            if fault.times != 0 and fault.matches(operation):
                fault.times -= 1 if fault.times > 0 else 0
                return fault
        return None

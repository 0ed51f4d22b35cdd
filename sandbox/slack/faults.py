"""Switches that make the stand-in fail on purpose, by what matches and how many times."""

from dataclasses import dataclass

# Faults of a request to Slack, and faults of a delivery from Slack to the app.
CALL_KINDS = frozenset({"slow", "ratelimited", "server_error", "cut_before", "cut_after"})
DELIVERY_KINDS = frozenset({"duplicate", "disconnect", "drop", "late"})


class UnknownFaultError(ValueError):
    """The switch asked for does not exist."""


@dataclass(slots=True)
class Fault:
    match: str  # a method, "response_url", a delivery's type, a path prefix ending in * or just *
    kind: str
    times: int
    seconds: float = 1.0

    def matches(self, subject: str) -> bool:
        if self.match.endswith("*"):
            return subject.startswith(self.match[:-1])
        return self.match == subject


class FaultSwitches:
    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def add(self, match: str, kind: str, *, times: int = 1, seconds: float = 1.0) -> None:
        if kind not in CALL_KINDS | DELIVERY_KINDS:
            known = ", ".join(sorted(CALL_KINDS | DELIVERY_KINDS))
            raise UnknownFaultError(f"unknown fault {kind!r}; known: {known}")
        if times < 1 or seconds < 0:
            raise UnknownFaultError("times must be at least 1 and seconds not negative")
        self._armed.append(Fault(match, kind, times, seconds))

    def clear(self) -> None:
        self._armed.clear()

    def take_call(self, method: str) -> Fault | None:
        return self._take(method, CALL_KINDS)

    def take_delivery(self, envelope_type: str) -> Fault | None:
        return self._take(envelope_type, DELIVERY_KINDS)

    def _take(self, subject: str, kinds: frozenset[str]) -> Fault | None:
        for fault in self._armed:
            if fault.kind in kinds and fault.matches(subject):
                fault.times -= 1
                if fault.times == 0:
                    self._armed.remove(fault)
                return fault
        return None

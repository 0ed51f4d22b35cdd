"""Decides whether a row passes a filter, guided by the schema's input types."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from graphql import GraphQLInputObjectType, get_named_type

from sandbox.linear.errors import bad_input
from sandbox.linear.names import snake

Spec = Mapping[str, object]

_DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)
_DAYS = {"years": 365, "months": 30, "weeks": 7, "days": 1}
_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}
_FOR_NOTHING = frozenset({"neq", "nin", "neqIgnoreCase"})


class Matcher:
    """Filters of one request; durations count from ``now``."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def matches(self, row: object, spec: Spec, kind: GraphQLInputObjectType) -> bool:
        """Whether every part of the filter holds for the row; the row is None for no object."""
        return all(
            self._part(row, name, wanted, kind)
            for name, wanted in spec.items()
            if wanted is not None
        )

    def _part(self, row: object, name: str, wanted: object, kind: GraphQLInputObjectType) -> bool:
        if name == "null":
            return (row is None) is wanted
        if name == "and":
            return all(self.matches(row, spec, kind) for spec in _specs(wanted))
        if name == "or":
            return any(self.matches(row, spec, kind) for spec in _specs(wanted))
        if row is None:
            return False
        return self._field(getattr(row, snake(name)), _spec(wanted), _input(kind, name))

    def _field(self, value: object, wanted: Spec, kind: GraphQLInputObjectType) -> bool:
        if kind.name.endswith("Comparator"):
            return self.compare(value, wanted)
        if kind.name.endswith("CollectionFilter"):
            return self._collection(_rows(value), wanted, kind)
        return self.matches(value, wanted, kind)

    def _collection(self, rows: Sequence[object], spec: Spec, kind: GraphQLInputObjectType) -> bool:
        return all(
            self._of_collection(rows, name, wanted, kind)
            for name, wanted in spec.items()
            if wanted is not None
        )

    def _of_collection(
        self, rows: Sequence[object], name: str, wanted: object, kind: GraphQLInputObjectType
    ) -> bool:
        if name in {"and", "or"}:
            parts = [self._collection(rows, spec, kind) for spec in _specs(wanted)]
            return all(parts) if name == "and" else any(parts)
        if name == "null":
            return (not rows) is wanted
        if name == "length":
            return self.compare(len(rows), _spec(wanted))
        if name in {"some", "every"}:
            inner = _input(kind, name)
            held = [self.matches(row, _spec(wanted), inner) for row in rows]
            return all(held) if name == "every" else any(held)
        return any(self._part(row, name, wanted, kind) for row in rows)

    def compare(self, value: object, spec: Spec) -> bool:
        """Whether a scalar satisfies every operator of a comparator."""
        return all(
            self._operator(value, operator, wanted)
            for operator, wanted in spec.items()
            if wanted is not None
        )

    def _operator(self, value: object, operator: str, wanted: object) -> bool:
        if operator == "null":
            return (value is None) is wanted
        if operator in {"and", "or"}:
            parts = [self.compare(value, spec) for spec in _specs(wanted)]
            return all(parts) if operator == "and" else any(parts)
        if value is None:
            return operator in _FOR_NOTHING or operator.startswith("not")
        if operator in {"in", "nin"}:
            options = [self._like(value, option) for option in _rows(wanted)]
            return (value in options) is (operator == "in")
        return _OPERATORS[operator](value, self._like(value, wanted))

    def _like(self, value: object, wanted: object) -> object:
        """Read an operand as what it is compared with: a day, a moment, or itself."""
        if not isinstance(value, date) or not isinstance(wanted, str):
            return wanted
        moment = moment_of(wanted, self._now)
        return moment if isinstance(value, datetime) else moment.date()


def moment_of(text: str, now: datetime) -> datetime:
    """Read an ISO 8601 date, time, or duration from ``now``."""
    found = _DURATION.fullmatch(text)
    if found and any(found[part] for part in (*_DAYS, *_SECONDS)):
        days = sum(int(found[part] or 0) * size for part, size in _DAYS.items())
        seconds = sum(int(found[part] or 0) * size for part, size in _SECONDS.items())
        span = timedelta(days=days, seconds=seconds)
        return now - span if found["sign"] else now + span
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise bad_input("Argument Validation Error", f"{text!r} is no date") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(test: Callable[[str, str], bool], *, fold: bool = False) -> Callable[..., bool]:
    def check(value: object, wanted: object) -> bool:
        left, right = str(value), str(wanted)
        return test(left.casefold(), right.casefold()) if fold else test(left, right)

    return check


def _not(check: Callable[..., bool]) -> Callable[..., bool]:
    return lambda value, wanted: not check(value, wanted)


_same = _text(lambda a, b: a == b, fold=True)
_contains = _text(lambda a, b: b in a)
_contains_folded = _text(lambda a, b: b in a, fold=True)
_starts = _text(lambda a, b: a.startswith(b))
_ends = _text(lambda a, b: a.endswith(b))

_OPERATORS: dict[str, Callable[..., bool]] = {
    "eq": lambda value, wanted: value == wanted,
    "neq": lambda value, wanted: value != wanted,
    "lt": lambda value, wanted: value < wanted,
    "lte": lambda value, wanted: value <= wanted,
    "gt": lambda value, wanted: value > wanted,
    "gte": lambda value, wanted: value >= wanted,
    "eqIgnoreCase": _same,
    "neqIgnoreCase": _not(_same),
    "contains": _contains,
    "notContains": _not(_contains),
    "containsIgnoreCase": _contains_folded,
    "notContainsIgnoreCase": _not(_contains_folded),
    "startsWith": _starts,
    "startsWithIgnoreCase": _text(lambda a, b: a.startswith(b), fold=True),
    "notStartsWith": _not(_starts),
    "endsWith": _ends,
    "notEndsWith": _not(_ends),
}


def _input(kind: GraphQLInputObjectType, name: str) -> GraphQLInputObjectType:
    inner = get_named_type(kind.fields[name].type)
    if not isinstance(inner, GraphQLInputObjectType):
        msg = f"{kind.name}.{name} is no filter"
        raise TypeError(msg)
    return inner


def _spec(value: object) -> Spec:
    if not isinstance(value, Mapping):
        raise bad_input("Argument Validation Error")
    return value


def _specs(value: object) -> list[Spec]:
    return [_spec(one) for one in _rows(value)]


def _rows(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise bad_input("Argument Validation Error")
    return value

"""The building stones of the tables of limits; they collect problems in Slack's words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Problems = list[str]
Rule = Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]]  # (pointer below, message)


class Spec(Protocol):
    def check(self, value: object, pointer: str, problems: Problems) -> None: ...


def report(problems: Problems, pointer: str, message: str) -> None:
    problems.append(f"[ERROR] {message} [json-pointer:{pointer}]")


@dataclass(frozen=True, slots=True)
class Str:
    high: int
    low: int = 1
    choices: tuple[str, ...] = ()

    def check(self, value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str):
            report(problems, pointer, "must be a string")
            return
        if len(value) < self.low:
            report(problems, pointer, f"must be more than {self.low - 1} characters")
        if len(value) > self.high:
            report(problems, pointer, f"must be less than {self.high + 1} characters")
        if self.choices and value not in self.choices:
            report(problems, pointer, f"must be one of {', '.join(self.choices)}")


@dataclass(frozen=True, slots=True)
class Int:
    low: int
    high: int

    def check(self, value: object, pointer: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            report(problems, pointer, "must be an integer")
        elif not self.low <= value <= self.high:
            report(problems, pointer, f"must be between {self.low} and {self.high}")


@dataclass(frozen=True, slots=True)
class Flag:
    def check(self, value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, bool):
            report(problems, pointer, "must be a boolean")


@dataclass(frozen=True, slots=True)
class Anything:
    """A field whose inside is not judged here."""

    def check(self, value: object, pointer: str, problems: Problems) -> None:  # noqa: ARG002
        return


@dataclass(frozen=True, slots=True)
class Many:
    of: Spec
    low: int
    high: int

    def check(self, value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, list):
            report(problems, pointer, "must be an array")
            return
        if len(value) < self.low:
            report(problems, pointer, f"no fewer than {self.low} items allowed")
        if len(value) > self.high:
            report(problems, pointer, f"no more than {self.high} items allowed")
        for at, item in enumerate(value):
            self.of.check(item, f"{pointer}/{at}", problems)


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: its known fields, the ones it must have and rules across them."""

    fields: Mapping[str, Spec]
    required: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    def check(self, value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            report(problems, pointer, "must be an object")
            return
        before = len(problems)
        for name in self.required:
            if value.get(name) is None:
                report(problems, pointer, f"missing required field: {name}")
        for name, inner in value.items():
            self._check_field(name, inner, pointer, problems)
        if len(problems) == before:
            for rule in self.rules:
                for below, message in rule(value):
                    report(problems, pointer + below, message)

    def _check_field(self, name: str, inner: object, pointer: str, problems: Problems) -> None:
        if name not in self.fields:
            report(problems, pointer, f"invalid additional property: {name}")
        elif inner is not None:
            self.fields[name].check(inner, f"{pointer}/{name}", problems)


@dataclass(frozen=True, slots=True)
class OneOf:
    """An object told apart by its `type`; the table may still grow after this is made."""

    table: Mapping[str, Shape]
    allowed: frozenset[str] = field(default_factory=frozenset)  # empty: all of the table

    def check(self, value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            report(problems, pointer, "must be an object")
            return
        kind = value.get("type")
        if not isinstance(kind, str):
            report(problems, pointer, "missing required field: type")
        elif kind not in self.table or (self.allowed and kind not in self.allowed):
            report(problems, f"{pointer}/type", f"unsupported type: {kind}")
        else:
            body = {name: inner for name, inner in value.items() if name != "type"}
            self.table[kind].check(body, pointer, problems)

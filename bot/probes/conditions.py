"""What is asked of an HTTP answer, judged without any I/O. Nothing of the answer is repeated."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from bot.probes.config import HttpProbeConfig
from bot.probes.finding import Finding, found_down

_MISSING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``cut`` says that the body was longer than what was read of it."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cut: bool = False
    charset: str = "utf-8"

    @property
    def text(self) -> str:
        try:
            return self.body.decode(self.charset, errors="replace")
        except LookupError:  # a charset nobody knows
            return self.body.decode(errors="replace")


def judge_answer(config: HttpProbeConfig, answer: Answer) -> Finding | None:
    """The first condition that is not met; None where all are."""
    return next(_unmet(config, answer), None)


def status_matches(expected: tuple[str, ...], status: int) -> bool:
    return any(want in {str(status), f"{status // 100}xx"} for want in expected)


def _unmet(config: HttpProbeConfig, answer: Answer) -> Iterator[Finding]:
    if not status_matches(config.status, answer.status):
        expected = " or ".join(config.status)
        yield found_down("http.status", f"answered {answer.status}, expected {expected}")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    for name, want in config.header_contains.items():
        if want not in headers.get(name.lower(), ""):
            yield found_down("http.header", f"header {name} does not contain “{want}”")
    for want in config.body_contains:
        if want not in answer.text:
            yield _body_lacks(want, cut=answer.cut)
    if config.json_equals:
        yield from _unmet_json(config.json_equals, answer)


def _body_lacks(want: str, *, cut: bool) -> Finding:
    where = "the first part of a long answer" if cut else "the answer"
    return found_down("http.body", f"“{want}” is not in {where}")


def _unmet_json(wanted: Mapping[str, JsonValue], answer: Answer) -> Iterator[Finding]:
    if answer.cut:
        yield found_down("http.too_big", "the answer is too long to be read as JSON")
        return
    try:
        document: JsonValue = json.loads(answer.text)
    except (ValueError, RecursionError):
        yield found_down("http.json", "the answer is not JSON")
        return
    for path, want in wanted.items():
        found = value_at(document, path)
        if found is _MISSING:
            yield found_down("http.json", f"the answer has no “{path}”")
        elif not same(found, want):
            yield found_down("http.json", f"“{path}” in the answer is not {json.dumps(want)}")


def value_at(document: JsonValue, path: str) -> object:
    """The value at a dotted path; a number is a place in a list. A key with dots wins as it is."""
    if isinstance(document, dict) and path in document:
        return document[path]
    here: JsonValue = document
    for part in path.split("."):
        if isinstance(here, dict) and part in here:
            here = here[part]
        elif isinstance(here, list) and part.isdecimal() and int(part) < len(here):
            here = here[int(part)]
        else:
            return _MISSING
    return here


def same(found: object, want: object) -> bool:
    """JSON's equality: `true` is not 1, 1 is 1.0."""
    if isinstance(found, bool) or isinstance(want, bool):
        return found is want
    if isinstance(found, list) and isinstance(want, list):
        return len(found) == len(want) and all(map(same, found, want))
    if isinstance(found, dict) and isinstance(want, dict):
        return found.keys() == want.keys() and all(same(found[key], want[key]) for key in want)
    return found == want

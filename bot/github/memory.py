"""Answers under the tags that GitHub gave them: asked for again they cost no allowance."""

from collections import OrderedDict
from dataclasses import dataclass

MOST_ANSWERS = 500
MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """``next`` is the address of the page after it, "" for none."""

    tag: str
    body: bytes
    next: str = ""


class TagMemory:
    """Holds the answers that were used last, within a bound of number and of size."""

    def __init__(self, most: int = MOST_ANSWERS, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._answers: OrderedDict[str, Tagged] = OrderedDict()
        self._bytes = 0

    def get(self, url: str) -> Tagged | None:
        found = self._answers.get(url)
        if found is not None:
            self._answers.move_to_end(url)
        return found

    def put(self, url: str, answer: Tagged) -> None:
        self.forget(url)
        self._answers[url] = answer
        self._bytes += len(answer.body)
        while len(self._answers) > self._most or self._bytes > self._most_bytes:
            _, dropped = self._answers.popitem(last=False)
            self._bytes -= len(dropped.body)

    def forget(self, url: str) -> None:
        known = self._answers.pop(url, None)
        self._bytes -= len(known.body) if known else 0

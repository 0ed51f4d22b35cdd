"""Reading a list to its end: loops and odd answers are errors, never short lists."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.linear.errors import TooComplexError
from bot.linear.pages import MOST_PAGES, SIZES, PageReader, read_page
from bot.linear.wire import IssueWire, NamedWire
from bot.ports import TrackerUnavailableError


class Script:
    """Answers as a function of the cursor and the size asked for."""

    def __init__(self, most: int = SIZES[0], *, end: int = 3, stuck: bool = False) -> None:
        self.most, self.end, self.stuck = most, end, stuck
        self.asked: list[tuple[int, object]] = []

    async def fetch(self, name: str, variables: Mapping[str, object]) -> dict[str, Any]:
        size, cursor = variables["first"], variables["after"]
        assert isinstance(size, int)
        assert name == "teams"
        self.asked.append((size, cursor))
        if size > self.most:
            raise TooComplexError("too complex")
        number = int(str(cursor or 0)) + 1
        page = {"hasNextPage": number != self.end, "endCursor": "0" if self.stuck else str(number)}
        return {"teams": {"nodes": [{"id": str(number), "name": "A"}], "pageInfo": page}}


async def test_every_page_is_read() -> None:
    script = Script()
    found = await PageReader(script).fetch_all("teams", "teams", {}, NamedWire)

    assert [one.id for one in found] == ["1", "2", "3"]
    assert script.asked == [(25, None), (25, "1"), (25, "2")]


async def test_a_size_that_worked_is_kept_for_that_query() -> None:
    script = Script(most=12)
    reader = PageReader(script)
    await reader.fetch_all("teams", "teams", {}, NamedWire)
    await reader.fetch_all("teams", "teams", {}, NamedWire)

    assert [size for size, _ in script.asked] == [25, 12, 12, 12, 12, 12, 12]


async def test_a_cursor_that_repeats_is_an_error() -> None:
    with pytest.raises(TrackerUnavailableError, match="repeats a page"):
        await PageReader(Script(stuck=True)).fetch_all("teams", "teams", {}, NamedWire)


async def test_a_list_without_end_is_an_error() -> None:
    script = Script(end=0)
    with pytest.raises(TrackerUnavailableError, match="narrow the selection") as caught:
        await PageReader(script).fetch_all("teams", "teams", {}, NamedWire)

    assert caught.value.permanent
    assert len(script.asked) == MOST_PAGES


@pytest.mark.parametrize("answer", [None, {}, {"nodes": [], "pageInfo": None}, {"nodes": [{}]}])
def test_an_odd_answer_is_an_error_that_says_where(answer: object) -> None:
    with pytest.raises(TrackerUnavailableError, match="unexpected form"):
        read_page(answer, IssueWire)

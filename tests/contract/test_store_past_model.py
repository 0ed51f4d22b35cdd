"""After any order of changes each moment is told again as it really stood, stored or in memory."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import date
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from bot.domain.blocker import Priority, Stage
from bot.domain.checklist import ItemState
from bot.domain.local import LocalStatus
from bot.store.connection import open_link
from bot.store.stores import stores_on
from tests.fakes.store import fake_stores
from tests.samples.builders import line
from tests.samples.past import OURS, TRACKED, Hand, comparable
from tests.samples.store import PROD
from tests.servers.stores import KINDS, Servers

pytest_plugins = ("tests.servers.store_fixtures",)

T = TypeVar("T")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ISSUE = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS,
        "stage": st.sampled_from([Stage.STARTED, Stage.COMPLETED, Stage.BACKLOG]),
        "due": st.sampled_from([None, date(2026, 11, 20), date(2026, 12, 1)]),
        "priority": st.sampled_from(Priority),
        "labels": st.sampled_from([(), ("tls",), ("tls", "late")]),
        "estimate": st.sampled_from([None, 3.0, 8.5]),
        "watched": st.booleans(),
        "description": TEXTS,
    },
)
LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(["one", "two", "two of them", "three", "four, the last"]),
        st.sampled_from(["todo", "doing", "done"]),
        owner=st.sampled_from([None, "Bob", "Backend team"]),
    ),
    max_size=4,
)
PLACE = st.integers(0, 3)


class PastBesideMemory(RuleBasedStateMachine):
    """Every step is taken on the store in memory and on a real one."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.Runner()
        self._stack = AsyncExitStack()
        link = self._run(self._stack.enter_async_context(open_link(self.url)))
        self._run(link.read_each("FLUSHALL"))
        self._hands = (Hand(fake_stores()), Hand(stores_on(link)))

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run(work)

    def teardown(self) -> None:
        """Each moment, the oldest first, before and after what is older was trimmed."""
        for hand in self._hands:
            for moment in hand.moments:
                self._run(self._told_again(hand, moment.at))
        self._run(self._stack.aclose())
        self._loop.close()

    async def _told_again(self, hand: Hand, at: Any) -> None:
        if await hand.past.start(PROD) is None:  # only readings without any issue so far
            return
        await hand.stores.past.save_base(PROD, await hand.past.standing(PROD, at))
        await hand.stores.past.trim(PROD)
        for moment in hand.moments:
            if moment.at >= at:
                assert comparable(await hand.past.standing(PROD, moment.at)) == moment

    def _on_both(self, act: str, *args: Any, **fields: Any) -> None:
        for hand in self._hands:
            self._run(getattr(hand, act)(*args, **fields))
            if self._run(hand.past.start(PROD)) is not None:
                self._run(hand.remember())
        first, second = (hand.moments for hand in self._hands)
        assert first == second

    @rule(shown=st.dictionaries(st.sampled_from(TRACKED), ISSUE))
    def read_tracker(self, shown: dict[Any, Any]) -> None:
        self._on_both("read_tracker", shown)

    @rule(blocker=st.sampled_from([*TRACKED[:2], OURS[0]]), lines=LINES)
    def describe(self, blocker: Any, lines: Any) -> None:
        self._on_both("describe", blocker, lines)

    @rule(blocker=st.sampled_from(TRACKED[:2]), place=PLACE, to=st.sampled_from(ItemState))
    def tick(self, blocker: Any, place: int, to: ItemState) -> None:
        self._on_both("tick", blocker, place, to)

    @rule(blocker=st.sampled_from(TRACKED[:2]), place=PLACE, text=TEXTS, archived=st.booleans())
    def edit(self, blocker: Any, place: int, text: str, archived: bool) -> None:
        self._on_both("edit", blocker, place, text=text, archived=archived, owner=text or None)

    @rule(blocker=st.sampled_from(OURS), title=TEXTS, status=st.sampled_from(LocalStatus))
    def keep_here(self, blocker: Any, title: str, status: LocalStatus) -> None:
        self._on_both("keep_here", blocker, title, status)


@pytest.mark.parametrize("kind", KINDS)
def test_every_moment_is_told_again(store_servers: Servers, kind: str) -> None:
    class Machine(PastBesideMemory):
        url = store_servers.url(kind)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

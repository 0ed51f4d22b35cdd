"""Any order of merges, ticks, replays and renamings leaves the server where the model is."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.domain.checklist import Item, ItemChange, ItemGone, ItemState, TickOutcome
from bot.domain.ids import ItemId
from bot.ports import copies_queue
from bot.store.connection import open_link
from bot.store.stores import stores_on
from tests.fakes.store import fake_stores
from tests.samples.store import ALICE, BOB, PROD, TLS, after, checklist_of, merge_of, press
from tests.servers.stores import KINDS, Servers

pytest_plugins = ("tests.servers.store_fixtures",)

T = TypeVar("T")
NAMES = st.sampled_from(["a", "b", "c"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


class StoreBesideModel(RuleBasedStateMachine):
    """The store in memory is the model; both are asked the same."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.Runner()
        self._stack = AsyncExitStack()
        link = self._run(self._stack.enter_async_context(open_link(self.url)))
        self._run(link.read_each("FLUSHALL"))
        self._real, self._model = stores_on(link), fake_stores()
        self._presses: list[ItemChange] = []

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run(work)

    def teardown(self) -> None:
        self._run(self._stack.aclose())
        self._loop.close()

    @rule(name=NAMES, to=st.sampled_from(ItemState), off=st.sampled_from([0, 0, 0, -1, 1]))
    def tick(self, name: str, to: ItemState, off: int) -> None:
        item = self._run(checklist_of(self._model.checklists)).item(ItemId(name))
        place = len(self._presses)
        seen = item.revision + off if item else 0
        who = ALICE if place % 2 else BOB
        change = press(name, to, seen, delivery=f"p{place}", by=who, at=after(place % 7))
        self._presses.append(change)
        self._tick_both(change)

    @rule(choice=st.integers(min_value=0))
    def replay(self, choice: int) -> None:
        if self._presses:
            self._tick_both(self._presses[choice % len(self._presses)])

    @rule(
        name=NAMES,
        text=TEXTS,
        archived=st.booleans(),
        state=st.sampled_from(ItemState),
        behind=st.sampled_from([0, 0, 1]),
    )
    def merge(self, name: str, text: str, archived: bool, state: ItemState, behind: int) -> None:
        known = self._run(checklist_of(self._model.checklists))
        item = known.item(ItemId(name)) or Item(id=ItemId(name), text="", state=state)
        items = [replace(item, text=text, note=text, archived=archived)]
        merge = merge_of(items, version=known.version - behind)
        answers = [
            self._run(stores.checklists.save_merge(PROD, merge))
            for stores in (self._model, self._real)
        ]
        assert answers == [not behind, not behind]

    @invariant()
    def both_hold_the_same(self) -> None:
        checklists = [self._run(checklist_of(s.checklists)) for s in (self._model, self._real)]
        assert checklists[0] == checklists[1]
        logs = [
            [
                replace(entry, id="")
                for entry in self._run(stores.checklists.load_audit(PROD, limit=1000))
            ]
            for stores in (self._model, self._real)
        ]
        assert logs[0] == logs[1]
        marks = [
            self._run(stores.due.next_due(copies_queue(PROD), TLS))
            for stores in (self._model, self._real)
        ]
        assert marks[0] == marks[1]

    def _tick_both(self, change: ItemChange) -> None:
        expected, found = (
            self._run(stores.checklists.tick(change)) for stores in (self._model, self._real)
        )
        # A renamed item is shown with its new text, also by a press that is delivered again.
        assert _without_words(expected) == _without_words(found)


def _without_words(outcome: TickOutcome) -> TickOutcome:
    if isinstance(outcome, ItemGone):
        return outcome
    return replace(outcome, item=replace(outcome.item, text="", note=""))


@pytest.mark.parametrize("kind", KINDS)
def test_store_does_what_the_model_does(store_servers: Servers, kind: str) -> None:
    class Machine(StoreBesideModel):
        url = store_servers.url(kind)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

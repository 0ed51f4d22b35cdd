"""Which first: what frees most, chains, circles; whatever the shape, size and order."""

import random
import time
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocker import Blocker, IssueLink, Priority
from bot.domain.graph import find_knots, find_reach, nodes_of
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.order import Order, build_order
from tests.samples.builders import TODAY, blocker

Pairs = Sequence[tuple[int, int]]
pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25)


def link(key: str) -> IssueLink:
    return IssueLink(id=BlockerId(f"id-{key}"), key=BlockerKey(key), title=f"Title of {key}")


def blockers(count: int, edges: Pairs) -> list[Blocker]:
    """``THR-a`` blocks ``THR-b`` for each pair, said by the first, the second, or both."""
    said = [(link(f"THR-{a}"), link(f"THR-{b}"), a, b) for a, b in edges]
    return [
        blocker(
            f"THR-{n}",
            blocks=tuple(y for _, y, a, b in said if a == n and (a + b) % 3 != 1),
            blocked_by=tuple(x for x, _, a, b in said if b == n and (a + b) % 3 != 2),
        )
        for n in range(count)
    ]


def order_of(count: int, *edges: tuple[int, int]) -> Order:
    return build_order(blockers(count, edges))


def keys(order: Order) -> list[str]:
    return [turn.issue.key for turn in order.turns]


def test_what_frees_most_comes_first_and_what_waits_last() -> None:
    order = order_of(5, (3, 1), (1, 0), (4, 0))

    assert keys(order) == ["THR-3", "THR-4", "THR-2", "THR-1", "THR-0"]
    assert [issue.key for issue in order.turns[0].frees] == ["THR-0", "THR-1"]
    assert [turn.can_start for turn in order.turns] == [True, True, True, False, False]
    assert [issue.key for issue in order.turns[4].waits_on] == ["THR-1", "THR-4"]
    assert [turn.number for turn in order.turns] == [1, 2, 3, 4, 5]


def test_longest_chain_runs_through_issues_of_other_milestones() -> None:
    outside = link("OPS-9")
    first, last = blocker("THR-1", blocks=(outside,)), blocker("THR-2", blocked_by=(outside,))
    order = build_order([last, first])

    assert [[issue.key for issue in step] for step in order.chain] == [
        ["THR-1"],
        ["OPS-9"],
        ["THR-2"],
    ]
    assert [issue.inside for step in order.chain for issue in step] == [True, False, True]
    assert [(issue.key, issue.inside) for issue in order.turns[1].waits_on] == [("OPS-9", False)]
    assert keys(order) == ["THR-1", "THR-2"]


def test_circle_is_called_out_with_what_is_tied_into_it() -> None:
    order = order_of(6, (1, 2), (2, 1), (2, 3), (3, 4), (4, 2), (4, 5))
    (circle,) = order.circles

    assert [issue.key for issue in circle.way] == ["THR-1", "THR-2"]
    assert [issue.key for issue in circle.others] == ["THR-3", "THR-4"]
    assert [[issue.key for issue in step] for step in order.chain] == [
        ["THR-1", "THR-2", "THR-3", "THR-4"],
        ["THR-5"],
    ]
    assert [turn.in_circle for turn in order.turns] == [False, True, True, True, True, False]


def test_issue_that_blocks_itself_is_a_circle_of_one() -> None:
    order = order_of(1, (0, 0))

    assert [[issue.key for issue in circle.way] for circle in order.circles] == [["THR-0"]]
    assert not order.turns[0].can_start
    assert order.turns[0].frees == ()


def test_without_relations_priority_date_and_key_decide() -> None:
    order = build_order(
        [
            blocker("THR-10"),
            blocker("THR-9"),
            blocker("THR-8", due=TODAY),
            blocker("THR-7", priority=Priority.HIGH, due=TODAY),
        ]
    )

    assert keys(order) == ["THR-8", "THR-9", "THR-10", "THR-7"]
    assert not order.has_relations
    assert order.chain == ()


def test_relations_that_were_not_read_are_known_to_be_missing() -> None:
    assert build_order([blocker(links_cut=True)]).is_partial
    assert not build_order([blocker()]).is_partial
    assert build_order([]) == Order()


@given(pairs, st.randoms(use_true_random=False))
def test_result_does_not_depend_on_the_order_of_what_comes_in(
    edges: Pairs, shuffle: random.Random
) -> None:
    found = blockers(10, edges)
    mixed = [
        blocker(
            b.key,
            blocks=tuple(shuffle.sample(b.blocks, len(b.blocks))),
            blocked_by=tuple(shuffle.sample(b.blocked_by, len(b.blocked_by))),
        )
        for b in shuffle.sample(found, len(found))
    ]

    assert build_order(mixed) == build_order(found)


@given(pairs)
def test_every_blocker_has_one_turn_and_what_can_start_stands_first(edges: Pairs) -> None:
    order = order_of(10, *edges)
    starts = [turn.can_start for turn in order.turns]

    assert sorted(keys(order)) == [f"THR-{n}" for n in range(10)]
    assert starts == sorted(starts, reverse=True)
    assert bool(order.circles) == any(turn.in_circle for turn in order.turns)


@given(pairs)
def test_what_is_freed_is_all_that_can_be_reached(edges: Pairs) -> None:
    order = order_of(10, *edges)
    for turn in order.turns:
        start = int(turn.issue.key.removeprefix("THR-"))
        seen, left = {start}, [start]
        while left:
            node = left.pop()
            new = {b for a, b in edges if a == node} - seen
            seen |= new
            left += new
        assert {issue.key for issue in turn.frees} == {f"THR-{n}" for n in seen - {start}}


@given(pairs)
def test_circles_and_chains_follow_relations_that_are_there(edges: Pairs) -> None:
    order = order_of(10, *edges)
    said = {(f"THR-{a}", f"THR-{b}") for a, b in edges}
    for circle in order.circles:
        way = [issue.key for issue in circle.way]
        assert set(pairwise([*way, way[0]])) <= said
    for before, after in pairwise(order.chain):
        assert any((a.key, b.key) in said for a in before for b in after)


def test_five_hundred_issues_of_any_shape_are_quick() -> None:
    count = 500
    chain = [(n, n + 1) for n in range(count - 1)]
    shapes: list[Pairs] = [
        chain,
        [*chain, (count - 1, 0)],
        [(a, b) for a in range(0, count, 5) for b in range(0, count, 7)],
        [(n * 7919 % count, (n * n * 31 + n // 3) % count) for n in range(20 * count)],
    ]
    for shape in shapes:
        found = blockers_of_many(count, shape)
        began = time.perf_counter()
        order = build_order(found)
        assert time.perf_counter() - began < 2
        assert len(order.turns) == count


def blockers_of_many(count: int, edges: Pairs) -> list[Blocker]:
    after: dict[int, list[IssueLink]] = {}
    for a, b in edges:
        after.setdefault(a, []).append(link(f"THR-{b}"))
    return [blocker(f"THR-{n}", blocks=tuple(after.get(n, ()))) for n in range(count)]


def test_a_chain_beyond_any_recursion_is_walked() -> None:
    count = 20_000
    edges = [[n + 1] if n + 1 < count else [] for n in range(count)]
    knots = find_knots(edges)

    assert knots == [(n,) for n in reversed(range(count))]
    assert nodes_of(find_reach([[1], [2], [3], []], find_knots([[1], [2], [3], []]))[0]) == [
        1,
        2,
        3,
    ]

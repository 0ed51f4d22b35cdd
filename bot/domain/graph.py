"""Directed graphs of any size and shape: knots, what can be reached, the longest way, a circle.

Nodes are numbers from 0 up; every answer follows from those numbers, not from the edges' order.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

Edges = Sequence[Sequence[int]]
"""Node → the nodes it leads to, ascending."""


@dataclass(slots=True)
class _Visit:
    """What Tarjan's algorithm knows while it walks, without recursion: a chain may be long."""

    index: list[int]
    low: list[int]
    stack: list[int]
    on_stack: list[bool]


def find_knots(edges: Edges) -> list[tuple[int, ...]]:
    """Strongly connected parts, each ascending; a part comes after all that it leads to."""
    visit = _Visit([-1] * len(edges), [0] * len(edges), [], [False] * len(edges))
    knots: list[tuple[int, ...]] = []
    counter = 0
    for root in range(len(edges)):
        if visit.index[root] >= 0:
            continue
        path = [(root, 0)]
        while path:
            node, place = path.pop()
            if place == 0:
                visit.index[node] = visit.low[node] = counter
                counter += 1
                visit.stack.append(node)
                visit.on_stack[node] = True
            step = _next_step(edges, visit, node, place)
            if step is None:
                _leave(visit, node, knots)
                if path:
                    above = path[-1][0]
                    visit.low[above] = min(visit.low[above], visit.low[node])
            else:
                path += [(node, step + 1), (edges[node][step], 0)]
    return knots


def _next_step(edges: Edges, visit: _Visit, node: int, place: int) -> int | None:
    """The place of the next node that was not seen yet."""
    for step in range(place, len(edges[node])):
        other = edges[node][step]
        if visit.index[other] < 0:
            return step
        if visit.on_stack[other]:
            visit.low[node] = min(visit.low[node], visit.index[other])
    return None


def _leave(visit: _Visit, node: int, knots: list[tuple[int, ...]]) -> None:
    if visit.low[node] != visit.index[node]:
        return
    knot = []
    while True:
        member = visit.stack.pop()
        visit.on_stack[member] = False
        knot.append(member)
        if member == node:
            break
    knots.append(tuple(sorted(knot)))


def find_reach(edges: Edges, knots: Sequence[tuple[int, ...]]) -> list[int]:
    """Node → all others it leads to in the end, as the bits of a number."""
    reach = [0] * len(edges)
    for knot in knots:
        beyond = members = 0
        for node in knot:
            members |= 1 << node
        for node in knot:
            for other in edges[node]:
                beyond |= reach[other] | (1 << other)
        for node in knot:
            reach[node] = (beyond | members if len(knot) > 1 else beyond) & ~(1 << node)
    return reach


def nodes_of(bits: int) -> list[int]:
    """Ascending."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


def find_longest(edges: Edges, knots: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The way through most nodes, a knot being one step of it that counts all its nodes."""
    knot_of = {node: number for number, knot in enumerate(knots) for node in knot}
    length = [0] * len(knots)
    after: list[int | None] = [None] * len(knots)
    for number, knot in enumerate(knots):
        beyond = {knot_of[other] for node in knot for other in edges[node]} - {number}
        best = min(beyond, key=lambda one: (-length[one], knots[one]), default=None)
        after[number] = best
        length[number] = len(knot) + (0 if best is None else length[best])
    step = min(range(len(knots)), key=lambda one: (-length[one], knots[one]), default=None)
    way = []
    while step is not None:
        way.append(knots[step])
        step = after[step]
    return way


def find_circle(edges: Edges, knot: Sequence[int]) -> tuple[int, ...]:
    """A shortest way from a knot's first node back to it; () where there is none."""
    inside, start = set(knot), knot[0]
    came: dict[int, int] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in edges[node]:
            if other == start:
                return _way_back(came, start, node)
            if other in inside and other not in came:
                came[other] = node
                queue.append(other)
    return ()


def _way_back(came: dict[int, int], start: int, node: int) -> tuple[int, ...]:
    way = [node]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))

"""Which blocker first: what frees most, the longest chain, circles, who waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.blocker import Blocker
from bot.domain.graph import (
    Edges,
    find_circle,
    find_knots,
    find_longest,
    find_reach,
    nodes_of,
)
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.key_order import KeyOrder, key_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A place in the order; ``inside`` says that it is one of the milestone's."""

    id: BlockerId
    key: BlockerKey
    title: str
    inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One open blocker. ``frees`` is all that waits for it, directly or not; ``waits_on`` directly.

    ``number`` is its rank, from 1.
    """

    number: int
    issue: Issue
    frees: tuple[Issue, ...] = ()
    waits_on: tuple[Issue, ...] = ()
    in_circle: bool = False

    @property
    def can_start(self) -> bool:
        return not self.waits_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """``way`` leads from its first issue back to it; ``others`` are tied into the same knot."""

    way: tuple[Issue, ...]
    others: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What can start comes first, what frees most before the rest.

    ``chain`` has a step of several issues where those wait for each other; () where nothing waits.
    ``is_partial`` says that the tracker had more relations than were read.
    """

    turns: tuple[Turn, ...] = ()
    chain: tuple[tuple[Issue, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    is_partial: bool = False

    @property
    def has_relations(self) -> bool:
        return bool(self.chain or self.circles)


def build_order(blockers: Sequence[Blocker]) -> Order:
    """``blockers`` are the open ones of the milestone, watched ones too; their order is nothing."""
    ours = {blocker.id: blocker for blocker in blockers}
    issues = sorted(_issues(ours).values(), key=_by_key)
    edges = _edges(ours, issues)
    knots = find_knots(edges)
    longest = find_longest(edges, knots)
    return Order(
        turns=_turns(ours, issues, edges, knots),
        chain=tuple(tuple(issues[node] for node in knot) for knot in longest)
        if sum(map(len, longest)) > 1
        else (),
        circles=_circles(issues, edges, knots),
        is_partial=any(blocker.links_cut for blocker in blockers),
    )


def _issues(ours: Mapping[BlockerId, Blocker]) -> dict[BlockerId, Issue]:
    """All that is named, by id; what two links call differently is called as sorts first."""
    found: dict[BlockerId, Issue] = {}
    links = (link for b in ours.values() for link in (*b.blocks, *b.blocked_by))
    for link in sorted(links, key=lambda one: (one.id, one.key, one.title)):
        found.setdefault(link.id, Issue(id=link.id, key=link.key, title=link.title, inside=False))
    for blocker in ours.values():
        found[blocker.id] = Issue(id=blocker.id, key=blocker.key, title=blocker.title, inside=True)
    return found


def _edges(ours: Mapping[BlockerId, Blocker], issues: Sequence[Issue]) -> Edges:
    """From what blocks to what is blocked, whichever of the two says so."""
    place = {issue.id: number for number, issue in enumerate(issues)}
    edges: list[set[int]] = [set() for _ in issues]
    for blocker in ours.values():
        here = place[blocker.id]
        edges[here].update(place[link.id] for link in blocker.blocks)
        for link in blocker.blocked_by:
            edges[place[link.id]].add(here)
    return [sorted(each) for each in edges]


def _turns(
    ours: Mapping[BlockerId, Blocker],
    issues: Sequence[Issue],
    edges: Edges,
    knots: Sequence[tuple[int, ...]],
) -> tuple[Turn, ...]:
    before: list[list[int]] = [[] for _ in issues]
    for node, others in enumerate(edges):
        for other in others:
            before[other].append(node)
    reach = find_reach(edges, knots)
    tied = {node for knot in knots for node in knot if len(knot) > 1 or node in edges[node]}

    def rank(node: int) -> tuple[bool, int, int, date, int]:
        blocker = ours[issues[node].id]
        due = blocker.due or date.max
        return (bool(before[node]), -reach[node].bit_count(), blocker.priority.rank, due, node)

    inside = sorted((n for n, issue in enumerate(issues) if issue.inside), key=rank)
    return tuple(
        Turn(
            number=number,
            issue=issues[node],
            frees=tuple(issues[other] for other in nodes_of(reach[node])),
            waits_on=tuple(issues[other] for other in before[node]),
            in_circle=node in tied,
        )
        for number, node in enumerate(inside, start=1)
    )


def _circles(
    issues: Sequence[Issue], edges: Edges, knots: Iterable[tuple[int, ...]]
) -> tuple[Circle, ...]:
    found = []
    for knot in sorted(knots):
        way = find_circle(edges, knot)
        if way:
            others = tuple(issues[node] for node in knot if node not in way)
            found.append(Circle(way=tuple(issues[node] for node in way), others=others))
    return tuple(found)


def _by_key(issue: Issue) -> tuple[KeyOrder, str]:
    return (key_order(issue.key), issue.id)

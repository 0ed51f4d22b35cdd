"""What others met at Linear's interface (the thread beside each), each by its symptom.

Those of webhooks are in test_web_webhooks and test_sandbox_linear_webhooks, of writes in
test_linear_writes, of OAuth in test_linear_oauth, of vanished issues in test_linear_fates.
"""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from aiohttp import web
from graphql import (
    FieldNode,
    GraphQLSchema,
    IntValueNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_named_type,
    parse,
    visit,
)

from bot.domain.milestone import Selection
from bot.linear.adapter import LinearTracker
from bot.linear.client import LinearClient
from bot.linear.documents import document
from bot.linear.pages import LISTS, SIZES
from bot.ports import TrackerUnavailableError
from sandbox.linear.app import linear_schema
from sandbox.linear.state import API_KEY
from tests.servers.certificates import Certificates
from tests.servers.linear import LocalLinear
from tests.stages.linear import Pauses, by_key, operations, pauses, tracker
from tests.stages.linear_changes import Reader, linear, reader

__all__ = ["linear", "pauses", "reader", "tracker"]

QUERIES = sorted(
    path.stem for path in (Path(__file__).parents[2] / "bot/linear/queries").glob("*.graphql")
)
SELECTION = Selection(team="THR", label="blocker", watch_label="critical")
MOST_AT_ONCE = 250


class Sizes(Visitor):
    """Whether every list says how many it wants, and how many by a number."""

    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.types = TypeInfo(schema)
        self.unbounded: list[str] = []
        self.numbers: list[int] = []

    def enter_field(self, node: FieldNode, *_: object) -> None:
        kind = self.types.get_type()
        if kind is None or not get_named_type(kind).name.endswith("Connection"):
            return
        sizes = [one.value for one in node.arguments or () if one.name.value in {"first", "last"}]
        if not sizes:
            self.unbounded.append(node.name.value)
        self.numbers += [int(one.value) for one in sizes if isinstance(one, IntValueNode)]
        assert all(isinstance(one, IntValueNode | VariableNode) for one in sizes)


def sizes_in(query: str) -> Sizes:
    found = Sizes(linear_schema())
    visit(parse(document(query)), TypeInfoVisitor(found.types, found))
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_too_complex_in_an_empty_workspace(query: str) -> None:
    """linearis-oss/linearis#276, #284, #286: what is not bounded is priced as fifty."""
    assert sizes_in(query).unbounded == []


@pytest.mark.parametrize("query", QUERIES)
def test_a_limit_beyond_250_gives_an_opaque_400(query: str) -> None:
    """vanillagreencom/kendex#472."""
    assert all(1 <= size <= MOST_AT_ONCE for size in (*sizes_in(query).numbers, *SIZES, *LISTS))


@pytest.mark.parametrize("query", QUERIES)
def test_issue_search_is_answered_with_deprecated(query: str) -> None:
    """delucis/github-to-linear#40: ``issues(filter)`` alone; ``searchIssues`` is 30 a minute."""
    assert not {"issueSearch", "searchIssues"} & set(document(query).replace("(", " ").split())


def test_blocked_by_as_a_type_of_relation_gives_400() -> None:
    """nesszer/linear-cli#36: relations are only read, where there is one word: blocks."""
    assert not [query for query in QUERIES if "issueRelation" in document(query)]


async def test_introspection_is_refused_for_its_price(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    """contentful-labs/gqli.rb#23: the schema is never asked for."""
    await tracker.fetch_blockers(SELECTION)
    assert operations(linear)[0] == "Labels"
    assert "IntrospectionQuery" not in operations(linear)


@pytest.mark.parametrize("kind", ["ratelimited", "429"])
async def test_a_rate_limit_shows_as_team_not_found(
    tracker: LinearTracker, linear: LocalLinear, kind: str
) -> None:
    """vanillagreencom/kendex#1018: while names are looked up, too, it is what it is."""
    linear.state.faults.add("Teams", kind, times=1)
    with pytest.raises(TrackerUnavailableError, match="limits the number of requests"):
        await tracker.fetch_blockers(SELECTION)


async def test_a_limit_is_missed_since_its_status_is_400(
    tracker: LinearTracker, linear: LocalLinear, pauses: Pauses
) -> None:
    """NangoHQ/nango#3108: it is not asked again at once, neither here nor for other milestones."""
    await tracker.fetch_blockers(SELECTION)
    linear.state.faults.add("Blockers", "ratelimited", times=1)
    with pytest.raises(TrackerUnavailableError):
        await tracker.fetch_blockers(SELECTION)
    asked = len(linear.calls)
    with pytest.raises(TrackerUnavailableError) as caught:
        await tracker.fetch_blockers(Selection(label="phase-4"))

    assert caught.value.retry_after == 30
    assert (len(linear.calls), pauses.taken) == (asked, [])
    linear.clock.advance(31)
    assert await tracker.fetch_blockers(Selection(label="phase-4"))


async def test_everything_slows_down_before_the_allowance_is_used_up(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    """What is left counts for the whole account: other replicas and milestones are in it."""
    await tracker.fetch_blockers(SELECTION)
    assert tracker.slower() == 1.0
    linear.state.allowances.requests.take(linear.state.allowances.requests.most * 8 // 10)
    await tracker.fetch_blockers(SELECTION)
    assert 5 < tracker.slower() < 10


async def test_the_active_filter_returned_nothing_after_a_rollover_and_the_cache_was_wiped(
    reader: Reader,
) -> None:
    """eltmon/overdeck#2627: a sudden nothing is confirmed issue by issue."""
    before = await reader.read()
    issues = [issue for issue in reader.linear.state.issues if issue.labels]
    held = {issue.id: issue.labels for issue in issues}
    for issue in issues:
        issue.labels = []
    after = await reader.read(whole=True)
    assert {one.fate.value for one in after.departures} == {"unlabelled"}
    for issue in issues:
        issue.labels = held[issue.id]
    assert by_key((await reader.read(whole=True)).blockers) == by_key(before.blockers)


async def test_an_identifier_changed_by_a_move_is_entity_not_found(reader: Reader) -> None:
    """gmickel/flow-next#446, akhayam99/goodboy#527: issues are known by UUID, keys are shown."""
    by_label = Selection(label="blocker")
    before = by_key((await reader.read(by_label)).blockers)["THR-42"]
    await reader.edit("THR-42", teamId="OPS")
    after = by_key((await reader.read(by_label)).blockers)

    assert "THR-42" not in after
    assert after["OPS-1"].id == before.id
    assert reader.left == []


async def test_who_blocks_whom_is_inverted(tracker: LinearTracker, linear: LocalLinear) -> None:
    """dorkitude/linctl#57, hojinzs/github-symphony#615: 41 blocks 60, so 60 waits for 41."""
    await linear.ask(
        "mutation A($id: String!, $input: IssueUpdateInput!) "
        "{ issueUpdate(id: $id, input: $input) { success } }",
        {"id": "THR-60", "input": {"labelIds": [_label(linear, "blocker")]}},
    )
    found = by_key(await tracker.fetch_blockers(SELECTION))

    assert [link.key for link in found["THR-41"].blocks] == ["THR-60"]
    assert [link.key for link in found["THR-60"].blocked_by] == ["THR-41"]
    assert (found["THR-41"].blocked_by, found["THR-60"].blocks) == ((), ())


async def test_done_blockers_are_still_listed_as_blocking(reader: Reader) -> None:
    """linear/linear#1060, jongwony/cc-plugin#110; the waiting issue's own date does not move."""
    await reader.edit("THR-60", addedLabelIds=[reader.label("blocker")])
    assert by_key((await reader.read()).blockers)["THR-60"].blocked_by
    await reader.edit("THR-41", stateId=reader.state("Done"))

    assert by_key((await reader.read(after=30)).blockers)["THR-60"].blocked_by == ()
    assert by_key((await reader.read(whole=True)).blockers)["THR-60"].blocked_by == ()


async def test_every_issue_is_overdue_or_a_day_off(tracker: LinearTracker) -> None:
    """GeneralTask/task-manager#1791, linear/linear#560: a due date is a day, in no time zone."""
    due = by_key(await tracker.fetch_blockers(SELECTION))["THR-42"].due
    assert type(due) is date
    assert due == date(2026, 11, 20)


async def test_a_certificate_that_nobody_vouches_for_is_accepted(
    tmp_path: Path, pauses: Pauses
) -> None:
    """graphql-python/gql#529, #538: connections are verified."""
    certificates = Certificates(tmp_path)
    context = certificates.server(
        certificates.stranger.issue(("127.0.0.1",), certificates.fresh).pem
    )
    runner = web.AppRunner(web.Application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        host, port = runner.addresses[0][:2]
        async with LinearClient(f"https://{host}:{port}/graphql", API_KEY, pause=pauses) as client:
            with pytest.raises(TrackerUnavailableError, match="cannot be reached"):
                await LinearTracker(client).fetch_blockers(SELECTION)
    finally:
        await runner.cleanup()


async def test_two_who_connect_at_once_are_refused_by_the_library(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    """graphql-python/gql#612, #510, #296: one connection for all, and it outlives a failure."""
    linear.state.faults.add("*", "not_json", times=2)
    found = await asyncio.gather(*(tracker.fetch_blockers(SELECTION) for _ in range(5)))
    assert {len(one) for one in found} == {6}


def _label(linear: LocalLinear, name: str) -> str:
    return next(one.id for one in linear.state.issue_labels if one.name == name)

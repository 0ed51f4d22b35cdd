"""The Linear tracker when lists are long, Linear is in trouble, or its answers are new."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.blocker import Priority, Stage
from bot.domain.milestone import Selection
from bot.domain.people import Person
from bot.linear.adapter import LinearTracker
from bot.linear.client import PAUSES, LinearClient
from bot.ports import TrackerUnavailableError
from sandbox.linear.state import API_KEY
from sandbox.sample import sample_seed
from sandbox.seed import LinearRelation, LinearSeed
from tests.servers.linear import TODAY, LocalLinear, local_linear
from tests.stages.linear import Pauses, by_key, linear, operations, pauses, tracker

__all__ = ["linear", "pauses", "tracker"]

SELECTION = Selection(team="THR", label="blocker", watch_label="critical")
UPDATE = """mutation Update($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success } }"""


def many_issues(count: int) -> LinearSeed:
    seed = sample_seed(TODAY, {}).linear
    model = next(issue for issue in seed.issues if issue.identifier == "THR-42")
    return replace(
        seed,
        issues=tuple(
            replace(
                model,
                id=f"{number:08d}-0000-4000-8000-000000000000",
                identifier=f"THR-{number}",
                relations=_ring(number, count),
            )
            for number in range(1, count + 1)
        ),
    )


def _ring(number: int, count: int) -> tuple[LinearRelation, ...]:
    """Issue 1 blocks all others."""
    others = range(2, count + 1) if number == 1 else ()
    return tuple(LinearRelation(type="blocks", issue=f"THR-{other}") for other in others)


async def test_a_long_list_is_read_page_by_page(pauses: Pauses) -> None:
    async with (
        local_linear(many_issues(120)) as linear,
        LinearClient(linear.url, API_KEY, pause=pauses) as client,
    ):
        found = await LinearTracker(client).fetch_blockers(Selection(label="blocker"))

        assert len({blocker.id for blocker in found}) == 120
        assert operations(linear) == ["Labels", *["Blockers"] * 5, "Links"]


@pytest.mark.parametrize(("count", "read", "is_cut"), [(12, 11, False), (130, 100, True)])
async def test_relations_beyond_the_page_are_read_on_and_marked_beyond_that(
    pauses: Pauses, count: int, read: int, *, is_cut: bool
) -> None:
    async with (
        local_linear(many_issues(count)) as linear,
        LinearClient(linear.url, API_KEY, pause=pauses) as client,
    ):
        found = by_key(await LinearTracker(client).fetch_blockers(Selection(label="blocker")))

        assert (len(found["THR-1"].blocks), found["THR-1"].links_cut) == (read, is_cut)
        assert ([link.key for link in found["THR-2"].blocked_by], found["THR-2"].links_cut) == (
            ["THR-1"],
            False,
        )
        assert operations(linear).count("Links") == 1


async def test_a_page_that_is_too_complex_is_asked_for_smaller_and_remembered(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    linear.state.faults.add("Blockers", "too_complex", times=2)
    first = await tracker.fetch_blockers(SELECTION)
    await tracker.fetch_blockers(SELECTION)

    sizes = [call.variables["first"] for call in linear.calls if call.operation == "Blockers"]
    assert len(first) == 6
    assert sizes == [25, 12, 6, 6]


async def test_a_query_that_is_always_too_complex_is_an_error_not_an_empty_board(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    linear.state.faults.add("Blockers", "too_complex", times=-1)

    with pytest.raises(TrackerUnavailableError, match="too complex") as caught:
        await tracker.fetch_blockers(SELECTION)

    assert caught.value.permanent


@pytest.mark.parametrize(
    "kind", ["cut", "502", "server_error", "not_json", "lock_timeout", "partial"]
)
async def test_a_passing_trouble_is_asked_again(
    tracker: LinearTracker, linear: LocalLinear, pauses: Pauses, kind: str
) -> None:
    linear.state.faults.add("Blockers", kind, times=len(PAUSES))

    found = by_key(await tracker.fetch_blockers(SELECTION))

    assert found["THR-42"].assignee == Person(name="Bob", email="bob@example.com")
    assert len(pauses.taken) == len(PAUSES)
    assert all(
        least <= taken <= least * 1.25 for least, taken in zip(PAUSES, pauses.taken, strict=True)
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("cut", "cannot be reached"),
        ("502", "has trouble of its own (HTTP 502)"),
        ("server_error", "has trouble of its own"),
        ("not_json", "answered with something that is no GraphQL"),
        ("partial", "has trouble of its own"),
    ],
)
async def test_a_lasting_trouble_is_told_and_over_when_it_is_over(
    tracker: LinearTracker, linear: LocalLinear, kind: str, told: str
) -> None:
    linear.state.faults.add("Blockers", kind, times=-1)
    with pytest.raises(TrackerUnavailableError) as caught:
        await tracker.fetch_blockers(SELECTION)
    linear.state.faults.clear()

    assert caught.value.reason == told
    assert not caught.value.permanent
    assert len(await tracker.fetch_blockers(SELECTION)) == 6


@pytest.mark.parametrize("kind", ["ratelimited", "429"])
async def test_a_limit_is_not_asked_again_but_told_with_a_time(
    tracker: LinearTracker, linear: LocalLinear, pauses: Pauses, kind: str
) -> None:
    linear.state.faults.add("Blockers", kind)
    with pytest.raises(TrackerUnavailableError) as caught:
        await tracker.fetch_blockers(SELECTION)

    assert caught.value.retry_after == 30
    assert not caught.value.permanent
    assert pauses.taken == []
    assert operations(linear)[-1] == "Blockers"
    assert operations(linear).count("Blockers") == 1


async def test_a_limit_lasts_as_long_as_the_headers_say(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    await tracker.fetch_blockers(SELECTION)
    linear.state.allowances.complexity.drain()
    with pytest.raises(TrackerUnavailableError) as caught:
        await tracker.fetch_blockers(SELECTION)
    assert caught.value.retry_after is not None
    linear.clock.advance(caught.value.retry_after + 1)

    assert 2 < caught.value.retry_after < 30
    assert len(await tracker.fetch_blockers(SELECTION)) == 6


async def test_a_slow_linear_is_given_up(linear: LocalLinear, pauses: Pauses) -> None:
    linear.state.faults.add("*", "slow", times=-1, seconds=5)
    async with LinearClient(linear.url, API_KEY, timeout=0.05, pause=pauses) as client:
        with pytest.raises(TrackerUnavailableError) as caught:
            await LinearTracker(client).fetch_blockers(SELECTION)

    assert caught.value.reason == "did not answer in time"


async def test_nobody_listening_is_told_and_recovered_from(pauses: Pauses) -> None:
    async with local_linear() as linear:
        url = linear.url
    async with LinearClient(url, API_KEY, pause=pauses) as client:
        with pytest.raises(TrackerUnavailableError) as caught:
            await LinearTracker(client).fetch_blockers(SELECTION)

    assert caught.value.reason == "cannot be reached"


@pytest.mark.parametrize("credential", ["lin_api_wrong", "an-oauth-token"])
async def test_a_wrong_key_is_permanent_and_asked_once(
    linear: LocalLinear, pauses: Pauses, credential: str
) -> None:
    async with LinearClient(linear.url, credential, pause=pauses) as client:
        with pytest.raises(TrackerUnavailableError) as caught:
            await LinearTracker(client).fetch_blockers(SELECTION)

    assert caught.value.permanent
    assert "LINEAR_API_KEY" in caught.value.reason
    assert credential not in str(caught.value)
    assert pauses.taken == []


async def test_many_may_ask_at_once_over_one_session(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    linear.state.faults.add("Blockers", "cut", times=1)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(tracker.fetch_blockers(SELECTION)) for _ in range(8)]

    assert {len(task.result()) for task in tasks} == {6}


async def test_a_closed_client_connects_again(linear: LocalLinear) -> None:
    client = LinearClient(linear.url, API_KEY)
    tracker = LinearTracker(client)
    await tracker.fetch_blockers(SELECTION)
    await client.close()
    await client.close()

    assert len(await tracker.fetch_blockers(SELECTION)) == 6
    await client.close()


async def test_a_type_of_state_that_is_new_counts_as_open(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    for state in linear.state.workflow_states:
        if state.name == "In Progress":
            state.type = "paused"

    assert by_key(await tracker.fetch_blockers(SELECTION))["THR-42"].stage is Stage.UNSTARTED


async def test_a_session_that_was_closed_underneath_is_opened_again(
    linear: LocalLinear, pauses: Pauses
) -> None:
    async with LinearClient(linear.url, API_KEY, pause=pauses) as client:
        tracker = LinearTracker(client)
        await tracker.fetch_blockers(SELECTION)
        await client._client.close_async()  # type: ignore[no-untyped-call]

        assert len(await tracker.fetch_blockers(SELECTION)) == 6
        assert len(pauses.taken) == 1


async def test_a_refused_question_is_no_fault_of_the_selection(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    """What can happen when Linear takes a field away that is asked for."""
    linear.state.faults.add("Blockers", "refused")
    with pytest.raises(TrackerUnavailableError, match="refuses the question") as caught:
        await tracker.fetch_blockers(SELECTION)

    assert caught.value.permanent


async def test_a_priority_that_is_new_counts_as_none(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    linear.state.find_issue("THR-42").priority = 9

    assert by_key(await tracker.fetch_blockers(SELECTION))["THR-42"].priority is Priority.NONE

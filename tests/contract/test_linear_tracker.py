"""The tracker port over Linear, driven by the real client against the local Linear."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.blocker import Blocker, Priority, Stage
from bot.domain.milestone import Selection
from bot.domain.people import Person
from bot.linear.adapter import EMPTY_READS, LinearTracker
from bot.linear.client import PAUSES, LinearClient
from bot.ports import SelectionError, TrackerUnavailableError
from sandbox.linear.state import API_KEY
from sandbox.sample import sample_seed
from sandbox.seed import LinearRelation, LinearSeed
from tests.linear_fixtures import TODAY, LocalLinear, local_linear

SELECTION = Selection(team="THR", label="blocker", watch_label="critical")
UPDATE = """mutation Update($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success } }"""


class Pauses:
    """Notes how long it was asked to wait, and does not."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@pytest.fixture
async def linear() -> AsyncIterator[LocalLinear]:
    async with local_linear() as running:
        yield running


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def tracker(linear: LocalLinear, pauses: Pauses) -> AsyncIterator[LinearTracker]:
    async with LinearClient(linear.url, API_KEY, timeout=5, pause=pauses) as client:
        yield LinearTracker(client)


def by_key(blockers: tuple[Blocker, ...]) -> dict[str, Blocker]:
    return {blocker.key: blocker for blocker in blockers}


def operations(linear: LocalLinear) -> list[str]:
    return [call.operation for call in linear.calls]


async def test_the_milestones_issues_come_watched_and_recently_closed_ones_too(
    tracker: LinearTracker,
) -> None:
    found = by_key(await tracker.fetch_blockers(SELECTION))

    assert {key for key, blocker in found.items() if blocker.is_open} == {
        "THR-41",
        "THR-42",
        "THR-55",
    }
    assert {key for key, blocker in found.items() if blocker.watched} == {"THR-55"}
    assert {key for key, blocker in found.items() if not blocker.is_open} == {
        "THR-35",
        "THR-36",
        "THR-37",
    }  # closed more than two weeks ago: THR-39, THR-40


async def test_a_blocker_carries_what_linear_says(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    blocker = by_key(await tracker.fetch_blockers(SELECTION))["THR-42"]

    assert blocker == Blocker(
        id=blocker.id,
        key=blocker.key,
        title="TLS and ingress hardening",
        stage=Stage.STARTED,
        state_name="In Progress",
        priority=Priority.URGENT,
        assignee=Person(name="Bob", email="bob@example.com"),
        due=date(2026, 11, 20),
        estimate=3.0,
        description=linear.state.find_issue("THR-42").description or "",
        labels=("blocker",),
        url="https://linear.app/three-rivers/issue/THR-42",
        created_at=datetime(2026, 10, 28, 14, 42, tzinfo=UTC),
        updated_at=datetime(2026, 11, 17, 21, 25, tzinfo=UTC),
        started_at=datetime(2026, 11, 9, 15, tzinfo=UTC),
    )
    assert blocker.id == linear.state.find_issue("THR-42").id
    assert "- 🔄 DNS integration" in blocker.description


async def test_relations_name_open_issues_only(tracker: LinearTracker, linear: LocalLinear) -> None:
    found = by_key(await tracker.fetch_blockers(SELECTION))

    assert [link.key for link in found["THR-41"].blocks] == ["THR-60"]
    assert found["THR-41"].blocked_by == ()
    assert linear.state.find_issue("THR-42").inverse_relations  # THR-35, which is done
    assert found["THR-42"].blocked_by == ()
    assert not found["THR-41"].links_cut


async def test_an_archived_issue_holds_nothing_up(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    await linear.ask(UPDATE, {"id": "THR-60", "input": {"trashed": True}})

    assert by_key(await tracker.fetch_blockers(SELECTION))["THR-41"].blocks == ()


async def test_a_due_date_falls_back_to_that_of_the_project_milestone(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    await linear.ask(UPDATE, {"id": "THR-41", "input": {"dueDate": None}})
    found = by_key(await tracker.fetch_blockers(SELECTION))

    assert (found["THR-41"].due, found["THR-41"].due_from_milestone) == (date(2026, 12, 18), True)
    assert not found["THR-42"].due_from_milestone
    assert found["THR-41"].assignee is None


async def test_an_issue_with_both_labels_is_a_blocker(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    labels = {label.name: label.id for label in linear.state.issue_labels}
    await linear.ask(UPDATE, {"id": "THR-55", "input": {"addedLabelIds": [labels["blocker"]]}})

    assert not by_key(await tracker.fetch_blockers(SELECTION))["THR-55"].watched


@pytest.mark.parametrize(
    ("selection", "keys"),
    [
        (Selection(team="three rivers", label="PHASE-4"), "THR-62 THR-63"),
        (Selection(label="critical"), "THR-55"),
        (Selection(project="going live"), "THR-41 THR-42 THR-55 THR-60"),
        (Selection(project="Going live", watch_label="critical"), "THR-41 THR-42 THR-55 THR-60"),
        (Selection(project_milestone="production DEPLOYMENT"), "THR-41 THR-42"),
        (Selection(team="THR", project="Going live", label="critical"), "THR-55"),
        (Selection(raw=(("number", {"in": [51, 57]}),)), "THR-51 THR-57"),
        (Selection(raw=(("or", [{"number": {"eq": 51}}, {"number": {"eq": 39}}]),)), "THR-51"),
        (
            Selection(raw=(("labels", {"some": {"name": {"eq": "blocker"}}}),),
                      watch_label="critical"),
            "THR-41 THR-42 THR-55",
        ),
    ],
)  # fmt: skip
async def test_a_selection_is_by_team_label_project_milestone_or_filter(
    tracker: LinearTracker, selection: Selection, keys: str
) -> None:
    found = await tracker.fetch_blockers(selection)

    assert {blocker.key for blocker in found if blocker.is_open} == set(keys.split())
    watched = {blocker.key for blocker in found if blocker.watched}
    assert watched == ({"THR-55"} if selection.watch_label else set())


@pytest.mark.parametrize(
    ("selection", "told"),
    [
        (Selection(team="TRH"), "Linear has no team 'TRH'; there is THR"),
        (Selection(label="blockers"), "Linear has no label 'blockers'; there is blocker"),
        (Selection(label="xyz"), "there is blocker, critical, deployment, frontend, phase-4"),
        (
            Selection(label="blocker", watch_label="critcal"),
            "Linear has no label 'critcal'; there is critical",
        ),
        (Selection(project="Going"), "Linear has no project 'Going'; there is Going live"),
        (Selection(project_milestone="Prod"), "there is Production deployment"),
        (Selection(raw=(("numbr", {"eq": 1}),)), "Linear refuses the filter"),
    ],
)
async def test_a_wrong_name_is_an_error_with_the_near_ones_never_an_empty_board(
    tracker: LinearTracker, selection: Selection, told: str
) -> None:
    with pytest.raises(SelectionError) as caught:
        await tracker.fetch_blockers(selection)

    assert told in str(caught.value)


async def test_a_workspace_without_projects_says_so() -> None:
    seed = sample_seed(TODAY, {}).linear
    plain = tuple(replace(issue, project=None, project_milestone=None) for issue in seed.issues)
    async with (
        local_linear(replace(seed, projects=(), issues=plain)) as linear,
        LinearClient(linear.url, API_KEY) as client,
    ):
        with pytest.raises(SelectionError, match="there is no project at all"):
            await LinearTracker(client).fetch_blockers(Selection(project="Going live"))


async def test_names_are_looked_up_once(tracker: LinearTracker, linear: LocalLinear) -> None:
    for _ in range(3):
        await tracker.fetch_blockers(SELECTION)

    assert operations(linear) == ["Labels", "Labels", "Teams", *["Blockers"] * 3]


async def test_a_sudden_nothing_is_looked_into(tracker: LinearTracker, linear: LocalLinear) -> None:
    """The label was replaced by another one of the same name: the ids known are worth nothing."""
    selection = Selection(label="phase-4")
    assert len(await tracker.fetch_blockers(selection)) == 2
    old = next(label for label in linear.state.issue_labels if label.name == "phase-4")
    new = replace(old, id="6a1f6f0e-7f6c-4a53-9a27-3f0a1c2b4d5e")
    linear.state.issue_labels[linear.state.issue_labels.index(old)] = new
    linear.state.find_issue("THR-62").labels = [new]
    linear.state.find_issue("THR-63").labels = []

    assert {blocker.key for blocker in await tracker.fetch_blockers(selection)} == {"THR-62"}


async def test_an_empty_milestone_is_empty_and_not_looked_up_each_time(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    for number in (62, 63):
        await linear.ask(UPDATE, {"id": f"THR-{number}", "input": {"labelIds": []}})
    selection = Selection(label="phase-4")
    for _ in range(EMPTY_READS):
        assert await tracker.fetch_blockers(selection) == ()

    assert operations(linear).count("Labels") == 2  # at first, and after the first empty read


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
    """Issue 1 blocks the next eleven; one more than are read at once."""
    others = range(2, min(count, 12) + 1) if number == 1 else ()
    return tuple(LinearRelation(type="blocks", issue=f"THR-{other}") for other in others)


async def test_a_long_list_is_read_page_by_page(pauses: Pauses) -> None:
    async with (
        local_linear(many_issues(120)) as linear,
        LinearClient(linear.url, API_KEY, pause=pauses) as client,
    ):
        found = await LinearTracker(client).fetch_blockers(Selection(label="blocker"))

        assert len({blocker.id for blocker in found}) == 120
        assert operations(linear) == ["Labels", *["Blockers"] * 3]


async def test_relations_beyond_the_page_are_marked(pauses: Pauses) -> None:
    async with (
        local_linear(many_issues(12)) as linear,
        LinearClient(linear.url, API_KEY, pause=pauses) as client,
    ):
        found = by_key(await LinearTracker(client).fetch_blockers(Selection(label="blocker")))

        assert (len(found["THR-1"].blocks), found["THR-1"].links_cut) == (10, True)
        assert ([link.key for link in found["THR-2"].blocked_by], found["THR-2"].links_cut) == (
            ["THR-1"],
            False,
        )


async def test_a_page_that_is_too_complex_is_asked_for_smaller_and_remembered(
    tracker: LinearTracker, linear: LocalLinear
) -> None:
    linear.state.faults.add("Blockers", "too_complex", times=2)
    first = await tracker.fetch_blockers(SELECTION)
    await tracker.fetch_blockers(SELECTION)

    sizes = [call.variables["first"] for call in linear.calls if call.operation == "Blockers"]
    assert len(first) == 6
    assert sizes == [50, 25, 12, 12]


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

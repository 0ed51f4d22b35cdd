"""The Linear tracker against the local Linear: what it reads, and by which selection."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.blocker import Blocker, Priority, Stage
from bot.domain.milestone import Selection
from bot.domain.people import Person
from bot.linear.adapter import EMPTY_READS, LinearTracker
from bot.linear.client import LinearClient
from bot.ports import SelectionError
from sandbox.linear.state import API_KEY
from sandbox.sample import sample_seed
from tests.servers.linear import TODAY, LocalLinear, local_linear
from tests.stages.linear import by_key, linear, operations, pauses, tracker

__all__ = ["linear", "pauses", "tracker"]

SELECTION = Selection(team="THR", label="blocker", watch_label="critical")
UPDATE = """mutation Update($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success } }"""


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
        (
            Selection(raw=(("labels", {"some": {"name": {"eq": "Blocker"}}}),)),
            "Linear has no label 'Blocker'; there is blocker (the filter heeds case)",
        ),
        (
            Selection(raw=(("or", [{"state": {"name": {"in": ["Doing", "Done"]}}}]),)),
            "Linear has no state 'Doing'",
        ),
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

    assert operations(linear) == ["Labels", "Labels", "Teams", "States", *["Blockers"] * 3]


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


async def test_a_group_of_labels_is_no_label(tracker: LinearTracker, linear: LocalLinear) -> None:
    next(one for one in linear.state.issue_labels if one.name == "blocker").is_group = True
    with pytest.raises(SelectionError, match="is a group in Linear") as caught:
        await tracker.fetch_blockers(SELECTION)
    assert caught.value.part == "label"


async def test_what_was_found_is_said_back(tracker: LinearTracker, linear: LocalLinear) -> None:
    old = next(one for one in linear.state.issue_labels if one.name == "blocker")
    (team,) = linear.state.teams
    linear.state.issue_labels.append(
        replace(old, id="6a1f6f0e-7f6c-4a53-9a27-3f0a1c2b4d5e", name="Blocker", team=team)
    )
    assert await tracker.fetch_meaning(SELECTION) == (
        "team THR (Three Rivers)",
        "label blocker (the workspace's and THR's)",
        "watched: label critical (the workspace's)",
        "closed are Done, Canceled, Duplicate",
    )
    assert await tracker.fetch_meaning(Selection(project="going LIVE")) == ("project Going live",)
    raw = Selection(raw=(("number", {"eq": 51}),), watch_label="critical")
    assert await tracker.fetch_meaning(raw) == (
        "a filter of its own",
        "watched: label critical (the workspace's)",
    )


async def test_a_filter_that_linear_refuses_is_told_when_it_is_said_back(
    tracker: LinearTracker,
) -> None:
    with pytest.raises(SelectionError, match="refuses the filter") as caught:
        await tracker.fetch_meaning(Selection(raw=(("numbr", {"eq": 1}),)))
    assert caught.value.part == "filter"

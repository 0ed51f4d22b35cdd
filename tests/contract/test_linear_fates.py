"""An issue that is not listed any more is never just gone: each fate has its own sentence."""

import pytest

from bot.domain.milestone import Selection
from bot.ports import SelectionError, TrackerUnavailableError
from tests.stages.linear import pauses, tracker
from tests.stages.linear_changes import Reader, linear, reader

__all__ = ["linear", "pauses", "reader", "tracker"]

BY_LABEL = Selection(label="blocker")
BY_PROJECT = Selection(project="Going live")
BY_MILESTONE = Selection(project_milestone="Production deployment")
RAW = Selection(raw=(("state", {"name": {"eq": "In Progress"}}), ("priority", {"lte": 2})))


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("by", [Selection(team="THR", label="blocker"), BY_LABEL])
async def test_moved_to_another_team(reader: Reader, by: Selection, *, whole: bool) -> None:
    """The move takes the label's ground away and the project, which are not the reason."""
    await reader.read(by)
    blocker = next(one for one in reader.linear.state.issue_labels if one.name == "blocker")
    blocker.team = reader.linear.state.teams[0]
    await reader.edit("THR-42", teamId="OPS")
    await reader.read(by, whole=whole)

    assert "THR-42" not in reader.keys
    assert reader.left == ["moved to another team OPS, now OPS-1"]


@pytest.mark.parametrize("whole", [False, True])
async def test_lost_its_label(reader: Reader, *, whole: bool) -> None:
    await reader.read()
    await reader.edit("THR-42", labelIds=[])
    await reader.read(whole=whole)

    assert reader.left == ["lost its label blocker"]


@pytest.mark.parametrize("whole", [False, True])
async def test_archived(reader: Reader, *, whole: bool) -> None:
    await reader.read()
    reader.archive("THR-42")
    await reader.read(whole=whole)

    assert reader.left == ["was archived unresolved"]


@pytest.mark.parametrize("whole", [False, True])
async def test_put_in_the_trash(reader: Reader, *, whole: bool) -> None:
    await reader.read()
    await reader.edit("THR-42", trashed=True, labelIds=[])
    await reader.read(whole=whole)

    assert reader.left == ["was put in the trash"]


@pytest.mark.parametrize("whole", [False, True])
async def test_closed_and_taken_out_at_once(reader: Reader, *, whole: bool) -> None:
    await reader.read()
    await reader.edit("THR-42", stateId=reader.state("Done"), labelIds=[])
    await reader.read(whole=whole)

    assert reader.left == ["was closed as Done"]


async def test_closed_and_archived_by_linear_is_closed(reader: Reader) -> None:
    await reader.read()
    await reader.edit("THR-42", stateId=reader.state("Done"))
    reader.archive("THR-42")
    await reader.read(whole=True)

    assert reader.left == ["was closed as Done"]


@pytest.mark.parametrize(
    ("selection", "change", "words"),
    [
        (BY_PROJECT, {"projectId": None}, "left the project Going live"),
        (
            BY_MILESTONE,
            {"projectMilestoneId": None},
            "left the project milestone Production deployment",
        ),
        (RAW, {"priority": 4}, "no longer matches the filter"),
    ],
)
async def test_left_the_place_that_was_asked_for(
    reader: Reader, selection: Selection, change: dict[str, object], words: str
) -> None:
    await reader.read(selection)
    assert "THR-42" in reader.keys
    await reader.edit("THR-42", **change)
    await reader.read(selection)

    assert reader.left == [words]


async def test_deleted_for_good(reader: Reader) -> None:
    await reader.read()
    reader.linear.state.issues.remove(reader.issue("THR-42"))
    await reader.read(after=30)

    assert reader.left == ["cannot be seen any more: deleted, or out of the credential's sight"]


async def test_the_five_sentences_differ_in_one_reading(reader: Reader) -> None:
    everything = Selection(team="THR")
    await reader.read(everything)
    await reader.edit("THR-42", teamId="OPS")
    reader.archive("THR-41")
    await reader.edit("THR-55", trashed=True)
    await reader.read(everything)

    assert len(set(reader.left)) == 3


async def test_a_lost_view_of_the_team_is_trouble_and_not_an_empty_board(reader: Reader) -> None:
    """The application was taken out of the team: it sees nothing of it."""
    last = await reader.read()
    held = reader.linear.state.issues[:]
    reader.linear.state.issues.clear()
    with pytest.raises(TrackerUnavailableError, match="may have lost access"):
        await reader.read(after=30)
    assert reader.last == last
    reader.linear.state.issues.extend(held)

    assert (await reader.read(after=30)).departures == ()


async def test_a_label_that_was_renamed_away_under_us_is_told_at_the_empty_read(
    reader: Reader,
) -> None:
    phase = Selection(label="phase-4")
    await reader.read(phase)
    for issue in reader.linear.state.issues:
        issue.labels = [label for label in issue.labels if label.name != "phase-4"]
    labels = reader.linear.state.issue_labels
    labels[:] = [label for label in labels if label.name != "phase-4"]

    with pytest.raises(SelectionError, match="Linear has no label 'phase-4'"):
        await reader.read(phase, whole=True)

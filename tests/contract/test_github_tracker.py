"""The GitHub tracker against the local GitHub: what it reads, by which selection, at what cost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.blocker import Blocker, Priority, Stage
from bot.domain.goals import Goal, GoalKind
from bot.domain.ids import BlockerId
from bot.domain.people import Person
from bot.github.adapter import GithubTracker
from bot.ports import SelectionError
from sandbox.github.state import Issue
from tests.samples.making import change
from tests.servers.github import REPO, LocalGithub
from tests.stages.github import SELECTION, github, pauses, tracker
from tests.stages.linear import by_key

__all__ = ["github", "pauses", "tracker"]


def add(github: LocalGithub, title: str = "TLS", **fields: object) -> Issue:
    return github.state.add_issue(REPO, title, **({"labels": ["blocker"]} | fields))


async def test_a_blocker_carries_what_github_says(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    due = datetime(2026, 12, 18, 8, tzinfo=UTC)
    milestone = github.state.add_milestone(REPO, "v1.0", due)
    issue = add(
        github,
        "TLS & ingress",
        body="Why it's blocking: no keys\n\n- [x] Issuer\n- [ ] DNS",
        labels=["Blocker", "priority: high", "in progress"],
        assignees=["bob", "dana"],
        milestone=milestone,
    )
    (blocker,) = await tracker.fetch_blockers(SELECTION)

    assert blocker == Blocker(
        id=BlockerId("github:7000:1"),
        key=blocker.key,
        title="TLS & ingress",
        stage=Stage.STARTED,
        state_name="In progress",
        priority=Priority.HIGH,
        assignee=Person(name="bob", login="bob"),
        due=date(2026, 12, 18),
        due_from_milestone=True,
        description=issue.body or "",
        labels=("Blocker", "priority: high", "in progress"),
        url="https://github.com/acme/api/issues/1",
        created_at=issue.created_at,
        updated_at=issue.updated_at,
    )
    assert blocker.key == "API-1"


@pytest.mark.parametrize(
    ("reason", "stage", "word"),
    [
        ("completed", Stage.COMPLETED, "Closed"),
        ("not_planned", Stage.CANCELED, "Not planned"),
        ("duplicate", Stage.DUPLICATE, "Duplicate"),
        ("something new", Stage.COMPLETED, "Closed"),
    ],
)
async def test_closed_ones_stay_for_a_while_with_their_reason(
    github: LocalGithub, tracker: GithubTracker, reason: str, stage: Stage, word: str
) -> None:
    old, late = add(github), add(github)
    github.state.close(old)
    github.clock.advance(15 * 86_400)
    github.state.edit(old, title="somebody said something")
    github.state.close(late, reason)
    (found,) = await tracker.fetch_blockers(SELECTION)

    assert (found.key, found.stage, found.state_name) == ("API-2", stage, word)
    assert found.completed_at == late.closed_at


async def test_pull_requests_are_no_blockers_and_watched_ones_are_told_apart(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    add(github, "a pull request", is_pull_request=True)
    add(github, "watched", labels=["critical"])
    add(github, "both", labels=["critical", "blocker"])
    add(github, "neither", labels=[])
    found = by_key(await tracker.fetch_blockers(SELECTION))

    assert {key: one.watched for key, one in found.items()} == {"API-2": True, "API-3": False}


async def test_a_milestone_alone_or_a_whole_repository_may_be_selected(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    milestone = github.state.add_milestone(REPO, "v1.0")
    add(github, "in it", labels=[], milestone=milestone)
    add(github, "in it, watched", labels=["critical"], milestone=milestone)
    add(github, "elsewhere")
    in_milestone = replace(SELECTION, label=None, project_milestone="V1.0")
    whole = replace(SELECTION, label=None, watch_label=None)

    found = by_key(await tracker.fetch_blockers(in_milestone))
    assert {key: one.watched for key, one in found.items()} == {"API-1": False, "API-2": True}
    assert len(await tracker.fetch_blockers(whole)) == 3
    both = replace(SELECTION, project_milestone="v1.0")
    assert set(by_key(await tracker.fetch_blockers(both))) == {"API-2"}


async def test_a_label_with_a_comma_is_one_label(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    github.state.repos[REPO].labels.append("blocks, hard")
    add(github, labels=["blocks, hard"])
    add(github, labels=["blocker"])
    found = await tracker.fetch_blockers(replace(SELECTION, label="Blocks, hard"))

    assert [one.key for one in found] == ["API-1"]


async def test_lists_of_more_than_a_page_are_read_to_their_end(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    for number in range(250):
        add(github, f"issue {number}")
    found = await tracker.fetch_blockers(SELECTION)

    assert [one.key for one in found] == [f"API-{n}" for n in range(1, 251)]


async def test_a_reading_of_what_did_not_change_costs_nothing(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    add(github)
    await tracker.fetch_blockers(SELECTION)
    left, calls = github.state.allowance.left, len(github.calls)
    await tracker.fetch_blockers(SELECTION)

    assert github.state.allowance.left == left
    assert {call.status for call in github.calls[calls:]} == {304}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"repo": "acme/apy"}, "GitHub has no repository 'acme/apy' that GITHUB_TOKEN may see"),
        ({"label": "bloker"}, "GitHub has no label 'bloker' in acme/api; there is blocker"),
        ({"label": "xyz"}, "there is blocker, critical"),
        ({"watch_label": "critcal"}, "no label 'critcal' in acme/api; there is critical"),
        ({"project_milestone": "v1"}, "no milestone 'v1' in acme/api; there is v1.0"),
    ],
)
async def test_a_wrong_name_is_an_error_with_the_near_ones_never_an_empty_board(
    github: LocalGithub, tracker: GithubTracker, changed: dict[str, str], told: str
) -> None:
    github.state.add_milestone(REPO, "v1.0")
    with pytest.raises(SelectionError) as caught:
        await tracker.fetch_blockers(change(SELECTION, **changed))

    assert told in str(caught.value)


async def test_names_of_nothing_at_all_and_switched_off_issues_are_said(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    with pytest.raises(SelectionError, match="there is no milestone at all"):
        await tracker.fetch_blockers(replace(SELECTION, project_milestone="v1"))
    github.state.repos[REPO].has_issues = False
    with pytest.raises(SelectionError, match="they are switched off"):
        await tracker.fetch_blockers(SELECTION)


async def test_an_open_milestone_is_meant_before_a_closed_one_of_the_same_title(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    github.state.add_milestone(REPO, "next").state = "closed"
    now = github.state.add_milestone(REPO, "next")
    add(github, milestone=now)

    found = await tracker.fetch_blockers(replace(SELECTION, project_milestone="Next"))
    assert [one.key for one in found] == ["API-1"]


async def test_dependencies_and_sub_issues_are_read_where_there_are_some(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    first, second, done = add(github, "first"), add(github, "second"), add(github, "done")
    github.state.close(done)
    github.state.add_repo("acme/web")
    far = github.state.add_issue("acme/web", "far")
    second.blocked_by = [(REPO, first.number), (REPO, done.number), ("acme/web", far.number)]
    second.parts = [(REPO, done.number), (REPO, first.number)]
    found = by_key(await tracker.fetch_blockers(SELECTION))

    assert [link.key for link in found["API-2"].blocked_by] == ["API-1", "acme/web#1"]
    assert [(one.key, one.is_open) for one in found["API-2"].sub_issues] == [
        ("API-3", False),
        ("API-1", True),
    ]
    assert [link.id for link in found["API-1"].blocks] == [found["API-2"].id]
    assert not found["API-2"].links_cut
    assert "/issues/1/dependencies/blocked_by" not in github.paths


async def test_text_lines_say_what_waits_where_nothing_is_drawn(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    github.state.knows_dependencies = False
    unselected = add(github, "not selected", labels=[])
    closed = add(github, "closed")
    github.state.close(closed)
    pull = add(github, "a pull request", is_pull_request=True)
    asked = f"Blocked by: #{unselected.number}, #{closed.number}, #{pull.number}, #99 and #5\n"
    add(github, body=asked)
    add(github, body="Blocks #4")
    found = by_key(await tracker.fetch_blockers(SELECTION))

    assert [link.key for link in found["API-4"].blocked_by] == ["API-1", "API-5"]
    assert [link.key for link in found["API-5"].blocks] == ["API-4"]
    assert not found["API-4"].links_cut


async def test_a_text_does_not_fetch_titles_of_other_repositories(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    """Whoever may write an issue here may not be one who sees that repository."""
    github.state.add_repo("acme/secret")
    github.state.add_issue("acme/secret", "what nobody may know")
    add(github, body="Blocked by acme/secret#1")
    (found,) = await tracker.fetch_blockers(SELECTION)

    assert found.blocked_by == ()
    assert found.links_cut
    assert not [path for path in github.paths if "secret" in path]


async def test_goal_and_meaning_say_what_was_found(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    due = datetime(2026, 12, 18, 8, tzinfo=UTC)
    milestone = github.state.add_milestone(REPO, "v1.0", due)
    add(github, milestone=milestone)
    github.state.close(add(github, milestone=milestone))
    selection = replace(SELECTION, repo="Acme/API", project_milestone="V1.0")

    assert await tracker.fetch_meaning(selection) == (
        "repository acme/api",
        "label blocker",
        "milestone v1.0, due 2026-12-18",
        "watched: label critical",
    )
    assert await tracker.fetch_goals(selection) == (
        Goal(
            kind=GoalKind.MILESTONE,
            name="v1.0",
            url="https://github.com/acme/api/milestone/1",
            target=date(2026, 12, 18),
            progress=0.5,
            status="open",
        ),
    )
    assert await tracker.fetch_goals(SELECTION) == ()


async def test_own_labels_say_the_priority(github: LocalGithub, tracker: GithubTracker) -> None:
    add(github, labels=["blocker", "Sev1", "P3"])
    own = replace(SELECTION, priorities=(("sev1", Priority.URGENT),))

    assert [one.priority for one in await tracker.fetch_blockers(own)] == [Priority.URGENT]
    assert [one.priority for one in await tracker.fetch_blockers(SELECTION)] == [Priority.LOW]


async def test_reading_slows_down_as_the_allowance_runs_out(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    await tracker.fetch_blockers(SELECTION)
    assert tracker.slower() == 1.0
    github.state.allowance.left = 300
    add(github)
    await tracker.fetch_blockers(SELECTION)
    assert tracker.slower() == 3.0
    github.clock.advance(timedelta(hours=2).total_seconds())
    add(github)
    await tracker.fetch_blockers(SELECTION)
    assert tracker.slower() == 1.0
